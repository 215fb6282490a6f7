"""Closing an account and moving somebody: both ask who takes over and lead straight to the handover (rows M9, Na2, Na3)."""

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from assignment.domain.access import takers
from assignment.domain.handover import leaving
from assignment.domain.handover.proposal import waiting_work
from assignment.domain.undo.closing import held_before
from assignment.presenters.handover_text import list_of
from assignment.undo import CLOSE_ACCOUNT
from crm_project.accounts.decorators import allowed
from crm_project.accounts.domain.access import covers
from crm_project.accounts.forms.people import CloseForm, MoveForm
from crm_project.accounts.models import User
from crm_project.accounts.views.loading import managed
from crm_project.catalogue import open_work
from crm_project.lib.form_fields import rows_of, set_queryset
from crm_project.lib.refused import Refused
from crm_project.lib.views import now, refusal_into
from crm_project.undo.views import offering
from customers.models import Ownership
from customers.models.choices import Stage


@allowed("people.manage")
def close(request, pk):
    """What the person holds, and the button that ends their access at once."""
    at, person = now(), managed(request, pk)
    form = CloseForm(
        request.POST if request.method == "POST" else None,
        successors=_successors_for(request.user, person),
        takers=_takers_for(person),
    )
    if request.method == "POST" and form.is_valid():
        try:
            held = held_before(person)
            person, planned = leaving.close_account(person_id=person.pk, **form.cleaned_data, by=request.user, at=at)
        except Refused as refusal:
            refusal_into(form, refusal)
        else:
            return _after_closing(request, person, planned, at, held)
    return _page(
        request,
        "assignment/person_close.html",
        person,
        form,
        facts=_holds(person),
        holds=leaving.customers_of_leaver(person),
    )


@allowed("people.manage")
def move(request, pk):
    """Another position or department; then, where the person holds customers, on to the handover."""
    person = managed(request, pk)
    held = leaving.customers_of_leaver(person)
    form = MoveForm(
        request.POST if request.method == "POST" else None,
        by=request.user,
        initial={"role": person.role_id, "department": person.department_id, "superior": person.superior_id},
        successors=_successors_for(request.user, person),
    )
    set_queryset(form, "superior", rows_of(form, "superior").exclude(pk=person.pk))
    if request.method == "POST" and form.is_valid():
        try:
            _person, planned = leaving.move_person(person_id=person.pk, **form.cleaned_data, by=request.user, at=now())
        except Refused as refusal:
            refusal_into(form, refusal)
        else:
            return _after_moving(request, person, planned)
    also = list_of([(w, n) for w, n in waiting_work(person) if w.key != "customers"]) if held else ""
    return _page(request, "assignment/person_move.html", person, form, holds=held, also=also)


def _page(request, template, person, form, **context):
    crumbs = [(_("People"), reverse("accounts:people")), (str(person), reverse("accounts:person", args=[person.pk]))]
    return render(request, template, {"person": person, "form": form, "crumbs": crumbs, **context})


def _after_closing(request, person, planned, at, held):
    """To the handover of their customers, or back to their page where there are none."""
    text = _("Closed: %(person)s is signed out everywhere.") % {"person": person}
    offering.done(request, text, CLOSE_ACCOUNT, at=at, subject=person, person_id=person.pk, **held)
    if planned:
        return redirect("assignment:handover", planned.pk)
    runs = covers(request.user, "handover.run", department_id=person.department_id)
    if runs and leaving.customers_of_leaver(person):
        return redirect(leaving.handover_url(person))
    return redirect("accounts:person", person.pk)


def _after_moving(request, person, planned):
    messages.success(request, _("Moved: the new rights apply from the next click."))
    if planned is None:
        return redirect("accounts:person", person.pk)
    messages.info(request, _("The handover is planned: check it, then hand over."))
    return redirect("assignment:handover", planned.pk)


def _successors_for(user, person):
    """Who may be named to take over from this person, None where nothing is held or the user hands over nothing there."""
    if not leaving.customers_of_leaver(person) or not leaving.runs_handover(user, person.department_id):
        return None
    return takers(user, "handover.run").exclude(pk=person.pk).order_by("sort_name", "pk")


def _takers_for(person):
    """Who may take what somebody has to be named for, None where this person has none of it."""
    if not leaving.named_work(person.pk):
        return None
    return User.objects.active().exclude(pk=person.pk).select_related("department").order_by("sort_name", "pk")


def _holds(person):
    stages = dict(
        Ownership.objects.filter(owner=person).order_by().values_list("customer__stage").annotate(n=Count("pk"))
    )
    rows = [(str(Stage(stage).label), n) for stage, n in sorted(stages.items())]
    rows.append((_("Colleagues this person stands in for"), User.objects.active().filter(stand_in=person).count()))
    also = list_of(
        [(work, n) for work, n in ((w, w.of(person).count()) for w in open_work() if w.key != "customers") if n]
    )
    return [(label, str(n)) for label, n in rows] + [(_("Also passes on"), also or _("nothing"))]
