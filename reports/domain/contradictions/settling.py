"""What is put right goes away by itself; what is not comes to the manager when its time is over (row Nf9)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from crm_project.audit.domain import log
from crm_project.lib.time import local_date, minute
from crm_project.notices.domain.notify import over, tell
from reports.models import Contradiction
from reports.models.contradictions import UNDECIDED, State
from reports.rules.contradictions import facts

from . import access
from .detecting import FINDERS, address
from .found import Asked
from .rule_versions import Part

AT_ONCE = 500


def standing(rows: Iterable[Contradiction], today: date) -> set[str]:
    """Keys of those that still contradict; as many queries as there are rules and versions among them."""
    groups: dict[tuple[str, int, date | None], list[Contradiction]] = defaultdict(list)
    for row in rows:
        groups[row.kind, row.rules_id, row.day if row.kind == facts.BURST else None].append(row)
    out: set[str] = set()
    for (kind, _rules, _day), some in groups.items():
        part = Part(some[0].rules, None, some[0].day, some[0].day)
        out |= {one.key for one in FINDERS[kind](Asked(part, today, [row.subject_id for row in some]))}
    return out


def settle(*, at: datetime, only: Iterable[int] | None = None) -> int:
    """Look anew at those that nobody has decided (or `only` these); returns how many went away."""
    rows = Contradiction.objects.filter(state__in=UNDECIDED).select_related("rules")
    rows = rows if only is None else rows.filter(pk__in=only)
    number, last = 0, 0
    while some := list(rows.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        last = some[-1].pk
        there = standing(some, local_date(at))
        for row in some:
            if row.key not in there:
                number += _put_right(row.pk, at)
    return number


def _put_right(pk: int, at: datetime) -> int:
    with transaction.atomic():
        row = locked(pk)
        if row.state not in UNDECIDED:
            return 0
        before, row.state, row.gone_at = row.state, State.GONE, at
        row.save(update_fields=["state", "gone_at"])
        changes = {"state": [before, State.GONE]}
        log.record(
            by=None, action="contradiction.gone", at=at, subject=row, customer_id=row.customer_id, changes=changes
        )
        over([row.person_id], ["contradiction_found", "contradiction_due"], url=address(row), at=at)
        return 1


def locked(pk: int) -> Contradiction:
    """The row, held while it changes."""
    rows = Contradiction.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("person__role", "department", "decided_by__role", "rules").get(pk=pk)


def pass_on(*, at: datetime) -> int:
    """Where the time to explain is over, it is for the manager; returns how many."""
    late = Contradiction.objects.filter(state=State.OPEN, answer_by__lt=at).order_by("pk")
    keys = list(late.values_list("pk", flat=True)[:AT_ONCE])
    for pk in keys:
        with transaction.atomic():
            row = locked(pk)
            if row.state != State.OPEN or row.answer_by >= at:
                continue
            row.state = State.REVIEW
            row.save(update_fields=["state"])
            changes = {"state": [State.OPEN, State.REVIEW]}
            log.record(
                by=None, action="contradiction.due", at=at, subject=row, customer_id=row.customer_id, changes=changes
            )
    return len(keys)


def remind(*, at: datetime) -> int:
    """Remind people of what they have to explain, and managers of the months that wait for them; each once."""
    rows = Contradiction.objects.filter(state=State.OPEN, remind_at__lte=at, answer_by__gt=at, person__is_active=True)
    number = 0
    for row in rows.order_by("pk"):
        tell(
            [row.person_id],
            "contradiction_due",
            at=at,
            key=f"contradiction-due:{row.pk}:{row.found_at:%Y%m%d%H%M}",
            url=address(row),
            kind=row.kind,
            day=row.day.isoformat(),
            until=minute(row.answer_by),
        )
        number += 1
    return number + _remind_managers(at)


def _remind_managers(at: datetime) -> int:
    """Once a month: what of the months before waits for a decision."""
    first = local_date(at).replace(day=1)
    waiting = Contradiction.objects.filter(state__in=[State.EXPLAINED, State.REVIEW], day__lt=first)
    counts: dict[int, int] = defaultdict(int)
    known: dict[tuple[int | None, int], int | None] = {}
    for row in waiting.select_related("person__role", "department").order_by("pk"):
        level = row.person.role.level if row.person.role else 0
        place = row.department_id, level
        if place not in known or known[place] == row.person_id:
            decider = access.decider_of(row)
            known[place] = decider.pk if decider else None
        found = known[place]
        if found is not None:
            counts[found] += 1
    for pk, n in counts.items():
        tell(
            [pk],
            "contradictions_review",
            at=at,
            key=f"contradictions:{first:%Y-%m}",
            url=reverse("reports:contradictions_review"),
            n=n,
        )
    return len(counts)
