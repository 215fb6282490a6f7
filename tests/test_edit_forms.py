"""Every form that shows what is stored carries the state it was opened on, every long one keeps a draft, every posting one has its
token; or it stands here why not.

The addresses stand in tests/every_page/*_table.py; how two who edit at once are kept apart, in tests/lib/test_edit_form.py.
"""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.urls import resolve, reverse

from tests.every_page.rights import GRANTS, Case
from tests.test_every_page import TABLE, world  # noqa: F401 - the fixture

# What stands in a form is a matter of templates.
pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

# Address -> why what stands in its form is not somebody else's to overwrite.
NOT_EDITING = dict.fromkeys(
    [
        "accounts:person_new",
        "activities:followup_new",
        "activities:task_new",
        "assignment:extension",
        "contracts:delivery_add",
        "contracts:expense_new",
        "contracts:paper_add",
        "customers:folder_borrow",
        "contracts:payment_new",
        "customers:new",
        "deals:plan_new",
        "deals:price_list_new",
        "deals:product_new",
        "deals:quote_new",
        "service:new",
        "service:questionnaire_send",
        "service:visit_aspect_new",
        "service:visit_new",
        "service:visit_plan_new",
        "feedback:new",
        "violations:new",
        "ratings:statement",
        "reports:appraisal_scheme_new",
        "reports:contradiction_rules_new",
        "customers:feedback_answer",
        "customers:feedback_new",
        "customers:review_rules_new",
        "reports:report_template_new",
        "reports:spot_check_new",
        "reports:target_copy",
        "reports:trip_report",
        "reports:trip_rules_new",
    ],
    "something new: what stands there is a proposal",
) | {
    "contracts:correct": "asks for a correction: the request keeps both values, and whoever decides compares them with what stands then",
    "customers:information_one": "a proposal beside what stands; each field's trace refuses one that changed (information/test_collecting.py)",
    "accounts:list_columns": "one's own choice, of nobody else",
    "reports:home_cards": "one's own choice, of nobody else",
    "customers:columns": "one's own choice, of nobody else",
    "customers:import_columns": "columns of one's own file, before its preview: the last choice is what is read",
    "customers:matter_new": "a new matter: the day is only proposed",
    "deals:correction": "the same for a deal",
    "deals:move": "one choice, decided as of now: each move stands in the history of the deal",
    "assignment:handover_redirect": "one choice for one row, decided as of now; each is noted",
    "assignment:policy_submit": "submits the draft that was seen, and refuses another (test_edit_form.py)",
}
UNTYPED = ("hidden", "submit", "button", "file")


class _Forms(HTMLParser):
    """Posting forms of a page: where they go, whether they carry their opened state, and which visible fields are filled in."""

    def __init__(self):
        super().__init__()
        self.forms, self._form, self._select, self._area = [], None, None, None

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        name, kind = given.get("name") or "", given.get("type", "text")
        if tag == "form":
            self._form = {
                "action": given.get("action") or "",
                "opened": False,
                "filled": set(),
                "seen": set(),
                "areas": False,
                "drafted": "data-draft" in given,
            }
            if given.get("method", "").lower() == "post":
                self.forms.append(self._form)
        if self._form is None:
            return
        if name and (tag in ("select", "textarea") or (tag == "input" and kind not in UNTYPED)):
            self._form["seen"].add(name)
            self._form["areas"] |= tag == "textarea"
        if tag == "input" and (name.endswith("form_opened") or name.endswith("-opened")):
            self._form["opened"] = True
        elif tag == "input" and kind not in ("hidden", "submit", "button", "file", "radio"):
            if "checked" in given if kind == "checkbox" else given.get("value"):
                self._form["filled"].add(name)
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in given and given.get("value"):
            self._form["filled"].add(self._select)
        elif tag == "textarea":
            self._area = name

    def handle_data(self, data):
        if self._area and self._form is not None and data.strip():
            self._form["filled"].add(self._area)

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._area = None


@pytest.fixture(scope="module")
def forms(world):  # noqa: F811
    """[(address that the form is sent to, what was read of it)] of every page, each seen once by somebody who may send it."""
    found = []
    for page in TABLE:
        if page.get is None:
            continue
        cases = [Case(role, place) for place in page.places for role in GRANTS if page.get(Case(role, place))]
        case = next((case for case in cases if page.post and page.post(case)), next(iter(cases), None))
        if case is None:
            continue
        url = reverse(page.name, kwargs=page.args(world, case) or None)
        with transaction.atomic():
            answer = world.client_of(case.role).get(url, page.query)
            transaction.set_rollback(True)
        if answer.streaming or answer.status_code != 200:
            continue
        reader = _Forms()
        reader.feed(answer.content.decode(errors="replace"))
        found += [(resolve(form["action"].partition("?")[0] or url).view_name, form) for form in reader.forms]
    return found


@pytest.mark.slow
def test_every_form_that_shows_what_is_stored_carries_what_it_was_opened_on(forms):
    bare, filled = {}, [(target, form) for target, form in forms if form["filled"]]
    for target, form in filled:
        if not form["opened"]:
            bare.setdefault(target, set()).update(form["filled"])
    missing = {name: sorted(fields) for name, fields in bare.items() if name not in NOT_EDITING}
    assert not missing, "\n" + "\n".join(f"{name}: {fields}" for name, fields in missing.items())
    assert set(NOT_EDITING) <= set(bare), f"take out of NOT_EDITING: {sorted(set(NOT_EDITING) - set(bare))}"
    assert len(filled) > 40


# Form that is long and keeps no draft -> why nothing typed is lost.
NO_DRAFT = dict.fromkeys(
    ["accounts:list_columns", "customers:columns", "reports:home_cards"], "choices, nothing is typed"
) | {
    "reports:work_report_edit": "saves itself on the server while one types",
    **dict.fromkeys(
        ["customers:matter_new", "customers:matter_answer", "customers:matter_pass"],
        "may be confidential: no text of it is left in the browser",
    ),
    **dict.fromkeys(
        ["activities:reception_levels", "customers:feedback_kinds"], "a new value of a list, a few words of it"
    ),
}
FIELDS = 5  # more of them are long


@pytest.mark.slow
def test_every_form_in_which_one_types_much_keeps_a_draft(forms):
    long = {target: form for target, form in forms if form["areas"] or len(form["seen"]) > FIELDS}
    bare = {
        target: sorted(form["seen"])
        for target, form in forms
        if not form["drafted"] and (form["areas"] or len(form["seen"]) > FIELDS)
    }
    missing = {name: fields for name, fields in bare.items() if name not in NO_DRAFT}
    assert not missing, "\n" + "\n".join(f"{name}: {fields}" for name, fields in missing.items())
    assert set(NO_DRAFT) <= set(bare), f"take out of NO_DRAFT: {sorted(set(NO_DRAFT) - set(bare))}"
    assert len(long) > 30


# Form without a token of its own -> why sending it twice saves nothing twice.
IDEMPOTENT = {
    "account/": "the library's own pages: a code, a password or a session is used up by the first",
    "mfa/": "the library's own pages: a code or a key is used up by the first",
    "usersessions/usersession_list.html": "ends sessions: the second finds none",
    "assignment/parts/pool_rows.html": "claims the customer: for the second it has an owner",
    "audit/search.html audit:export": "hands out a file; each one handed out is noted",
    "parts/column_choice.html": "keeps the same choice again",
    "parts/bell.html": "marks as read what is read already",
    "parts/filter_bar.html ops:find": "leads to a list",
    "parts/search_box.html ops:find": "leads to the results",
    "parts/bulk_bar.html": "leads to a page that asks; its form has the token",
    "parts/language_buttons.html": "sets the language again",
    "parts/topbar_end.html": "sets the language again",
    "parts/user_menu.html": "sets the language again, or signs out",
    "service/questionnaires/public.html": "answers once: the second finds it answered (tests/service/questionnaires/test_races.py)",
}
_FORM = re.compile(r"<form\b(?:[^>{]|\{[%{].*?[%}]\})*>", re.DOTALL)
_PART = re.compile(r'\{% include "([^"]+)"[^%]*%\}')
_ACTION = re.compile(r"\{% url '([\w:]+)'")


def _whole(folder, text):
    """A template's text with the parts that it includes."""
    return _PART.sub(lambda part: _whole(folder, (folder / part[1]).read_text()), text)


def _bare_forms():
    """(template, address) of each posting form without the token."""
    folder = Path(settings.BASE_DIR) / "templates"
    for path in sorted(folder.rglob("*.html")):
        text = path.read_text()
        for form in _FORM.finditer(text):
            end = text.find("</form>", form.end())
            body = _whole(folder, text[form.end() : end if end > 0 else None])
            if 'method="post"' in form[0] and "form_token" not in body:
                action = _ACTION.search(form[0])
                yield f"{path.relative_to(folder)} {action[1] if action else ''}".strip()


def test_every_form_that_posts_has_its_token_or_says_here_why_not():
    bare = set(_bare_forms())
    assert sorted(form for form in bare if not form.startswith(tuple(IDEMPOTENT))) == []
    assert [reason for reason in IDEMPOTENT if not any(form.startswith(reason) for form in bare)] == []


def test_the_forms_of_a_template_are_read_with_their_parts(tmp_path):
    (tmp_path / "part.html").write_text("{% form_token form %}")
    assert "form_token" in _whole(tmp_path, '<p>{% include "part.html" with x=1 %}</p>')
    assert _FORM.findall('<form {% if a > 1 %}hidden{% endif %} method="post"><p>') == [
        '<form {% if a > 1 %}hidden{% endif %} method="post">'
    ]
