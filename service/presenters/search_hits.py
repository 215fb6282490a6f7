"""What the search shows of service orders."""

from collections.abc import Collection
from datetime import datetime

from django.urls import reverse

from crm_project.accounts.models import User
from crm_project.lib.search_kind import Answer, Asked, Hit
from service.domain.order_numbers import find_orders, readable
from service.models import ServiceOrder
from service.models.choices import Status

from .tones import STATUSES

ORDER = "service:order"


def order_hits(asked: Asked) -> Answer:
    """Orders by their numbers."""
    return Answer([_order(row) for row in find_orders(asked.user, asked.text, asked.limit)])


def orders_named(user: User, keys: Collection[int], _at: datetime) -> dict[int, Hit]:
    """{key: Hit} of these orders, as far as their pages open."""
    return {row.pk: _order(row) for row in readable(user, keys)}


def _order(row: ServiceOrder) -> Hit:
    status = Status(row.status)
    note = f"{row.subject} · {row.customer.name}"
    return Hit(row.number, reverse(ORDER, args=[row.pk]), note, str(status.label), STATUSES[status])
