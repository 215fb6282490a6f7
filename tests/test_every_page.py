"""Every page × every role × own, colleague's, below, elsewhere, in the pool: allowed or refused exactly as the role table says.

The table of addresses stands in tests/every_page/*_table.py, what the role table means in tests/every_page/rights.py.
"""

import inspect
import re
from contextlib import nullcontext
from functools import cache

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import get_resolver, resolve, reverse
from django.urls.resolvers import URLResolver

from tests.every_page.accounts_table import ACCOUNTS, OPEN_TO_ALL
from tests.every_page.activities_table import ACTIVITIES, APPROVALS, AUDIT, NOTICES
from tests.every_page.assignment_table import ASSIGNMENT
from tests.every_page.contracts_table import CONTRACTS
from tests.every_page.customers_table import CUSTOMERS, JOBS
from tests.every_page.deals_table import DEALS
from tests.every_page.feedback_table import FEEDBACK
from tests.every_page.folders_table import FOLDERS
from tests.every_page.printed_forms_table import PRINTED_FORMS
from tests.every_page.questionnaires_table import LINKED, QUESTIONNAIRES
from tests.every_page.ratings_table import RATINGS
from tests.every_page.remedial_table import REMEDIAL
from tests.every_page.reports_table import REPORTS
from tests.every_page.rights import BELOW, FAR, GRANTS, OPEN, Case
from tests.every_page.rights_table import RIGHTS
from tests.every_page.service_table import SERVICE
from tests.every_page.stage import furnished, status_only
from tests.every_page.undo_table import UNDO
from tests.every_page.violations_table import VIOLATIONS
from tests.every_page.world import SECRET

pytestmark = pytest.mark.django_db

TABLE = [
    *ACCOUNTS,
    *ACTIVITIES,
    *APPROVALS,
    *NOTICES,
    *FEEDBACK,
    *RIGHTS,
    *VIOLATIONS,
    *FOLDERS,
    *UNDO,
    *AUDIT,
    *CUSTOMERS,
    *JOBS,
    *CONTRACTS,
    *DEALS,
    *RATINGS,
    *REPORTS,
    *PRINTED_FORMS,
    *SERVICE,
    *REMEDIAL,
    *QUESTIONNAIRES,
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
    "rights",
    "service",
    "undo",
    "ui",
    "violations",
}
SHARES = 4  # a long walk through the table is cut into so many, for several processes
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


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Set up once; every request is taken back, the whole at the end."""
    with furnished(django_db_blocker, named="shipped roles") as built:
        yield built


_shown: set[tuple] = set()
# (role, page) of whatever page tells a word of a confidential matter to somebody who is not named.
_told: set[tuple[str, str]] = set()


def shown_before(page, method, case):
    """Whether its page has been rendered both for this role and for something at this place."""
    once = {(page.name, method, "role", case.role), (page.name, method, "place", case.place)}
    before = once <= _shown
    _shown.update(once)
    return before


def tried(world, page, method, case):
    """(status, what was written) of one request, which is then taken back."""
    url = reverse(page.name, kwargs=page.args(world, case) or None)
    data = page.query if method == "get" else page.data(world, case)
    writes = Writes()
    with transaction.atomic():
        with connection.execute_wrapper(writes), status_only() if shown_before(page, method, case) else nullcontext():
            answer = getattr(world.client_of(case.role), method)(url, data)
        transaction.set_rollback(True)
    if method == "get" and not answer.streaming and SECRET.encode() in answer.content:
        _told.add((case.role, page.name))
    leads = answer.headers.get("Location", "")
    signed_out = leads.startswith("/accounts/") and not (page.asks_again and leads.startswith("/accounts/2fa/"))
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


# Who may hangs on the role table, not on the database. On PostgreSQL each page is opened and each form posted by somebody who may,
# below, in test_sent_twice.py and in test_calendar_edges.py.
@pytest.mark.embedded
@pytest.mark.slow
@pytest.mark.req("Nb3", "Nh2", "Ng1", "Ne2", "Ne5", "Na1", "M8")
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
    wrong += [f"{page} tells {role} of a confidential matter" for role, page in sorted(_told)]
    _told.clear()
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.both
@pytest.mark.slow
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
    known = {page.name for page in TABLE} | OPEN_TO_ALL | LINKED
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


@pytest.mark.both
@pytest.mark.slow
@pytest.mark.parametrize("share", range(SHARES))
@pytest.mark.parametrize("method", ["get", "post"])
def test_nothing_that_is_typed_into_an_address_or_a_form_breaks_a_page(world, method, share):
    broken = []
    for page in TABLE[share::SHARES]:
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
