"""Every page × every role × own, colleague's, below, elsewhere, in the pool: allowed or refused exactly as the role table says.

The table of addresses stands in tests/every_page/*_table.py, what the role table means in tests/every_page/rights.py.
"""

import inspect
import logging
import re
from contextlib import contextmanager
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from unittest import mock

import pytest
import time_machine
from django.conf import settings
from django.db import connection, transaction
from django.template import Template
from django.test import Client, override_settings
from django.test.utils import _TestState
from django.urls import get_resolver, resolve, reverse
from django.urls.resolvers import URLResolver

from tests.cast import NOW
from tests.every_page.accounts_table import ACCOUNTS, OPEN_TO_ALL
from tests.every_page.activities_table import ACTIVITIES, APPROVALS, AUDIT, NOTICES
from tests.every_page.assignment_table import ASSIGNMENT
from tests.every_page.contracts_table import CONTRACTS
from tests.every_page.customers_table import CUSTOMERS, JOBS
from tests.every_page.deals_table import DEALS
from tests.every_page.feedback_table import FEEDBACK
from tests.every_page.ratings_table import RATINGS
from tests.every_page.reports_table import REPORTS
from tests.every_page.rights import BELOW, FAR, GRANTS, OPEN, Case
from tests.every_page.world import World

pytestmark = pytest.mark.django_db

TABLE = [
    *ACCOUNTS,
    *ACTIVITIES,
    *APPROVALS,
    *NOTICES,
    *FEEDBACK,
    *AUDIT,
    *CUSTOMERS,
    *JOBS,
    *CONTRACTS,
    *DEALS,
    *RATINGS,
    *REPORTS,
    *ASSIGNMENT,
]
OURS = {
    "accounts",
    "activities",
    "approvals",
    "assignment",
    "audit",
    "contracts",
    "customers",
    "deals",
    "feedback",
    "notices",
    "ops",
    "presets",
    "ratings",
    "reports",
}
# Written while looking, too: sessions and what one page tells the next.
FLEETING = ("django_session", "usersessions_usersession", '"cache"')
REFUSED = (403, 404)


class Writes:
    """Notes what is written and not taken back: a refusal inside a verb rolls back to its savepoint."""

    def __init__(self):
        self.kept, self._marks = [], []

    def __call__(self, execute, sql, params, many, context):
        if sql.startswith("SAVEPOINT"):
            self._marks.append((sql.split()[-1], len(self.kept)))
        elif sql.startswith("ROLLBACK TO SAVEPOINT"):
            name = sql.split()[-1]
            while self._marks:
                mark, length = self._marks.pop()
                if mark == name:
                    del self.kept[length:]
                    break
        elif sql.startswith(("INSERT", "UPDATE", "DELETE")) and not any(table in sql for table in FLEETING):
            self.kept.append(sql)
        return execute(sql, params, many, context)


class _Fields(HTMLParser):
    """The fields of a page's form with the values that they show."""

    def __init__(self):
        super().__init__()
        self.data, self._select, self._text = {}, None, None

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        name, kind = given.get("name"), given.get("type", "text")
        if tag == "input" and name and (kind not in ("checkbox", "radio") or "checked" in given):
            self.data.setdefault(name, given.get("value") or ("on" if kind == "checkbox" else ""))
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and ("selected" in given or self._select not in self.data):
            self.data[self._select] = given.get("value", "")
        elif tag == "textarea":
            self._text = name
            self.data[name] = ""

    def handle_endtag(self, tag):
        if tag in ("select", "textarea"):
            self._select = self._text = None

    def handle_data(self, data):
        if self._text:
            self.data[self._text] += data.removeprefix("\n")


def signed_in_as(viewer):
    """A browser in which the viewer has been at work already."""
    client = Client()
    client.force_login(viewer)
    client.get(reverse("accounts:help"))
    return client


def scraper(client):
    """world.scraped(name, case): a page's form as this client sees it."""
    known = {}

    def scraped(world, name, case):
        url = reverse(name, kwargs={"pk": world.get("policy", case).pk})
        if url not in known:
            page = client.get(url).content.decode()
            main = page[page.index("<main") : page.index("</main>")]
            fields = _Fields()
            fields.feed(main)
            known[url] = fields.data
        return known[url]

    return scraped


def form_of(client):
    """world.form_of(name, kwargs): the form of any page as this client sees it."""

    @cache
    def fields_of(url):
        page = client.get(url).content.decode()
        fields = _Fields()
        fields.feed(page[page.index("<main") : page.index("</main>")])
        return fields.data

    return lambda name, kwargs: dict(fields_of(reverse(name, kwargs=kwargs)))


def plain_frame():
    """TEMPLATES in which the frame around each page, the same for all and tested elsewhere, is only its blocks."""
    blocks = re.findall(r"{% block (\w+) %}", (Path(settings.BASE_DIR) / "templates/base.html").read_text())
    frame = "".join(f"{{% block {name} %}}{{% endblock %}}" for name in blocks)
    plain = {"base.html": f"<main>{frame}</main>", "403.html": "refused", "404.html": "refused"}
    finders = ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"]
    loaders = [("django.template.loaders.cached.Loader", [("django.template.loaders.locmem.Loader", plain), *finders])]
    given = settings.TEMPLATES[0]
    return [{**given, "APP_DIRS": False, "OPTIONS": {**given["OPTIONS"], "loaders": loaders}}]


@contextmanager
def quick():
    """Thousands of requests: without a log line for each, and without the test client's copies of every template's context."""
    logging.disable(logging.WARNING)
    with (
        mock.patch.object(Template, "_render", _TestState.saved_data.template_render),
        override_settings(TEMPLATES=plain_frame()),
    ):
        yield
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Built once; every request is taken back, the whole at the end."""
    sessions = {"SESSION_ENGINE": "django.contrib.sessions.backends.db"}
    with (
        django_db_blocker.unblock(),
        time_machine.travel(NOW, tick=False),
        override_settings(**sessions),
        quick(),
        transaction.atomic(),
    ):
        built = World()
        clients = {role: signed_in_as(viewer) for role, viewer in built.viewers.items()}
        scraped = scraper(clients["general_manager"])
        built.client_of = clients.get
        built.form_of = form_of(clients["general_manager"])
        built.scraped = lambda name, case: scraped(built, name, case)
        yield built
        transaction.set_rollback(True)


def tried(world, page, method, case):
    """(status, what was written) of one request, which is then taken back."""
    url = reverse(page.name, kwargs=page.args(world, case) or None)
    data = page.query if method == "get" else page.data(world, case)
    writes = Writes()
    with transaction.atomic():
        with connection.execute_wrapper(writes):
            answer = getattr(world.client_of(case.role), method)(url, data)
        transaction.set_rollback(True)
    signed_out = answer.headers.get("Location", "").startswith("/accounts/")
    return 401 if signed_out else answer.status_code, writes.kept


def judged(page, method, rule, case, status, written):
    """What is wrong with this answer, or nothing."""
    place = f" ({case.place})" if case.place else ""
    said = f"{method.upper()} {page.name} as {case.role}{place}: {status}"
    if status >= 500 or status == 401:
        return f"{said} breaks"
    if rule(case):
        return f"{said}, but the role table allows it" if status in REFUSED else ""
    if written:
        return f"{said}, and though the role table refuses it, it wrote {written[0][:110]}"
    told = page.words and (method == "post" or status == 302)
    return "" if status in REFUSED or told else f"{said}, but the role table refuses it"


def told_apart(role, places):
    """The places that differ for this role: to one whose every right reaches the company, below is like elsewhere."""
    narrow = set(GRANTS[role].values()) - {"all"}
    return places if narrow else [place for place in places if place not in (BELOW, FAR, OPEN)]


@pytest.mark.slow
@pytest.mark.req("Nb3", "Nh2", "Ng1", "Ne5", "Na1")
@pytest.mark.parametrize("role", GRANTS)
def test_every_page_answers_this_role_as_the_role_table_says(world, role):
    wrong = []
    for page in TABLE:
        for place in told_apart(role, page.places):
            case = Case(role, place)
            for method, rule in (("get", page.get), ("post", page.post)):
                if rule is None:
                    continue
                status, written = tried(world, page, method, case)
                problem = judged(page, method, rule, case, status, written)
                if not problem and method == "get" and written and not page.notes:
                    problem = f"GET {page.name} as {role} ({place}) writes: {written[0][:110]}"
                wrong += [problem] if problem else []
    assert not wrong, "\n" + "\n".join(wrong)


def test_what_is_posted_in_this_table_would_change_something_if_it_were_allowed(world):
    """Else a refusal would prove nothing: the data must be good."""
    dead = []
    for page in TABLE:
        if page.post is None or page.idle:
            continue
        cases = [Case(role, place) for place in page.places for role in GRANTS]
        allowed = [case for case in cases if page.post(case)]
        assert allowed, f"{page.name}: nobody may, so nothing is tried"
        if not any(tried(world, page, "post", case)[1] for case in allowed):
            dead.append(page.name)
    assert not dead, f"These change nothing for anybody who may: {dead}"


def named(resolver, namespace=""):
    """Names of all addresses of our apps."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from named(pattern, f"{pattern.namespace}:" if pattern.namespace else namespace)
        elif namespace.rstrip(":") in OURS:
            yield f"{namespace}{pattern.name}"


def test_every_address_stands_in_the_table():
    known = {page.name for page in TABLE} | OPEN_TO_ALL
    missing = sorted(set(named(get_resolver())) - known)
    assert not missing, f"Say who may open these, in tests/every_page/*_table.py: {missing}"
    gone = sorted(name for name in known - set(named(get_resolver())) if ":" in name)
    assert not gone, f"These addresses are gone, take them out of tests/every_page/*_table.py: {gone}"


@pytest.mark.req("Ng1")
def test_without_signing_in_every_page_leads_to_the_sign_in(world):
    stranger, wrong = Client(), []
    for page in TABLE:
        case = Case("admin", page.places[0])
        url = reverse(page.name, kwargs=page.args(world, case) or None)
        method = "get" if page.get else "post"
        answer = getattr(stranger, method)(url, {})
        if page.name != "activities:feed" and not re.match(r"/accounts/login/", answer.headers.get("Location", "")):
            wrong.append(f"{method.upper()} {page.name}: {answer.status_code}")
    assert not wrong, "\n" + "\n".join(wrong)


# A digit that int() refuses, a number beyond every key; on PostgreSQL a sign that no text column takes.
ODD = ("\x00",) if connection.vendor == "postgresql" else ("²", "9" * 25)


@cache
def asked_for(name):
    """The names that the module of a page's view asks its address and forms for."""
    view = resolve(reverse(name, kwargs=_KEYS.get(name))).func
    source = inspect.getsource(inspect.getmodule(inspect.unwrap(view)))
    return sorted(set(re.findall(r"(?:GET|POST|params)\.get(?:list)?\(\"(\w+)\"", source)) | {"q", "after", "sort"})


_KEYS: dict[str, dict] = {}


@pytest.mark.slow
@pytest.mark.parametrize("method", ["get", "post"])
def test_nothing_that_is_typed_into_an_address_or_a_form_breaks_a_page(world, method):
    broken = []
    for page in TABLE:
        rule = page.get if method == "get" else page.post
        case = next(
            (Case(role, place) for place in page.places for role in GRANTS if rule and rule(Case(role, place))), None
        )
        if case is None:
            continue
        args = page.args(world, case) or None
        _KEYS.setdefault(page.name, args)
        good = dict(page.query) if method == "get" else page.data(world, case)
        names = {*asked_for(page.name), *(good if method == "post" else ())} - {"csrfmiddlewaretoken"}
        for name in sorted(names):
            for odd in ODD:
                try:
                    with transaction.atomic():
                        getattr(world.client_of(case.role), method)(
                            reverse(page.name, kwargs=args), {**good, name: odd}
                        )
                        transaction.set_rollback(True)
                except Exception as error:
                    broken.append(
                        f"{method.upper()} {page.name} {name}={odd!r}: {type(error).__name__}: {str(error)[:80]}"
                    )
    assert not broken, "\n" + "\n".join(broken)
