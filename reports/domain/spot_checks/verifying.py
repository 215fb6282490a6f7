"""What happens to a drawn row: verified, a statement asked for, decided, with its effect (row Ni15)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from activities.domain.followup_corrections import check_followup
from assignment.domain.deadlines import lock
from crm_project.accounts.domain.working_days import overrides
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.calendar import working_days_after
from crm_project.lib.refused import Refused
from crm_project.lib.time import day_bounds, local_date, minute
from crm_project.notices.domain.notify import over, tell
from reports.domain.appraisal.appeals import untrue_upheld
from reports.models import DrawnRow
from reports.models.spot_checks import Decision, How, Result, State

from . import access

# So long somebody has for a statement.
WORKING_DAYS = 2
DOUBTED = (Result.UNTRUE, Result.MISSING)


def _locked(row_id: int) -> DrawnRow:
    rows = DrawnRow.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("check_of__planned_by__role", "person").get(pk=row_id)


def address(row: DrawnRow) -> str:
    """The page of a drawn row."""
    return reverse("reports:spot_check_row", args=[row.pk])


def may_verify(row: DrawnRow, user: User) -> bool:
    """Whether the user may note now what they found."""
    return row.state == State.DRAWN and row.person_id != user.pk and access.manages(user, row.check_of)


def may_state(row: DrawnRow, user: User) -> bool:
    """Whether a statement of the user is asked for."""
    return row.person_id == user.pk and row.state in (State.STATEMENT, State.DECISION) and not row.statement


def verify(*, row_id: int, result: str, how: str, note: str, by: User, at: datetime) -> DrawnRow:
    """Note what was found; untrue or missing asks the person for a statement. Refuses with code own, forbidden, verified, result, how, note."""
    note = (note or "").strip()
    with transaction.atomic():
        row = _locked(row_id)
        _check_other(row, by)
        if not access.manages(by, row.check_of):
            raise Refused(_("You don't check this department."), code="forbidden")
        if row.state != State.DRAWN:
            raise Refused(_("This row is verified already."), code="verified")
        if result not in Result.values:
            raise Refused(_("Say what you found."), code="result", field="result")
        if result != Result.UNKNOWN and how not in How.values:
            raise Refused(_("Say how you verified it."), code="how", field="how")
        if result != Result.TRUE and not note:
            raise Refused(_("Say what you found."), code="note", field="note")
        row.result, row.how, row.note = result, how, note[:500]
        row.verified_by, row.verified_at = by, at
        row.state = State.STATEMENT if result in DOUBTED else State.DONE
        if result in DOUBTED:
            row.answer_by = _answer_by(at)
        row.save()
        changes = {"result": [None, result], "how": [None, how or None]}
        _record(row, "spot_check.verified", by, at, changes, note)
        if result in DOUBTED:
            tell(
                [row.person_id],
                "spot_check_statement",
                at=at,
                key=f"spot-check-row:{row.pk}",
                url=address(row),
                day=row.day.isoformat(),
                until=minute(row.answer_by),
            )
        return row


def _answer_by(at: datetime) -> datetime:
    """The end of the last of so many working days, as somebody still has it: a minute before midnight."""
    day = working_days_after(local_date(at), WORKING_DAYS, overrides())
    return day_bounds(day)[1] - timedelta(minutes=1)


def state(*, row_id: int, statement: str, by: User, at: datetime) -> DrawnRow:
    """The person says what there is to say, until it is decided. Refuses with code forbidden, state, statement."""
    statement = (statement or "").strip()
    with transaction.atomic():
        row = _locked(row_id)
        if row.person_id != by.pk:
            raise Refused(_("Only %(person)s states something here.") % {"person": row.person}, code="forbidden")
        if not may_state(row, by):
            raise Refused(_("No statement is asked for any more."), code="state")
        if not statement:
            raise Refused(_("Write your statement."), code="statement", field="statement")
        row.statement, row.stated_at, row.state = statement[:2000], at, State.DECISION
        row.save(update_fields=["statement", "stated_at", "state"])
        _record(row, "spot_check.stated", by, at, {}, statement[:500])
        over([by], ["spot_check_statement"], url=address(row), at=at)
        _tell_decider(row, at)
        return row


def pass_on_overdue(*, at: datetime) -> int:
    """Where the time for a statement is over, it is decided without one; returns how many rows."""
    late = DrawnRow.objects.filter(state=State.STATEMENT, answer_by__lt=at).order_by("pk").values_list("pk", flat=True)
    keys = list(late)
    for pk in keys:
        with transaction.atomic():
            row = _locked(pk)
            if row.state == State.STATEMENT:
                row.state = State.DECISION
                row.save(update_fields=["state"])
                _tell_decider(row, at)
    return len(keys)


def _tell_decider(row: DrawnRow, at: datetime) -> None:
    planner = row.check_of.planned_by
    if planner is None or not access.decides(planner, row.check_of):
        planner = access.decider_of(row)
    if planner is not None:
        tell(
            [planner],
            "spot_check_decide",
            at=at,
            key=f"spot-check-decide:{row.pk}",
            url=address(row),
            person=str(row.person),
            day=row.day.isoformat(),
        )


def may_decide(row: DrawnRow, user: User, at: datetime) -> bool:
    """Whether the user may decide now."""
    waits = row.state == State.DECISION or (row.state == State.STATEMENT and row.answer_by and row.answer_by < at)
    return bool(waits) and row.person_id != user.pk and access.decides(user, row.check_of)


def decide(*, row_id: int, decision: str, reason: str, by: User, at: datetime) -> DrawnRow:
    """Uphold or dismiss what was found. A follow-up that is upheld is rejected too, where the person deciding may do so.

    Refuses with code own, forbidden, decided, early, reason.
    """
    reason = (reason or "").strip()[:500]
    with transaction.atomic():
        # Customers before all else, as every verb locks.
        lock(DrawnRow.objects.filter(pk=row_id).values_list("customer_id", flat=True))
        row = _locked(row_id)
        _check_other(row, by)
        if not access.decides(by, row.check_of):
            raise Refused(_("A manager of this department decides."), code="forbidden")
        if row.state in (State.DONE, State.DRAWN):
            raise Refused(_("There is nothing to decide here."), code="decided")
        if not may_decide(row, by, at):
            said = _("%(person)s has until %(time)s for a statement: wait.")
            raise Refused(said % {"person": row.person, "time": minute(row.answer_by)}, code="early")
        if decision not in Decision.values or not reason:
            raise Refused(
                _("Give the reason: %(person)s will read it.") % {"person": row.person}, code="reason", field="reason"
            )
        row.decision, row.reason, row.decided_by, row.decided_at = decision, reason, by, at
        row.state = State.DONE
        row.rejected = decision == Decision.UPHELD and _reject(row, reason, by, at)
        row.save()
        changes = {"decision": [None, decision], "rejected": [None, row.rejected]}
        _record(row, "spot_check.decided", by, at, changes, reason)
        over([by], ["spot_check_decide"], url=address(row), at=at)
        over([row.person_id], ["spot_check_statement"], url=address(row), at=at)
        words = {"person": str(by), "day": row.day.isoformat(), "reason": reason[:200]}
        if decision == Decision.UPHELD:
            untrue_upheld(row, by, at)
            tell([row.person_id], "spot_check_upheld", at=at, url=address(row), **words)
        else:
            tell([row.person_id], "spot_check_dismissed", at=at, url=address(row), **words)
        return row


def _reject(row: DrawnRow, reason: str, by: User, at: datetime) -> bool:
    """Reject the follow-up that the row is; what the verb refuses, as for a customer elsewhere, stays as it is."""
    kind, _colon, number = row.key.partition(":")
    if kind != "followup":
        return False
    try:
        with transaction.atomic():
            check_followup(followup_id=int(number), by=by, at=at, confirm=False, reason=reason[:200])
    except Refused:
        return False
    return True


def _check_other(row: DrawnRow, by: User) -> None:
    if row.person_id == by.pk:
        raise Refused(_("This is your own record: somebody else verifies it and decides."), code="own")


def _record(row: DrawnRow, action: str, by: User, at: datetime, changes: dict, reason: str) -> None:
    log.record(by=by, action=action, at=at, subject=row, customer_id=row.customer_id, changes=changes, reason=reason)
