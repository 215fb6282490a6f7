"""What a scheme would have given in the last months, before it is set (rows Nf16, Ni16)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from crm_project.accounts.models import Department, Role, User
from crm_project.lib.time import local_date
from reports.models import Score
from reports.rules.appraisal.scheme import Scheme
from reports.rules.appraisal.scoring import Result, result
from reports.rules.periods import Period, month_of

from .measures import measured
from .schemes import SchemeBook, concerned, rules_of
from .scoring import kept, upheld

MONTHS = 3
# Whose scores are tried: of a larger company the first by name.
PEOPLE = 500


@dataclass(frozen=True)
class Tried:
    """One person's month: what they got (None: they were not scored) and what the scheme would have given."""

    was: Decimal | None
    would: Result


@dataclass(frozen=True)
class Forecast:
    """{person: {month: what the scheme would have given}}; `more`: there are more people than were tried."""

    months: list[Period]
    people: dict[User, dict[Period, Tried]]
    more: bool


def forecast(*, department: Department | None, scheme: Scheme, roles: Collection[Role], at: datetime) -> Forecast:
    """Of the people whom it would score, in the last three whole months. As many queries for one person as for all.

    A closed month is tried on what was measured then; of others, what is counted "on the day of the count" is that of today.
    """
    found = concerned(department, roles, local_date(at)).select_related("role", "department")
    people = list(found.order_by("sort_name", "username")[: PEOPLE + 1])
    months = [month_of(local_date(at)).shifted(-n) for n in range(MONTHS, 0, -1)]
    book = SchemeBook()
    out: dict[User, dict[Period, Tried]] = {one: {} for one in people[:PEOPLE]}
    for month in months:
        for person, tried in _month(people[:PEOPLE], month, scheme, book, at).items():
            out[person][month] = tried
    return Forecast(months, out, len(people) > PEOPLE)


def _month(people: list[User], month: Period, scheme: Scheme, book: SchemeBook, at: datetime) -> dict[User, Tried]:
    there = [one for one in people if local_date(one.date_joined) <= month.last]
    ids = [one.pk for one in there]
    closed = {row.person_id: row for row in Score.objects.filter(first=month.first, person__in=ids)}
    fresh, untrue = measured(ids, month.first, month.last, at), upheld(ids, month)
    out = {}
    for person in there:
        row = closed.get(person.pk)
        values = kept(row.measured) if row else fresh[person.pk]
        present = book.scheme(person, month.first)
        was = result(rules_of(present), values, len(untrue[person.pk])).total if present else None
        out[person] = Tried(row.total if row else was, result(scheme, values, len(untrue[person.pk])))
    return out
