"""Every form that edits what is there, open twice: what the first one saved is not undone by the second, and a conflict is shown.

The addresses stand in tests/every_page/*_table.py.
"""

import re
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from crm_project.ops.form_tokens import FIELD, token
from tests.every_page.rights import GRANTS, Case
from tests.forms_of import PageForm, forms_of
from tests.test_every_page import TABLE, world  # noqa: F401 - the fixture

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.embedded]

OPENED = re.compile(r"(form_)?opened$")
HIDDEN = ("csrfmiddlewaretoken", FIELD, "next")
COUNTS = re.compile(r"-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS$")
TRIED = 4  # fields of a form


def pages_with_forms(world):  # noqa: F811
    """(page, case, address, number of the form) of every form that carries what it was opened on."""
    for page in TABLE:
        if page.get is None or page.post is None:
            continue
        # An admin first: what others change of settings waits for one (Nh9).
        roles = sorted(GRANTS, key=lambda role: role != "admin")
        cases = [Case(role, place) for place in page.places for role in roles]
        case = next((c for c in cases if page.get(c) and page.post(c)), None)
        if case is None:
            continue
        url = reverse(page.name, kwargs=page.args(world, case) or None)
        with transaction.atomic():
            answer = world.client_of(case.role).get(url, page.query)
            transaction.set_rollback(True)
        if answer.streaming or answer.status_code != 200:
            continue
        for number, form in enumerate(forms_of(answer)):
            if any(OPENED.search(name) and any(values) for name, values in form.fields.items()):
                yield page, case, url, number


def variants(value):
    """Two other values that a field may take instead."""
    found = _variants(value)
    return [one for one in found if one != value][:2]


def _variants(value):
    if re.fullmatch(r"\d+", value):
        return [str(int(value) + n) for n in (1, -1, 2) if int(value) + n > 0]
    if re.fullmatch(r"\d+\.\d+", value):
        return [f"{float(value) + 1:.2f}", f"{float(value) + 2:.2f}"]
    if re.fullmatch(r"\d{4}-\d\d-\d\d(T.*)?", value):
        day = date.fromisoformat(value[:10])
        return [f"{day + timedelta(days=n)}{value[10:]}" for n in (1, -1, 2)]
    return [f"{value} 一".strip(), f"{value} 二".strip()]


def tried(world, page, case, url, number):  # noqa: F811
    """([(field, what went wrong)] of one form, the fields that were tried)."""
    client, person = world.client_of(case.role), world.viewers[case.role]
    wrong, changed = [], []

    def shown():
        """As it stands now; without fields where it is not offered any more."""
        forms = forms_of(client.get(url, page.query))
        return forms[number] if number < len(forms) else PageForm("")

    def sent(form, **changes):
        return client.post(form.action or url, {**form.typed(**changes), FIELD: token(person)})

    def undone(name, one, other):
        """What the old form of a second person does once the first has saved `one`; None where that was refused."""
        old = shown()
        if sent(shown(), **{name: one}).status_code != 302 or shown().fields.get(name) != [one]:
            return None
        with transaction.atomic():
            left_alone = sent(old)
            now = shown().fields.get(name)
            transaction.set_rollback(True)
        if now != [one]:
            return f"left alone: {left_alone.status_code}, {now} instead of {one}"
        both = sent(old, **{name: other})
        if both.status_code not in (200, 422) or shown().fields.get(name) != [one]:
            return f"changed by both: {both.status_code}, {shown().fields.get(name)} instead of {one}"
        return "" if "in the meantime" in both.text else "changed by both: the conflict is not shown"

    first = shown()
    for name, values in first.fields.items():
        if name in HIDDEN or OPENED.search(name) or COUNTS.search(name) or len(values) != 1:
            continue
        if len(changed) < TRIED and len(two := variants(values[0])) == 2:
            with transaction.atomic():
                what = undone(name, *two)
                transaction.set_rollback(True)
            changed += [] if what is None else [name]
            wrong += [(name, what)] if what else []
    return wrong, changed


def test_an_old_form_undoes_nothing_and_a_conflict_is_shown(world):  # noqa: F811
    found, forms = [], 0
    for page, case, url, number in pages_with_forms(world):
        wrong, changed = tried(world, page, case, url, number)
        forms += bool(changed)
        found += [f"{page.name} {name}: {what}" for name, what in wrong]
    assert not found, "\n" + "\n".join(found)
    assert forms > 35, f"only {forms} could be changed"
