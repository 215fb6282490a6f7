"""The kinds of major changes, under Lists (row M6)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from crm_project.accounts.decorators import allowed
from crm_project.lib.views import attempt, attempt_form, now, posted
from customers.domain.changes import kinds as verbs
from customers.models import MajorChange, MajorChangeKind
from customers.presenters.changes import follow_text
from customers.presenters.managed_list import entry_rows

from ...forms.changes import MajorChangeKindForm
from ..lists import tabs_of


@allowed("lists.manage")
@require_http_methods(["GET", "POST"])
def kinds(request):
    """All kinds with how often each is used and what it proposes; the form beside adds one."""
    form = MajorChangeKindForm(posted(request))
    if row := attempt_form(form, verbs.save_kind, by=request.user, at=now()):
        messages.success(request, _("“%(name)s” was added.") % {"name": row})
        return redirect("customers:change_kinds")
    rows = entry_rows(MajorChangeKind.objects.all(), MajorChange.objects.all(), "kind", _url)
    context = {
        "rows": [row | {"note": follow_text(row["entry"].follows)} for row in rows],
        "form": form,
        "label": _("Kinds of major changes"),
        "tabs": tabs_of("changes"),
    }
    return render(request, "customers/lists.html", context, status=422 if form.errors else 200)


def _url(what, pk):
    if what == "edit":
        return reverse("customers:change_kind", args=[pk])
    return reverse("customers:change_kind_do", args=[pk, what])


@allowed("lists.manage")
@require_http_methods(["GET", "POST"])
def kind(request, pk):
    """Rename a kind, and say what it proposes."""
    row = get_object_or_404(MajorChangeKind, pk=pk)
    initial = {"name": row.name, "name_zh": row.name_zh, "follows": row.follows}
    form = MajorChangeKindForm(posted(request), initial=initial)
    if attempt_form(form, verbs.save_kind, kind_id=row.pk, by=request.user, at=now()):
        return redirect("customers:change_kinds")
    context = {
        "form": form,
        "row": row,
        "label": _("Kinds of major changes"),
        "back": reverse("customers:change_kinds"),
    }
    return render(request, "customers/changes/kind.html", context, status=422 if form.errors else 200)


@allowed("lists.manage")
@require_POST
def kind_do(request, pk, what):
    """Switch a kind off or on, or move it."""
    get_object_or_404(MajorChangeKind, pk=pk)
    if what == "switch":
        attempt(request, verbs.switch_kind, kind_id=pk, by=request.user, at=now())
    elif what in ("up", "down"):
        attempt(request, verbs.move_kind, kind_id=pk, up=what == "up", by=request.user, at=now())
    else:
        raise Http404
    return redirect("customers:change_kinds")
