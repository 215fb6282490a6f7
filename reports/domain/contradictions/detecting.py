"""Finds contradictions: what of the recorded days does not go together, kept once each and told to its person (row Nf9)."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from itertools import chain, islice

from django.db import transaction
from django.urls import reverse

from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.time import local_date, minute
from crm_project.notices.domain.notify import notice, send
from reports.models import Contradiction
from reports.models.contradictions import State
from reports.rules.contradictions import facts
from reports.rules.contradictions.facts import KINDS

from . import (
    expenses_of_other_days,
    month_end_bursts,
    outings_without_followup,
    two_places,
    visits_without_outing,
)
from .found import Asked, Found
from .rule_versions import Part, parts
from .working_time import due_times

FINDERS: dict[str, Callable[[Asked], Iterator[Found]]] = {
    facts.VISIT: visits_without_outing.find,
    facts.OUTING: outings_without_followup.find,
    facts.EXPENSE: expenses_of_other_days.find,
    facts.PLACES: two_places.find,
    facts.BURST: month_end_bursts.find,
}
# So far back the nightly run compares: what is claimed or entered later than that is judged by the manager alone.
LOOKS_BACK = timedelta(days=45)
AT_ONCE = 500


def of_part(part: Part, today: date, *, again: bool = False) -> Iterator[Found]:
    """What contradicts in a part of the company and of the calendar (`again`: what was found already too).

    As many queries for one row as for a million.
    """
    asked = Asked(part, today, again=again)
    return chain.from_iterable(FINDERS[kind](asked) for kind in KINDS if part.rules.numbers.holds(kind))


def detect(*, at: datetime) -> int:
    """Compare all days that have a rule, up to yesterday; returns how many contradictions are new. A second run finds nothing more."""
    today = local_date(at)
    number = 0
    for part in parts(today - LOOKS_BACK, today - timedelta(days=1)):
        found = of_part(part, today)
        while some := list(islice(found, AT_ONCE)):
            number += _keep(part, some, at)
    return number


def _keep(part: Part, found: list[Found], at: datetime) -> int:
    """Write those that are not there yet, with audit and notice; two runs at once wait for each other at the people."""
    answer_by, remind_at = due_times(at, part.rules.answer_hours)
    with transaction.atomic():
        people = {one.person_id for one in found}
        rows = User.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=people).order_by("pk")
        places = {person.pk: person.department_id for person in rows}
        there = {row.key: row for row in Contradiction.objects.filter(key__in=[one.key for one in found])}
        fresh = [one for one in found if one.key not in there or there[one.key].state == State.GONE]
        columns = [
            {
                "kind": one.kind,
                "subject_id": one.subject_id,
                "person_id": one.person_id,
                "department_id": places[one.person_id],
                "customer_id": one.customer_id,
                "rules": part.rules,
                "day": one.day,
                "evidence": [list(pair) for pair in one.evidence],
                "said": dict(one.said),
                "state": State.OPEN,
                "found_at": at,
                "answer_by": answer_by,
                "remind_at": remind_at,
                "explanation": "",
                "explained_at": None,
                "gone_at": None,
            }
            for one in fresh
        ]
        Contradiction.objects.bulk_create(
            [Contradiction(key=one.key, **values) for one, values in zip(fresh, columns, strict=True)],
            update_conflicts=True,
            unique_fields=["key"],
            update_fields=[name.removesuffix("_id") if name != "subject_id" else name for name in columns[0]]
            if columns
            else ["state"],
        )
        kept = list(Contradiction.objects.filter(key__in=[one.key for one in fresh]).select_related("person"))
        log.record_many(
            [
                log.entry(by=None, action="contradiction.found", at=at, subject=row, customer_id=row.customer_id)
                for row in kept
            ]
        )
        send([_notice(row, at) for row in kept])
        return len(kept)


def address(row: Contradiction) -> str:
    """Its page."""
    return reverse("reports:contradiction", args=[row.pk])


def _notice(row: Contradiction, at: datetime):
    return notice(
        row.person_id,
        "contradiction_found",
        at=at,
        key=f"contradiction:{row.pk}:{row.found_at:%Y%m%d%H%M}",
        url=address(row),
        kind=row.kind,
        day=row.day.isoformat(),
        until=minute(row.answer_by),
    )
