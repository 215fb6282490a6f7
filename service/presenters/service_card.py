"""What a customer's page shows of service beside its orders: who looks after it, visits, demands, ideas, service calls (T21, Nf15, Nc13)."""

from datetime import datetime
from typing import Any

from contracts.models import AfterSalesCustomer
from crm_project.accounts.models import User
from customers.domain import service_calls
from customers.domain.access.masking import mask_for
from customers.models import Customer, Ownership
from service.domain.visits import access
from service.models.visit_choices import DemandStatus

from . import visit_rows

SHOWN = 10


def card(user: User, customer: Customer, ownership: Ownership | None, at: datetime) -> dict[str, Any]:
    """Context of service/parts/customer_visits.html; six queries."""
    visits = access.visible(user).filter(customer=customer).select_related(*access.NEAR)
    demands = access.demands(user).filter(visit__customer=customer, status=DemandStatus.OPEN)
    ideas = access.ideas(user).filter(visit__customer=customer).select_related("answered_by")
    decides = access.may_decide(user, customer, ownership)
    marked, mask = service_calls.mark_of(customer), mask_for(user, customer, ownership, at)
    allowed = service_calls.reason_of(customer, at) if customer.vip or marked else None
    care = AfterSalesCustomer.objects.filter(pk=customer.pk).select_related("person").first()
    return {
        "visits": visit_rows.rows(map(mask.row, visits.order_by("-due_on", "-pk")[:SHOWN]), at),
        "demands": visit_rows.demand_rows(
            map(mask.row, demands.select_related("product", "deal", "decided_by")[:SHOWN]), decides=decides
        ),
        "ideas": visit_rows.idea_rows(map(mask.row, ideas.order_by("-pk")[:SHOWN])),
        "service_person": care.person if care else None,
        "introduced": bool(care and care.introduced_at),
        "uncalled": customer.vip or marked is not None,
        "call_reason": allowed and mask.row(allowed),
    }
