"""The public pool: what is there, why, and taking from it (rows Nc14, D3)."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from activities.domain.first_contact import claim_with_followup
from activities.undo import CLAIM_WITH_FOLLOWUP
from assignment import undo
from assignment.domain import access, ownership, pool
from assignment.domain.ownership import claim_requests
from assignment.domain.policies.lookup import PolicyBook
from assignment.presenters.pool import Offer, table
from crm_project.accounts.decorators import allowed
from crm_project.accounts.domain.access import may
from crm_project.lib.chips import chips, hidden_fields
from crm_project.lib.paging import capped, count_of, paged
from crm_project.lib.refused import Refused
from crm_project.lib.views import now, posted, refusal_into
from crm_project.ops.private_search import linked
from crm_project.undo.views import offering
from customers.domain.duplicates import matching

from ..filters import PoolFilter
from ..forms.ownership import ClaimForm, ReasonForm

ORDERS = {"": ("-pooled_at", "-id"), "pooled_at": ("pooled_at", "id"), "-pooled_at": ("-pooled_at", "-id")}


@require_safe
@allowed("pool.view")
def public(request):
    """Customers without an owner, the newest first; told in advance what hinders me."""
    at, user = now(), request.user
    book = PolicyBook()
    tabs = pool.reach(user, at, book)
    here = request.GET.get("pool") if request.GET.get("pool") in tabs else next(iter(tabs), pool.DEPARTMENT)
    rows, query, on = pool.pooled(tabs.get(here, set())), request.GET.get("q", "").strip(), []
    if any(request.GET.get(name) for name in PoolFilter.base_filters):
        found = PoolFilter(request.GET, rows, request=request)
        rows, on = found.qs.distinct() if request.GET.get("region") else found.qs, chips(request, found)
    if query:
        rows = rows.filter(pk__in=matching.search_ids(query, within=rows))
    count = count_of(rows)
    page = paged(request, rows.only(*COLUMNS), order=ORDERS.get(request.GET.get("sort", ""), ORDERS[""]), count=count)
    eligibility = pool.claim_eligibility(user, at, book)
    may_claim = may(user, "customer.claim")
    rows = table(page.rows, Offer(eligibility, may_claim, may(user, "customer.transfer")))
    return render(
        request,
        "assignment/pool.html",
        {
            "page": page,
            "rows": rows,
            "kept_query": request.GET.urlencode(),
            "eligibility": eligibility,
            "capacity": eligibility.capacity,
            "way": eligibility.way,
            "refusal": eligibility.refusal,
            "tabs": _tabs(tabs, here, count),
            "chips": on,
            "kept": hidden_fields(request, "q"),
            "query": query,
            "panel_url": f"{reverse('assignment:pool_filter')}?{request.GET.urlencode()}",
            "here": here,
            "clear_url": f"?pool={here}",
            "may_claim": may_claim,
        },
    )


COLUMNS = (
    "id",
    "code",
    "name",
    "stage",
    "department_id",
    "pooled_at",
    "pool_reason",
    "former_owners",
    "vip",
    "restricted",
    "level",
)
LABELS = {pool.DEPARTMENT: lambda: _("My department"), pool.COMPANY: lambda: _("Whole company")}


def _tabs(tabs, here, count):
    if len(tabs) < 2:
        return []
    return [
        {
            "label": LABELS[name](),
            "url": f"?pool={name}",
            "active": name == here,
            "count": capped(count) if name == here else "",
        }
        for name in tabs
    ]


@require_safe
@allowed("pool.view")
def panel(request):
    """The filter form for the side panel."""
    keep = [
        (name, linked(request.GET[name]) if name == "q" else request.GET[name])
        for name in ("pool", "q", "sort")
        if request.GET.get(name)
    ]
    form = PoolFilter(request.GET, request=request).form
    return render(request, "parts/filter_form.html", {"form": form, "action": reverse("assignment:pool"), "keep": keep})


@require_POST
@allowed("customer.claim")
def claim(request, pk):
    """Take it, in one click, and stay in the list; whoever was slower reads who has it now."""
    at = now()
    customer = get_object_or_404(access.claimable(request.user, at), pk=pk)
    try:
        ownership.claim(customer_id=customer.pk, by=request.user, at=at)
    except Refused as refusal:
        if refusal.code == "slots":
            return HttpResponseRedirect(f"{reverse('assignment:slots')}?claim={customer.pk}")
        if refusal.code in ("followup", "request"):
            return HttpResponseRedirect(reverse("assignment:claim_form", args=[customer.pk]))
        messages.error(request, refusal.sentence)
        return HttpResponseRedirect(_inside(request))
    said, page = _("You are now the owner of “%(name)s”.") % {"name": customer.name}, customer_page(customer)
    offering.done(request, said, undo.CLAIM, at=at, opens=page, subject=customer.name, customer_id=customer.pk)
    # On to the next one: the page of this one is a link in the message.
    return HttpResponseRedirect(_inside(request))


def _inside(request):
    """Back to the pool as it was filtered."""
    query = request.POST.get("query", "")
    return reverse("assignment:pool") + (f"?{query}" if query else "")


def customer_page(customer):
    """The customer's page; the pool where there is none."""
    try:
        return reverse("customers:detail", args=[customer.pk])
    except NoReverseMatch:
        return reverse("assignment:pool")


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("customer.claim")
def claim_form(request, pk):
    """Claiming with the first contact, or asking for the customer where the manager decides."""
    at = now()
    customer = get_object_or_404(access.claimable(request.user, at), pk=pk)
    eligibility = pool.claim_eligibility(request.user, at)
    asks = eligibility.way == "request"
    claim_refusal = ownership.claim_refusal(customer, request.user, at, book=eligibility.book, contacted=True)
    form = ReasonForm(posted(request)) if asks else ClaimForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            if isinstance(form, ReasonForm):
                claim_requests.ask_claim(
                    customer_id=customer.pk, reason=form.cleaned_data["reason"], by=request.user, at=at
                )
            else:
                claim_with_followup(
                    customer_id=customer.pk, by=request.user, at=at, contact=form.contact(), followup=form.followup()
                )
        except Refused as refusal:
            refusal_into(form, refusal)
        else:
            if asks:
                messages.success(request, _("Your manager decides; you will be notified."))
                return HttpResponseRedirect(reverse("assignment:pool"))
            said = _("You are now the owner of “%(name)s”.") % {"name": customer.name}
            offering.done(request, said, CLAIM_WITH_FOLLOWUP, at=at, subject=customer.name, customer_id=customer.pk)
            return HttpResponseRedirect(customer_page(customer))
    return render(
        request,
        "assignment/claim_form.html",
        {
            "customer": customer,
            "form": form,
            "asks": asks,
            "claim_refusal": claim_refusal,
            "slots_full": bool(claim_refusal and claim_refusal.code == "slots"),
            "crumbs": [(_("Public pool"), reverse("assignment:pool"))],
        },
        status=422 if form.errors else 200,
    )
