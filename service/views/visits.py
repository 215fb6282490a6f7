"""The list of return visits: mine, overdue, planned, reports due, done; and a visit planned by hand (rows T23, Nf15)."""

from datetime import timedelta

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from crm_project.accounts.decorators import allowed
from crm_project.accounts.domain.access import may
from crm_project.lib.chips import chips, hidden_fields
from crm_project.lib.conditions import address
from crm_project.lib.conditions.chosen import chosen
from crm_project.lib.paging import paged
from crm_project.lib.query_values import keys
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from crm_project.lib.views import now, posted, refusal_into
from crm_project.ui.condition_page import advanced
from customers.domain.access.guessing import holds
from customers.domain.access.masking import shown
from customers.presenters.saved_tabs import saved_frame
from service.domain import access as orders
from service.domain.visits import access, planning
from service.presenters import visit_rows
from service.rules.visits import DONE, HELD, OPEN, PLANNED

from ..conditions import VISITS
from ..filters import VisitFilter
from ..forms.visits import VisitForm

# {tab: (its name, which visits)}.
TABS = {
    "open": (pgettext_lazy("visits", "Open"), lambda user, today: Q(status__in=OPEN)),
    "mine": (pgettext_lazy("visits", "Mine"), lambda user, today: Q(person=user, status__in=OPEN)),
    "overdue": (
        pgettext_lazy("visits", "Overdue"),
        lambda user, today: Q(status=PLANNED, due_on__lt=today) | Q(status=HELD, report_due_on__lt=today),
    ),
    "planned": (pgettext_lazy("visits", "Planned"), lambda user, today: Q(status=PLANNED)),
    "unassigned": (pgettext_lazy("visits", "Unassigned"), lambda user, today: Q(person=None, status__in=OPEN)),
    "reports": (pgettext_lazy("visits", "Report due"), lambda user, today: Q(status=HELD)),
    "done": (pgettext_lazy("visits", "Done"), lambda user, today: Q(status=DONE)),
    "all": (gettext_lazy("All"), lambda user, today: Q()),
}
NEWEST_FIRST = ("done", "all")
FIRST_DAY = 1


@allowed("service.view")
@require_GET
def visit_list(request):
    """By tab; search looks at the customer and the purpose."""
    at, tab = now(), request.GET.get("tab") if request.GET.get("tab") in TABS else access.first_list(request.user)
    query = request.GET.get("q", "").strip()
    _label, among = TABS[tab]
    rows = access.visible(request.user).filter(among(request.user, local_date(at)))
    found = VisitFilter(request.GET, rows, request=request)
    rows = found.qs if found.form.is_valid() else found.queryset.none()
    if query:
        rows = rows.filter(
            Q(customer__name__icontains=query) | Q(customer__code__iexact=query) | holds(request.user, "purpose", query)
        )
    where = chosen(VISITS, request.GET, request.user, at)
    if where:
        rows = rows.filter(where.query)
    on = chips(request, found)
    order = ("-due_on", "-id") if tab in NEWEST_FIRST else ("due_on", "id")
    page = paged(request, rows.select_related(*access.NEAR), order=order)
    context = {
        "page": page,
        "rows": [
            row | {"reports": "report" in access.steps(request.user, row["visit"])}
            for row in visit_rows.rows(shown(request.user, page.rows), at)
        ],
        "tab": tab,
        "query": query,
        "tabs": [*_tabs(tab), {"label": _("Ideas"), "url": reverse("service:ideas"), "active": False}],
        "chips": on,
        **advanced(request, VISITS, where),
        **saved_frame(request.user, request.GET, VISITS, narrowed=bool(on or query or where) and not where.problems),
        "keep": hidden_fields(request, "q"),
        "clear_url": f"{reverse('service:visits')}?tab={tab}",
        "panel_url": f"{reverse('service:visit_filter')}?{request.GET.urlencode()}",
        "may_plan": may(request.user, "service.record"),
        "works": orders.works(request.user),
        "manages": orders.manages(request.user),
    }
    return render(request, "service/visits.html", context)


@allowed("service.view")
@require_GET
def filter_panel(request):
    """The side panel, loaded when it is opened."""
    found = VisitFilter(request.GET, access.visible(request.user), request=request)
    keep = [(name, request.GET[name]) for name in ("tab", "q") if request.GET.get(name)]
    keep += [(name, value) for name in address.PARAMETERS for value in request.GET.getlist(name)]
    context = {"form": found.form, "action": reverse("service:visits"), "keep": keep}
    return render(request, "parts/filter_form.html", context)


@allowed("service.record")
@require_http_methods(["GET", "POST"])
def new(request):
    """The customer and the order may be named in the address (`?customer=7&order=3`)."""
    at = now()
    order = _order(request)
    named = request.POST.get("customer") or request.GET.get("customer") or (str(order.customer_id) if order else "")
    initial = {
        "customer": order.customer_id if order else request.GET.get("customer"),
        "purpose": f"{order.number} · {order.subject}" if order else "",
        "due_on": local_date(at) + timedelta(days=FIRST_DAY),
        "person": request.user.pk if orders.works(request.user) else None,
    }
    form = VisitForm(
        posted(request),
        customers=orders.for_recording(request.user, at),
        chosen=orders.named(request.user, named, at),
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        try:
            visit = planning.plan_visit(
                customer_id=form.cleaned_data["customer"].pk,
                by=request.user,
                at=at,
                fields=form.file() | {"order": order},
                person=form.cleaned_data["person"],
            )
            messages.success(request, _("The visit is planned."))
            return redirect("service:visit", visit.pk)
        except Refused as refusal:
            refusal_into(form, refusal)
    return render(
        request, "service/visit_form.html", {"form": form, "order": order}, status=422 if form.errors else 200
    )


def _order(request):
    """The order that the address names, if the user may see it."""
    wanted = keys([request.POST.get("order") or request.GET.get("order") or ""])
    return orders.visible(request.user).filter(pk__in=wanted).first() if wanted else None


def _tabs(here):
    return [
        {"label": label, "url": f"{reverse('service:visits')}?tab={key}", "active": key == here}
        for key, (label, _among) in TABS.items()
    ]
