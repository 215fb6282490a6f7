"""The kinds of feedback, under Lists (row Nh8)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from crm_project.accounts.decorators import allowed
from crm_project.lib.views import attempt, attempt_form, now, posted
from customers.domain.feedback import kinds as verbs
from customers.models import CustomerFeedback, FeedbackKind
from customers.presenters.feedback import kind_note
from customers.presenters.managed_list import entry_rows

from ...forms.feedback import FeedbackKindForm
from ..lists import tabs_of

TYPED = ("name", "name_zh", "goes_to", "department", "person", "days", "of_bad_answers")


@allowed("lists.manage")
@require_http_methods(["GET", "POST"])
def kinds(request):
    """All kinds with who answers each; the form beside adds one."""
    form = FeedbackKindForm(posted(request), initial={"days": 2})
    if row := attempt_form(form, verbs.save_kind, by=request.user, at=now()):
        messages.success(request, _("“%(name)s” was added.") % {"name": row})
        return redirect("customers:feedback_kinds")
    entries = FeedbackKind.objects.select_related("department", "person")
    rows = entry_rows(entries, CustomerFeedback.objects.all(), "kind", _url)
    context = {
        "rows": [row | {"note": kind_note(row["entry"])} for row in rows],
        "form": form,
        "label": _("Kinds of feedback"),
        "tabs": tabs_of("feedback"),
    }
    return render(request, "customers/lists.html", context, status=422 if form.errors else 200)


def _url(what, pk):
    if what == "edit":
        return reverse("customers:feedback_kind", args=[pk])
    return reverse("customers:feedback_kind_do", args=[pk, what])


@allowed("lists.manage")
@require_http_methods(["GET", "POST"])
def kind(request, pk):
    """Rename a kind, and say who answers it and by when."""
    row = get_object_or_404(FeedbackKind, pk=pk)
    form = FeedbackKindForm(posted(request), initial={name: getattr(row, name) for name in TYPED})
    if attempt_form(form, verbs.save_kind, kind_id=row.pk, by=request.user, at=now()):
        return redirect("customers:feedback_kinds")
    context = {
        "form": form,
        "row": row,
        "label": _("Kinds of feedback"),
        "back": reverse("customers:feedback_kinds"),
    }
    return render(request, "customers/feedback/kind.html", context, status=422 if form.errors else 200)


@allowed("lists.manage")
@require_POST
def kind_do(request, pk, what):
    """Switch a kind off or on, or move it."""
    get_object_or_404(FeedbackKind, pk=pk)
    if what == "switch":
        attempt(request, verbs.switch_kind, kind_id=pk, by=request.user, at=now())
    elif what in ("up", "down"):
        attempt(request, verbs.move_kind, kind_id=pk, up=what == "up", by=request.user, at=now())
    else:
        raise Http404
    return redirect("customers:feedback_kinds")
