"""Closing an account, which leads straight to the handover, and opening it again (rows M9, Na2)."""

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assignment.domain.handover import leaving
from assignment.presenters.open_work import list_of
from crm_project.accounts.decorators import allowed
from crm_project.accounts.domain import people
from crm_project.accounts.domain.access import covers
from crm_project.accounts.forms.people import CloseForm
from crm_project.accounts.models import User
from crm_project.catalogue import open_work
from crm_project.lib.refused import Refused
from crm_project.lib.views import attempt, now, refusal_into
from customers.models import Ownership
from customers.models.choices import Stage

from .loading import managed
from .person import handover_url, successors_for


@allowed("people.manage")
def close(request, pk):
    """What the person holds, and the button that ends her access at once."""
    person = managed(request, pk)
    form = CloseForm(
        request.POST if request.method == "POST" else None, successors=successors_for(request.user, person)
    )
    if request.method == "POST" and form.is_valid():
        try:
            person, planned = leaving.close_account(person_id=person.pk, **form.cleaned_data, by=request.user, at=now())
        except Refused as refusal:
            refusal_into(form, refusal)
        else:
            return _onwards(request, person, planned)
    return render(
        request,
        "accounts/person_close.html",
        {
            "person": person,
            "form": form,
            "facts": _holds(person),
            "holds": leaving.customers_of_leaver(person),
            "crumbs": [
                (_("People"), reverse("accounts:people")),
                (str(person), reverse("accounts:person", args=[person.pk])),
            ],
        },
    )


@require_POST
@allowed("people.manage")
def reopen(request, pk):
    """Let a closed account in again."""
    person = managed(request, pk)
    attempt(
        request,
        people.reopen_person,
        person_id=person.pk,
        by=request.user,
        at=now(),
        done=_("Open again. The old password is void: send a new invitation."),
    )
    return redirect("accounts:person", person.pk)


def _onwards(request, person, planned):
    """To the handover of their customers, or back to their page where there are none."""
    messages.success(request, _("Closed: %(person)s is signed out everywhere.") % {"person": person})
    if planned:
        return redirect("assignment:handover", planned.pk)
    url = handover_url(person) if covers(request.user, "handover.run", department_id=person.department_id) else ""
    return redirect(
        url if url and leaving.customers_of_leaver(person) else reverse("accounts:person", args=[person.pk])
    )


def _holds(person):
    stages = dict(
        Ownership.objects.filter(owner=person).order_by().values_list("customer__stage").annotate(n=Count("pk"))
    )
    rows = [(Stage(stage).label, n) for stage, n in sorted(stages.items())]
    rows.append((_("Colleagues for whom this person stands in"), User.objects.active().filter(stand_in=person).count()))
    also = list_of(
        [(work, n) for work, n in ((w, w.of(person).count()) for w in open_work() if w.key != "customers") if n]
    )
    return [(label, str(n)) for label, n in rows] + [(_("Also passes on"), also or _("nothing"))]
