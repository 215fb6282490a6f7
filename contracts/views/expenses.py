"""My expenses, the team's, one's receipt (rows Z12, Ni23)."""

from django.contrib import messages
from django.db.models import Q, Sum
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from activities.domain.kept_files import note_download
from assignment.models import OwnershipEvent
from contracts.domain import access
from contracts.domain import expenses as verbs
from contracts.models.choices import ExpenseStatus
from crm_project.accounts.decorators import allowed
from crm_project.accounts.domain.access import scope
from crm_project.lib import query_values
from crm_project.lib.paging import paged
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from crm_project.lib.views import handed_out, now, posted, refusal_into, saves_nothing
from crm_project.ui.components.figures import money
from customers.domain import phones
from customers.domain.access import visible
from customers.domain.access.gate import pass_gate
from customers.domain.access.masking import shown
from customers.domain.duplicates import matching
from customers.models import Customer, Ownership

from ..forms.expenses import ExpenseForm
from .loading import whole

SIZE, OFFERED = 25, 20


@allowed("expense.record")
@require_GET
def expenses(request):
    """One's own, or (`of=team`) those within scope, with totals per customer; `status`, `customer` narrow."""
    user, team = request.user, request.GET.get("of") == "team"
    rows = access.expenses(user) if team else access.expenses(user).filter(claimant=user)
    status = request.GET.get("status", "")
    if status in ExpenseStatus.values:
        rows = rows.filter(status=status)
    if customer_id := whole(request.GET.get("customer")):
        rows = rows.filter(customer_id=customer_id)
    page = paged(
        request, rows.select_related("customer", "claimant", "decided_by"), order=("-spent_on", "-id"), size=SIZE
    )
    totals = (
        rows.filter(status=ExpenseStatus.ACCEPTED)
        .order_by()
        .values("customer_id", "customer__name", "currency")
        .annotate(sum=Sum("amount"))
    )
    root = reverse("contracts:expenses")
    tabs = [("", _("Mine"))]
    if access.may_record_payments(user) or scope(user, "expense.record") not in (None, "own"):
        tabs.append(("team", _("Everybody I can see")))
    context = {
        "page": page,
        "rows": shown(user, page.rows),
        "team": team,
        "totals": [
            (
                row["customer__name"],
                f"{root}?of={'team' if team else ''}&customer={row['customer_id']}",
                money(row["sum"], row["currency"]),
            )
            for row in totals.order_by("-sum")[:10]
        ],
        "tabs": [
            {"label": label, "url": f"{root}?of={key}" if key else root, "active": (key == "team") == team}
            for key, label in tabs
        ],
        "states": [
            (label, f"{root}?of={'team' if team else ''}&status={key}", key == status)
            for key, label in [("", _("All")), *ExpenseStatus.choices]
        ],
        "narrowed": bool(status or request.GET.get("customer")),
    }
    return render(request, "contracts/expenses.html", context)


@allowed("expense.record")
@require_http_methods(["GET", "POST"])
def new(request):
    """Claim an expense; accepted only from whoever owned the customer on that day."""
    at = now()
    once_held = OwnershipEvent.objects.filter(Q(owner=request.user) | Q(closes_owner=request.user)).values(
        "customer_id"
    )
    customers = Customer.objects.filter(
        Q(pk__in=visible(request.user, at).values("pk")) | Q(pk__in=once_held), merged_into=None
    )
    initial = {"customer": request.GET.get("customer"), "spent_on": local_date(at)}
    form = ExpenseForm(posted(request), request.FILES or None, customers=customers, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            verbs.claim_expense(
                customer_id=data["customer"].pk,
                by=request.user,
                at=at,
                upload=data["file"],
                **{name: data[name] for name in ("kind", "spent_on", "amount", "currency", "what", "idempotency_key")},
            )
        except Refused as refusal:
            refusal.field = "file" if refusal.field == "files" else refusal.field
            refusal_into(form, refusal)
        else:
            messages.success(request, _("Submitted: your manager decides."))
            return redirect("contracts:expenses")
    return render(request, "contracts/expense_new.html", {"form": form}, status=422 if form.errors else 200)


@allowed("expense.record")
@require_POST
@saves_nothing
def customers(request):
    """Customers to choose from in the form: those that the reader owned on the day named (`spent_on`), also former ones."""
    at = now()
    day = query_values.day(request.POST.get("spent_on")) or local_date(at)
    rows, text = verbs.customers_of(request.user, day, at), request.POST.get("q", "").strip()
    ids = matching.search_ids(text, limit=OFFERED, within=rows) if text else []
    ids += phones.find(text, request.user, rows, limit=OFFERED)
    found = rows.filter(pk__in=ids).order_by("sort_name").values_list("pk", "name", "code")
    return JsonResponse({"results": [{"value": pk, "text": name, "note": code} for pk, name, code in found]})


@allowed("expense.record")
@require_safe
def receipt(request, pk):
    """The receipt, for the claimant, their managers and finance."""
    row = get_object_or_404(access.expenses(request.user).select_related("customer"), pk=pk)
    if row.claimant_id != request.user.pk:
        ownership = Ownership.of(row.customer_id)
        pass_gate(request.user, row.customer, ownership, now())
    note_download(row=row, by=request.user, at=now())
    return handed_out(row.file, row.file_name)
