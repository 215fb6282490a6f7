"""Introductions to be made after a handover: one's own, and for managers those of their people (rows Z16, Ne9)."""

from datetime import timedelta

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assignment.domain import introductions
from assignment.domain.handover.left_behind import left_behind
from crm_project.accounts.decorators import allowed
from crm_project.accounts.domain.access import may, scope
from crm_project.lib.paging import paged
from crm_project.lib.time import days, minute, since
from crm_project.lib.views import now
from customers.domain.access.gate import openable

SIZE = 30


@require_safe
@allowed("customer.claim", "handover.run")
def listing(request):
    """Customers who do not know their new owner yet, the longest waiting first."""
    user, at = request.user, now()
    holds, runs = may(user, "customer.claim"), may(user, "handover.run")
    show = request.GET.get("show") if runs else ""
    show = show or ("" if holds else "team")
    term = introductions.introduction_days()
    own, team = introductions.mine(user), introductions.of_team(user)
    rows = {"team": team, "late": introductions.overdue(team, at, term)}.get(show, own)
    page = paged(
        request,
        rows.filter(openable(user, "customer_id")).select_related("customer", "to", "handover__leaver"),
        order=("moved_at", "id"),
        size=SIZE,
    )
    return render(
        request,
        "assignment/introductions.html",
        {
            "page": page,
            "rows": [_row(item, user, runs, at, term) for item in page],
            "tabs": _tabs(user, holds, runs, show, own, team, at, term),
            "term": days(term),
            "team": show in ("team", "late"),
            "settings_url": reverse("accounts:company_settings") if scope(user, "people.manage") == "all" else "",
            "here": request.get_full_path(),
            "unfinished": left_behind(user),
        },
    )


def _tabs(user, holds, runs, show, own, team, at, term):
    here = reverse("assignment:introductions")
    tabs = []
    if holds:
        tabs.append({"label": _("My introductions"), "url": here, "active": show == "", "count": own.count()})
    if runs:
        late = introductions.overdue(team, at, term)
        tabs += [
            {"label": _("My people"), "url": f"{here}?show=team", "active": show == "team", "count": team.count()},
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
