"""Contracts by their numbers, payments by their bank references."""

from contracts.models import Contract, Payment
from crm_project.accounts.models import User
from crm_project.lib.database.beginning import document_forms, document_ids

from .access import payments, visible

CONTRACTS, PAYMENTS = Contract._meta.db_table, Payment._meta.db_table
CONTRACT_FORMS = document_forms("number", "contract_number")
PAYMENT_FORMS = document_forms("reference", "payment_reference")
# Numbers follow each other: a few of so many that begin alike are enough.
READ = 400


def find_contracts(user: User, text: str, limit: int) -> list[Contract]:
    """At most `limit` contracts that the user may read, the newest first."""
    keys = document_ids(CONTRACTS, CONTRACT_FORMS, text, READ)
    if not keys:
        return []
    rows = visible(user, few=True).filter(pk__in=keys).select_related("customer")
    return list(rows.order_by("-signed_at", "-id")[:limit])


def find_payments(user: User, text: str, limit: int) -> list[Payment]:
    """At most `limit` payments that the user may read, the newest first; void ones too."""
    keys = document_ids(PAYMENTS, PAYMENT_FORMS, text, READ)
    if not keys:
        return []
    rows = payments(user, few=True).filter(pk__in=keys).select_related("customer")
    return list(rows.order_by("-received_on", "-id")[:limit])
