"""Quotes: written from the price list of the day, approved, sent, accepted (rows Na11, Z11)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import cast

from django.db import transaction
from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.approvals.domain.requests import withdraw
from crm_project.approvals.models import Request
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from customers.models import Ownership
from deals.models import Deal, Product, Quote, QuoteLine
from deals.models.choices import QuoteStatus
from deals.rules import request_kinds

from . import discounts
from .lock import locked_deal, locked_quote
from .prices import prices_on

CENT = Decimal("0.01")
VALID_DAYS = 30
# From -> what the customer may say to it.
ANSWERS: dict[str, tuple[QuoteStatus, ...]] = {
    QuoteStatus.SENT: (QuoteStatus.ACCEPTED, QuoteStatus.REJECTED),
    QuoteStatus.APPROVED: (QuoteStatus.SENT,),
}


def line_amount(list_price: Decimal, quantity: Decimal | int, discount: Decimal | int) -> Decimal:
    """What a line comes to, to the cent, halves upwards; discount in percent."""
    return (list_price * quantity * (100 - discount) / 100).quantize(CENT, ROUND_HALF_UP)


def priced(lines: Sequence[tuple[Product, Decimal, Decimal]], prices: Mapping[int, Decimal]) -> list[QuoteLine]:
    """Lines at these prices ({product id: price}), not saved; a product without one is left out."""
    return [
        QuoteLine(
            product=product,
            quantity=quantity,
            discount=discount,
            list_price=prices[product.pk],
            amount=line_amount(prices[product.pk], quantity, discount),
        )
        for product, quantity, discount in lines
        if product.pk in prices
    ]


def next_number(deal: Deal, at: datetime) -> str:
    """What the next quote of this deal is called."""
    return f"Q{local_date(at):%Y}-{deal.pk:05d}-{deal.quotes.count() + 1}"


def usual_validity(at: datetime) -> date:
    """Until when a quote of this day holds unless somebody says otherwise."""
    return local_date(at) + timedelta(days=VALID_DAYS)


def write_quote(
    *,
    deal_id: int,
    lines: Sequence[tuple[Product, Decimal, Decimal]],
    valid_until: date,
    terms: str,
    by: User,
    at: datetime,
    finish: bool = False,
    reason: str = "",
) -> Quote:
    """A new draft on an open deal. `lines`: [(product, quantity, discount in %)], priced by the list of today.

    `finish`: approved or asked for at once (`finish_quote`), or nothing is written. Refuses with code not_owner (Z11), locked,
    closed, lines where there are none, price where a product has none, past, reason.
    """
    with locked_deal(deal_id, by, own=True, still_open=True) as (deal, ownership):
        quote = Quote(deal=deal, number=next_number(deal, at), currency=deal.currency, created_by=by, created_at=at)
        _fill(quote, lines, valid_until, terms, at, cast(Ownership, ownership))
        log.record(
            by=by,
            action="quote.written",
            at=at,
            subject=quote,
            customer_id=deal.customer_id,
            changes={"amount": [None, str(quote.total)]},
        )
        return _finished(quote, cast(Ownership, ownership), reason, by, at) if finish else quote


def rewrite_quote(
    *,
    quote_id: int,
    lines: Sequence[tuple[Product, Decimal, Decimal]],
    valid_until: date,
    terms: str,
    by: User,
    at: datetime,
    finish: bool = False,
    reason: str = "",
) -> Quote:
    """Change a draft; priced anew by the list of today; `finish` as in `write_quote`. Refuses with code status for anything but a draft."""
    with locked_quote(quote_id, by, (QuoteStatus.DRAFT,)) as (quote, ownership):
        before = quote.total
        quote.lines.all().delete()
        _fill(quote, lines, valid_until, terms, at, cast(Ownership, ownership))
        log.record(
            by=by,
            action="quote.changed",
            at=at,
            subject=quote,
            customer_id=quote.deal.customer_id,
            changes={"amount": [str(before), str(quote.total)]},
        )
        return _finished(quote, cast(Ownership, ownership), reason, by, at) if finish else quote


def _fill(
    quote: Quote,
    lines: Sequence[tuple[Product, Decimal, Decimal]],
    valid_until: date,
    terms: str,
    at: datetime,
    ownership: Ownership,
) -> None:
    if not lines:
        raise Refused(_("Enter at least one product."), code="lines")
    if valid_until < local_date(at):
        raise Refused(_("The quote would already be expired: choose a future date."), code="past", field="valid_until")
    prices, price_list = prices_on(ownership.department, quote.currency, local_date(at))
    without = [str(product) for product, _quantity, _discount in lines if product.pk not in prices]
    if without or price_list is None:
        raise Refused(
            _("No price list in %(currency)s is valid today for: %(products)s. Ask the price administrator.")
            % {"currency": quote.currency, "products": _(", ").join(without)},
            code="price",
        )
    rows = priced(lines, prices)
    quote.price_list, quote.valid_until, quote.terms = price_list, valid_until, terms.strip()
    quote.total = sum((row.amount for row in rows), Decimal(0))
    quote.save()
    for row in rows:
        row.quote = quote
    QuoteLine.objects.bulk_create(rows)


def finish_quote(*, quote_id: int, reason: str, by: User, at: datetime) -> Quote:
    """Approved at once within the limit of whoever finishes it; beyond, a request to whoever has a sufficient one (Na11).

    Refuses with code reason where the request has none, status.
    """
    with locked_quote(quote_id, by, (QuoteStatus.DRAFT,)) as (quote, ownership):
        return _finished(quote, ownership, reason, by, at)


def _finished(quote: Quote, ownership: Ownership | None, reason: str, by: User, at: datetime) -> Quote:
    if discounts.highest(quote) > discounts.limit_of(by):
        discounts.ask_discount(quote, reason=reason, by=by, at=at, ownership=ownership)
        quote.status = QuoteStatus.WAITING
        quote.save(update_fields=["status"])
        return quote
    quote.status, quote.approved_by, quote.approved_at = QuoteStatus.APPROVED, by, at
    quote.save(update_fields=["status", "approved_by", "approved_at"])
    log.record(by=by, action="quote.approved", at=at, subject=quote, customer_id=quote.deal.customer_id)
    return quote


def mark_quote(*, quote_id: int, status: str, by: User, at: datetime) -> Quote:
    """Sent to the customer, accepted or not accepted by the customer. Refuses with code status in any other order."""
    with locked_quote(quote_id, by, tuple(ANSWERS)) as (quote, _ownership):
        if status not in ANSWERS[quote.status]:
            raise Refused(
                _("This quote is %(status)s: reload the page.") % {"status": quote.get_status_display()}, code="status"
            )
        quote.status = QuoteStatus(status)
        quote.save(update_fields=["status"])
        log.record(by=by, action=f"quote.{status}", at=at, subject=quote, customer_id=quote.deal.customer_id)
        return quote


def waiting_request(quote: Quote) -> Request | None:
    """The request that decides about this quote, or its last one."""
    rows = Request.objects.filter(
        kind=request_kinds.DISCOUNT, customer_id=quote.deal.customer_id, about=f"quote:{quote.pk}"
    )
    return rows.select_related("decider", "decided_by").order_by("-asked_at", "-pk").first()


def withdraw_quote(*, quote_id: int, by: User, at: datetime) -> Quote:
    """A quote whose discount waits becomes a draft again; the request is locked before the quote, as whoever decides it does.

    Refuses with code not_yours, status.
    """
    with transaction.atomic():
        request = waiting_request(Quote.objects.select_related("deal").get(pk=quote_id))
        if request is not None and request.status == Request.Status.PENDING:
            if request.asked_by_id != by.pk:
                raise Refused(
                    _("%(person)s requested this discount and can withdraw the request.")
                    % {"person": request.asked_by},
                    code="not_yours",
                )
            # Withdrawing makes the quote a draft again (discounts.withdrawn).
            withdraw(request_id=request.pk, by=by, at=at)
            return Quote.objects.get(pk=quote_id)
        with locked_quote(quote_id, by, (QuoteStatus.WAITING,)) as (quote, _ownership):
            quote.status = QuoteStatus.DRAFT
            quote.save(update_fields=["status"])
        return quote
