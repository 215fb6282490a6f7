"""Products, price lists and discount limits: read by whoever sells, kept by whoever may (row Na11)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from crm_project.accounts.decorators import allowed
from crm_project.accounts.domain.access import may
from crm_project.accounts.models import Role
from crm_project.lib.paging import paged
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from crm_project.lib.views import now, posted, refusal_into
from deals.domain import prices

from ..forms.product import LimitsForm, PriceListForm, ProductForm
from ..models import DiscountLimit, PriceList, Product

LISTS = 50


@login_required
@require_GET
def products(request):
    """What is offered, at today's price for the reader's department, and the price lists; for who sells and who keeps them."""
    if not (may(request.user, "deal.view") or may(request.user, "product.manage")):
        raise PermissionDenied
    return _page(request)


def _page(request, limits_form=None, status=200):
    at, user = now(), request.user
    query = request.GET.get("q", "").strip()
    rows = Product.objects.select_related("category")
    if query:
        rows = rows.filter(Q(code__icontains=query) | Q(name__icontains=query) | Q(name_zh__icontains=query))
    manages = may(user, "product.manage")
    today = local_date(at)
    cost, leading = prices.prices_on(user.department, "CNY", today)
    page = paged(request, rows, order=("code", "id"))
    lists = PriceList.objects.select_related("department").annotate(n=Count("prices"))[:LISTS]
    context = {
        "page": page,
        "rows": [(row, cost.get(row.pk)) for row in page],
        "query": query,
        "manages": manages,
        "today": today,
        "leading": leading,
        "lists": [(row, _state(row, today)) for row in lists],
        "limits_form": limits_form or (_limits(request) if manages else None),
    }
    return render(request, "deals/products.html", context, status=status)


def _state(row, today):
    if row.valid_from > today:
        return _("not yet in force"), "info"
    return (_("ended"), "") if row.valid_until and row.valid_until < today else (_("in force"), "ok")


def _limits(request, data=None):
    roles = [role for role in Role.objects.all() if "deal.work" in role.grants]
    return LimitsForm(data, roles=roles, held=dict(DiscountLimit.objects.values_list("role_id", "percent")))


@allowed("product.manage")
@require_POST
def limits(request):
    """How much each role takes off by itself."""
    form = _limits(request, request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    prices.set_limits(by=request.user, at=now(), limits=form.limits())
    messages.success(request, _("Saved."))
    return redirect("deals:products")


@allowed("product.manage")
@require_http_methods(["GET", "POST"])
def product(request, pk=None):
    """Enter or change a product."""
    row = get_object_or_404(Product, pk=pk) if pk else None
    form = ProductForm(posted(request), instance=Product.objects.get(pk=pk) if pk else None)
    if request.method == "POST" and form.is_valid():
        try:
            saved = prices.save_product(by=request.user, at=now(), fields=form.cleaned_data, product=row)
            messages.success(request, _("“%(name)s” was saved.") % {"name": saved})
            return redirect("deals:products")
        except Refused as refusal:
            refusal_into(form, refusal)
    return render(request, "deals/product.html", {"form": form, "row": row}, status=422 if form.errors else 200)


@allowed("product.manage")
@require_http_methods(["GET", "POST"])
def price_list(request, pk=None):
    """Enter or change a price list with its prices."""
    row = get_object_or_404(PriceList, pk=pk) if pk else None
    form = PriceListForm(posted(request), instance=PriceList.objects.get(pk=pk) if pk else None)
    if request.method == "POST" and form.is_valid():
        try:
            saved = prices.save_list(
                by=request.user, at=now(), fields=form.file(), price_list=row, prices=form.prices()
            )
            messages.success(request, _("“%(name)s” was saved.") % {"name": saved})
            return redirect("deals:products")
        except Refused as refusal:
            refusal_into(form, refusal)
    return render(request, "deals/price_list.html", {"form": form, "row": row}, status=422 if form.errors else 200)
