"""An invalid entry is removed from every list and counts against whoever entered it; it can be restored (row Ni4)."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from assignment.domain import deadlines
from assignment.domain.ledger import Kind
from assignment.domain.ownership import OwnershipEnd, end_ownerships, locked
from contracts.models import Contract
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from crm_project.notices.domain.notify import tell
from customers.models import Customer, Ownership
from customers.models.choices import PoolReason

from .access import may
from .duplicates.taken import taken_code

# What the code of a customer begins with whose import was undone: nobody finds it, nothing brings it back.
BURIED = "-"


def remove_customer(*, customer_id: int, reason: str, by: User, at: datetime) -> Customer:
    """Take an invalid customer out of lists, pool and clocks. Refuses without a reason, and one that has signed a contract."""
    with transaction.atomic():
        customer = locked(customer_id)
        ownership = Ownership.of(customer.pk)
        if not may(by, "customer.classify", customer, ownership):
            raise Refused(_("Your role does not allow this here."), code="forbidden")
        reason = (reason or "").strip()
        if not reason:
            raise Refused(
                _("Describe what is invalid: the person who entered it will see it."), code="reason", field="reason"
            )
        if Contract.objects.filter(customer=customer, status=Contract.Status.CONFIRMED).exists():
            raise Refused(
                _("“%(name)s” has signed a contract: it is not invalid.") % {"name": customer.name},
                code="official",
                field="reason",
            )
        if ownership:
            end_ownerships(
                [
                    OwnershipEnd(
                        customer,
                        ownership,
                        Kind.RELEASED,
                        reason=reason,
                        pool_reason=PoolReason.BY_MANAGER,
                        version_id=ownership.policy_version,
                    )
                ],
                at=at,
                by=by,
            )
        Customer.objects.filter(pk=customer.pk).update(
            removed_at=at, removed_by=by, removal_reason=reason[:200], pooled_at=None, pool_reason=""
        )
        log.record(by=by, action="customer.removed", at=at, subject=customer, reason=reason)
        concerned = {customer.created_by_id} | ({ownership.owner_id} if ownership else set())
        tell(
            concerned - {None, by.pk},
            "removed",
            at=at,
            url=reverse("customers:detail", args=[customer.pk]),
            customer=customer.name,
            reason=reason,
        )
        return customer


def restore_customer(*, customer_id: int, by: User, at: datetime) -> Customer:
    """Put a removed customer back: into the public pool of its department."""
    with transaction.atomic():
        customer = deadlines.lock([customer_id]).get(customer_id)
        if customer is not None and customer.code.startswith(BURIED):
            raise Refused(_("The import of this customer was undone: import or enter it again."), code="undone")
        if customer is None or customer.removed_at is None:
            raise Refused(_("This customer was not removed."), code="not_removed")
        if not may(by, "customer.classify", customer):
            raise Refused(_("Your role does not allow this here."), code="forbidden")
        if refusal := taken_code(customer.tax_id, customer.pk):
            raise refusal
        Customer.objects.filter(pk=customer.pk).update(
            removed_at=None,
            removed_by=None,
            removal_reason="",
            pooled_at=at,
            pool_reason=PoolReason.BY_MANAGER,
        )
        log.record(by=by, action="customer.restored", at=at, subject=customer)
        return customer


def by_creator(departments: Collection[int] | None = None) -> list[tuple[int, int]]:
    """[(person id, number)] of removed entries by whoever entered them, the most first; `departments` (ids) narrows."""
    rows = Customer.objects.filter(removed_at__isnull=False, created_by__isnull=False)
    if departments is not None:
        rows = rows.filter(department__in=departments)
    return list(rows.values_list("created_by").annotate(n=Count("pk")).order_by("-n", "created_by")[:50])
