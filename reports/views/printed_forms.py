"""Forms to print: blank ones, and those of a customer with what its file says (row T4)."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.views.decorators.http import require_GET

from activities.models import FollowUp
from activities.views.receptions.loading import reception_or_404
from contracts.ratings.domain.grade_versions import grade_of
from contracts.ratings.domain.rating_rounds import quarter_on
from contracts.ratings.domain.scorecards import Cards, card_of
from contracts.ratings.models import Rating
from contracts.ratings.rules.scorecard import SEGMENTS
from contracts.ratings.views.loading import rated_customer
from crm_project.accounts.decorators import allowed
from crm_project.lib.views import now, pdf_answer
from customers.domain.access.masking import mask_for
from customers.models import Contact
from customers.presenters.file import load_lists
from customers.views.loading import customer_page
from reports.domain.printed_forms import (
    FILE,
    INFORMATION,
    PROFILE,
    RATING,
    RECEPTION,
    RETURN_VISIT,
    VISIT,
    exchanges_with,
    papers_of,
    record_printed,
)
from reports.presenters.printed_forms import offered
from reports.presenters.printed_forms.basic_file import basic_file
from reports.presenters.printed_forms.customer_list import customer_list
from reports.presenters.printed_forms.information import information
from reports.presenters.printed_forms.profile import profile
from reports.presenters.printed_forms.rating import rating
from reports.presenters.printed_forms.reception import reception
from reports.presenters.printed_forms.return_visit import return_visit
from reports.presenters.printed_forms.sheet import Printing
from reports.presenters.printed_forms.visit import visit
from service.models import VisitAspect
from service.views.visit_loading import visit_page

BLANK: dict[str, Callable[..., bytes]] = {
    "information": information,
    "file": basic_file,
    "profile": profile,
    "list": customer_list,
    "visit": visit,
    "reception": reception,
}


def _language(request):
    """The language of the form: the one asked for, else the reader's."""
    asked = request.GET.get("language")
    return asked if asked in dict(settings.LANGUAGES) else get_language()


@allowed("customer.view")
@require_GET
def print_forms(request):
    """All forms, blank, in both languages."""
    return render(request, "reports/printed_forms/blank.html", {"forms": offered.blank(request.user)})


@allowed("customer.view")
@require_GET
def blank_form(request, kind):
    """One of them."""
    if kind not in BLANK:
        raise Http404
    with override(_language(request)):
        return pdf_answer(BLANK[kind](Printing(request.user, now())), f"{kind}.pdf")


@allowed("rating.view")
@require_GET
def blank_rating(request, segment):
    """The rating form by the scorecard that holds now."""
    at = now()
    if segment not in SEGMENTS:
        raise Http404
    card = Cards(quarter_on(at))[segment]
    with override(_language(request)):
        return pdf_answer(rating(Printing(request.user, at), card=card), f"rating-{segment}.pdf")


@require_GET
@customer_page
def forms_of_customer(request, customer, ownership, at):
    """What can be printed of one customer: forms, its people, its last visits."""
    mask = mask_for(request.user, customer, ownership, at)
    context = {
        "customer": customer,
        "groups": offered.of_customer(request.user, customer, mask),
        "hidden": bool(mask),
        "crumbs": [(customer.name, reverse("customers:detail", args=[customer.pk]))],
    }
    return render(request, "reports/printed_forms/customer.html", context)


@require_GET
@customer_page
def print_information(request, customer, ownership, at):
    """The information collection form."""
    contacts, papers = list(customer.contacts.all()), papers_of(customer, request.user)
    return _answer(request, INFORMATION, information, customer, ownership, at, contacts=contacts, papers=papers)


@require_GET
@customer_page
def print_file(request, customer, ownership, at):
    """The basic customer file."""
    regions = load_lists(customer)
    contacts = list(customer.contacts.all())
    return _answer(request, FILE, basic_file, customer, ownership, at, contacts=contacts, regions=regions)


@require_GET
@customer_page
def print_profile(request, customer, ownership, at, contact_pk):
    """The personal profile of a contact."""
    contact = get_object_or_404(Contact, pk=contact_pk, customer=customer)
    exchanges = list(exchanges_with(contact))
    return _answer(
        request,
        PROFILE,
        profile,
        customer,
        ownership,
        at,
        of=contact.name,
        name=f"profile-{customer.code}-{contact.pk}",
        contact=contact,
        exchanges=exchanges,
    )


@allowed("customer.view")
@require_GET
def print_visit(request, pk):
    """The report of a visit, by its follow-up."""
    row = get_object_or_404(FollowUp.objects.select_related("author", "contact", "corrected_by"), pk=pk)
    return _visit(request, pk=row.customer_id, row=row)


@customer_page
def _visit(request, customer, ownership, at, row):
    name = f"visit-{customer.code}-{row.pk}"
    of = f"{row.occurred_at:%F}"
    return _answer(request, VISIT, visit, customer, ownership, at, of=of, name=name, followup=row)


@require_GET
@visit_page
def print_return_visit(request, row, at):
    """The report of a return visit; before it is written, the form to be taken along."""
    customer = row.customer
    return _answer(
        request,
        RETURN_VISIT,
        return_visit,
        customer,
        customer.ownership_or_none,
        at,
        of=f"{row.held_on or row.due_on:%F}",
        name=f"return-visit-{customer.code}-{row.pk}",
        visit=row,
        aspects=VisitAspect.objects.filter(active=True),
    )


@login_required
@require_GET
def print_reception(request, pk):
    """The plan of a reception, for whoever may read it."""
    at = now()
    row = reception_or_404(request, pk, at)
    customer = row.customer
    name, of = f"reception-{customer.code}-{row.pk}", f"{row.begins_at:%F}"
    return _answer(request, RECEPTION, reception, customer, customer.ownership_or_none, at, of=of, name=name, row=row)


@allowed("rating.view")
@require_GET
@rated_customer
def print_rating(request, customer, ownership, at):
    """The rating form, with the grade that the page of the grade shows (`?quarter=`, `?version=`) or to be filled in."""
    newest = Rating.objects.filter(customer=customer, latest=True).select_related("scorecard").order_by("-quarter")
    graded = grade_of(customer, list(newest[:1]), request.GET.get("quarter", ""), request.GET.get("version", ""))
    if graded is None and not customer.segment:
        raise Http404
    quarter = quarter_on(at)
    card = card_of(graded) if graded else Cards(quarter)[customer.segment]
    of, version = (graded.quarter, graded.number) if graded else (str(quarter), 0)
    return _answer(
        request,
        RATING,
        rating,
        customer,
        ownership,
        at,
        of=f"{of} · {version}" if version > 1 else of,
        card=card,
        quarter=of,
        graded=graded,
    )


def _answer(request, kind, form, customer, ownership, at, *, of="", name="", **what):
    mask = mask_for(request.user, customer, ownership, at)
    with override(_language(request)):
        content = form(Printing(request.user, at), customer, mask=mask, **what)
    record_printed(kind=kind, customer=customer, of=of, by=request.user, at=at)
    return pdf_answer(content, f"{name or f'{kind}-{customer.code}'}.pdf")
