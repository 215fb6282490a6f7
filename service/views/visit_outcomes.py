"""What becomes of demands and ideas: a deal in one click, put aside, the list of ideas and their answers (row T21)."""

from operator import attrgetter

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from crm_project.accounts.decorators import allowed
from crm_project.lib.paging import paged
from crm_project.lib.refused import Refused
from crm_project.lib.views import attempt_form, back, posted, refusal_into
from customers.domain.access.gate import openable
from customers.domain.access.masking import mask_on, shown
from deals.forms.deal import DealForm, ProductLines, named
from deals.models import Deal
from service.domain import access as orders
from service.domain.visits import access, outcomes
from service.models.visit_choices import IdeaStatus
from service.presenters import visit_rows

from ..forms.visits import AnswerForm, AsideForm
from .visit_loading import of_visit

NAME_LENGTH = Deal._meta.get_field("name").max_length


@of_visit(access.demands)
@require_http_methods(["GET", "POST"])
def deal(request, demand, at):
    """The form of a new deal, filled with what the customer asked for; saved, both are linked."""
    customer = demand.visit.customer
    if not access.may_decide(request.user, customer, customer.ownership_or_none):
        raise PermissionDenied
    if demand.deal_id:
        return redirect("deals:detail", demand.deal_id)
    mask = mask_on(request.user, customer, at)
    text = visit_rows.demand_text(demand)
    initial = {
        "name": (str(demand.product) if demand.product else demand.text)[:NAME_LENGTH],
        "intention": _("Asked for at the return visit of %(day)s: %(text)s")
        % {"day": demand.visit.held_on, "text": text},
        "expected_close": demand.wanted_on,
    }
    lines_initial = [{"product": demand.product_id, "quantity": demand.quantity or 1}] if demand.product else []
    form = DealForm(posted(request), initial=initial).hide_numbers(mask.text)
    lines = ProductLines(posted(request), initial=lines_initial, prefix="lines")
    if request.method == "POST" and form.is_valid() and lines.is_valid():
        try:
            made = outcomes.open_deal_of(
                demand_id=demand.pk, by=request.user, at=at, fields=form.file(), products=named(lines)
            )
            messages.success(request, _("The deal was created."))
            return redirect("deals:detail", made.pk)
        except Refused as refusal:
            refusal_into(form, refusal)
    wrong = form.errors or lines.total_error_count()
    context = {"form": form, "lines": lines, "customer": customer}
    return render(request, "deals/form.html", context, status=422 if wrong else 200)


@of_visit(access.demands)
@require_http_methods(["GET", "POST"])
def aside(request, demand, at):
    """Nothing comes of it: why?"""
    customer = demand.visit.customer
    if not access.may_decide(request.user, customer, customer.ownership_or_none):
        raise PermissionDenied
    form = AsideForm(posted(request))
    if attempt_form(form, outcomes.put_aside, demand_id=demand.pk, by=request.user, at=at):
        messages.success(request, _("The demand is put aside."))
        return back(request, reverse("service:visit", args=[demand.visit_id]))
    demand = mask_on(request.user, customer, at).row(demand)
    context = {"form": form, "demand": demand, "text": visit_rows.demand_text(demand), "customer": customer}
    return render(request, "service/demand_aside.html", context, status=422 if form.errors else 200)


@allowed("service.view")
@require_GET
def idea_list(request):
    """Ideas by status, the newest first, of files that one may open."""
    status = request.GET.get("status") if request.GET.get("status") in IdeaStatus.values else ""
    rows = access.ideas(request.user).filter(openable(request.user, "visit__customer_id"))
    if status:
        rows = rows.filter(status=status)
    page = paged(request, rows.select_related("visit__customer", "answered_by"), order=("-id",))
    here = reverse("service:ideas")
    tabs = [("", _("All")), *IdeaStatus.choices]
    context = {
        "page": page,
        "rows": visit_rows.idea_rows(shown(request.user, page.rows, attrgetter("visit.customer"))),
        "tabs": [
            {"label": label, "url": f"{here}?status={key}" if key else here, "active": key == status}
            for key, label in tabs
        ],
        "manages": orders.manages(request.user),
    }
    return render(request, "service/ideas.html", context)


@of_visit(access.ideas)
@require_http_methods(["GET", "POST"])
def answer(request, idea, at):
    """Say what becomes of an idea; the customer's people read it."""
    if not orders.manages(request.user):
        raise PermissionDenied
    mask = mask_on(request.user, idea.visit.customer, at)
    form = AnswerForm(posted(request), initial={"status": idea.status, "answer": idea.answer}).hide_numbers(mask.text)
    if attempt_form(form, outcomes.answer_idea, idea_id=idea.pk, by=request.user, at=at):
        messages.success(request, _("The answer is saved; the customer's people are told."))
        return redirect("service:ideas")
    context = {"form": form, "idea": mask.row(idea), "customer": idea.visit.customer}
    return render(request, "service/idea_answer.html", context, status=422 if form.errors else 200)
