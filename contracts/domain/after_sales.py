"""The official customers that policies pass to after-sales (row Nc13)."""

from datetime import datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery

from assignment.domain.policies.lookup import PolicyBook
from contracts.models import Contract
from crm_project.accounts.models import Department, User
from customers.domain.access import visible
from customers.models import Customer
from customers.models.choices import Stage
from customers.models.scope import in_departments


def departments(user: User, at: datetime) -> list[int]:
    """Ids of the departments whose policy passes official customers to the service staff or to this person."""
    book, found = PolicyBook(), []
    for department in Department.objects.order_by("path"):
        policy = book.for_department(department, at)
        if policy is not None and policy.after_sales in ("service", user.username):
            found.append(department.pk)
    return found


def customers_of(user: User, at: datetime) -> QuerySet[Customer]:
    """Official customers for after-sales: passed on by policy, or looked after by the user; with the number and the signing day of
    the last confirmed contract."""
    ids = departments(user, at)
    last = Contract.objects.filter(customer=OuterRef("pk"), status=Contract.Status.CONFIRMED).order_by("-signed_at")
    rows = visible(user, at).filter(stage=Stage.OFFICIAL, merged_into=None, removed_at=None)
    rows = rows.filter(in_departments(ids) | Q(after_sales__person=user))
    return rows.annotate(
        contract_number=Subquery(last.values("number")[:1]), signed_at=Subquery(last.values("signed_at")[:1])
    )
