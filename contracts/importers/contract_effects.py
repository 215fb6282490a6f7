"""What contracts of a file do beyond themselves, for the preview: payments on record, credit, customers that become official (rows T20, Nc13)."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contracts.models import Contract
from crm_project.lib.money import money_text
from customers.importing.conditions import CHANGED, NEW
from customers.models.choices import Stage


class ContractEffects:
    """Sums up what a preview has decided; writes nothing."""

    def __init__(self):
        self.stated, self.official = 0, set()
        self.paid = self.credit = self.more = self.less = Decimal(0)

    def add(self, drafts):
        """Count what was decided of these."""
        for draft in drafts:
            if draft.result == NEW and draft.values.get("paid_amount"):
                self.stated += 1
                self.paid += draft.values["paid_amount"]
                self.credit += draft.over()
            elif draft.result == CHANGED and "paid_amount" in draft.changes:
                self.more += max(draft.difference, 0)
                self.less += max(-draft.difference, 0)
            official = draft.customer.stage == Stage.OFFICIAL
            if draft.result == NEW and draft.status == Contract.Status.CONFIRMED and not official:
                self.official.add(draft.customer.pk)

    def sentences(self):
        """Payments, credit, corrections of what was paid, stages."""
        out = []
        if self.stated:
            said = ngettext(
                "%(n)d new contract is stated as paid in part or in full: %(sum)s is recorded as received.",
                "%(n)d new contracts are stated as paid in part or in full: %(sum)s is recorded as received.",
                self.stated,
            )
            out.append(said % {"n": self.stated, "sum": money_text(self.paid)})
        if self.credit:
            said = _("%(sum)s of it is more than the contracts' amounts: it becomes credit of the customers.")
            out.append(said % {"sum": money_text(self.credit)})
        if self.more:
            out.append(_("Known contracts: %(sum)s more is recorded as received.") % {"sum": money_text(self.more)})
        if self.less:
            out.append(_("Known contracts: %(sum)s less is recorded as received.") % {"sum": money_text(self.less)})
        if self.official:
            said = ngettext("%(n)d customer becomes official.", "%(n)d customers become official.", len(self.official))
            out.append(said % {"n": len(self.official)})
        return out
