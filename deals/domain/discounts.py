"""How much off the list price one may grant, and the request beyond it (row Na11)."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from crm_project.accounts.domain.access import decider
from crm_project.accounts.models import Department, User
from crm_project.approvals.domain.requests import ask
from crm_project.approvals.models import Request
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from crm_project.undo.domain.built_on import work_on
from customers.models import Ownership
from deals.models import DiscountLimit, Quote
from deals.models.choices import QuoteStatus
from deals.rules import request_kinds

from .access import TOP_LEVEL


def limit_of(person: User) -> Decimal:
    """Percent off the list price that this person grants without asking; Decimal, 0 where the role names nothing."""
    row = DiscountLimit.objects.filter(role=person.role_id).first()
    return row.percent if row else Decimal(0)


def plain(percent: Decimal | str | int) -> str:
    """A percentage without needless zeros: 5, 7.5."""
    return f"{Decimal(percent).normalize():f}"


def highest(quote: Quote) -> Decimal:
    """The largest discount among the lines, in percent."""
    return quote.lines.aggregate(most=Max("discount"))["most"] or Decimal(0)


def decider_for(person: User, department: Department, discount: Decimal) -> User | None:
    """Whoever upwards has a sufficient limit, the lowest first; where nobody has, the topmost."""
    found = None
    for level in range(1, TOP_LEVEL + 1):
        found = decider(department, level, "request.decide", exclude=[person]) or found
        if found and limit_of(found) >= discount:
            return found
    return found


def ask_discount(quote: Quote, *, reason: str, by: User, at: datetime, ownership: Ownership | None) -> Request:
    """Ask for a discount beyond one's limit; called while the quote is locked. Refuses without a reason (code reason)."""
    discount = highest(quote)
    deal = quote.deal
    department = ownership.department if ownership else deal.department
    return ask(
        kind=request_kinds.DISCOUNT,
        by=by,
        at=at,
        decider=decider_for(by, department, discount),
        subject=f"{quote.number} · {deal.name}"[:200],
        customer_id=deal.customer_id,
        about=f"quote:{quote.pk}",
        department=department,
        reason=reason,
        arguments={"quote_id": quote.pk},
        evidence={
            "discount": str(discount),
            "limit": str(limit_of(by)),
            "total": str(quote.total),
            "currency": quote.currency,
        },
    )


def grant_discount(*, quote_id: int, by: User, at: datetime, request: Request) -> Quote:
    """Approving: the quote may go out. Refuses with code limit where the decider's own limit is lower, status if it moved on."""
    with transaction.atomic():
        quote = _waiting(quote_id)
        limits = [limit_of(by), limit_of(request.decider) if request.decider else Decimal(0)]
        if highest(quote) > max(limits):
            raise Refused(
                _("Your own limit is %(limit)s %%: this discount of %(discount)s %% needs approval by a superior.")
                % {"limit": plain(max(limits)), "discount": plain(highest(quote))},
                code="limit",
            )
        quote.status, quote.approved_by, quote.approved_at = QuoteStatus.APPROVED, by, at
        quote.save(update_fields=["status", "approved_by", "approved_at"])
        log.record(by=by, action="quote.approved", at=at, subject=quote, customer_id=quote.deal.customer_id)
        return quote


def refuse_discount(*, quote_id: int, by: User, at: datetime, request: Request) -> Quote:
    """Refusing: the quote is a draft again, to be changed."""
    with transaction.atomic():
        quote = _waiting(quote_id)
        quote.status = QuoteStatus.DRAFT
        quote.save(update_fields=["status"])
        log.record(
            by=by,
            action="quote.refused",
            at=at,
            subject=quote,
            customer_id=quote.deal.customer_id,
            reason=request.decision,
        )
        return quote


def withdraw_discount(*, quote_id: int, by: User, at: datetime, request: Request) -> None:
    """Whoever asked took the question back: the quote is a draft again. Called by `approvals.requests.withdraw`."""
    Quote.objects.filter(pk=quote_id, status=QuoteStatus.WAITING).update(status=QuoteStatus.DRAFT)


def _waiting(quote_id: int) -> Quote:
    quote = Quote.objects.select_for_update(no_key=True, of=("self",)).select_related("deal").get(pk=quote_id)
    if quote.status != QuoteStatus.WAITING:
        raise Refused(
            _("This quote is %(status)s: reload the page.") % {"status": quote.get_status_display()}, code="status"
        )
    return quote


def undo_discount(*, request: Request, by: User, at: datetime) -> Quote:
    """Take the approval back: the quote waits for it again. Refuses with code moved_on once it has gone out or was changed."""
    return _wait_again(request, QuoteStatus.APPROVED, by, at)


def undo_refused_discount(*, request: Request, by: User, at: datetime) -> Quote:
    """Take the refusal back: the quote waits again. Refuses with code moved_on once the draft was changed."""
    return _wait_again(request, QuoteStatus.DRAFT, by, at)


def _wait_again(request: Request, status: str, by: User, at: datetime) -> Quote:
    with transaction.atomic():
        quotes = Quote.objects.select_for_update(no_key=True, of=("self",)).select_related("deal")
        quote = quotes.get(pk=request.arguments["quote_id"])
        decided = request.decided_at or at
        approved_at = quote.approved_at if status == QuoteStatus.APPROVED else decided
        why = work_on("quote", quote.pk, after=decided)
        if quote.status != status or approved_at != decided or why:
            raise Refused(_("The quote has changed since."), code="moved_on")
        quote.status, quote.approved_by, quote.approved_at = QuoteStatus.WAITING, None, None
        quote.save(update_fields=["status", "approved_by", "approved_at"])
        log.record(by=by, action="quote.reopened", at=at, subject=quote, customer_id=quote.deal.customer_id)
        return quote
