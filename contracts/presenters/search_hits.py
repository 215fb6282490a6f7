"""What the search shows of contracts and payments."""

from django.urls import reverse
from django.utils.translation import gettext as _

from contracts.domain import access
from contracts.domain.document_numbers import find_contracts, find_payments
from crm_project.lib.money import money_text
from crm_project.lib.search_kind import Answer, Hit

CONTRACT, PAYMENT = "contracts:detail", "contracts:payment"
TONES = {"draft": "warn", "confirmed": "ok"}


def contract_hits(asked):
    """Contracts by their numbers."""
    return Answer([_contract(row) for row in find_contracts(asked.user, asked.text, asked.limit)])


def contracts_named(user, keys, _at):
    """{key: Hit} of these contracts, as far as their pages open."""
    rows = access.visible(user, few=True).filter(pk__in=keys).select_related("customer")
    return {row.pk: _contract(row) for row in rows}


def _contract(row):
    note = f"{row.customer.name} · {money_text(row.amount, row.currency)}"
    url = reverse(CONTRACT, args=[row.pk])
    return Hit(row.number, url, note, row.get_status_display(), TONES.get(row.status, ""))


def payment_hits(asked):
    """Payments by their bank references."""
    return Answer([_payment(row) for row in find_payments(asked.user, asked.text, asked.limit)])


def payments_named(user, keys, _at):
    """{key: Hit} of these payments, as far as their pages open."""
    rows = access.payments(user, few=True).filter(pk__in=keys).select_related("customer")
    return {row.pk: _payment(row) for row in rows}


def _payment(row):
    note = f"{row.customer.name} · {money_text(row.amount, row.currency)} · {row.received_on.isoformat()}"
    title = row.reference or _("Payment")
    return Hit(title, reverse(PAYMENT, args=[row.pk]), note, _("void") if row.voided_at else "")
