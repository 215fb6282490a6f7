"""Taking up a contract in preparation: locked, and only by who works on its customer (row Nc15)."""

from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext as _

from assignment.domain.ownership import locked
from contracts.models import Contract
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from customers.domain.access import check
from customers.models import Ownership


@contextmanager
def in_preparation(contract_id, by):
    """The locked contract, still in preparation, on a customer that `by` works on."""
    with transaction.atomic():
        customer = locked(Contract.objects.values_list("customer_id", flat=True).get(pk=contract_id))
        row = Contract.objects.select_for_update(no_key=True, of=("self",)).get(pk=contract_id)
        row.customer = customer
        ownership = Ownership.of(customer.pk)
        check(by, "contract.record", customer, ownership)
        if not row.in_preparation:
            raise Refused(_("This contract was submitted: what it says stays as it is."), code="status")
        yield row


def record_step(row, by, at, what):
    """Which step was kept, for the audit."""
    log.record(
        by=by,
        action="contract.prepared",
        at=at,
        subject=row,
        customer_id=row.customer_id,
        changes={"step": [None, what]},
    )
