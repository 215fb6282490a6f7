"""The edges of the calendar in every date parameter of every address and in every date field of every form: no page breaks, none is kept.

The addresses and what is posted to them stand in tests/every_page/*_table.py.
"""

import inspect
import re
from functools import cache
from html.parser import HTMLParser

import django_filters
import pytest
from django.db import connection, transaction
from django.urls import resolve, reverse

from tests.every_page.rights import GRANTS, Case
from tests.test_every_page import _KEYS, SHARES, TABLE, asked_for, world  # noqa: F401 - the fixture

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.both]

EDGES = ["0001-01-01", "0026-11-20", "0999-12-31", "2026-02-30", "2199-12-31", "9999-12-31"]
MOMENTS = ["0001-01-01T00:00", "0026-11-20T10:00", "2026-02-30T10:00", "9999-12-31T23:59"]
_DAY = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d)?")
_DAYLIKE = re.compile(
    r"(?:^|_|-)(?:days?|date|month|quarter|week|since|until|from|to|at|on|due|starts|ends|holds|year|period)(?:_|$)",
    re.I,
)
# What is no day at all is answered before any database: once is enough. PostgreSQL is asked for what a database might choke on.
IN_ADDRESSES = [EDGES[0], EDGES[1], EDGES[-1], MOMENTS[0], MOMENTS[-1]]
if connection.vendor == "sqlite":
    IN_ADDRESSES = [*EDGES, MOMENTS[0], MOMENTS[-1], "9999", "0001-01", "2026Q9"]
# Kept as it was typed, to be shown again or to say what was asked for: no date of the company.
AS_TYPED = ('"ground_usedform"', '"customers_savedfilter"', '"customers_exportjob"')


class _DateInputs(HTMLParser):
    """Names of the fields of a page that take a day or a moment."""

    def __init__(self):
        super().__init__()
        self.found = set()

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "input" and given.get("type") in ("date", "datetime-local", "month") and given.get("name"):
            self.found.add(given["name"])


def date_inputs(text):
    """The same of a whole page."""
    reader = _DateInputs()
    reader.feed(text)
    return reader.found


class Kept:
    """Notes what is written with one of the edges in it."""

    def __init__(self, edge):
        self.edge, self.found = edge[:10], []

    def __call__(self, execute, sql, params, many, context):
        written = sql.startswith(("INSERT", "UPDATE")) and not any(table in sql for table in AS_TYPED)
        if written and self.edge in str(params):
            self.found.append(sql[:90])
        return execute(sql, params, many, context)


def allowed_case(page, rule):
    """Somebody who may, where they may."""
    return next((Case(role, place) for place in page.places for role in GRANTS if rule(Case(role, place))), None)


@cache
def filter_days(module):
    """Date filters that the module of a view uses."""
    kinds = [kind for kind in vars(module).values() if isinstance(kind, type)]
    return {
        field
        for kind in kinds
        if issubclass(kind, django_filters.FilterSet)
        for field, one in kind.base_filters.items()
        if isinstance(one, (django_filters.DateFilter, django_filters.DateTimeFilter))
    }


def asked(page, args, text):
    """Parameters of an address that may be days."""
    _KEYS.setdefault(page.name, args)
    view = inspect.unwrap(resolve(reverse(page.name, kwargs=args)).func)
    names = {name for name in asked_for(page.name) if _DAYLIKE.search(name)} - {"after", "sort"}
    return names | filter_days(inspect.getmodule(view)) | date_inputs(text)


@pytest.mark.parametrize("share", range(SHARES))
def test_no_edge_of_the_calendar_in_an_address_breaks_a_page(world, share):  # noqa: F811
    broken, tried = [], 0
    for page in TABLE[share::SHARES]:
        case = allowed_case(page, page.get) if page.get else None
        if case is None:
            continue
        args, client = page.args(world, case) or None, world.client_of(case.role)
        url = reverse(page.name, kwargs=args)
        with transaction.atomic():
            first = client.get(url, page.query)
            text = "" if first.streaming else first.content.decode(errors="replace")
            transaction.set_rollback(True)
        for name in sorted(asked(page, args, text)):
            tried += 1
            for edge in IN_ADDRESSES:
                try:
                    with transaction.atomic():
                        status = client.get(url, {**page.query, name: edge}).status_code
                        transaction.set_rollback(True)
                except Exception as error:
                    status = f"{type(error).__name__}: {str(error)[:80]}"
                if isinstance(status, str) or status >= 500:
                    broken.append(f"GET {page.name} {name}={edge}: {status}")
    assert tried > 40 / SHARES, f"only {tried} were found"
    assert not broken, "\n" + "\n".join(broken)


# A form reads days before any database sees them.
@pytest.mark.embedded
def test_no_edge_of_the_calendar_is_taken_by_a_form(world):  # noqa: F811
    wrong, tried = [], set()
    for page in TABLE:
        case = allowed_case(page, page.post) if page.post else None
        if case is None:
            continue
        args, client, good = page.args(world, case) or None, world.client_of(case.role), page.data(world, case)
        url = reverse(page.name, kwargs=args)
        fields = {name: str(v) for name, v in good.items() if isinstance(v, str) and _DAY.fullmatch(v)}
        if page.get and page.get(case):
            with transaction.atomic():
                answer = client.get(url, page.query)
                shown = set() if answer.streaming else date_inputs(answer.content.decode(errors="replace"))
                transaction.set_rollback(True)
            fields |= {name: good.get(name, "") for name in shown}
        for name in sorted(fields):
            tried.add((page.name, name))
            for edge in [*EDGES, *MOMENTS]:
                kept = Kept(edge)
                try:
                    with transaction.atomic():
                        data = {**page.data(world, case), name: edge}
                        with connection.execute_wrapper(kept):
                            status = client.post(url, data).status_code
                        transaction.set_rollback(True)
                except Exception as error:
                    status = f"{type(error).__name__}: {str(error)[:80]}"
                if isinstance(status, str) or status >= 500:
                    wrong.append(f"POST {page.name} {name}={edge}: {status}")
                elif kept.found:
                    wrong.append(f"POST {page.name} {name}={edge}: {status}, kept by {kept.found[0]}")
    assert len(tried) > 40, f"only {len(tried)} were found"
    assert not wrong, "\n" + "\n".join(wrong)
