"""Three questions about service orders: which rows, may they, who hears of them (rows Nb3, Nc13)."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from crm_project.accounts.domain import access
from crm_project.accounts.models import User
from crm_project.accounts.models.who_may import who_may
from crm_project.lib.query_values import keys
from customers.domain import access as customer_access
from customers.domain.access.gate import stands_open
from customers.models import Customer
from service.models import ServiceOrder
from service.models.choices import Status
from service.rules.steps import MANAGED, STEPS

NEAR = (
    "customer__ownership__owner",
    "customer__ownership__department",
    "customer__department",
    "customer__standing",
    "kind",
    "assigned",
    "contact",
)


def visible(user: User, *, few: bool = False) -> QuerySet[ServiceOrder]:
    """Orders the user may read; views load orders through it. `few`: asked of a few rows, found by their keys."""
    return ServiceOrder.objects.visible_to(user, customer_access.file_scope(user, "service.view", few=few))


def in_reach(user: User) -> QuerySet[ServiceOrder]:
    """Orders of customers in the user's reach: without those that they only work on."""
    return ServiceOrder.objects.in_files_of(user, customer_access.file_scope(user, "service.view"))


def may_record(user: User, customer: Customer) -> bool:
    """Whether the user records an order for this customer; of a restricted one only who may open its file."""
    if customer.removed_at or customer.merged_into_id:
        return False
    ownership = customer.ownership_or_none
    if customer_access.guards(user, customer, ownership) == "closed":
        return False
    return customer_access.may(user, "service.record", customer, ownership)


def for_recording(user: User, at: datetime) -> QuerySet[Customer]:
    """Customers for which the user may choose to record an order."""
    return customer_access.visible(user, at).filter(merged_into=None, removed_at=None)


def named(user: User, given: str, at: datetime) -> int | None:
    """The customer named in an address or a form (its key as text) whose file the user may choose from: one for whom they may record,
    and before which no gate stands. None of any other, so that a form says nothing of it.
    """
    rows = for_recording(user, at).select_related("department", "ownership__owner", "ownership__department")
    customer = rows.filter(pk__in=keys([given])).first()
    if customer is None or not may_record(user, customer):
        return None
    return customer.pk if stands_open(user, customer, customer.ownership_or_none, at) else None


def works(user: User) -> bool:
    """Whether the user is one of those who do the work."""
    return access.may(user, "after_sales.work")


def manages(user: User) -> bool:
    """Whether the user assigns orders to others, cancels them and sets the targets."""
    return access.may(user, "service.manage")


def may_work(user: User, order: ServiceOrder) -> bool:
    """Whether the user takes this order on and through its statuses: service staff, on their own or an unassigned one or as a helper; their managers on any."""
    if manages(user):
        return True
    return works(user) and (order.assigned_id in (None, user.pk) or order.helpers.contains(user))


def worked_on(user: User, orders: Collection[ServiceOrder]) -> set[int]:
    """The keys of those of these orders that the user may work on (`may_work`); one query at most."""
    if manages(user):
        return {order.pk for order in orders}
    if not works(user):
        return set()
    own = {order.pk for order in orders if order.assigned_id in (None, user.pk)}
    others = [order.pk for order in orders if order.pk not in own]
    helped = ServiceOrder.helpers.through.objects.filter(user=user, serviceorder__in=others)
    return own | set(helped.values_list("serviceorder_id", flat=True))


def may_step(user: User, order: ServiceOrder, step: str) -> bool:
    """Whether the user takes this step with this order, whatever its status; who recorded an order edits it until it is accepted."""
    if step in MANAGED:
        return manages(user)
    own = step == "edit" and order.recorded_by_id == user.pk and order.status == Status.RECORDED
    return own or may_work(user, order)


def steps(user: User, order: ServiceOrder) -> set[str]:
    """The steps that the user may take with this order now."""
    return {step for step, statuses in STEPS.items() if order.status in statuses and may_step(user, order, step)}


def managers() -> QuerySet[User]:
    """Who hears of orders that are late or that nobody took: of those who manage orders, the ones nearest to the work."""
    able = User.objects.active().filter(who_may("service.manage"))
    return able.filter(role__level=able.order_by("role__level").values("role__level")[:1])


def hears(user: User) -> bool:
    """Whether the user is one of them: work that nobody has waits for these managers, not for all above them."""
    return manages(user) and managers().filter(pk=user.pk).exists()
