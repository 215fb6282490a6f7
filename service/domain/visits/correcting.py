"""Correcting a report that was sent: old and new are kept, and what followed from the old one is put right (row T21)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from assignment.domain import deadlines
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused, given
from crm_project.lib.time import local_date
from customers.models import Contact
from service.domain.belonging import check_theirs
from service.domain.orders.withdrawing import withdraw_unaccepted
from service.domain.saving import record_change
from service.models import ReturnVisit, ServiceOrder, VisitAspect, VisitCorrection
from service.models.visit_choices import DemandStatus, IdeaStatus

from . import telling
from .lock import locked_visit
from .reporting import Demand, add_parts, check_evaluation, judge, open_order


def correct_report(
    *,
    visit_id: int,
    by: User,
    at: datetime,
    reason: str,
    held_on: date,
    scores: Mapping[VisitAspect, int],
    words: str = "",
    channel: str = "",
    contact: Contact | None = None,
    demands: Sequence[Demand] = (),
    ideas: Sequence[str] = (),
    without_demands: Collection[int] = (),
    without_ideas: Collection[int] = (),
) -> VisitCorrection:
    """Replace the evaluation; add demands and ideas, and take back those (`without_…`) that nobody has decided or answered yet.

    Bad only now: it opens an order as the report would have. Bad no longer: the order that it opened is cancelled while nobody has
    accepted it, else it goes on. Remedial plans that it reopened stay open: who reviews them decides.

    Refuses with code reason, empty, score, contact, future, decided (a demand or an idea that somebody has decided by now), same
    (nothing was changed), status, denied.
    """
    reason = given(reason)
    check_evaluation(scores, words)
    with locked_visit(visit_id, by, "correct") as visit:
        check_theirs(visit.customer_id, contact=contact)
        if held_on > local_date(at):
            raise Refused(
                _("This day is still to come: when did the visit take place?"), code="future", field="held_on"
            )
        before, was_bad = _facts(visit), visit.bad
        taken = _without(visit, without_demands, without_ideas, reason, by, at)
        visit.held_on, visit.words, visit.channel = held_on, words.strip(), channel or visit.channel
        visit.contact = contact
        judge(visit, scores)
        after = _facts(visit) | {"scores": {str(row.pk): score for row, score in scores.items()}}
        new = {
            "demands": [line.text or str(line.product) for line in demands],
            "ideas": [text.strip() for text in ideas if text.strip()],
        }
        changed = [name for name in after if after[name] != before[name]]
        before = {name: before[name] for name in changed} | {name: rows for name, rows in taken.items() if rows}
        after = {name: after[name] for name in changed} | {name: rows for name, rows in new.items() if rows}
        if not before and not after:
            raise Refused(_("Nothing was changed: correct what is wrong, or leave the report as it is."), code="same")
        visit.scores.all().delete()
        wanted = add_parts(visit, scores, demands, ideas)
        cancelled = _follow(visit, scores, was_bad, reason, by, at)
        changes = {name: [before.get(name), after.get(name)] for name in {**before, **after}}
        record_change(visit, by=by, at=at, action="visit.corrected", changes=_plain(changes), reason=reason)
        # Where the policy says so, the visit is a contact for the owner: on which day, was perhaps corrected.
        deadlines.refresh([visit.customer_id], at=at, locked=True)
        telling.corrected(visit, demands=wanted, opened=visit.bad and not was_bad, reason=reason, by=by, at=at)
        return VisitCorrection.objects.create(
            visit=visit, reason=reason, before=before, after=after, cancelled_order=cancelled, by=by, at=at
        )


def _plain(changes: Mapping[str, list[Any]]) -> dict[str, list[Any]]:
    """For the audit: scores by the names of their aspects."""
    names = dict(VisitAspect.objects.values_list("pk", "name"))
    out = {name: list(pair) for name, pair in changes.items()}
    if "scores" in out:
        out["scores"] = [
            _("; ").join(f"{names.get(int(key), key)} {score}" for key, score in (side or {}).items())
            for side in out["scores"]
        ]
    return {name: [log.plain(side) for side in pair] for name, pair in out.items()}


def _facts(visit: ReturnVisit) -> dict[str, Any]:
    """What may be corrected, as it is kept."""
    return {
        "held_on": visit.held_on.isoformat() if visit.held_on else None,
        "channel": str(visit.channel),
        "contact": visit.contact.name if visit.contact else "",
        "words": visit.words,
        "scores": {str(row.aspect_id): row.score for row in visit.scores.all()},
    }


def _without(
    visit: ReturnVisit, demands: Collection[int], ideas: Collection[int], reason: str, by: User, at: datetime
) -> dict[str, list[str]]:
    """Take back open demands and new ideas; their texts. They are kept: put aside, declined, with the reason."""
    gone = list(visit.demands.select_for_update(of=("self",)).filter(pk__in=demands, status=DemandStatus.OPEN))
    dropped = list(visit.ideas.select_for_update(of=("self",)).filter(pk__in=ideas, status=IdeaStatus.NEW))
    if len(gone) < len(set(demands)) or len(dropped) < len(set(ideas)):
        raise Refused(
            _("Somebody has decided about one of these demands or ideas by now: it stays. Reload the page."),
            code="decided",
        )
    for demand in gone:
        demand.status, demand.reason, demand.decided_by, demand.decided_at = DemandStatus.ASIDE, reason, by, at
        demand.save(update_fields=["status", "reason", "decided_by", "decided_at"])
    for idea in dropped:
        idea.status, idea.answer, idea.answered_by, idea.answered_at = IdeaStatus.DECLINED, reason, by, at
        idea.save(update_fields=["status", "answer", "answered_by", "answered_at"])
    return {"demands": [str(row) for row in gone], "ideas": [row.text for row in dropped]}


def _follow(
    visit: ReturnVisit, scores: Mapping[VisitAspect, int], was_bad: bool, reason: str, by: User, at: datetime
) -> ServiceOrder | None:
    """What follows where the evaluation became bad, or is bad no longer; the order that was cancelled."""
    if visit.bad and not was_bad:
        open_order(visit, scores, by, at)
    if was_bad and not visit.bad and visit.opened_order_id:
        return withdraw_unaccepted(order_id=visit.opened_order_id, reason=reason, by=by, at=at)
    return None
