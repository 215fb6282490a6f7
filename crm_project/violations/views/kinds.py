"""The managed list of kinds of violations (row Nh6)."""

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from crm_project.accounts.decorators import allowed
from crm_project.lib.views import attempt, attempt_form, now, posted
from crm_project.violations.domain.kinds import MANAGE, save_kind, switch_kind

from ..forms import KindForm
from ..models import Violation, ViolationKind
from .listing import tabs


@allowed(MANAGE)
@require_http_methods(["GET", "POST"])
def kinds(request):
    """All kinds with how often each is used; the form beside them adds one."""
    form = KindForm(posted(request))
    if row := attempt_form(form, save_kind, by=request.user, at=now()):
        messages.success(request, _("“%(name)s” was added.") % {"name": row})
        return redirect("violations:kinds")
    used = dict(Violation.objects.order_by().values_list("kind_id").annotate(n=Count("pk")))
    context = {
        "rows": [(row, used.get(row.pk, 0)) for row in ViolationKind.objects.all()],
        "form": form,
        "tabs": tabs(request.user, "violations:kinds"),
    }
    return render(request, "violations/kinds.html", context, status=422 if form.errors else 200)


@allowed(MANAGE)
@require_http_methods(["GET", "POST"])
def kind(request, pk):
    """Rename one."""
    row = get_object_or_404(ViolationKind, pk=pk)
    form = KindForm(posted(request), initial={"name": row.name, "name_zh": row.name_zh})
    if attempt_form(form, save_kind, kind_id=pk, by=request.user, at=now()):
        return redirect("violations:kinds")
    context = {"form": form, "row": row, "label": _("Kinds of violations"), "back": reverse("violations:kinds")}
    return render(request, "parts/list_entry.html", context, status=422 if form.errors else 200)


@allowed(MANAGE)
@require_POST
def switch(request, pk):
    """Offer one no longer, or again."""
    get_object_or_404(ViolationKind, pk=pk)
    attempt(request, switch_kind, kind_id=pk, by=request.user, at=now())
    return redirect("violations:kinds")
