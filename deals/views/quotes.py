"""Quotes: the list, the printable page of one, and what becomes of it (row Na11); writing one is in quote_writing.py."""

from operator import attrgetter

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from crm_project.accounts.decorators import allowed
from crm_project.accounts.domain.departments import company_name
from crm_project.accounts.presenters.list_layout import ListLayout
from crm_project.audit.domain import log
from crm_project.lib.paging import paged
from crm_project.lib.refused import Refused
from crm_project.lib.views import attempt, pdf_answer, refusal_into
from customers.domain.access.guessing import holds
from customers.domain.access.masking import mask_on, shown
from deals.domain import access, discounts, quotes
from deals.models.choices import OFFERED, QuoteStatus
from deals.presenters import quote_pdf
from deals.presenters.quote_pdf import LANGUAGES

from ..forms.quote import FinishForm
from ..list_columns import QUOTES
from .loading import quote_page
from .quote_writing import finished_text


@allowed("deal.view")
@require_GET
def quote_list(request):
    """The newest first, by state."""
    status = request.GET.get("status") if request.GET.get("status") in QuoteStatus.values else ""
    query = request.GET.get("q", "").strip()
    layout = ListLayout(QUOTES, request.user)
    rows = access.visible_quotes(request.user).select_related("deal__customer", *layout.near)
    rows = rows.filter(status=status) if status else rows
    if query:
        rows = rows.filter(
            Q(number__icontains=query)
            | holds(request.user, "deal__name", query, "deal__customer")
            | Q(deal__customer__name__icontains=query)
        )
    root = reverse("deals:quotes")
    page = paged(request, rows, order=("-created_at", "-id"))
    context = {
        "page": page,
        "layout": layout,
        "body": layout.body(shown(request.user, page.rows, attrgetter("deal.customer"))),
        "status": status,
        "query": query,
        "keep": [("status", status)] if status else [],
        "tabs": [{"label": _("All"), "url": root, "active": not status}]
        + [
            {"label": label, "url": f"{root}?status={key}", "active": key == status}
            for key, label in QuoteStatus.choices
        ],
    }
    return render(request, "deals/quotes.html", context)


@quote_page
@require_GET
def quote(request, quote, at):
    """The document as it is printed, in the language asked for; a mark lies across it until it is approved."""
    return _page(request, quote, at, FinishForm())


def _page(request, quote, at, form, status=200):
    language = _language(request)
    may_quote = access.may_quote(request.user, quote.deal)
    quote = mask_on(request.user, quote.deal.customer, at).row(quote)
    with translation.override(language):
        # The document speaks the customer's language, the page around it the reader's.
        document = {
            "lines": [(row, str(row.product)) for row in quote.lines.select_related("product")],
            "mark": quote_pdf.mark_of(quote),
        }
    waiting = quotes.waiting_request(quote)
    context = {
        "quote": quote,
        "deal": quote.deal,
        "document": document,
        "document_language": language,
        "form": form,
        "request_row": waiting,
        "company": company_name(quote.deal.department),
        "may_quote": may_quote,
        "may_draw": quote.status in OFFERED and access.may_draw(request.user, quote.deal),
        "discount": discounts.highest(quote),
        "limit": discounts.limit_of(request.user),
        "beyond": discounts.highest(quote) > discounts.limit_of(request.user),
        "answers": [(status, QuoteStatus(status).label) for status in quotes.ANSWERS.get(quote.status, ())]
        if may_quote
        else [],
        "languages": [(code, label, code == language) for code, label in LANGUAGES.items()],
    }
    return render(request, "deals/quote.html", context, status=status)


def _language(request):
    """The language of the document: the one asked for, else the reader's."""
    return request.GET.get("language") if request.GET.get("language") in LANGUAGES else translation.get_language()


@quote_page
@require_GET
def pdf(request, quote, at):
    """The document as a file, to be sent; like the page it bears a mark until it is approved."""
    log.record(by=request.user, action="quote.printed", at=at, subject=quote, customer_id=quote.deal.customer_id)
    return pdf_answer(quote_pdf.pdf(quote, _language(request)), f"{quote.number}.pdf")


@quote_page
@require_POST
def finish(request, quote, at):
    """Approved at once, or asked for."""
    if not access.may_quote(request.user, quote.deal):
        raise PermissionDenied
    form = FinishForm(request.POST)
    form.is_valid()
    try:
        done = quotes.finish_quote(
            quote_id=quote.pk, reason=form.cleaned_data.get("reason", ""), by=request.user, at=at
        )
        messages.success(request, finished_text(done))
        return redirect("deals:quote", quote.pk)
    except Refused as refusal:
        refusal_into(form, refusal)
    return _page(request, quote, at, form, status=422)


@quote_page
@require_POST
def mark(request, quote, at):
    """Sent, accepted, not accepted; or taken back while it waits."""
    if not access.may_quote(request.user, quote.deal):
        raise PermissionDenied
    status = request.POST.get("status", "")
    if status == "draft":
        attempt(
            request,
            quotes.withdraw_quote,
            quote_id=quote.pk,
            by=request.user,
            at=at,
            done=_("The quote is a draft again."),
        )
    else:
        attempt(
            request, quotes.mark_quote, quote_id=quote.pk, status=status, by=request.user, at=at, done=_("Recorded.")
        )
    return redirect("deals:quote", quote.pk)
