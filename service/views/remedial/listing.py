"""Remedial plans as a list: whose turn, late, closed, all; and the tasks that one has oneself (row M16)."""

from operator import attrgetter

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET

from crm_project.accounts.decorators import allowed
from crm_project.lib.chips import chips, hidden_fields
from crm_project.lib.conditions import address
from crm_project.lib.conditions.chosen import chosen
from crm_project.lib.paging import paged
from crm_project.lib.views import now
from crm_project.ui.condition_page import advanced
from customers.domain.access.masking import shown
from customers.presenters.saved_tabs import saved_frame
from service.domain.finding import in_list
from service.domain.remedial import access
from service.models import RemedialPlan
from service.presenters.remedial import rows as plan_rows
from service.presenters.remedial import words
from service.rules.remedial_steps import CLOSED, OPEN

from ...conditions import PLANS
from ...filters import PlanFilter

TASKS_SHOWN = 100
# {tab: (its name, which plans)}; the first is shown where none is named.
TABS = {
    "open": (pgettext_lazy("remedial plans", "Open"), lambda user, at: Q(step__in=OPEN)),
    "mine": (_("My turn"), access.waits_for),
    "late": (pgettext_lazy("remedial plans", "Late"), lambda user, at: access.late(at)),
    "closed": (_("Closed, proving themselves"), lambda user, at: Q(step=CLOSED, proven_at=None)),
    "proven": (pgettext_lazy("remedial plans", "Proven"), lambda user, at: Q(proven_at__isnull=False)),
    "all": (_("All"), lambda user, at: Q()),
}
BY_DUE = ("open", "mine", "late")


@allowed("service.view")
@require_GET
def plan_list(request):
    """By tab; search looks at the number, the subject and the customer."""
    at, tab = now(), request.GET.get("tab") if request.GET.get("tab") in TABS else "open"
    query = request.GET.get("q", "").strip()
    _label, among = TABS[tab]
    found = PlanFilter(
        request.GET, access.visible(request.user, at).filter(among(request.user, at)), request=request, at=at
    )
    rows = found.qs if found.form.is_valid() else found.queryset.none()
    if query:
        rows = rows.filter(in_list(request.user, query))
    where = chosen(PLANS, request.GET, request.user, at)
    if where:
        rows = rows.filter(where.query)
    on, by_due = chips(request, found), tab in BY_DUE
    order = ("due_at", "id") if by_due else ("-begun_at", "-id")
    page = paged(request, rows.select_related(*plan_rows.NEAR), order=order, empty_last=by_due)
    context = {
        "page": page,
        "rows": plan_rows.rows(shown(request.user, page.rows), at),
        "query": query,
        "tabs": _tabs(tab),
        "chips": on,
        **advanced(request, PLANS, where),
        **saved_frame(request.user, request.GET, PLANS, narrowed=bool(on or query or where) and not where.problems),
        "keep": hidden_fields(request, "q"),
        "clear_url": f"{reverse('service:remedial')}?tab={tab}",
        "panel_url": f"{reverse('service:remedial_filter')}?{request.GET.urlencode()}",
        "may_begin": access.drafts(request.user),
    }
    return render(request, "service/remedial/list.html", context)


@allowed("service.view")
@require_GET
def filter_panel(request):
    """The side panel, loaded when it is opened."""
    found = PlanFilter(request.GET, RemedialPlan.objects.none(), request=request, at=now())
    keep = [(name, request.GET[name]) for name in ("tab", "q") if request.GET.get(name)]
    keep += [(name, value) for name in address.PARAMETERS for value in request.GET.getlist(name)]
    return render(
        request, "parts/filter_form.html", {"form": found.form, "action": reverse("service:remedial"), "keep": keep}
    )


@login_required
@require_GET
def my_tasks(request):
    """The tasks that one has in remedial plans, those to be done first."""
    at = now()
    near = ("plan__customer", "person", "department")
    rows = access.tasks_of(request.user, at).select_related(*near)
    waiting = list(rows.filter(done_at=None).order_by("due_on", "pk")[:TASKS_SHOWN])
    done = list(rows.filter(done_at__isnull=False).order_by("-done_at", "-pk")[:TASKS_SHOWN])
    parts = {
        name: shown(request.user, rows, attrgetter("plan.customer"))
        for name, rows in (("waiting", waiting), ("done", done))
    }
    context = {name: words.task_rows(rows, at) for name, rows in parts.items()}
    return render(request, "service/remedial/my_tasks.html", context)


def _tabs(here):
    return [
        {"label": label, "url": f"{reverse('service:remedial')}?tab={key}", "active": key == here}
        for key, (label, _among) in TABS.items()
    ]
