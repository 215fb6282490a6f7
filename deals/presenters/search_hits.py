"""What the search shows of deals and quotes."""

from django.urls import reverse

from crm_project.lib.money import money_text
from crm_project.lib.search_kind import Answer, Hit
from customers.domain.access.masking import of_rows
from deals.domain import access
from deals.domain.name_index import find_deals
from deals.domain.quote_numbers import find_quotes, readable
from deals.models import Deal
from deals.models.choices import QuoteStatus, Status

DEAL, QUOTE = "deals:detail", "deals:quote"
TONES = {"open": "info", "won": "ok"}
COLUMNS = ("pk", "name", "amount", "currency", "status", "customer_id", "customer__name")


def deal_hits(asked):
    """Deals by the words of their names, open ones first."""
    keys = find_deals(asked.user, asked.text, 4 * asked.limit)
    rows = sorted(
        _rows(asked.user, Deal.objects.filter(pk__in=keys)) if keys else [],
        key=lambda row: (row["status"] != Status.OPEN, -row["pk"]),
    )
    return Answer([_deal(row) for row in rows[: asked.limit]])


def deals_named(user, keys, _at):
    """{key: Hit} of these deals, as far as their pages open."""
    return {row["pk"]: _deal(row) for row in _rows(user, access.visible(user, few=True).filter(pk__in=keys))}


def _rows(user, found):
    rows = list(found.order_by().values(*COLUMNS))
    masks = of_rows(user, rows)
    return [row | {"name": masks[row["customer_id"]].text(row["name"])} for row in rows]


def _deal(row):
    note = f"{row['customer__name']} · {money_text(row['amount'], row['currency'], 0)}"
    url = reverse(DEAL, args=[row["pk"]])
    return Hit(row["name"], url, note, str(Status(row["status"]).label), TONES.get(row["status"], ""))


def quote_hits(asked):
    """Quotes by their numbers."""
    return Answer([_quote(row) for row in find_quotes(asked.user, asked.text, asked.limit)])


def quotes_named(user, keys, _at):
    """{key: Hit} of these quotes, as far as their pages open."""
    return {row.pk: _quote(row) for row in readable(user, keys)}


def _quote(row):
    note = f"{row.deal.customer.name} · {money_text(row.total, row.currency)}"
    return Hit(row.number, reverse(QUOTE, args=[row.pk]), note, str(QuoteStatus(row.status).label))
