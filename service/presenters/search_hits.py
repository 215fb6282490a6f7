"""What the search shows of service orders, remedial plans and return visits."""

from collections.abc import Collection
from datetime import datetime

from django.urls import reverse

from crm_project.accounts.domain.access import may
from crm_project.accounts.models import User
from crm_project.lib.search_kind import Answer, Asked, Hit
from customers.domain.access.masking import shown
from customers.domain.search import customers
from service.domain.finding import customers_of, find_plans, find_visits, plans_of, visits_of
from service.domain.order_numbers import find_orders, readable
from service.models import RemedialPlan, ReturnVisit, ServiceOrder
from service.models.choices import Status

from .tones import STATUSES
from .visit_rows import reason, standing

ORDER, PLAN, VISIT = "service:order", "service:remedial_plan", "service:visit"


def order_hits(asked: Asked) -> Answer:
    """Orders by their numbers."""
    return Answer([_order(row) for row in shown(asked.user, find_orders(asked.user, asked.text, asked.limit))])


def orders_named(user: User, keys: Collection[int], _at: datetime) -> dict[int, Hit]:
    """{key: Hit} of these orders, as far as their pages open."""
    return {row.pk: _order(row) for row in shown(user, readable(user, keys))}


def _order(row: ServiceOrder) -> Hit:
    status = Status(row.status)
    note = f"{row.subject} · {row.customer.name}"
    return Hit(row.number, reverse(ORDER, args=[row.pk]), note, str(status.label), STATUSES[status])


def plan_hits(asked: Asked) -> Answer:
    """Remedial plans by number, subject or customer; without the right to see service work, those whose turn it is, by number and subject."""
    about = _customers(asked) if may(asked.user, "service.view") else ()
    found = find_plans(asked.user, asked.text, about, asked.at, asked.limit)
    return Answer([_plan(row) for row in shown(asked.user, found)])


def plans_named(user: User, keys: Collection[int], at: datetime) -> dict[int, Hit]:
    """{key: Hit} of these plans, as far as their pages open."""
    return {row.pk: _plan(row) for row in shown(user, plans_of(user, keys, at))}


def _plan(row: RemedialPlan) -> Hit:
    note = f"{row.subject} · {row.customer.name}"
    return Hit(row.number, reverse(PLAN, args=[row.pk]), note, row.get_step_display(), "info")


def visit_hits(asked: Asked) -> Answer:
    """Return visits by customer."""
    found = find_visits(asked.user, _customers(asked), asked.limit)
    return Answer([_visit(row, asked.at) for row in shown(asked.user, found)])


def _customers(asked: Asked) -> Collection[int]:
    """Customers that the text names, as the search for customers knows them."""
    return customers_of(asked.text, asked.once_of(customers.named))


def visits_named(user: User, keys: Collection[int], at: datetime) -> dict[int, Hit]:
    """{key: Hit} of these visits, as far as their pages open."""
    return {row.pk: _visit(row, at) for row in shown(user, visits_of(user, keys))}


def _visit(row: ReturnVisit, at: datetime) -> Hit:
    text, tone = standing(row, at)
    note = " · ".join(filter(None, [row.due_on.isoformat(), reason(row), str(row.person) if row.person else ""]))
    return Hit(row.customer.name, reverse(VISIT, args=[row.pk]), note, text, tone)
