"""Who makes the visits of a plan, for many customers at once (rows T23, Nc13)."""

from collections.abc import Sequence
from datetime import date

from contracts.models import AfterSalesCustomer
from crm_project.accounts.models.who_may import who_may
from customers.models import Customer, Ownership
from service.domain import rotation
from service.models import VisitPlan
from service.models.visit_choices import Visitor
from service.rules.rotation import turns


def visitors_of(plan: VisitPlan, customers: Sequence[int], day: date) -> dict[int, int | None]:
    """{customer: person}; None where nobody does it yet. Who is away on this day gets none by rotation. At most three queries for any
    number of customers.

    A restricted file is shut to most of service: its owner visits that customer.
    """
    shut = list(Customer.objects.filter(pk__in=customers, restricted=True).values_list("pk", flat=True))
    return _by_plan(plan, customers, day) | dict.fromkeys(shut) | (_owners(shut) if shut else {})


def _by_plan(plan: VisitPlan, customers: Sequence[int], day: date) -> dict[int, int | None]:
    found: dict[int, int | None] = dict.fromkeys(customers)
    if plan.visitor == Visitor.NAMED:
        return dict.fromkeys(customers, plan.person_id if plan.person and plan.person.is_active else None)
    if plan.visitor == Visitor.LEAST_BUSY:
        return found | dict(zip(customers, _by_load(len(customers), day), strict=False))
    if plan.visitor == Visitor.OWNER:
        return found | _owners(customers)
    looked_after = AfterSalesCustomer.objects.filter(customer_id__in=customers, person__is_active=True)
    return found | dict(looked_after.values_list("customer_id", "person_id"))


def _owners(customers: Sequence[int]) -> dict[int, int | None]:
    """Of these customers, the owners who record service work."""
    rows = Ownership.objects.filter(
        who_may("service.record", person="owner"), customer_id__in=customers, owner__is_active=True
    )
    return dict(rows.values_list("customer_id", "owner_id"))


def _by_load(n: int, day: date) -> list[int]:
    """So many times whose turn it is, managers only where there is nobody else, who is away on the day not at all."""
    return turns(rotation.visit_loads(day), n)
