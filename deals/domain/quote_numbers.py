"""Quotes by their numbers."""

from collections.abc import Collection

from django.db.models import QuerySet

from crm_project.accounts.models import User
from crm_project.lib.database.beginning import document_forms, document_ids
from deals.models import Quote

from .access import visible

FORMS = document_forms("number", "quote_number")
TABLE = Quote._meta.db_table
READ = 400


def find_quotes(user: User, text: str, limit: int) -> list[Quote]:
    """At most `limit` quotes that the user may read, the newest first."""
    keys = document_ids(TABLE, FORMS, text, READ)
    return list(readable(user, keys).order_by("-created_at", "-id")[:limit]) if keys else []


def readable(user: User, keys: Collection[int]) -> QuerySet[Quote]:
    """Those of these few quotes that the user may read: of deals that they may read."""
    deals = set(Quote.objects.filter(pk__in=keys).values_list("deal_id", flat=True))
    seen = list(visible(user, few=True).filter(pk__in=deals).order_by().values_list("pk", flat=True))
    return Quote.objects.filter(pk__in=keys, deal__in=seen).select_related("deal__customer")
