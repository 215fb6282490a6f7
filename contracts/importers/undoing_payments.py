"""Undoing an import of payments: each is voided by the verb that finance's page calls, unless it was matched otherwise since (row T20)."""

from typing import Any

from django.utils.translation import gettext as _

from contracts.domain.payments.payments import void_payment
from contracts.models import Payment
from crm_project.lib.refused import Refused
from customers.importing.noting import Subject
from customers.importing.undoing import Undoing, changed_since, gone
from customers.models import ImportedRow

PAYMENT = Subject("payment", "payment.entered")


def matched(payment_id: int) -> list[list[Any]]:
    """What a payment pays, as an imported row remembers it."""
    payment = Payment.objects.get(pk=payment_id)
    return [
        [part, str(amount)]
        for part, amount in payment.allocations.order_by("instalment_id").values_list("instalment_id", "amount")
    ]


class PaymentsUndoing(Undoing):
    """Takes back rows of the kind `payments`."""

    subject, model = PAYMENT, Payment

    def take_back(self, rows: list[ImportedRow]) -> dict[int, str]:
        return {row.pk: why for row in rows if (why := self._void(row))}

    def _void(self, row: ImportedRow) -> str:
        standing = Payment.objects.filter(pk=row.subject_id, voided_at=None).exists()
        if not standing:
            return gone()
        if matched(row.subject_id) != row.before["matched"]:
            return changed_since()
        reason = _("Import of %(file)s undone.") % {"file": self.terms.filename}
        try:
            void_payment(payment_id=row.subject_id, by=self.terms.by, at=self.terms.at, reason=reason)
        except Refused as refusal:
            return refusal.sentence
        return ""
