"""Beginning a remedial plan, and writing its draft or its report (row M16)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from crm_project.accounts.decorators import allowed
from crm_project.lib.query_values import keys
from crm_project.lib.refused import Refused
from crm_project.lib.views import now, posted, refusal_into
from customers.domain.access.masking import mask_on
from service.domain import access as order_access
from service.domain.remedial import writing
from service.domain.visits import access as visit_access
from service.models import ServiceOrder
from service.models.choices import Origin
from service.rules.remedial_steps import DRAFT, PARTS, VERBS, text_of

from ...forms.remedial import BeginForm, WriteForm
from .loading import plan_page
from .verbs import check


@allowed("remedial.draft")
@require_http_methods(["GET", "POST"])
def new(request):
    """The customer, the order or the visit may be named in the address (`?customer=7`, `?order=3`, `?visit=5`): then more is filled in."""
    at, user = now(), request.user
    named = order_access.visible(user).filter(pk__in=keys([request.GET.get("order", "")])).first()
    visit = visit_access.visible(user).filter(pk__in=keys([request.GET.get("visit", "")])).first()
    source = named or visit
    chosen = request.POST.get("customer") or (source.customer_id if source else request.GET.get("customer", ""))
    orders = order_access.visible(user).filter(customer__in=keys([str(chosen)]))
    initial = {"customer": chosen, "origin": Origin.COMPLAINT}
    if named is not None:
        initial |= {"origin": Origin.ORDER, "order": named.pk, "subject": named.subject, "cause": named.cause_id}
    elif visit is not None:
        # Where it begins stands beside it, in the reader's language.
        initial |= {"origin": Origin.VISIT, "reference": (visit.held_on or visit.due_on).isoformat()}
    form = BeginForm(
        posted(request),
        customers=order_access.for_recording(user, at),
        orders=orders if chosen else ServiceOrder.objects.none(),
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        try:
            plan = writing.begin(customer_id=form.cleaned_data["customer"].pk, by=user, at=at, **form.fields_for_verb())
            messages.success(request, _("%(number)s has begun.") % {"number": plan.number})
            return redirect("service:remedial_plan", plan.pk)
        except Refused as refusal:
            refusal_into(form, refusal)
    return render(request, "service/remedial/new.html", {"form": form}, status=422 if form.errors else 200)


@plan_page
@require_http_methods(["GET", "POST"])
def write(request, plan, at):
    """The draft or the report, whichever its step asks for; saved, or saved and submitted."""
    check(request, plan, "write", at)
    if request.method == "GET" and plan.step not in VERBS["write"]:
        return redirect("service:remedial_plan", plan.pk)
    # What was typed says which text it is: the plan may have gone on since the page was opened.
    kind = next((kind for kind, parts in PARTS.items() if parts[0] in request.POST), text_of(plan.step) or DRAFT)
    text = writing.latest(plan, kind)
    initial = dict.fromkeys(PARTS[kind], "") | (text.body if text else {}) | {"cause": plan.cause_id}
    mask = mask_on(request.user, plan.customer, at)
    form = WriteForm(posted(request), kind=kind, initial=initial).hide_numbers(mask.text)
    if request.method == "POST" and form.is_valid():
        given = {"plan_id": plan.pk, "by": request.user, "at": at, "seen": kind}
        try:
            cause = form.cleaned_data.get("cause")
            writing.save_text(body=form.body(kind), cause=cause, **given)
            if "submit" in request.POST:
                writing.submit(**given)
                messages.success(request, _("%(number)s was sent to review.") % {"number": plan.number})
            else:
                messages.success(request, _("Saved."))
            return redirect("service:remedial_plan", plan.pk)
        except Refused as refusal:
            refusal_into(form, refusal)
    context = {"form": form, "plan": mask.row(plan), "is_draft": kind == DRAFT}
    return render(request, "service/remedial/write.html", context, status=422 if form.errors else 200)
