"""Planning a reception, changing it, calling it off (row M11)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from activities.domain.access import assignees
from activities.domain.receptions import access, levels, planning
from activities.domain.receptions.given_tasks import open_tasks
from activities.models import ReceptionLevel
from activities.presenters.receptions.hidden import hidden, stored_again, texts_of
from activities.presenters.receptions.pages import warnings
from activities.reception_forms import CancelReceptionForm, ChangeReceptionForm, PlanForms, ReceptionForm, rooms_for
from crm_project.accounts.decorators import allowed
from crm_project.lib.refused import Refused
from crm_project.lib.views import attempt, now, posted, refusal_into
from customers.domain.access.masking import mask_on
from customers.models import Contact

from .loading import own_or_refuse, planned_for_or_404

COLUMNS = (
    *("level", "level_reason", "purpose", "begins_at", "ends_at"),
    *("room", "place", "cost", "note"),
)


@allowed("followup.create")
@require_http_methods(["GET", "POST"])
def reception_new(request, pk):
    """Plan a reception of a customer on which one works."""
    at, user = now(), request.user
    customer = planned_for_or_404(request, pk, at)
    own = levels.level_of(customer)
    form = ReceptionForm(
        posted(request),
        levels=ReceptionLevel.objects.filter(active=True),
        rooms=rooms_for(),
        contacts=Contact.objects.filter(customer=customer, active=True),
        people=access.colleagues().exclude(pk=user.pk),
        initial={"level": own},
    )
    steps = [{"what": text} for text in levels.standing_lines(own)] if own else []
    parts = PlanForms(form, posted(request), rows={"steps": steps}, people=assignees(user))
    if request.method == "POST" and parts.is_valid():
        try:
            row = planning.plan_reception(customer=customer, plan=parts.plan(), by=user, at=at)
        except Refused as refused:
            refusal_into(form, refused)
        else:
            return _saved(request, row, at)
    refusal = access.plan_refusal(user, customer)
    context = {"refusal": refusal.sentence if refusal else "", "own": own, "important": levels.is_important(customer)}
    return _page(request, parts, customer, _("Plan a reception"), **context)


@allowed("followup.create")
@require_http_methods(["GET", "POST"])
def reception_edit(request, pk):
    """Change what is planned; whoever takes part is told."""
    at, user = now(), request.user
    row = own_or_refuse(request, pk, at)
    if request.method == "GET" and not access.may_change(user, row, at):
        messages.info(request, _("This reception can no longer be changed."))
        return redirect("activities:reception", row.pk)
    guests = list(row.guests.all())
    known = [guest.contact_id for guest in guests if guest.contact_id]
    form = ChangeReceptionForm(
        posted(request),
        levels=ReceptionLevel.objects.filter(active=True) | ReceptionLevel.objects.filter(pk=row.level_id),
        rooms=rooms_for(row),
        contacts=Contact.objects.filter(customer=row.customer, active=True) | Contact.objects.filter(pk__in=known),
        people=access.colleagues().exclude(pk=row.host_id),
        initial={name: getattr(row, name) for name in COLUMNS}
        | {"contacts": known, "team": [person.pk for person in row.team.filter(is_active=True)]},
    )
    hide, stored = mask_on(user, row.customer, at).text, _stored(row, guests)
    form.hide_numbers(hide)
    shown = {part: hidden(rows, hide) for part, rows in stored.items()}
    parts = PlanForms(form, posted(request), rows=shown, people=assignees(user))
    parts.as_stored = stored_again(texts_of(*stored.values()), hide)
    if request.method == "POST" and parts.is_valid():
        try:
            row = planning.change_reception(reception_id=row.pk, plan=parts.plan(), by=user, at=at)
        except Refused as refusal:
            refusal_into(form, refusal)
        else:
            return _saved(request, row, at)
    return _page(request, parts, row.customer, _("Change the reception"), row=row)


def _stored(row, guests):
    """The rows of a plan that stands."""
    return {
        "guests": [{"name": one.name, "position": one.position} for one in guests if not one.contact_id],
        "steps": [{"starts": one.starts, "what": one.what, "who": one.who} for one in row.steps.all()],
        "gifts": [{"what": one.what, "value": one.value} for one in row.gifts.filter(given=False)],
        "tasks": [{"what": one.title, "assignee": one.assignee_id, "due_at": one.due_at} for one in open_tasks(row)],
    }


def _saved(request, row, at):
    messages.success(request, _("Saved. It stands in the calendar of everybody who takes part."))
    for sentence in warnings(row, at):
        messages.warning(request, sentence)
    return redirect("activities:reception", row.pk)


def _page(request, parts, customer, title, *, row=None, **more):
    context = {
        "form": parts.form,
        "parts": parts,
        "customer": customer,
        "row": row,
        "title": title,
        "cancel": reverse("activities:reception", args=[row.pk])
        if row
        else reverse("activities:receptions_of", args=[customer.pk]),
        "crumbs": [
            (customer.name, reverse("customers:detail", args=[customer.pk])),
            (_("Receptions"), reverse("activities:receptions_of", args=[customer.pk])),
        ],
        **more,
    }
    return render(request, "activities/receptions/plan.html", context, status=422 if parts.wrong else 200)


@allowed("followup.create")
@require_POST
def reception_cancel(request, pk):
    """Call it off, with the reason."""
    at = now()
    row, form = own_or_refuse(request, pk, at), CancelReceptionForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    done = _("The reception is cancelled; everybody who takes part is told.")
    attempt(request, planning.cancel_reception, done=done, reception_id=row.pk, reason=reason, by=request.user, at=at)
    return redirect("activities:reception", row.pk)
