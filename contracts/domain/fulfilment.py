"""Deliveries and papers of a contract: planned, done, received (rows T20, Nf8)."""

from contextlib import AbstractContextManager
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from contracts.models import Contract, Delivery, Paper
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date

from .collections import overdue
from .lock import locked_contract


def _not_void(contract_id: int) -> AbstractContextManager[Contract]:
    return locked_contract(contract_id, if_void=_("This contract is void: nothing can be added."))


def plan_delivery(
    *, contract_id: int, by: User, at: datetime, planned_on: date, what: str, amount: Decimal, note: str = ""
) -> Delivery:
    """Plan a delivery worth `amount` of the contract's currency. Refuses with code amount, status."""
    if amount < 0:
        raise Refused(_("The amount can't be less than zero."), code="amount", field="amount")
    with _not_void(contract_id) as row:
        made = Delivery.objects.create(
            contract=row, planned_on=planned_on, what=what.strip(), amount=amount, note=note.strip(), entered_by=by
        )
        _record(row, "delivery.planned", made.what, by, at)
        return made


def record_delivery(*, delivery_id: int, by: User, at: datetime, delivered_on: date) -> Delivery:
    """Note that it was delivered on this day. Refuses with code future, done."""
    with _not_void(Delivery.objects.values_list("contract_id", flat=True).get(pk=delivery_id)) as row:
        found = Delivery.objects.select_for_update(no_key=True, of=("self",)).get(pk=delivery_id)
        if found.delivered_on:
            raise Refused(_("This was already delivered on %(day)s.") % {"day": found.delivered_on}, code="done")
        if delivered_on > local_date(at):
            raise Refused(
                _("The delivery date can't be in the future: check the date."), code="future", field="delivered_on"
            )
        Delivery.objects.filter(pk=found.pk).update(delivered_on=delivered_on)
        _record(row, "delivery.made", found.what, by, at)
        return found


def expect_paper(*, contract_id: int, by: User, at: datetime, what: str, due_on: date) -> Paper:
    """A paper that has to come in by a day. Refuses with code status."""
    with _not_void(contract_id) as row:
        made = Paper.objects.create(contract=row, what=what.strip(), due_on=due_on, entered_by=by)
        _record(row, "paper.expected", made.what, by, at)
        return made


def receive_paper(*, paper_id: int, by: User, at: datetime) -> Paper:
    """The paper is here; nobody need chase it any more. Refuses with code done."""
    with _not_void(Paper.objects.values_list("contract_id", flat=True).get(pk=paper_id)) as row:
        found = Paper.objects.get(pk=paper_id)
        if found.received_on:
            raise Refused(_("This document was received on %(day)s.") % {"day": found.received_on}, code="done")
        overdue.settled([overdue.about(overdue.PAPER, found.pk)], at=at)
        Paper.objects.filter(pk=found.pk).update(received_on=local_date(at))
        _record(row, "paper.received", found.what, by, at)
        return found


def _record(row: Contract, action: str, what: str, by: User, at: datetime) -> None:
    log.record(by=by, action=action, at=at, subject=row, customer_id=row.customer_id, changes={"what": [None, what]})
