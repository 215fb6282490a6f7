"""The person states their side, somebody else decides, the next level decides finally (row Nh6)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from crm_project.accounts.domain import suspension
from crm_project.accounts.domain.settings_store import value
from crm_project.accounts.models import User
from crm_project.lib.file_kinds import check_files
from crm_project.lib.refused import Refused, given
from crm_project.lib.time import local_date, minute
from crm_project.lib.upload_transaction import UploadTransaction
from crm_project.notices.domain.notify import over, tell
from crm_project.violations.company_settings import APPEAL_DAYS
from crm_project.violations.models import Violation
from crm_project.violations.models.choices import UNDECIDED, Decision, Effect, State

from . import access
from .opening import LONGEST, address, keep_files, last_moment, note_step

# So long an account is suspended at most.
LONGEST_SUSPENSION = timedelta(days=92)
OF_PERSON = ["violation_opened", "violation_due"]


def locked(pk: int) -> Violation:
    """The row, held while it changes."""
    rows = Violation.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("person__role", "department", "kind", "decided_by__role", "decider").get(pk=pk)


def may_state(row: Violation, user: User) -> bool:
    """Whether a statement of the user is asked for; a late one is taken until somebody decides, once."""
    return row.person_id == user.pk and row.state in UNDECIDED and not row.stated_at


def state_side(*, row_id: int, statement: str, files: Sequence[File], by: User, at: datetime) -> Violation:
    """The person says how it was. Refuses with code forbidden, state, statement, file."""
    check_files(files)
    statement = (statement or "").strip()[:LONGEST]
    with UploadTransaction() as storage, transaction.atomic():
        row = locked(row_id)
        if row.person_id != by.pk:
            raise Refused(_("Only %(person)s states their side here.") % {"person": row.person}, code="forbidden")
        if not may_state(row, by):
            raise Refused(_("No statement is asked for any more."), code="state")
        if not statement:
            raise Refused(_("Write your statement."), code="statement", field="statement")
        before = row.state
        row.statement, row.stated_at, row.state = statement, at, State.DECISION
        row.save(update_fields=["statement", "stated_at", "state"])
        keep_files(storage, row, files, by, at)
        note_step(row, "violation.stated", by, at, before=before)
        over([by], OF_PERSON, url=address(row), at=at)
        tell_decider(row, at)
        return row


def tell_decider(row: Violation, at: datetime) -> None:
    """It waits for a decision now."""
    if row.decider_id:
        tell(
            [row.decider_id],
            "violation_decide",
            at=at,
            key=f"violation-decide:{row.pk}",
            url=address(row),
            number=row.pk,
        )


def tell_final_decider(row: Violation, at: datetime) -> None:
    """An appeal waits for a decision now."""
    if row.decider_id:
        tell(
            [row.decider_id],
            "violation_appeal",
            at=at,
            key=f"violation-appeal:{row.pk}",
            url=address(row),
            number=row.pk,
        )


def may_decide(row: Violation, user: User) -> bool:
    """Whether the user may decide now."""
    return row.state == State.DECISION and access.decides(user, row)


def decide(
    *,
    row_id: int,
    decision: str,
    effect: str,
    suspended_until: date | None,
    expires_on: date | None,
    reason: str,
    by: User,
    at: datetime,
) -> Violation:
    """Uphold it with an effect and the day until which it counts, or dismiss it.

    Refuses with code own, opened, forbidden, early, decided, decision, effect, suspended_until, expires_on, reason.
    """
    with transaction.atomic():
        row = locked(row_id)
        _check_decides(row, by)
        if row.state == State.STATEMENT:
            said = _("%(person)s has until %(time)s to state their side: wait.")
            raise Refused(said % {"person": row.person, "time": minute(row.answer_by)}, code="early")
        if row.state != State.DECISION:
            raise Refused(_("There is nothing to decide here."), code="decided")
        reason = _checked(decision, reason)
        row.decision, row.reason, row.decided_by, row.decided_at = decision, reason, by, at
        row.state = State.DECIDED
        if decision == Decision.UPHELD:
            _check_effect(effect, suspended_until, expires_on, local_date(at))
            row.effect, row.expires_on = effect, expires_on
            row.appeal_by = last_moment(at, value(APPEAL_DAYS))
            if effect == Effect.SUSPENSION and suspended_until is not None:
                row.suspended_until = suspended_until
                suspension.suspend(person=row.person, until=suspended_until, by=by, at=at)
        row.save()
        note_step(row, "violation.decided", by, at, before=State.DECISION)
        over([row.decider_id, by.pk], ["violation_decide", "violation_late"], url=address(row), at=at)
        over([row.person_id], OF_PERSON, url=address(row), at=at)
        tell([row.person_id], "violation_decided", at=at, url=address(row), decision=decision)
        return row


def _check_decides(row: Violation, by: User) -> None:
    if row.person_id == by.pk:
        raise Refused(_("This is about you: somebody else decides."), code="own")
    if row.opened_by_id == by.pk:
        raise Refused(_("You opened this: somebody else decides."), code="opened")
    if not access.decides(by, row):
        raise Refused(_("Only somebody with the right to decide about violations may do this."), code="forbidden")


def _check_effect(effect: str, suspended_until: date | None, expires_on: date | None, today: date) -> None:
    if effect not in Effect.values:
        raise Refused(_("Choose what follows."), code="effect", field="effect")
    if expires_on is not None and expires_on < today:
        raise Refused(_("Choose today or a later day."), code="expires_on", field="expires_on")
    if effect != Effect.SUSPENSION:
        return
    if suspended_until is None or not today <= suspended_until <= today + LONGEST_SUSPENSION:
        last = (today + LONGEST_SUSPENSION).isoformat()
        raise Refused(
            _("Choose the last day of the suspension: from today to %(last)s.") % {"last": last},
            code="suspended_until",
            field="suspended_until",
        )


def _checked(decision: str, reason: str) -> str:
    if decision not in Decision.values:
        raise Refused(_("Choose a decision."), code="decision", field="decision")
    return given(reason, _("Give the reason: the person concerned reads it."))[:LONGEST]


def may_appeal(row: Violation, user: User, at: datetime) -> bool:
    """Whether the user may ask the next level."""
    asked = row.person_id == user.pk and row.state == State.DECIDED and row.decision == Decision.UPHELD
    return asked and row.appeal_by is not None and at <= row.appeal_by


def appeal(*, row_id: int, text: str, by: User, at: datetime) -> Violation:
    """Ask whoever stands above the decider. Refuses with code forbidden, state, late, appeal, no_decider."""
    with transaction.atomic():
        row = locked(row_id)
        if row.person_id != by.pk:
            raise Refused(_("Only %(person)s can appeal.") % {"person": row.person}, code="forbidden")
        if row.state != State.DECIDED or row.decision != Decision.UPHELD or row.appeal_by is None:
            raise Refused(_("There is nothing to appeal against."), code="state")
        if at > row.appeal_by:
            raise Refused(_("The time to appeal ended at %(time)s.") % {"time": minute(row.appeal_by)}, code="late")
        text = (text or "").strip()[:LONGEST]
        if not text:
            raise Refused(_("Say why the decision is wrong."), code="appeal", field="text")
        above = access.next_decider(row)
        if above is None or not access.decides_finally(above, row):
            raise Refused(_("Nobody stands above the person who decided: speak with them."), code="no_decider")
        row.appeal, row.appealed_at, row.state, row.decider = text, at, State.APPEALED, above
        row.save(update_fields=["appeal", "appealed_at", "state", "decider"])
        note_step(row, "violation.appealed", by, at, before=State.DECIDED)
        tell_final_decider(row, at)
        return row


def may_decide_finally(row: Violation, user: User) -> bool:
    """Whether the user decides about the appeal."""
    return row.state == State.APPEALED and access.decides_finally(user, row)


def decide_finally(*, row_id: int, decision: str, reason: str, by: User, at: datetime) -> Violation:
    """Decide about the appeal; nobody decides after that. Refuses with code own, opened, forbidden, state, decision, reason."""
    with transaction.atomic():
        row = locked(row_id)
        _check_decides(row, by)
        if row.state != State.APPEALED:
            raise Refused(_("There is no appeal to decide about."), code="state")
        if not access.decides_finally(by, row):
            raise Refused(_("Somebody above the person who decided first decides about an appeal."), code="forbidden")
        reason = _checked(decision, reason)
        row.final_decision, row.final_reason, row.final_by, row.final_at = decision, reason, by, at
        row.state = State.FINAL
        row.save()
        if decision == Decision.DISMISSED:
            end_suspension(row, by, at)
        note_step(row, "violation.final", by, at, before=State.APPEALED)
        over([row.decider_id, by.pk], ["violation_appeal", "violation_late"], url=address(row), at=at)
        tell([row.person_id], "violation_decided", at=at, url=address(row), decision=decision)
        return row


def end_suspension(row: Violation, by: User, at: datetime) -> None:
    """What this one suspended is open again, unless another one, that stands, suspends it too."""
    if row.effect != Effect.SUSPENSION:
        return
    other = Violation.objects.standing(local_date(at)).filter(person=row.person_id, effect=Effect.SUSPENSION)
    longest = max((one.suspended_until for one in other.exclude(pk=row.pk) if one.suspended_until), default=None)
    suspension.suspend(person=row.person, until=longest, by=by, at=at)
