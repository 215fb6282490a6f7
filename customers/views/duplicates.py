"""The tidy list: duplicates, doubtful names, gaps, invalid entries; merging with its preview and its undo (rows Nc1, Ni4, Ni7, Ne8)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm_project.accounts.decorators import allowed
from crm_project.accounts.domain.access import department_ids, may
from crm_project.accounts.models import User
from crm_project.lib.paging import Page, capped_count
from crm_project.lib.refused import Refused
from crm_project.lib.time import minute
from crm_project.lib.views import attempt, now, posted, refusal_into
from customers.domain import access, removal
from customers.domain.access.lookups import reference
from customers.domain.completeness import incomplete, missing
from customers.domain.duplicates import merge, review
from customers.presenters import name_questions

from ..forms.duplicate import RemoveForm
from ..models import Customer, MergeRecord, NameDoubt, TidyRun
from .loading import customer_page

TABS = ("pairs", "names", "gaps", "merged", "invalid")


@allowed("customer.merge")
@require_GET
def work_list(request):
    """One list with everything that is to be tidied, by tab."""
    tab = request.GET.get("tab") if request.GET.get("tab") in TABS else TABS[0]
    context = _LOADERS[tab](request)
    last = TidyRun.objects.order_by("-at").first()
    context |= {"tab": tab, "tabs": _tabs(tab), "searched_at": minute(last.at) if last else ""}
    return render(request, "customers/duplicates.html", context)


def _tabs(tab):
    root = reverse("customers:duplicates")
    labels = [_("Duplicates"), _("Not full names"), _("Gaps"), _("Merged"), _("Invalid entries")]
    return [
        {"label": label, "url": f"{root}?tab={key}", "active": key == tab}
        for key, label in zip(TABS, labels, strict=True)
    ]


def _page(request, rows, order):
    page = Page(rows, order=order, cursor=request.GET.get("after"), size=20)
    count = capped_count(rows)
    return page, {
        "count": count,
        "count_text": page.span(count),
        "prev_url": page.prev_url(request.GET),
        "next_url": page.next_url(request.GET),
    }


def _side(customer, stays, user):
    """(customer, its ownership, whether it stays, what leads on to questions about a colleague's customer)."""
    held = customer.ownership_or_none
    asks = held is not None and held.owner_id != user.pk and may(user, "customer.claim")
    return customer, held, stays, reference(user, customer.pk) if asks else ""


def _pairs(request):
    rows = review.visible(request.user, now()).select_related(
        "one__ownership__owner", "other__ownership__owner", "one__department", "other__department"
    )
    page, context = _page(request, rows, ("-score", "-id"))
    pairs = []
    for pair in page.rows:
        kept, merged = merge.earliest(pair.one, pair.other)
        pairs.append((pair, [_side(c, c is kept, request.user) for c in (kept, merged)]))
    return context | {"pairs": pairs}


def _names(request):
    rows = NameDoubt.objects.filter(customer__in=review.within(request.user, now())).select_related(
        "customer__ownership__owner"
    )
    page, context = _page(request, rows, ("-customer_id",))
    return context | {
        "rows": [
            (row.customer, row.customer.ownership_or_none, name_questions.group_names(row.codes)) for row in page.rows
        ]
    }


def _gaps(request):
    rows = (
        incomplete(review.within(request.user, now()))
        .select_related("ownership__owner")
        .prefetch_related("contacts", "regions")
    )
    page, context = _page(request, rows, ("-id",))
    found = []
    for c in page.rows:
        lacking = missing(c, contacts=list(c.contacts.all()), regions=list(c.regions.all()))
        found.append((c, c.ownership_or_none, _(", ").join(str(label) for label in lacking)))
    return context | {"rows": found}


def _merged(request):
    rows = MergeRecord.objects.filter(kept__in=access.visible(request.user, now())).select_related(
        "kept", "merged", "by", "undone_by"
    )
    page, context = _page(request, rows, ("-id",))
    return context | {"rows": [(row, minute(row.at), minute(row.undone_at)) for row in page.rows]}


def _invalid(request):
    ids = department_ids(request.user, "customer.merge")
    rows = (
        Customer.objects.filter(removed_at__isnull=False)
        .exclude(code__startswith=removal.BURIED)
        .select_related("created_by", "removed_by")
    )
    rows = rows if ids is None else rows.filter(department_id__in=ids)
    page, context = _page(request, rows, ("-removed_at", "-id"))
    counted = removal.by_creator(ids)
    people = User.objects.in_bulk([pk for pk, _n in counted])
    return context | {
        "rows": [(row, minute(row.removed_at)) for row in page.rows],
        "creators": [(people[pk], n) for pk, n in counted],
    }


_LOADERS = {"pairs": _pairs, "names": _names, "gaps": _gaps, "merged": _merged, "invalid": _invalid}


@allowed("customer.merge")
@require_POST
def dismiss(request, pk):
    """These two are different companies."""
    get_object_or_404(review.visible(request.user, now()), pk=pk)
    attempt(
        request,
        review.dismiss_pair,
        pair_id=pk,
        by=request.user,
        at=now(),
        done=_("Marked as two different customers."),
    )
    return redirect("customers:duplicates")


@allowed("customer.merge")
@require_POST
def confirm_name(request, pk):
    """This is the full name."""
    get_object_or_404(review.within(request.user, now()), pk=pk)
    attempt(
        request,
        review.confirm_name,
        customer_id=pk,
        by=request.user,
        at=now(),
        done=_("The name is confirmed."),
    )
    return redirect(f"{reverse('customers:duplicates')}?tab=names")


@require_http_methods(["GET", "POST"])
@customer_page
def remove(request, customer, ownership, at):
    """Remove an invalid entry, with the reason that its creator will read (Ni4)."""
    if not access.may(request.user, "customer.classify", customer, ownership):
        raise PermissionDenied
    form = RemoveForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            removal.remove_customer(customer_id=customer.pk, reason=form.cleaned_data["reason"], by=request.user, at=at)
            messages.success(request, _("“%(name)s” was removed.") % {"name": customer.name})
            return redirect("customers:list")
        except Refused as refusal:
            refusal_into(form, refusal)
    return render(
        request,
        "customers/remove.html",
        {"form": form, "customer": customer, "ownership": ownership},
        status=422 if form.errors else 200,
    )


@require_POST
@customer_page
def restore(request, customer, ownership, at):
    """Put a removed customer back into the pool."""
    if not access.may(request.user, "customer.classify", customer, ownership):
        raise PermissionDenied
    attempt(
        request,
        removal.restore_customer,
        customer_id=customer.pk,
        by=request.user,
        at=at,
        done=_("Restored: it is in the public pool now."),
    )
    return redirect("customers:detail", customer.pk)
