"""A quote as it is being written: what it comes to, and how its discount stands to the limit of whoever writes it (row Na11)."""

from decimal import Decimal

from crm_project.accounts.domain.departments import company_name
from deals.domain import discounts, quotes
from deals.models import Quote
from deals.models.choices import QuoteStatus

from .quote_pdf import mark_of


def unsaved(deal, lines, prices, *, quote, valid_until, terms, by, at):
    """(quote, its lines) as saving would write them, not saved. `quote`: the draft that is being changed, or None."""
    rows = quotes.priced(lines, prices)
    shown = Quote(
        deal=deal,
        number=quote.number if quote else quotes.next_number(deal, at),
        currency=deal.currency,
        created_by=quote.created_by if quote else by,
        created_at=quote.created_at if quote else at,
        status=QuoteStatus.DRAFT,
        valid_until=valid_until,
        terms=terms,
        total=sum((row.amount for row in rows), Decimal(0)),
    )
    return shown, rows


def live(shown, rows, by):
    """What parts/quote_live.html shows of an unsaved quote and its lines."""
    listed = sum((quotes.line_amount(row.list_price, row.quantity, 0) for row in rows), Decimal(0))
    highest = max((row.discount for row in rows), default=Decimal(0))
    limit = discounts.limit_of(by)
    beyond = highest > limit
    ownership = shown.deal.customer.ownership_or_none
    department = ownership.department if ownership else shown.deal.department
    return {
        "quote": shown,
        "deal": shown.deal,
        "company": company_name(shown.deal.department),
        "document": {"lines": [(row, str(row.product)) for row in rows], "mark": mark_of(shown)},
        "listed": listed,
        "off": listed - shown.total,
        "off_percent": (listed - shown.total) * 100 / listed if listed else Decimal(0),
        "highest": highest,
        "limit": limit,
        "beyond": beyond,
        "distance": abs(limit - highest),
        "used": min(100, int(highest * 100 / limit)) if limit else 100 * int(beyond),
        "decider": discounts.decider_for(by, department, highest) if beyond else None,
    }
