"""The report of a return visit: evaluation, market demand, ideas for improvement (rows T21, T23)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from assignment.domain import deadlines
from crm_project.accounts.models import User
from crm_project.lib.refused import Refused
from customers.models import Contact
from deals.models import Product
from service.domain.access import managers
from service.domain.belonging import check_theirs
from service.domain.orders.recording import record_order
from service.domain.remedial import watching
from service.domain.saving import move, record_change
from service.models import OrderKind, ReturnVisit, ServiceOrder, VisitAspect, VisitDemand, VisitIdea, VisitScore
from service.models.choices import Priority
from service.rules import visits as rules

from . import telling
from .lock import locked_visit, rules_now
from .planning import took_place


@dataclass(frozen=True)
class Demand:
    """One line of what the customer will need: a product of ours or words, how much, when."""

    product: Product | None = None
    text: str = ""
    quantity: Decimal | None = None
    wanted_on: date | None = None


def record_report(
    *,
    visit_id: int,
    by: User,
    at: datetime,
    held_on: date,
    scores: Mapping[VisitAspect, int],
    words: str = "",
    demands: Sequence[Demand] = (),
    ideas: Sequence[str] = (),
    channel: str = "",
    contact: Contact | None = None,
) -> ReturnVisit:
    """Record what the visit brought and end it. A bad evaluation opens a service order and the remedial plans that
    have still to prove themselves, a demand is told to the owner.

    Refuses with code empty without an evaluation, score, contact, future, vip, no_calls, status (who was faster), denied.
    """
    check_evaluation(scores, words)
    with locked_visit(visit_id, by, "report") as visit:
        check_theirs(visit.customer_id, contact=contact)
        changes = took_place(visit, held_on, by, at) | move(visit, rules.DONE)
        visit.words, visit.contact = words.strip(), contact or visit.contact
        visit.channel = channel or visit.channel
        judge(visit, scores)
        visit.reported_by, visit.reported_at = by, at
        changes["score"] = [None, visit.score]
        if visit.bad:
            changes["opened_order"] = [None, open_order(visit, scores, by, at).number]
        record_change(visit, by=by, at=at, action="visit.reported", changes=changes)
        # Where the policy says so, it is a contact for the owner.
        deadlines.refresh([visit.customer_id], at=at, locked=True)
        wanted = add_parts(visit, scores, demands, ideas)
        telling.reported(visit, demands=wanted, by=by, at=at)
        return visit


def check_evaluation(scores: Mapping[VisitAspect, int], words: str) -> None:
    """Refuse with code empty where nothing is said, with code score what is no score."""
    if not scores and not words.strip():
        raise Refused(_("Say how the customer judges us: give scores, or write it down."), code="empty", field="words")
    if any(not rules.LOWEST <= score <= rules.HIGHEST for score in scores.values()):
        raise Refused(_("A score is a number from 1 to 5."), code="score")


def judge(visit: ReturnVisit, scores: Mapping[VisitAspect, int]) -> None:
    """Set the average and whether it is bad, by the threshold of today."""
    visit.score = rules.average(list(scores.values()))
    visit.bad = rules.is_bad({row.pk: score for row, score in scores.items()}, rules_now().bad_score)


def add_parts(
    visit: ReturnVisit, scores: Mapping[VisitAspect, int], demands: Sequence[Demand], ideas: Sequence[str]
) -> int:
    """Write scores, demands and ideas of a visit; how many demands."""
    VisitScore.objects.bulk_create(VisitScore(visit=visit, aspect=row, score=score) for row, score in scores.items())
    wanted = VisitDemand.objects.bulk_create(VisitDemand(visit=visit, **vars(line)) for line in demands)
    VisitIdea.objects.bulk_create(VisitIdea(visit=visit, text=text.strip()) for text in ideas if text.strip())
    return len(wanted)


def open_order(visit: ReturnVisit, scores: Mapping[VisitAspect, int], by: User, at: datetime) -> ServiceOrder:
    """The service order that a bad evaluation opens; it reopens the remedial plans that have still to prove themselves."""
    current = rules_now()
    bad_score, kind = current.bad_score, current.order_kind
    with translation.override(_readers_language()):
        bad = _(", ").join(f"{row} {score}" for row, score in scores.items() if score <= bad_score)
        subject = _("Bad evaluation: %(aspects)s") % {"aspects": bad}
    fields = {
        "kind": kind or OrderKind.objects.filter(active=True).order_by("position", "id")[:1].get(),
        "subject": subject[:160],
        "description": visit.words,
        "contact": visit.contact,
        "priority": Priority.HIGH,
        "channel": "visit" if visit.channel == "visit" else "phone",
        "reported_at": at,
    }
    opened = record_order(customer_id=visit.customer_id, by=by, at=at, fields=fields, by_itself=True)
    visit.opened_order = opened
    watching.bad_visit(customer_id=visit.customer_id, order=opened, by=by, at=at)
    return opened


def _readers_language() -> str:
    """That of the service managers, who hear of an order that nobody has; where they chose none, that of whoever writes."""
    chosen = managers().exclude(language="").values_list("language", flat=True).first()
    return chosen or translation.get_language() or settings.LANGUAGE_CODE
