"""Writing a quote: its lines, what it comes to while it is typed, how it will read, and asking for its discount (row Na11)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from crm_project.accounts.domain.access import may
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from crm_project.lib.views import pdf_answer, posted, refusal_into, saves_nothing
from customers.domain.access.masking import mask_on
from deals.domain import access, quotes
from deals.domain.prices import prices_on
from deals.models.choices import QuoteStatus
from deals.presenters import quote_pdf
from deals.presenters.quote_live import live, unsaved

from ..forms.quote import QuoteEditForm, QuoteForm, begun, lines_of, quote_lines, unread
from .loading import deal_page, quote_page


@deal_page
@require_http_methods(["GET", "POST"])
def new(request, deal, at):
    """A draft, beginning with the deal's products at the prices of today."""
    if not access.may_quote(request.user, deal):
        raise PermissionDenied
    return _written(
        request,
        deal,
        at,
        QuoteForm(posted(request), initial={"valid_until": quotes.usual_validity(at)}),
        None,
        lambda **rest: quotes.write_quote(deal_id=deal.pk, by=request.user, at=at, **rest),
    )


@quote_page
@require_http_methods(["GET", "POST"])
def edit(request, quote, at):
    """A draft is changed; anything else has gone out or waits."""
    if not access.may_quote(request.user, quote.deal):
        raise PermissionDenied
    return _written(
        request,
        quote.deal,
        at,
        QuoteEditForm(posted(request), initial={"valid_until": quote.valid_until, "terms": quote.terms}),
        quote,
        lambda **rest: quotes.rewrite_quote(quote_id=quote.pk, by=request.user, at=at, **rest),
    )


def _written(request, deal, at, form, quote, verb):
    prices, price_list = prices_on(deal.customer.ownership_or_none.department, deal.currency, local_date(at))
    lines = quote_lines(posted(request), prices, quote=quote, deal=deal)
    if request.method == "POST" and form.is_valid() and lines.is_valid():
        finish = request.POST.get("then") == "finish"
        try:
            made = verb(lines=lines_of(lines), finish=finish, **form.cleaned_data)
        except Refused as refusal:
            refusal_into(form, refusal)
        else:
            if finish:
                messages.success(request, finished_text(made))
            return redirect("deals:quote", made.pk)
    shown, rows = _as_typed(request, deal, at, quote, form, lines, prices)
    mask = mask_on(request.user, deal.customer, at)
    shown.deal = mask.row(shown.deal)
    context = live(shown, rows, request.user) | {
        "quote": quote and mask.row(quote),
        "shown": shown,
        "form": form,
        "lines": lines,
        "unread": unread(lines),
        "price_list": price_list,
        "may_manage": may(request.user, "product.manage"),
    }
    return render(
        request, "deals/quote_form.html", context, status=422 if form.errors or lines.total_error_count() else 200
    )


def _as_typed(request, deal, at, quote, form, lines, prices):
    """(quote, lines) as saving would write what stands in the form; what is not whole yet is left out."""
    if form.is_bound:
        form.is_valid()
        data, typed = form.cleaned_data, lines_of(lines)
    else:
        data, typed = form.initial, begun(lines)
    return unsaved(
        deal,
        typed,
        prices,
        quote=quote,
        valid_until=data.get("valid_until"),
        terms=data.get("terms") or "",
        by=request.user,
        at=at,
    )


def _previewed(request, deal, at):
    if not access.may_quote(request.user, deal):
        raise PermissionDenied
    prices, _price_list = prices_on(deal.customer.ownership_or_none.department, deal.currency, local_date(at))
    quote = deal.quotes.select_related("created_by").filter(number=request.POST.get("number", "")).first()
    lines = quote_lines(request.POST, prices, deal=deal)
    shown, rows = _as_typed(request, deal, at, quote, QuoteForm(request.POST), lines, prices)
    return shown, rows, unread(lines)


@deal_page
@require_POST
@saves_nothing
def preview(request, deal, at):
    """What the quote that is being typed comes to, its discount beside the limit, and how it will read; saves nothing."""
    shown, rows, left_out = _previewed(request, deal, at)
    context = live(shown, rows, request.user) | {"shown": shown, "unread": left_out, "swap": True}
    return render(request, "deals/parts/quote_live.html", context)


@deal_page
@require_POST
@saves_nothing
def preview_pdf(request, deal, at):
    """The same as the file that would go out, marked as not approved."""
    shown, rows, _left_out = _previewed(request, deal, at)
    return pdf_answer(quote_pdf.pdf(shown, translation.get_language(), rows), f"{shown.number}.pdf")


def finished_text(quote):
    """What is said once a quote was finished: approved, or asked for."""
    if quote.status == QuoteStatus.APPROVED:
        return _("The quote is approved: print and send it.")
    return _("The discount is above your limit: it was sent for approval.")
