"""The one place that writes when a customer was last followed up (`Customer.last_followup_at`)."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import OuterRef, QuerySet, Subquery

from activities.models import FollowUp
from assignment.domain.followup_queries import not_voided
from crm_project.lib.database.prepared import prepared
from customers.models import Customer

from . import deadlines

if TYPE_CHECKING:
    from assignment.domain.policies.lookup import PolicyBook


def _newest(customer: int | OuterRef) -> QuerySet[FollowUp, datetime]:
    rows = FollowUp.objects.filter(not_voided(), customer_id=customer)
    return rows.order_by("-occurred_at").values_list("occurred_at", flat=True)[:1]


_newest_of = prepared(_newest)


def settle_followups(customer_ids: Iterable[int], *, at: datetime, book: "PolicyBook | None" = None) -> None:
    """Bring the last follow-up and the deadlines of locked customers up to date, after their follow-ups have changed."""
    ids = list(customer_ids)
    # Of one customer, as after each entry: two small queries that need no putting together.
    last = next(iter(_newest_of(ids[0])), None) if len(ids) == 1 else Subquery(_newest(OuterRef("pk")))
    Customer.objects.filter(pk__in=ids).update(last_followup_at=last)
    deadlines.refresh(ids, at=at, locked=True, book=book)
