"""Quotes by their numbers."""

from crm_project.accounts.models import User
from crm_project.lib.database.beginning import document_forms, document_ids
from deals.models import Quote

from .access import visible_quotes

FORMS = document_forms("number", "quote_number")
TABLE = Quote._meta.db_table
READ = 400


def find_quotes(user: User, text: str, limit: int) -> list[Quote]:
    """At most `limit` quotes that the user may read, the newest first."""
    keys = document_ids(TABLE, FORMS, text, READ)
    if not keys:
        return []
    rows = visible_quotes(user).filter(pk__in=keys).select_related("deal__customer")
    return list(rows.order_by("-created_at", "-id")[:limit])
