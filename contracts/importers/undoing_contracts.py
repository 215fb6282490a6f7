"""Undoing an import of contracts: new ones are gone with plan and opening payment, the stage is as before; changed ones are put back (row Nc13)."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from assignment.domain import deadlines
from contracts.domain.collections import overdue
from contracts.domain.payments import opening_balances
from contracts.models import Allocation, Contract, Instalment, Payment
from crm_project.audit.domain import log
from crm_project.lib.time import local_date
from customers.domain.stages import enter_stage
from customers.importing.noting import Subject
from customers.importing.undoing import Undoing, built_on, changed_since, gone, in_use, outside
from customers.models import Customer, ImportedRow
from customers.models.choices import Stage

CONTRACT = Subject("contract", "contract.imported")
CONFIRMED = Contract.Status.CONFIRMED
OWN = ("contracts.CommissionShare", "contracts.Instalment", "contracts.Payment.opening_of")
KEPT = (
    "number",
    "signed_at",
    "amount",
    "status",
    "owner_id",
    "type",
    "payment_method",
    "line",
    "due_at",
    "paid_amount",
)


def as_entered(row: dict[str, Any] | Contract) -> list[str]:
    """The columns that tell whether a contract is still as it came in."""
    known = row if isinstance(row, dict) else {name: getattr(row, name) for name in KEPT}
    return [_text(known[name]) for name in KEPT]


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        return str(int(value.timestamp()))
    return f"{value:.2f}" if isinstance(value, Decimal) or value == 0 else str(log.plain(value or ""))


class ContractsUndoing(Undoing):
    """Takes back rows of the kind `contracts`."""

    subject, model = CONTRACT, Contract

    def take_back(self, rows: list[ImportedRow]) -> dict[int, str]:
        ids = [row.subject_id for row in rows]
        self.found = Contract.objects.in_bulk(ids)
        self.busy = built_on(Contract, ids, but=OWN)
        kept = {row.pk: why for row in rows if (why := self._why_not(row) or self._back(row))}
        deadlines.refresh(sorted(self.customers), at=self.terms.at, locked=True)
        return kept

    def _why_not(self, row: ImportedRow) -> str:
        contract = self.found.get(row.subject_id)
        if contract is None:
            return gone()
        customer = self.customers[contract.customer_id]
        if not self.reaches(customer) or row.result == "new" and not self._may_confirm(contract, customer):
            return outside()
        if as_entered(contract) != row.before["entry"]:
            return changed_since()
        others = Allocation.objects.filter(instalment__contract=contract).exclude(payment__opening_of=contract)
        moved = Allocation.objects.filter(payment__opening_of=contract).exclude(instalment__contract=contract)
        return in_use() if contract.pk in self.busy or others.exists() or moved.exists() else ""

    def _may_confirm(self, contract: Contract, customer: Customer) -> bool:
        """Taking a contract away that is in force takes the right that its import took."""
        if contract.status == Contract.Status.DRAFT or self.terms.history:
            return True
        return self.reaches(customer, "contract.confirm")

    def _back(self, row: ImportedRow) -> str:
        contract = self.found[row.subject_id]
        if row.result == "new":
            return self._remove(contract)
        self._put_back(contract, row.before["columns"])
        return ""

    def _put_back(self, contract: Contract, before: dict[str, Any]) -> None:
        columns = {
            n: datetime.fromisoformat(v) if n == "due_at" and v else v for n, v in before.items() if n != "paid_amount"
        }
        if columns:
            Contract.objects.filter(pk=contract.pk).update(**columns)
        if "paid_amount" in before:
            opening_balances.restate_opening(
                contract, Decimal(before["paid_amount"]), at=self.terms.at, by=self.terms.by
            )
        if isinstance(due := columns.get("due_at"), datetime):
            opening_balances.postpone_opening(contract, local_date(due), at=self.terms.at)

    # --- new contracts --------------------------------------------------------------------------------
    def _remove(self, contract: Contract) -> str:
        if Instalment.objects.filter(contract=contract).count() > 1:
            return changed_since()
        overdue.settled(overdue.things_of(contract), at=self.terms.at)
        Allocation.objects.filter(instalment__contract=contract).delete()
        Payment.objects.filter(opening_of=contract).delete()
        Instalment.objects.filter(contract=contract).delete()
        if contract.status == CONFIRMED:
            self._stage(contract, self.customers[contract.customer_id])
        contract.delete()
        return ""

    def _stage(self, contract: Contract, customer: Customer) -> None:
        """The stage before, where this contract made the customer official; another one in force stands for it from now on."""
        if contract.stage_before in ("", Stage.OFFICIAL):
            return
        others = Contract.objects.filter(customer=customer, status=CONFIRMED).exclude(pk=contract.pk)
        next_one = others.order_by("signed_at", "pk").first()
        if next_one is not None:
            # It may be one of this batch, and its turn is still to come.
            next_one = self.found.get(next_one.pk, next_one)
            next_one.stage_before, next_one.stage_since_before = contract.stage_before, contract.stage_since_before
            Contract.objects.filter(pk=next_one.pk).update(
                stage_before=contract.stage_before, stage_since_before=contract.stage_since_before
            )
        elif customer.stage == Stage.OFFICIAL:
            reason = _("Import of %(file)s undone.") % {"file": self.terms.filename}
            enter_stage(
                customer,
                contract.stage_before,
                at=self.terms.at,
                by=self.terms.by,
                since=contract.stage_since_before,
                reason=reason,
            )
