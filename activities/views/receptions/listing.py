"""Receptions in lists: one's own, those of the customers one sees, those of one customer (row M11)."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from activities.domain.receptions import access
from activities.models import Reception, ReceptionLevel
from activities.presenters.receptions.pages import line
from crm_project.accounts.decorators import allowed
from crm_project.accounts.models import Department
from crm_project.lib.form_fields import set_queryset
from crm_project.lib.paging import paged
from crm_project.lib.views import now
from customers.domain.access.masking import shown

from .loading import planned_for_or_404

ORDER = ("-begins_at", "-id")
COMING, WAITING, ALL = "coming", "waiting", "all"
TABS = {
    COMING: gettext_lazy("Coming up"),
    WAITING: gettext_lazy("To be recorded"),
    ALL: gettext_lazy("All"),
}


class NarrowForm(forms.Form):
    """What narrows the list."""

    of = forms.ChoiceField(
        label=gettext_lazy("Whose"),
        required=False,
        choices=[("mine", gettext_lazy("Mine")), ("all", gettext_lazy("All that I may see"))],
    )
    level = forms.ModelChoiceField(
        ReceptionLevel.objects.all(), label=gettext_lazy("Level"), required=False, empty_label=gettext_lazy("All")
    )
    department = forms.ModelChoiceField(
        None, label=gettext_lazy("Department"), required=False, empty_label=gettext_lazy("All")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_queryset(self, "department", Department.objects.filter(closed_at=None).order_by("path"))


@login_required
@require_GET
def listed(request):
    """By tab, whose, level and department of the customer."""
    at, user = now(), request.user
    tab = request.GET.get("tab") if request.GET.get("tab") in TABS else COMING
    form = NarrowForm(request.GET)
    form.is_valid()
    said = {name: form.cleaned_data.get(name) for name in ("of", "level", "department")}
    rows = access.listed(user, at)
    if said["of"] != "all":
        rows = rows.filter(access.with_person(user))
    if said["level"]:
        rows = rows.filter(level=said["level"])
    if said["department"]:
        rows = rows.filter(host__department=said["department"])
    page = paged(request, _of_tab(rows, tab, at).select_related(*access.NEAR), order=ORDER)
    context = {
        "form": form,
        "page": page,
        "tab": tab,
        "tabs": _tabs(tab, said),
        "rows": [line(row, at) for row in shown(user, page.rows)],
        "narrowed": any(said[name] for name in ("level", "department")),
    }
    return render(request, "activities/receptions/list.html", context)


def _of_tab(rows, tab, at):
    if tab == COMING:
        return rows.filter(state=Reception.State.PLANNED, ends_at__gt=at)
    return rows.filter(access.to_record(at)) if tab == WAITING else rows


def _tabs(active, said):
    kept = {name: getattr(value, "pk", value) for name, value in said.items() if value}
    root = reverse("activities:receptions")
    return [
        {"label": label, "url": f"{root}?{urlencode({'tab': key, **kept})}", "active": key == active}
        for key, label in TABS.items()
    ]


@allowed("customer.view")
@require_GET
def of_customer(request, pk):
    """The receptions of one customer."""
    at = now()
    customer = planned_for_or_404(request, pk, at)
    rows = access.visible(request.user, at).filter(customer=customer).select_related(*access.NEAR)
    page = paged(request, rows, order=ORDER)
    context = {
        "customer": customer,
        "page": page,
        "rows": [line(row, at) for row in shown(request.user, page.rows)],
        "may_plan": access.plan_refusal(request.user, customer) is None,
        "crumbs": [
            (_("Customers"), reverse("customers:list")),
            (customer.name, reverse("customers:detail", args=[pk])),
        ],
    }
    return render(request, "activities/receptions/list.html", context)
