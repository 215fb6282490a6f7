"""What waits and is late: reminders, on to the decider when the time for a statement is over; counts (row Nh6)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, QuerySet

from crm_project.accounts.models import User
from crm_project.lib.time import minute
from crm_project.notices.domain.notify import over, tell
from crm_project.violations.models import Violation
from crm_project.violations.models.choices import OPEN, State

from . import access
from .deciding import OF_PERSON, locked, tell_decider, tell_final_decider
from .opening import address, note_step

AT_ONCE = 500
# The decider is reminded each time so long has passed.
AGAIN = timedelta(days=3)


def pass_on(*, at: datetime) -> int:
    """Where the time for a statement is over, somebody decides without one; returns how many."""
    late = Violation.objects.filter(state=State.STATEMENT, answer_by__lt=at).order_by("pk")
    keys = list(late.values_list("pk", flat=True)[:AT_ONCE])
    for pk in keys:
        with transaction.atomic():
            row = locked(pk)
            if row.state != State.STATEMENT or row.answer_by >= at:
                continue
            row.state = State.DECISION
            row.save(update_fields=["state"])
            note_step(row, "violation.due", None, at, before=State.STATEMENT)
            over([row.person_id], OF_PERSON, url=address(row), at=at)
            tell_decider(row, at)
    return len(keys)


def remind(*, at: datetime) -> int:
    """Remind people of the statement they owe, and deciders of what has waited for days; returns how many were told."""
    rows = Violation.objects.filter(state=State.STATEMENT, remind_at__lte=at, answer_by__gt=at, person__is_active=True)
    number = 0
    for row in rows.order_by("pk"):
        until = minute(row.answer_by)
        key = f"violation-due:{row.pk}"
        tell([row.person_id], "violation_due", at=at, key=key, url=address(row), until=until)
        number += 1
    waiting = Violation.objects.filter(state__in=[State.DECISION, State.APPEALED], decider__is_active=True)
    for row in waiting.order_by("pk"):
        since = row.appealed_at or row.stated_at or row.answer_by
        turn = (at - since) // AGAIN
        if turn > 0 and row.decider_id:
            key = f"violation-late:{row.pk}:{row.state}:{turn}"
            tell([row.decider_id], "violation_late", at=at, key=key, url=address(row), number=row.pk)
            number += 1
    return number


def open_work() -> QuerySet[Violation]:
    """Everything that somebody still has to decide."""
    return Violation.objects.filter(state__in=OPEN)


def pass_deciding(*, leaver: User, to: User, by: User, at: datetime) -> int:
    """What a leaver had to decide waits for who decides now; returns how many."""
    number = 0
    for pk in list(open_work().filter(decider=leaver).order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            row = locked(pk)
            if row.decider_id != leaver.pk or row.state not in OPEN:
                continue
            finally_ = row.state == State.APPEALED
            fits = access.decides_finally(to, row) if finally_ else access.decides(to, row)
            row.decider = to if fits else access.next_decider(row) if finally_ else access.first_decider(row)
            row.save(update_fields=["decider"])
            note_step(row, "violation.passed", by, at)
            if finally_:
                tell_final_decider(row, at)
            elif row.state == State.DECISION:
                tell_decider(row, at)
            number += 1
    return number


def counts(rows: QuerySet[Violation]) -> Iterable[tuple[int | None, int, int]]:
    """(department, kind, how many) of these rows; one query."""
    found = rows.order_by().values_list("department_id", "kind_id").annotate(n=Count("pk"))
    return [(department, kind, n) for department, kind, n in found]
