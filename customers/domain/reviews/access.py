"""Whose files a person reviews: a right of its own, whoever owns the customer (rows M2, Nf2)."""

from datetime import datetime

from django.db.models import QuerySet

from crm_project.accounts.domain.access import data_scope
from crm_project.accounts.domain.access import may as may_somewhere
from crm_project.accounts.models import User
from customers.domain.access import may, page_scope
from customers.domain.access.gate import openable
from customers.models import Customer, FileReview, Ownership
from customers.models.scope import in_scope

RIGHT = "customer.review"


def may_review(user: User, customer: Customer, ownership: Ownership | None) -> bool:
    """Whether the user reviews this file."""
    return not customer.removed_at and not customer.merged_into_id and may(user, RIGHT, customer, ownership)


def files(user: User, at: datetime) -> QuerySet[Customer]:
    """The files that the user reviews: in the scope of the right, whose page they open, restricted ones where they may."""
    if not may_somewhere(user, RIGHT):
        return Customer.objects.none()
    rows = Customer.objects.visible_to(user, page_scope(user, at)).filter(merged_into=None, removed_at=None)
    return rows.filter(in_scope(user, data_scope(user, RIGHT)), openable(user))


def reviewed(user: User, at: datetime) -> QuerySet[FileReview]:
    """The reviews of these files."""
    return FileReview.objects.filter(customer__in=files(user, at).order_by().values("pk"))
