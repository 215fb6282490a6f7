"""The person explains, the manager decides, the next level decides finally (row Nf9)."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from crm_project.accounts.domain.working_days import overrides
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.calendar import working_days_after
from crm_project.lib.refused import Refused, given
from crm_project.lib.time import day_bounds, local_date, minute
from crm_project.notices.domain.notify import over, tell
from reports.models import Contradiction
from reports.models.contradictions import TO_DECIDE, Decision, State

from . import access
from .detecting import address
from .settling import locked

# So long one may appeal: to the end of the last of so many working days.
APPEAL_DAYS = 5


def may_explain(row: Contradiction, user: User) -> bool:
    """Whether an explanation of the user is asked for; until somebody decides, one may still come late."""
    return row.person_id == user.pk and row.state in (State.OPEN, State.REVIEW)


def explain(*, row_id: int, explanation: str, by: User, at: datetime) -> Contradiction:
    """Say how it is; then the manager decides. Refuses with code forbidden, state, explanation."""
    explanation = (explanation or "").strip()
    with transaction.atomic():
        row = locked(row_id)
        if row.person_id != by.pk:
            raise Refused(_("Only %(person)s explains something here.") % {"person": row.person}, code="forbidden")
        if not may_explain(row, by):
            raise Refused(_("No explanation is asked for any more."), code="state")
        if not explanation:
            raise Refused(_("Write your explanation."), code="explanation", field="explanation")
        before = row.state
        row.explanation, row.explained_at, row.state = explanation[:2000], at, State.EXPLAINED
        row.save(update_fields=["explanation", "explained_at", "state"])
        _record(row, "contradiction.explained", by, at, {"state": [before, row.state]}, explanation[:500])
        over([by], ["contradiction_found", "contradiction_due"], url=address(row), at=at)
        return row


def may_decide(row: Contradiction, user: User) -> bool:
    """Whether the user may decide now."""
    return row.state in TO_DECIDE and access.decides(user, row)


def decide(*, row_id: int, decision: str, reason: str, by: User, at: datetime) -> Contradiction:
    """Accept what the person says, or not; they are told and may appeal. Refuses with code own, forbidden, early, decided, reason."""
    with transaction.atomic():
        row = locked(row_id)
        if row.person_id == by.pk:
            raise Refused(_("This is about you: somebody else decides."), code="own")
        if not access.decides(by, row):
            raise Refused(_("A manager of this department decides."), code="forbidden")
        if row.state == State.OPEN:
            said = _("%(person)s has until %(time)s to put it right or explain: wait.")
            raise Refused(said % {"person": row.person, "time": minute(row.answer_by)}, code="early")
        if row.state not in TO_DECIDE:
            raise Refused(_("There is nothing to decide here."), code="decided")
        reason = _checked(decision, reason)
        row.decision, row.reason, row.decided_by, row.decided_at = decision, reason, by, at
        row.state = State.DECIDED
        if decision == Decision.NOT_ACCEPTED:
            last = working_days_after(local_date(at), APPEAL_DAYS, overrides())
            row.appeal_by = day_bounds(last)[1] - timedelta(minutes=1)
        row.save()
        _record(row, "contradiction.decided", by, at, {"decision": [None, decision]}, reason)
        over([row.person_id], ["contradiction_found", "contradiction_due"], url=address(row), at=at)
        _tell_person(row, decision, reason, by, at)
        return row


def may_appeal(row: Contradiction, user: User, at: datetime) -> bool:
    """Whether the user may ask the next level."""
    asked = row.person_id == user.pk and row.state == State.DECIDED and row.decision == Decision.NOT_ACCEPTED
    return asked and row.appeal_by is not None and at <= row.appeal_by


def appeal(*, row_id: int, text: str, by: User, at: datetime) -> Contradiction:
    """Ask whoever stands above the decider. Refuses with code forbidden, state, late, appeal, no_decider."""
    with transaction.atomic():
        row = locked(row_id)
        if row.person_id != by.pk:
            raise Refused(_("Only %(person)s can appeal.") % {"person": row.person}, code="forbidden")
        if row.state != State.DECIDED or row.decision != Decision.NOT_ACCEPTED or row.appeal_by is None:
            raise Refused(_("There is nothing to appeal against."), code="state")
        if at > row.appeal_by:
            raise Refused(_("The time to appeal ended at %(time)s.") % {"time": minute(row.appeal_by)}, code="late")
        text = (text or "").strip()
        if not text:
            raise Refused(_("Say why the decision is wrong."), code="appeal", field="text")
        above = access.next_level(row)
        if above is None or not access.decides_finally(above, row):
            raise Refused(_("Nobody stands above the person who decided: speak with them."), code="no_decider")
        row.appeal, row.appealed_at, row.state = text[:2000], at, State.APPEALED
        row.save(update_fields=["appeal", "appealed_at", "state"])
        _record(row, "contradiction.appealed", by, at, {"state": [State.DECIDED, row.state]}, text[:500])
        tell(
            [above],
            "contradiction_appeal",
            at=at,
            key=f"contradiction-appeal:{row.pk}",
            url=address(row),
            person=str(by),
            day=row.day.isoformat(),
            kind=row.kind,
        )
        return row


def may_decide_finally(row: Contradiction, user: User) -> bool:
    """Whether the user decides about the appeal."""
    return row.state == State.APPEALED and access.decides_finally(user, row)


def decide_finally(*, row_id: int, decision: str, reason: str, by: User, at: datetime) -> Contradiction:
    """Decide about the appeal; nobody decides after that. Refuses with code own, forbidden, state, reason."""
    with transaction.atomic():
        row = locked(row_id)
        if row.person_id == by.pk:
            raise Refused(_("This is about you: somebody else decides."), code="own")
        if not access.decides_finally(by, row):
            raise Refused(_("Somebody above the person who decided first decides about an appeal."), code="forbidden")
        if row.state != State.APPEALED:
            raise Refused(_("There is no appeal to decide about."), code="state")
        reason = _checked(decision, reason)
        row.final_decision, row.final_reason, row.final_by, row.final_at = decision, reason, by, at
        row.state = State.FINAL
        row.save()
        _record(row, "contradiction.final", by, at, {"decision": [row.decision, decision]}, reason)
        over([by], ["contradiction_appeal"], url=address(row), at=at)
        _tell_person(row, decision, reason, by, at)
        return row


def _checked(decision: str, reason: str) -> str:
    if decision not in Decision.values:
        raise Refused(_("Choose a decision."), code="decision", field="decision")
    return given(reason, _("Give the reason: the person concerned reads it."))[:500]


def _tell_person(row: Contradiction, decision: str, reason: str, by: User, at: datetime) -> None:
    said: dict[str, Any] = {
        "at": at,
        "url": address(row),
        "kind": row.kind,
        "day": row.day.isoformat(),
        "person": str(by),
        "reason": reason[:200],
    }
    if decision == Decision.ACCEPTED:
        tell([row.person_id], "contradiction_accepted", **said)
    else:
        tell([row.person_id], "contradiction_not_accepted", **said)


def _record(row: Contradiction, action: str, by: User, at: datetime, changes: dict, reason: str) -> None:
    log.record(by=by, action=action, at=at, subject=row, customer_id=row.customer_id, changes=changes, reason=reason)
