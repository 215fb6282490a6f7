"""Where every verb of contracts begins: the customer locked before the contract, and who may, and in which state (rows Z11, Nc15, Nc17)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assignment.domain.ownership import locked
from contracts.models import Contract
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from customers.domain.access import check
from customers.models import Customer, Ownership

from .signing import check_stage


@contextmanager
def locked_contract(
    contract_id: int, *, by: User | None = None, status: str | None = None, if_void: str = ""
) -> Iterator[Contract]:
    """The locked contract with its locked customer, around one transaction.

    `by`: refuse whoever does not work on the customer (code not_owner, forbidden). `status`: refuse any other one, `if_void`:
    refuse a void contract in these words (code status).
    """
    with transaction.atomic():
        customer = locked(Contract.objects.values_list("customer_id", flat=True).get(pk=contract_id))
        row = Contract.objects.select_for_update(no_key=True, of=("self",)).get(pk=contract_id)
        row.customer = customer
        if by is not None:
            check(by, "contract.record", customer, Ownership.of(customer.pk))
        if status is not None and row.status != status:
            raise Refused(
                _("This contract is %(status)s: reload the page.") % {"status": row.get_status_display()}, code="status"
            )
        if if_void and row.status == Contract.Status.VOID:
            raise Refused(if_void, code="status")
        yield row


@contextmanager
def in_preparation(contract_id: int, by: User) -> Iterator[Contract]:
    """The locked contract, still in preparation, on a customer that `by` works on."""
    with locked_contract(contract_id, by=by) as row:
        if not row.in_preparation:
            raise Refused(_("This contract was submitted: its content can't be changed."), code="status")
        yield row


def signing_customer(customer_id: int, *, by: User, at: datetime) -> tuple[Customer, Ownership | None]:
    """(locked customer, ownership) for a new contract; refuses whoever does not work on it, and a stage that does not sign yet (Nc17)."""
    customer = locked(customer_id)
    ownership = Ownership.of(customer.pk)
    check(by, "contract.record", customer, ownership)
    check_stage(customer, ownership, at)
    return customer, ownership


def record_step(row: Contract, by: User, at: datetime, what: str) -> None:
    """Which step was kept, for the audit."""
    log.record(
        by=by,
        action="contract.prepared",
        at=at,
        subject=row,
        customer_id=row.customer_id,
        changes={"step": [None, what]},
    )
