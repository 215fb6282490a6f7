"""What becomes of a visit's demands and ideas: a deal or put aside with a reason; considered and answered (row T21)."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assignment.domain.ownership import locked
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused, given
from deals.domain.deals import open_deal
from deals.models import Deal, Product
from service.domain import access as orders
from service.models import VisitDemand, VisitIdea
from service.models.visit_choices import DemandStatus, IdeaStatus

from . import access, telling


@contextmanager
def _open_demand(demand_id: int, by: User) -> Iterator[VisitDemand]:
    """A demand that is not decided, its customer locked before it. Refuses with code decided, denied."""
    with transaction.atomic():
        locked(VisitDemand.objects.values_list("visit__customer_id", flat=True).get(pk=demand_id))
        rows = VisitDemand.objects.select_for_update(no_key=True, of=("self",))
        demand = rows.select_related(*access.OWNED, "product", "decided_by").get(pk=demand_id)
        customer = demand.visit.customer
        if demand.status != DemandStatus.OPEN:
            raise Refused(
                _("%(person)s has decided about this demand already: reload the page.")
                % {"person": demand.decided_by or ""},
                code="decided",
            )
        if not access.may_decide(by, customer, customer.ownership_or_none):
            raise Refused(_("Only the customer's owner and collaborators decide about a demand."), code="denied")
        yield demand


def open_deal_of(
    *,
    demand_id: int,
    by: User,
    at: datetime,
    fields: Mapping[str, Any],
    next_step: str = "",
    products: Sequence[tuple[Product, Decimal]] = (),
) -> Deal:
    """Open a deal of a demand; both are linked. Refuses as `open_deal`, and with code decided or denied."""
    with _open_demand(demand_id, by) as demand:
        customer_id = demand.visit.customer_id
        deal = open_deal(customer_id=customer_id, by=by, at=at, fields=fields, next_step=next_step, products=products)
        demand.deal = deal
        _decide(demand, DemandStatus.DEAL, by, at, "")
        return deal


def put_aside(*, demand_id: int, reason: str, by: User, at: datetime) -> VisitDemand:
    """Nothing comes of it. Refuses with code reason without one, decided or denied."""
    reason = given(reason)
    with _open_demand(demand_id, by) as demand:
        demand.reason = reason
        return _decide(demand, DemandStatus.ASIDE, by, at, reason)


def _decide(demand: VisitDemand, status: str, by: User, at: datetime, reason: str) -> VisitDemand:
    demand.status, demand.decided_by, demand.decided_at = status, by, at
    demand.save(update_fields=["status", "deal", "reason", "decided_by", "decided_at"])
    changes = {"status": [DemandStatus.OPEN.value, str(status)]}
    if demand.deal:
        changes["deal"] = ["", demand.deal.name]
    log.record(
        by=by,
        action="visit.demand_decided",
        at=at,
        subject=demand,
        customer_id=demand.visit.customer_id,
        changes=changes,
        reason=reason,
    )
    return demand


def answer_idea(*, idea_id: int, status: str, answer: str = "", by: User, at: datetime) -> VisitIdea:
    """Say what becomes of an idea; accepted, carried out and declined need an answer. Refuses with code denied, answer, same."""
    if not orders.manages(by):
        raise Refused(_("Only a service manager answers ideas."), code="denied")
    if status in (IdeaStatus.ACCEPTED, IdeaStatus.DONE, IdeaStatus.DECLINED) and not answer.strip():
        raise Refused(
            _("Write an answer: the customer's people pass it on at the next visit."), code="answer", field="answer"
        )
    with transaction.atomic():
        rows = VisitIdea.objects.select_for_update(no_key=True, of=("self",))
        idea = rows.select_related(*access.OWNED, "visit__reported_by").get(pk=idea_id)
        changes = log.differences(
            {"status": idea.status, "answer": idea.answer}, {"status": status, "answer": answer.strip()}
        )
        if not changes:
            raise Refused(_("Nothing was changed: choose another status, or write an answer."), code="same")
        idea.status, idea.answer = status, answer.strip()
        idea.answered_by, idea.answered_at = by, at
        idea.save(update_fields=["status", "answer", "answered_by", "answered_at"])
        log.record(
            by=by,
            action="visit.idea_answered",
            at=at,
            subject=idea,
            customer_id=idea.visit.customer_id,
            changes=changes,
        )
        telling.answered(idea, by=by, at=at)
        return idea
