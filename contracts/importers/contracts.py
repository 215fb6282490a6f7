"""Contracts from a file; confirmed ones make the customer official at the signing, as confirming one does (row Nc13)."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from contracts.domain.payments import opening_balances
from contracts.models import Contract
from crm_project.lib.characters import key
from crm_project.lib.fields import alike
from crm_project.lib.money import money_text
from customers.importing.columns import read
from customers.importing.conditions import CHANGED, NEW, UNCHANGED, digest
from customers.importing.importer import Draft, Importer
from customers.importing.noting import imported

from .contract_effects import ContractEffects
from .contract_writing import CONFIRMED, CONTRACT, insert, update

FILLED = ("type", "payment_method", "line", "due_at")


@dataclass
class ContractDraft(Draft):
    """One contract on its way in."""

    digest: str = ""
    status: str = ""
    owner: Any = None
    row: Any = None
    pk: int | None = None
    changes: tuple = ()
    # What is known as paid, credit of the opening payment included; and by how much that payment changes.
    stated: Any = 0
    difference: Any = 0

    def label(self):
        return self.values.get("number", "")

    def over(self):
        """How much more than its amount is stated as paid."""
        return max(self.values.get("paid_amount", 0) - self.values["amount"], 0)

    def told(self):
        if self.result == NEW:
            paid = self.values.get("paid_amount")
            return _("%(paid)s recorded as received") % {"paid": money_text(paid)} if paid else ""
        return _(", ").join(self._change(name) for name in self.changes)

    def _change(self, name):
        if name != "paid_amount":
            return name
        before, after = (money_text(value) for value in (self.stated, self.values[name]))
        return _("%(column)s: %(before)s → %(after)s") % {"column": name, "before": before, "after": after}


class ContractsImport(Importer):
    """Takes rows of the kind `contracts`."""

    def __init__(self, conditions, columns):
        super().__init__(conditions, columns)
        self._effects = ContractEffects()

    def effects(self):
        return self._effects.sentences()

    def passed(self, rows):
        """Numbers of an earlier, interrupted run that were taken."""
        numbers = {
            key(values["number"]): row.number
            for row in rows
            if "number" in (values := read(row, self.columns, self.today)[0])
        }
        for number in alike(Contract.objects, "number", numbers).values_list("alike", flat=True):
            self._seen.setdefault(number, numbers[number])

    def decide(self, drafts, *, write):
        self._meet([draft for draft in drafts if not draft.problems], lock=write)
        for draft in drafts:
            if not draft.problems:
                self._decide_one(draft)
        if not write:
            self._effects.add([draft for draft in drafts if not draft.problems])

    def write(self, drafts):
        insert([draft for draft in drafts if draft.result == NEW], self.terms, self.ownerships)
        update([draft for draft in drafts if draft.result == CHANGED], self.terms)

    def draft(self, number, values, problems):
        draft = ContractDraft(number, values, problems, digest=digest(values))
        draft.status = values.get("status") or (CONFIRMED if self.terms.history else Contract.Status.DRAFT)
        draft.problems += self.terms.past(values, "signed_at")
        if values.get("amount", 1) <= 0:
            draft.refuse(_("amount must be more than zero."))
        if values.get("paid_amount", 0) < 0:
            draft.refuse(_("paid_amount can't be less than zero."))
        draft.owner = self.named(draft, "owner")
        return draft

    def _meet(self, drafts, *, lock):
        self.meet(drafts, lock=lock)
        numbers = [draft.values["number"] for draft in drafts]
        # After the lock on the customers, as confirming does; a contract of another customer is only read.
        self.standing = {key(c.number): c for c in alike(Contract.objects, "number", numbers)}
        ids = [c.pk for c in self.standing.values()]
        self.before, self.openings = imported(CONTRACT, ids), opening_balances.opening_payments(ids)

    # --- deciding -----------------------------------------------------------------------------------
    def _decide_one(self, draft):
        values = draft.values
        number = key(values["number"])
        first = self.first(number)
        if first:
            draft.refuse(_("Row %(number)d of this file is the same contract.") % {"number": first})
            return
        if not self.within(draft):
            return
        draft.row = self.standing.get(number)
        if draft.row is not None:
            self._compare(draft)
        elif draft.status != Contract.Status.DRAFT and not self._may_confirm(draft.customer):
            draft.refuse(
                _("status: only somebody who may confirm contracts can import confirmed or void ones; leave it empty.")
            )
        if draft.problems:
            return
        self._fresh[number] = draft.number
        if draft.result in (NEW, CHANGED) and draft.over():
            said = _("more is paid (%(paid)s) than the contract is worth (%(amount)s): the rest becomes credit")
            values = {
                name: money_text(values[column]) for name, column in (("paid", "paid_amount"), ("amount", "amount"))
            }
            draft.unsure = (*draft.unsure, said % values)

    def _may_confirm(self, customer):
        ownership = self.ownerships.get(customer.pk)
        return self.terms.history or self.terms.reaches(customer, ownership, "contract.confirm")

    def _compare(self, draft):
        """What was paid and when it is due follows the file; what is empty is filled in; anything else has a verb of its own."""
        row, values = draft.row, draft.values
        if row.pk in self.before and self.before[row.pk][0] == draft.digest:
            draft.result = UNCHANGED
            return
        stated = [name for name in ("signed_at", "amount") if values[name] != _whole(getattr(row, name))]
        stated += ["status"] if "status" in values and values["status"] != row.status else []
        stated += ["owner"] if draft.owner and draft.owner.pk != row.owner_id else []
        stated += ["customer"] if row.customer_id != draft.customer.pk else []
        changes = {
            name: values[name] for name in FILLED if name in values and values[name] != _whole(getattr(row, name))
        }
        if "paid_amount" in values and self._paid_otherwise(draft):
            changes["paid_amount"] = values["paid_amount"]
            if not opening_balances.restatable(row, values["paid_amount"]):
                draft.refuse(_("paid_amount: finance has entered more than that here: void a payment instead."))
        stated += [name for name in ("type", "payment_method", "line") if name in changes and getattr(row, name)]
        if stated:
            draft.refuse(
                _("Contract %(number)s already exists with different values in %(columns)s: edit it on its page.")
                % {"number": row.number, "columns": ", ".join(stated)}
            )
        draft.changes, draft.result = tuple(changes), CHANGED if changes else UNCHANGED

    def _paid_otherwise(self, draft):
        """Whether the file states another sum as paid than is known. What finance has as credit is not known from a file."""
        row, paid = draft.row, draft.values["paid_amount"]
        received, matched = self.openings.get(row.pk, (0, 0))
        draft.stated = row.paid_amount + received - matched
        draft.difference = max(paid - row.paid_amount + matched, 0) - received
        return (paid if received > matched else min(paid, row.amount)) != draft.stated


def _whole(value):
    """A stored moment in whole seconds, as a file says it."""
    return value.replace(microsecond=0) if hasattr(value, "microsecond") else value
