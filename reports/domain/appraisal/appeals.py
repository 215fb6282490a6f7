"""What happens to a closed score: corrected, appealed against, set to zero when a record turns out untrue; both values stay (row Ni16)."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from crm_project.accounts.domain.working_days import overrides
from crm_project.accounts.models import User
from crm_project.approvals.domain.requests import ask
from crm_project.approvals.models import Request
from crm_project.audit.domain import log
from crm_project.lib.calendar import working_days_after
from crm_project.lib.refused import Refused, given
from crm_project.lib.time import day_bounds, local_date, minute
from crm_project.notices.domain.notify import tell
from reports.models import DrawnRow, Score, ScoreCorrection
from reports.models.appraisal import Because
from reports.rules import request_kinds
from reports.rules.appraisal.scheme import FULL
from reports.rules.appraisal.scoring import TENTH
from reports.rules.periods import month_of

from . import access

# So long an appeal is possible, from the closing or the last change on.
WORKING_DAYS = 5


def address(score: Score) -> str:
    """The page of the score."""
    return reverse("reports:score", args=[score.person_id, month_of(score.first).key])


def appeal_by(at: datetime) -> datetime:
    """The end of the last day for an appeal, as somebody still has it: a minute before midnight."""
    day = working_days_after(local_date(at), WORKING_DAYS, overrides())
    return day_bounds(day)[1] - timedelta(minutes=1)


def _locked(score_id: int) -> Score:
    rows = Score.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("person__role", "person__department", "department", "scheme").get(pk=score_id)


def _change(score: Score, after: Decimal, because: Because, reason: str, by: User | None, at: datetime) -> None:
    """Write the correction and the new total; a change of this kind can be appealed against anew."""
    before, score.total = score.total, after
    ScoreCorrection.objects.create(
        score=score, because=because, before=before, after=after, reason=reason[:500], corrected_by=by, corrected_at=at
    )
    if because in (Because.CORRECTED, Because.UNTRUE):
        score.appeal_by, score.appealed = appeal_by(at), False
    score.save()
    log.record(
        by=by, action="score.corrected", at=at, subject=score, changes={"total": [before, after]}, reason=reason[:500]
    )
    if by is None or by.pk != score.person_id:
        tell(
            [score.person_id],
            "score_corrected",
            at=at,
            url=address(score),
            month=month_of(score.first).key,
            before=f"{before:f}",
            after=f"{after:f}",
            reason=reason[:200],
        )


def _points(points: Decimal | None) -> Decimal:
    if points is None or not 0 <= points <= FULL or points % TENTH:
        raise Refused(_("Enter points from 0 to 100, with one decimal at most."), code="points", field="points")
    return points.quantize(TENTH)


def correct(*, score_id: int, points: Decimal, reason: str, by: User, at: datetime) -> Score:
    """Change a closed score. Refuses with code forbidden, waiting (an appeal is being decided), points, same, reason."""
    reason = given(reason, _("Say why the score changes: the person concerned reads it."))
    with transaction.atomic():
        score = _locked(score_id)
        if not access.may_correct(by, score):
            raise Refused(_("You can't correct this score."), code="forbidden")
        if score.waiting_id:
            raise Refused(_("An appeal is being decided: wait for it."), code="waiting")
        points = _points(points)
        if points == score.total:
            raise Refused(_("The score is this already."), code="same", field="points")
        _change(score, points, Because.CORRECTED, reason, by, at)
        return score


def may_appeal(score: Score, user: User, at: datetime) -> bool:
    """Whether the user may appeal against the score now."""
    return score.person_id == user.pk and not score.waiting_id and not score.appealed and at <= score.appeal_by


def appeal(*, score_id: int, points: Decimal, reason: str, by: User, at: datetime) -> Score:
    """Ask the next level for other points. Refuses with code forbidden, waiting, appealed, late, points, same, reason, no_decider."""
    with transaction.atomic():
        score = _locked(score_id)
        _check_appeal(score, by, at)
        points = _points(points)
        if points <= score.total:
            raise Refused(_("Enter the points that you should have: more than you have."), code="same", field="points")
        last = score.corrections.order_by("-corrected_at", "-pk").select_related("corrected_by__role").first()
        row = (
            DrawnRow.objects.filter(pk__in=score.untrue)
            .select_related("decided_by__role")
            .order_by("-decided_at")
            .first()
        )
        last_by = (last.corrected_by if last else None) or (row.decided_by if row else None)
        score.waiting = ask(
            kind=request_kinds.SCORE_APPEAL,
            by=by,
            at=at,
            decider=access.decider_of(score, last_by),
            subject=month_of(score.first).key,
            department=score.department,
            reason=reason,
            arguments={"score_id": score.pk, "points": str(points)},
            evidence={"total": str(score.total), "points": str(points)},
            about=f"score:{score.pk}",
        )
        score.appealed = True
        score.save(update_fields=["waiting", "appealed"])
        return score


def _check_appeal(score: Score, by: User, at: datetime) -> None:
    if score.person_id != by.pk:
        raise Refused(_("Only %(person)s appeals against this score.") % {"person": score.person}, code="forbidden")
    if score.waiting_id:
        raise Refused(_("Your appeal is being decided: wait for it."), code="waiting")
    if score.appealed:
        raise Refused(_("Your appeal is decided: this score can't be appealed against again."), code="appealed")
    if at > score.appeal_by:
        said = _("An appeal was possible until %(time)s.")
        raise Refused(said % {"time": minute(score.appeal_by)}, code="late")


def grant_appeal(*, score_id: int, points: str, by: User, at: datetime, request: Request) -> Score:
    """Approving: the points that were asked for. Refuses with code moved_on where the score is not what it was."""
    with transaction.atomic():
        score = _waiting(score_id, request)
        if str(score.total) != request.evidence["total"]:
            raise Refused(_("The score has changed since this was asked for: refuse it."), code="moved_on")
        score.waiting = None
        _change(score, Decimal(points), Because.APPEAL, request.decision or request.reason, by, at)
        return score


def close_appeal(*, score_id: int, points: str, by: User, at: datetime, request: Request) -> Score:
    """Refusing: the score stands. What changed while it waited can be appealed against in its turn."""
    with transaction.atomic():
        score = _waiting(score_id, request)
        score.waiting, score.appealed = None, str(score.total) == request.evidence["total"]
        score.save(update_fields=["waiting", "appealed"])
        return score


def withdraw_appeal(*, score_id: int, points: str, by: User, at: datetime, request: Request) -> None:
    """Taken back: the score may be appealed against again while there is time."""
    Score.objects.filter(pk=score_id, waiting=request).update(waiting=None, appealed=False)


def undo_grant(*, request: Request, by: User, at: datetime) -> Score:
    """Take an approval back: the points of before, and the appeal waits again. Refuses with code moved_on."""
    with transaction.atomic():
        score = _locked(request.arguments["score_id"])
        if score.waiting_id or score.total != Decimal(request.arguments["points"]):
            raise Refused(_("The score has changed since."), code="moved_on")
        score.waiting = request
        _change(score, Decimal(request.evidence["total"]), Because.UNDONE, request.decision or request.reason, by, at)
        return score


def undo_refusal(*, request: Request, by: User, at: datetime) -> Score:
    """Take a refusal back: the appeal waits again. Refuses with code moved_on."""
    with transaction.atomic():
        score = _locked(request.arguments["score_id"])
        if score.waiting_id or str(score.total) != request.evidence["total"]:
            raise Refused(_("The score has changed since."), code="moved_on")
        score.waiting = request
        score.save(update_fields=["waiting"])
        return score


def _waiting(score_id: int, request: Request) -> Score:
    score = _locked(score_id)
    if score.waiting_id != request.pk:
        raise Refused(_("This appeal is decided already."), code="moved_on")
    return score


def untrue_upheld(row: DrawnRow, by: User, at: datetime) -> None:
    """A record of a closed month was upheld as untrue: where the scheme says so, that score is zero from now on."""
    found = Score.objects.select_for_update(no_key=True, of=("self",)).select_related("scheme", "person")
    score = found.filter(person=row.person_id, first=row.day.replace(day=1)).first()
    if score is None:
        return
    score.untrue = sorted({*score.untrue, row.pk})
    if score.scheme.zero and score.total:
        _change(score, Decimal(0), Because.UNTRUE, row.reason, by, at)
    else:
        score.save(update_fields=["untrue"])
