"""Lists of violations: one's own, those of others, how many per department and kind (row Nh6)."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from crm_project.accounts.domain.access import may
from crm_project.accounts.models import Department
from crm_project.lib.paging import paged
from crm_project.lib.views import now
from crm_project.violations.domain import access
from crm_project.violations.domain.kinds import MANAGE
from crm_project.violations.presenters import pages

from ..forms import ListForm
from ..models import Violation

ORDER = ("-opened_at", "-id")


def tabs(user, here):
    """One's own, those of others, the counts; the last two for who sees others'."""
    found = [(_("Mine"), "violations:mine")]
    if access.sees_others(user):
        found += [(_("Of others"), "violations:all"), (_("Numbers"), "violations:counts")]
    if may(user, MANAGE):
        found.append((_("Kinds"), "violations:kinds"))
    return [{"label": label, "url": reverse(name), "active": name == here} for label, name in found]


@login_required
@require_safe
def mine(request):
    """What is about the person themselves, the newest first."""
    rows = Violation.objects.filter(person=request.user).select_related("kind", "person", "department")
    page = paged(request, rows, order=ORDER)
    return _list(request, page, "violations:mine", named=False)


@login_required
@require_safe
def everything(request):
    """Those of others, narrowed by status, kind, department."""
    if not access.sees_others(request.user):
        raise PermissionDenied
    form = ListForm(request.GET, departments=Department.objects.order_by("path"))
    rows = access.others(request.user)
    if form.is_valid():
        chosen = {name: value for name, value in form.cleaned_data.items() if value}
        rows = rows.filter(**chosen)
    if request.GET.get("department") == "none":
        rows = rows.filter(department=None)
    page = paged(request, rows, order=ORDER, count=True)
    return _list(request, page, "violations:all", named=True, form=form)


def _list(request, page, here, *, named, form=None):
    context = {
        "page": page,
        "lines": pages.lines(page, now(), named=named),
        "tabs": tabs(request.user, here),
        "may_open": access.opens(request.user),
        "form": form,
        "named": named,
    }
    return render(request, "violations/list.html", context)


@login_required
@require_safe
def counted(request):
    """How many per department and kind; each number opens its rows. Withdrawn and void ones don't count."""
    if not access.sees_others(request.user):
        raise PermissionDenied
    context = {
        "table": pages.table(access.others(request.user)),
        "tabs": tabs(request.user, "violations:counts"),
        "may_open": access.opens(request.user),
    }
    return render(request, "violations/counts.html", context)
