"""Contracts from a file; confirmed ones make the customer official at the signing, as confirming one does (row Nc13)."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from assignment import clocks
from contracts import openings
from contracts.models import Contract
from crm_project.accounts import access
from customers.models import Customer, Ownership

from .columns import known, read
from .conditions import CHANGED, NEW, REFUSED, UNCHANGED, Outcome, People, digest, imported, unknown_person
from .contract_writing import CONFIRMED, insert, update
from .finding import find

FILLED = ("type", "payment_method", "line", "due_at")


@dataclass
class Draft:
    """One contract on its way in."""

    number: int
    values: dict
    problems: list
    digest: str = ""
    status: str = ""
    customer: Any = None
    owner: Any = None
    row: Any = None
    pk: int | None = None
    result: str = NEW
    changes: tuple = ()

    def refuse(self, sentence):
        self.problems.append(sentence)

    def outcome(self):
        label = self.values.get("number", "")
        if self.problems:
            return Outcome(self.number, REFUSED, label, " ".join(self.problems))
        return Outcome(self.number, self.result, label, ", ".join(self.changes))


class ContractsImport:
    """Takes rows of the kind `contracts`; 500 at a time."""

    size = 500

    def __init__(self, conditions):
        self.terms = conditions
        self.columns = known("contracts")
        self.people = People()
        self._seen, self._fresh = {}, {}

    def keep(self):
        self._seen |= self._fresh
        self._fresh = {}

    def forget(self):
        self._fresh = {}

    def passed(self, rows):
        """Numbers of an earlier, interrupted run that were taken."""
        numbers = {values["number"]: row.number for row in rows if "number" in (values := read(row, self.columns)[0])}
        for number in Contract.objects.filter(number__in=numbers).values_list("number", flat=True):
            self._seen.setdefault(number, numbers[number])

    def prepare(self, rows):
        """Read rows into drafts; asks the database nothing."""
        return [self._draft(row) for row in rows]

    def batch(self, drafts, *, write):
        """Decide these drafts and, with `write`, carry them out; one outcome each."""
        self._fresh = {}
        self._meet([draft for draft in drafts if not draft.problems], lock=write)
        for draft in drafts:
            if not draft.problems:
                self._decide(draft)
        ready = [draft for draft in drafts if not draft.problems]
        if write:
            insert([draft for draft in ready if draft.result == NEW], self.terms, self.ownerships)
            update([draft for draft in ready if draft.result == CHANGED], self.terms)
        return [draft.outcome() for draft in drafts]

    def _draft(self, row):
        values, problems = read(row, self.columns)
        draft = Draft(row.number, values, problems, digest=digest(values))
        draft.status = values.get("status") or (CONFIRMED if self.terms.history else Contract.Status.DRAFT)
        draft.problems += self.terms.past(values, "signed_at")
        if values.get("amount", 1) <= 0:
            draft.refuse(_("amount must be more than zero."))
        if values.get("paid_amount", 0) < 0:
            draft.refuse(_("paid_amount can't be less than zero."))
        if "owner" in values:
            draft.owner = self.people.get(values["owner"])
            if draft.owner is None:
                draft.refuse(unknown_person("owner", values["owner"]))
        return draft

    def _meet(self, drafts, *, lock):
        found = find(draft.values["customer"] for draft in drafts)
        ids = set(found.values())
        customers = clocks.lock(ids) if lock else Customer.objects.in_bulk(ids)
        self.ownerships = {o.pk: o for o in Ownership.objects.filter(pk__in=ids).select_related("owner", "department")}
        numbers = [draft.values["number"] for draft in drafts]
        # After the lock on the customers, as confirming does; a contract of another customer is only read.
        self.standing = {c.number: c for c in Contract.objects.filter(number__in=numbers)}
        self.before = imported("contract", [c.pk for c in self.standing.values()])
        for draft in drafts:
            draft.customer = customers.get(found.get(draft.values["customer"]))
            if draft.customer is None:
                draft.refuse(_("customer: there is no “%(name)s”; import customers first.") % {"name": draft.values["customer"][:80]})

    # --- deciding -----------------------------------------------------------------------------------
    def _decide(self, draft):
        values = draft.values
        first = self._seen.get(values["number"]) or self._fresh.get(values["number"])
        if first:
            draft.refuse(_("Row %(number)d of this file is the same contract.") % {"number": first})
            return
        ownership = self.ownerships.get(draft.customer.pk)
        department = ownership.department_id if ownership else draft.customer.department_id
        people = [ownership.owner_id] if ownership else []
        if not self.terms.covers(department, *people):
            draft.refuse(self.terms.outside(department))
            return
        draft.row = self.standing.get(values["number"])
        if draft.row is not None:
            self._compare(draft)
        elif draft.status != Contract.Status.DRAFT and not self._may_confirm(department, people):
            draft.refuse(_("status: only somebody who may confirm contracts brings in confirmed or void ones; leave it empty."))
        if not draft.problems:
            self._fresh[values["number"]] = draft.number

    def _may_confirm(self, department_id, people):
        by = self.terms.by
        return by is None or self.terms.history or access.covers(by, "contract.confirm", department_id=department_id, people=people)

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
        changes = {name: values[name] for name in FILLED if name in values and values[name] != _whole(getattr(row, name))}
        if "paid_amount" in values and min(values["paid_amount"], row.amount) != row.paid_amount:
            changes["paid_amount"] = values["paid_amount"]
            if not openings.restatable(row, values["paid_amount"]):
                draft.refuse(_("paid_amount: finance has entered more than that here: void a payment instead."))
        stated += [name for name in ("type", "payment_method", "line") if name in changes and getattr(row, name)]
        if stated:
            draft.refuse(_("Contract %(number)s is there already, with something else in %(columns)s: it is changed on its page.")
                         % {"number": row.number, "columns": ", ".join(stated)})  # fmt: skip
        draft.changes, draft.result = tuple(changes), CHANGED if changes else UNCHANGED


def _whole(value):
    """A stored moment in whole seconds, as a file says it."""
    return value.replace(microsecond=0) if hasattr(value, "microsecond") else value
