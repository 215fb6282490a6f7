"""One return visit: what is known before it, what may be done, its report; and the verbs of its life (rows T21, T23)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date, minute
from crm_project.lib.views import attempt_form, back, posted, refusal_into, say_unshown
from customers.domain import service_calls
from customers.domain.access.masking import mask_on
from service.domain.remedial import access as remedial_access
from service.domain.visits import access, before, planning, reporting
from service.presenters import history, rotation, visit_corrections, visit_rows
from service.rules.visits import CANCELLED, DONE, STEPS

from ..forms.visit_report import DemandForms, IdeaForms, ReportForm, demands_of, ideas_of
from ..forms.visits import AsideForm, AssignVisitForm, CancelVisitForm, HoldForm, PostponeForm
from .visit_loading import visit_page


@visit_page
@require_GET
def detail(request, visit, at):
    """The page of the visit."""
    return page(request, visit, at)


def page(request, visit, at, *, forms=None, status=200):
    """The visit with the forms of what comes next; those refused (`forms`, by name) come back filled."""
    user, forms = request.user, forms or {}
    customer = visit.customer
    text, tone = visit_rows.standing(visit, at)
    decides = access.may_decide(user, customer, customer.ownership_or_none)
    known, may = before.known(visit), access.steps(user, visit)
    say_unshown(request, forms, may)
    mask = mask_on(user, customer, at)
    allowed = service_calls.reason_of(customer, at) if customer.vip or known.marked else None
    visit, known = mask.row(visit), before.masked(known, mask)
    context = {
        "visit": visit,
        "status": text,
        "tone": tone,
        "reason": visit_rows.reason(visit),
        "facts": _facts(visit),
        "may": may,
        "scores": list(visit.scores.select_related("aspect")) if visit.status == DONE else [],
        "demands": visit_rows.demand_rows(known.demands, decides=decides),
        "ideas": visit_rows.idea_rows(known.ideas),
        "earlier_demands": visit_rows.demand_rows(known.earlier_demands, decides=decides),
        "earlier_ideas": visit_rows.idea_rows(known.earlier_ideas),
        "last": known.last,
        "call_reason": allowed and mask.row(allowed),
        "corrections": visit_corrections.rows(map(mask.row, visit.corrections.select_related("by", "cancelled_order")))
        if visit.status == DONE
        else [],
        "entries": history.entries(visit),
        "hold_form": forms.get("hold") or HoldForm(initial={"held_on": local_date(at)}),
        "postpone_form": forms.get("postpone") or PostponeForm(),
        "cancel_form": forms.get("cancel") or CancelVisitForm(),
        "assign_form": forms.get("assign") or AssignVisitForm(initial={"person": visit.person_id}),
        "aside_form": forms.get("aside") or AsideForm(),
        "may_begin": visit.status == DONE and remedial_access.may_begin(user, customer),
        "ended": visit.status in (DONE, CANCELLED),
        "crumbs": [
            (_("Return visits"), reverse("service:visits")),
            (customer.name, reverse("customers:detail", args=[customer.pk])),
        ],
    }
    return render(request, "service/visit.html", context, status=status)


def _facts(visit):
    held, by_plan = visit.customer.ownership_or_none, _("by the plan")
    facts = [
        (_("Due"), visit.due_on.isoformat()),
        (_("Who"), str(visit.person) if visit.person else ""),
        (_("How"), visit.get_channel_display()),
        (_("Contact"), visit.contact.name if visit.contact else ""),
        (_("Owner"), str(held.owner) if held else ""),
        (_("Planned"), f"{visit.planned_by or by_plan} · {minute(visit.planned_at)}"),
    ]
    if visit.held_on:
        facts.insert(1, (_("Day of the visit"), visit.held_on.isoformat()))
    if not visit.reported_at:
        facts.append((_("Report due"), visit.report_due_on.isoformat()))
    else:
        facts.append((pgettext("visit", "Reported"), f"{visit.reported_by or ''} · {minute(visit.reported_at)}"))
    return facts


def _allowed(request, visit, step):
    if not access.may_step(request.user, visit, step):
        raise PermissionDenied


def asking(step, form_class, verb, done):
    """The view of a verb that asks something: a refusal comes back with what was typed."""

    @visit_page
    @require_POST
    def view(request, visit, at):
        _allowed(request, visit, step)
        form = form_class(request.POST)
        after = attempt_form(form, verb, visit_id=visit.pk, by=request.user, at=at)
        if after is None:
            return page(request, visit, at, forms={step: form}, status=422)
        said = done % {"person": after.person or "", "day": after.due_on}
        messages.success(request, f"{said} {rotation.why_visit(after.given_by)}" if after.given_by else said)
        return back(request, reverse("service:visit", args=[visit.pk]))

    return view


hold = asking("hold", HoldForm, planning.hold_visit, gettext_lazy("The visit took place: now write the report."))
postpone = asking("postpone", PostponeForm, planning.postpone_visit, gettext_lazy("The visit is postponed to %(day)s."))
cancel = asking("cancel", CancelVisitForm, planning.cancel_visit, gettext_lazy("The visit is cancelled."))
assign = asking("assign", AssignVisitForm, planning.assign_visit, gettext_lazy("%(person)s makes the visit."))


@visit_page
@require_http_methods(["GET", "POST"])
def report(request, visit, at):
    """Evaluation, market demand, ideas; then the visit is done."""
    _allowed(request, visit, "report")
    if request.method == "GET" and visit.status not in STEPS["report"]:
        return redirect("service:visit", visit.pk)
    initial = {
        "held_on": visit.held_on or local_date(at),
        "channel": visit.channel,
        "contact": visit.contact_id,
    }
    form = ReportForm(posted(request), visit=visit, initial=initial)
    demands = DemandForms(posted(request), prefix="demands")
    ideas = IdeaForms(posted(request), prefix="ideas")
    if request.method == "POST" and form.is_valid() and demands.is_valid() and ideas.is_valid():
        try:
            after = reporting.record_report(
                visit_id=visit.pk,
                by=request.user,
                at=at,
                demands=demands_of(demands),
                ideas=ideas_of(ideas),
                **form.file(),
            )
            messages.success(request, _saved_text(after))
            return redirect("service:visit", visit.pk)
        except Refused as refusal:
            refusal_into(form, refusal)
    known = before.masked(before.known(visit), mask_on(request.user, visit.customer, at))
    wrong = form.errors or demands.total_error_count() or ideas.total_error_count()
    context = {
        "visit": visit,
        "form": form,
        "demands": demands,
        "ideas": ideas,
        "earlier_ideas": visit_rows.idea_rows(known.earlier_ideas),
        "crumbs": [
            (_("Return visits"), reverse("service:visits")),
            (visit.customer.name, reverse("service:visit", args=[visit.pk])),
        ],
    }
    return render(request, "service/visit_report.html", context, status=422 if wrong else 200)


def _saved_text(visit):
    if visit.opened_order:
        return _("The report is saved. The bad evaluation opened %(number)s.") % {"number": visit.opened_order.number}
    return _("The report is saved.")
