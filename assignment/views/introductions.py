"""Introductions to be made after a handover: one's own, and for managers those of their people (rows Z16, Ne9)."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from crm_project.accounts.access import may
from crm_project.lib.paging import paged
from crm_project.lib.refused import Refused
from crm_project.lib.views import allowed, now, posted, refusal_into
from customers.gate import openable

from .. import introductions
from ..countdown import days, minute, since
from ..forms.handover import TermForm

SIZE = 30


@require_safe
@allowed("customer.claim", "handover.run")
def listing(request):
    """Customers who do not know their new owner yet, the longest waiting first."""
    return _page(request)


def _page(request, form=None):
    user, at = request.user, now()
    holds, runs = may(user, "customer.claim"), may(user, "handover.run")
    show = request.GET.get("show") if runs else ""
    show = show or ("" if holds else "team")
    term = introductions.term()
    own, team = introductions.mine(user), introductions.of_team(user)
    rows = {"team": team, "late": introductions.overdue(team, at, term)}.get(show, own)
    page = paged(
        request,
        rows.filter(openable(user, "customer_id")).select_related("customer", "to", "handover__leaver"),
        order=("moved_at", "id"),
        size=SIZE,
    )
    sets = may(user, "lists.manage")
    if sets and form is None:
        form = TermForm(None, initial={"days": term})
    return render(
        request,
        "assignment/introductions.html",
        {
            "page": page,
            "rows": [_row(item, user, runs, at, term) for item in page],
            "tabs": _tabs(user, holds, runs, show, own, team, at, term),
            "term": days(term),
            "team": show in ("team", "late"),
            "form": form if sets else None,
            "here": request.get_full_path(),
            "unfinished": [
                {"person": name, "n": n, "url": reverse("assignment:handover_new") + f"?person={pk}"}
                for pk, name, n in introductions.unfinished(user)
            ],
        },
        status=422 if form is not None and form.errors else 200,
    )


def _tabs(user, holds, runs, show, own, team, at, term):
    here = reverse("assignment:introductions")
    tabs = []
    if holds:
        tabs.append({"label": _("My introductions"), "url": here, "active": show == "", "count": own.count()})
    if runs:
        late = introductions.overdue(team, at, term)
        tabs += [
            {"label": _("Of my people"), "url": f"{here}?show=team", "active": show == "team", "count": team.count()},
            {"label": _("Overdue"), "url": f"{here}?show=late", "active": show == "late", "count": late.count()},
        ]
    return tabs


def _row(item, user, runs, at, term):
    return {
        "pk": item.pk,
        "name": item.customer.name,
        "code": item.customer.code,
        "url": reverse("customers:detail", args=[item.customer_id]),
        "to": str(item.to),
        "from": str(item.handover.leaver),
        "moved": minute(item.moved_at),
        "waits": since(item.moved_at, at),
        "late": item.moved_at <= at - timedelta(days=term),
        "informed": minute(item.informed_at),
        "letter_url": reverse("assignment:handover_letters", args=[item.handover_id]) + f"?item={item.pk}",
    }


@require_POST
@allowed("lists.manage")
def term(request):
    """After how many days an introduction is overdue."""
    form = TermForm(posted(request))
    if form.is_valid():
        try:
            introductions.set_term(days=form.cleaned_data["days"], by=request.user, at=now())
        except Refused as refusal:
            refusal_into(form, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("assignment:introductions")
    return _page(request, form)
