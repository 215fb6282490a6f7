"""Recording a major change from the customer page, correcting an entry by a new one, voiding it (row M6)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from activities.domain.change_files import record_with_files
from crm_project.lib.query_values import key
from crm_project.lib.time import local_date
from crm_project.lib.views import attempt_form, posted
from customers.domain.access.masking import mask_for
from customers.domain.changes import access, recording
from customers.models import MajorChange, MajorChangeKind
from customers.presenters.changes import follow_text

from ...forms.changes import MajorChangeForm, VoidChangeForm
from ..loading import customer_page


@require_http_methods(["GET", "POST"])
@customer_page
def record(request, customer, ownership, at):
    """Choose the kind (`kind`), then say when and what; what the kind proposes is marked. `corrects`: the entry that it stands for."""
    if not access.may_record(request.user, customer, ownership, at):
        raise PermissionDenied
    old = _corrected(request, customer, ownership)
    asked = request.POST.get("kind") or request.GET.get("kind", "")
    offered = [row for row in MajorChangeKind.objects.all() if row.active or old and row.pk == old.kind_id]
    kind = next((row for row in offered if row.pk == key(asked)), None)
    context = {"customer": customer, "old": old, "kind": kind}
    if kind is None:
        keep = {"corrects": old.pk} if old else {}
        context["kinds"] = [
            (row, follow_text(row.follows), f"?{urlencode({'kind': row.pk, **keep})}") for row in offered
        ]
        return render(request, "customers/changes/kinds.html", context)
    form = _form(request, customer, ownership, kind, old, at)
    change = {"customer_id": customer.pk, "kind": kind, "corrects_id": old.pk if old else None}
    if attempt_form(form, record_with_files, by=request.user, at=at, **change):
        messages.success(request, _("Saved. The people concerned are notified."))
        return redirect(_panel(customer))
    context |= {
        "form": form,
        "asked": follow_text(old.follows) if old else "",
        "other": f"?{urlencode({'corrects': old.pk})}" if old else "?",
        "back": _panel(customer),
    }
    return render(request, "customers/changes/record.html", context, status=422 if form.errors else 200)


def _panel(customer):
    return f"{reverse('customers:detail', args=[customer.pk])}?part=file#changes"


def _corrected(request, customer, ownership):
    """The entry that is corrected, or None; 404 where it is no entry of this customer, 403 where it is not theirs to correct."""
    asked = request.POST.get("corrects") or request.GET.get("corrects", "")
    return _entry(request, customer, ownership, key(asked)) if asked else None


def _entry(request, customer, ownership, pk):
    row = get_object_or_404(MajorChange.objects.select_related("kind", "recorded_by"), pk=pk, customer=customer)
    if not access.may_correct(request.user, row, customer, ownership):
        raise PermissionDenied
    return row


def _form(request, customer, ownership, kind, old, at):
    asked = old.follows if old else ()
    initial = {"happened_on": local_date(at), "follows": [code for code in kind.follows if code not in asked]}
    if old:
        initial |= {"happened_on": old.happened_on, "text": old.text, "source": old.source}
    files = request.FILES if request.method == "POST" else None
    form = MajorChangeForm(posted(request), files, initial=initial, asked=asked)
    return form.hide_numbers(mask_for(request.user, customer, ownership, at).text)


@require_http_methods(["GET", "POST"])
@customer_page
def void(request, customer, ownership, at, change_pk):
    """Say why an entry does not hold."""
    row = _entry(request, customer, ownership, change_pk)
    form = VoidChangeForm(posted(request))
    if attempt_form(form, recording.void_change, change_id=row.pk, by=request.user, at=at):
        messages.success(request, _("The entry is void; it stays readable, struck through."))
        return redirect(_panel(customer))
    shown = mask_for(request.user, customer, ownership, at).row(row)
    context = {"customer": customer, "change": shown, "form": form, "back": _panel(customer)}
    return render(request, "customers/changes/void.html", context, status=422 if form.errors else 200)
