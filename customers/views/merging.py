"""Merging two customers: named by hand or found at night, previewed side by side, undone (row Ni7)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from crm_project.accounts.decorators import allowed
from crm_project.lib.refused import Refused
from crm_project.lib.views import attempt, now, posted, refusal_into
from customers.domain import access
from customers.domain.access.gate import pass_gate
from customers.domain.access.masking import mask_for
from customers.domain.duplicates import merge as merging
from customers.domain.duplicates import review
from customers.domain.duplicates import unmerge as unmerging
from customers.presenters import merge_comparison

from ..forms.duplicate import MergeForm, MergeWithForm
from ..models import DuplicatePair, MergeRecord
from .loading import customer_page


@allowed("customer.merge")
@require_http_methods(["GET", "POST"])
def merge(request, one, other):
    """The preview of a merge side by side; posting it merges."""
    at = now()
    sides = []
    for pk in (one, other):
        customer, row = access.opened(request.user, pk, at)
        if customer is None:
            raise Http404
        sides.append((customer, row))
    if not all(access.may(request.user, "customer.merge", customer, row) for customer, row in sides):
        raise PermissionDenied
    for customer, row in sides:
        pass_gate(request.user, customer, row, at)
    form = MergeForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            record = merging.merge_customers(
                one_id=one, other_id=other, reason=form.cleaned_data["reason"], by=request.user, at=at
            )
            undo = f"undo:{reverse('customers:unmerge', args=[record.pk])}"
            messages.success(request, _("“%(name)s” was merged.") % {"name": record.merged.name}, extra_tags=undo)
            return redirect("customers:detail", record.kept_id)
        except Refused as refusal:
            refusal_into(form, refusal)
    try:
        plan = merging.plan(sides[0][0], sides[1][0])
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect("customers:duplicates")
    masks = {customer.pk: mask_for(request.user, customer, row, at) for customer, row in sides}
    context = {
        "plan": plan,
        "form": form,
        "pair": _pair(one, other),
        **merge_comparison.side_by_side(plan, at=at, masks=masks),
    }
    return render(request, "customers/merge.html", context, status=422 if form.errors else 200)


def _pair(one, other):
    return DuplicatePair.objects.filter(
        one_id=min(one, other), other_id=max(one, other), state=DuplicatePair.State.OPEN
    ).first()


@require_http_methods(["GET", "POST"])
@customer_page
def merge_with(request, customer, ownership, at):
    """Name the other one by hand, then see the preview."""
    if not access.may(request.user, "customer.merge", customer, ownership):
        raise PermissionDenied
    form = MergeWithForm(posted(request), rows=review.within(request.user, now()).exclude(pk=customer.pk))
    if request.method == "POST" and form.is_valid():
        return redirect("customers:merge", customer.pk, form.cleaned_data["other"].pk)
    return render(
        request,
        "customers/merge_with.html",
        {"form": form, "customer": customer},
        status=422 if form.errors else 200,
    )


@allowed("customer.merge")
@require_POST
def unmerge(request, pk):
    """Undo a merge."""
    record = get_object_or_404(MergeRecord.objects.filter(kept__in=access.visible(request.user, now())), pk=pk)
    customer, ownership = access.opened(request.user, record.kept_id, now())
    if customer is None:
        raise Http404
    pass_gate(request.user, customer, ownership, now())
    done = _("The merge was undone: “%(name)s” is a separate customer again.") % {"name": record.merged.name}
    result = attempt(request, unmerging.undo_merge, record_id=pk, by=request.user, at=now(), done=done)
    return (
        redirect("customers:detail", record.merged_id)
        if result
        else redirect(f"{reverse('customers:duplicates')}?tab=merged")
    )
