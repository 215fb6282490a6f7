"""Payments from a file: what the bank or the bookkeeping gives out, row by row (row T20)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from contracts.domain.payments.payments import record_payment
from contracts.models import Contract, Payment
from crm_project.lib.characters import key
from crm_project.lib.fields import alike
from crm_project.lib.money import money_text
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from customers.importing.conditions import NEW, UNCHANGED
from customers.importing.importer import Draft, Importer

from .undoing_payments import matched


@dataclass
class PaymentDraft(Draft):
    """One payment on its way in."""

    contract_id: int | None = None

    def label(self):
        return self.values.get("reference", "")

    def told(self):
        return money_text(self.values["amount"], self.values.get("currency", "CNY")) if self.result == NEW else ""


class PaymentsImport(Importer):
    """Takes rows of the kind `payments`; each is entered and matched by the verb that finance's form calls."""

    size = 100
    # Money is entered by whoever records payments, not by whoever imports.
    right = "payment.record"

    def draft(self, number, values, problems):
        draft = PaymentDraft(number, values, problems)
        if "received_on" in values and local_date(values["received_on"]) > self.today:
            draft.refuse(_("%(column)s is in the future.") % {"column": "received_on"})
        if values.get("amount", 1) <= 0:
            draft.refuse(_("amount must be more than zero."))
        return draft

    # --- deciding -----------------------------------------------------------------------------------
    def decide(self, drafts, *, write):
        self.meet([draft for draft in drafts if not draft.problems], lock=write)
        wanted = [draft for draft in drafts if not draft.problems]
        numbers = [draft.values["contract"] for draft in wanted if "contract" in draft.values]
        found = alike(Contract.objects, "number", numbers).values_list("alike", "pk", "customer_id")
        self.contracts = {number: (pk, customer) for number, pk, customer in found}
        standing = Payment.objects.filter(voided_at=None)
        references = [draft.values["reference"] for draft in wanted]
        self.standing = {row.alike: row for row in alike(standing, "reference", references)}
        for draft in wanted:
            if self.within(draft):
                self._decide_one(draft)

    def _decide_one(self, draft):
        values, reference = draft.values, key(draft.values["reference"])
        if "contract" in values:
            draft.contract_id, customer = self.contracts.get(key(values["contract"]), (None, None))
            if draft.contract_id is None:
                draft.refuse(_("contract: there is no “%(number)s”.") % {"number": values["contract"]})
            elif customer != draft.customer.pk:
                draft.refuse(_("contract: “%(number)s” is another customer's.") % {"number": values["contract"]})
        first = self.first(reference)
        if first:
            draft.refuse(_("Row %(number)d of this file has the same reference.") % {"number": first})
        standing = self.standing.get(reference)
        if standing is not None:
            same = (standing.customer_id, standing.amount, standing.currency)
            if same == (draft.customer.pk, values["amount"], values.get("currency", "CNY")):
                draft.result = UNCHANGED
            else:
                draft.refuse(
                    _("A payment with the bank reference %(reference)s was already entered.")
                    % {"reference": standing.reference}
                )
        if not draft.problems:
            self._fresh[reference] = draft.number

    # --- writing ------------------------------------------------------------------------------------
    def write(self, drafts):
        for draft in drafts:
            if draft.result == NEW:
                self._enter(draft)

    def _enter(self, draft):
        values = draft.values
        try:
            row = record_payment(
                customer_id=draft.customer.pk,
                by=self.terms.by,
                at=self.terms.at,
                received_on=local_date(values["received_on"]),
                amount=values["amount"],
                currency=values.get("currency", "CNY"),
                reference=values["reference"],
                note=values.get("note", ""),
                contract_id=draft.contract_id,
            )
        except Refused as refusal:
            draft.refuse(refusal.sentence)
        else:
            draft.trace = (row.pk, {"matched": matched(row.pk)})
