"""What a customer bought of us, and until when each product is in warranty: read from confirmed contracts (row Ni21)."""

from collections.abc import Collection

from django.db.models import OuterRef, QuerySet, Subquery

from contracts.models import Contract, ContractLine, Delivery
from crm_project.lib.time import local_date
from service.rules.warranty import Warranty, last_day

# What a form offers at most; who bought more names the rest as other product.
OFFERED = 200


def lines_of(customer_id: int) -> QuerySet[ContractLine]:
    """The lines of the customer's confirmed contracts, the newest contract first, each with the last `delivered_on`."""
    last = Delivery.objects.filter(contract=OuterRef("contract"), delivered_on__isnull=False).order_by("-delivered_on")
    rows = ContractLine.objects.filter(contract__customer=customer_id, contract__status=Contract.Status.CONFIRMED)
    rows = rows.annotate(delivered_on=Subquery(last.values("delivered_on")[:1])).select_related("contract", "product")
    return rows.order_by("-contract__signed_at", "contract_id", "id")


def warranties(customer_id: int, lines: Collection[int] | None = None) -> list[Warranty]:
    """Of all that the customer bought, or of these lines; from the delivery on, failing that from the signing."""
    rows = lines_of(customer_id)
    rows = rows.filter(pk__in=lines) if lines is not None else rows[:OFFERED]
    return [warranty_of(row) for row in rows]


def warranty_of(line: ContractLine) -> Warranty:
    """Of one of `lines_of`."""
    start = line.delivered_on or local_date(line.contract.signed_at)  # type: ignore[attr-defined]
    months = line.product.warranty_months if line.product else None
    return Warranty(line.pk, line.name, line.contract.number, start, last_day(start, months))
