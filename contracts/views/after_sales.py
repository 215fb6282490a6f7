"""My customers in service: the official ones, who looks after each, last contact, open orders, next return visit (row Nc13)."""

from django.contrib import messages
from django.db.models import Count, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy
from django.views.decorators.http import require_GET, require_POST

from contracts.domain import after_sales_people
from contracts.domain.after_sales import customers_of, departments
from crm_project.accounts.decorators import allowed
from crm_project.accounts.domain.access import may
from crm_project.lib.chips import hidden_fields
from crm_project.lib.paging import paged
from crm_project.lib.query_values import keys
from crm_project.lib.time import day
from crm_project.lib.views import attempt, back, now
from customers.domain.access.gate import openable
from service.domain import access as service_access
from service.domain.visits import access as visit_access
from service.rules.steps import RUNNING
from service.rules.visits import OPEN

from ..forms.after_sales import GiveForm

SIZE = 25
# {tab: (its name, which customers)}
TABS = {
    "mine": (pgettext_lazy("customers", "Mine"), lambda user: Q(after_sales__person=user)),
    "introduce": (
        pgettext_lazy("customers", "To introduce"),
        lambda user: Q(after_sales__person=user, after_sales__introduced_at=None),
    ),
    "unassigned": (pgettext_lazy("customers", "Unassigned"), lambda user: Q(after_sales__person=None)),
    "all": (pgettext_lazy("customers", "All"), lambda user: Q()),
}


@allowed("after_sales.work")
@require_GET
def customers(request):
    """By tab; found by name or code (`?q=`). Those who look after nobody yet see all."""
    user, at, text = request.user, now(), request.GET.get("q", "").strip()
    tab = request.GET.get("tab") if request.GET.get("tab") in TABS else ""
    rows = customers_of(user, at)
    tab = tab or ("mine" if rows.filter(TABS["mine"][1](user)).exists() else "all")
    rows = rows.filter(TABS[tab][1](user))
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(code__iexact=text))
    page = paged(request, _with_work(rows, user), order=("-id",), size=SIZE)
    manages = may(user, "service.manage")
    here = reverse("contracts:after_sales")
    context = {
        "page": page,
        "rows": [_row(row, user, manages) for row in page.rows],
        "query": text,
        "tab": tab,
        "tabs": [
            {"label": label, "url": f"{here}?tab={key}", "active": key == tab} for key, (label, _among) in TABS.items()
        ],
        "keep": hidden_fields(request, "q"),
        "manages": manages,
        "form": GiveForm() if manages else None,
        "here": request.get_full_path(),
        "passes": bool(departments(user, at)),
    }
    return render(request, "contracts/after_sales.html", context)


def _with_work(rows, user):
    """With open orders and the next return visit, as far as the user may read them."""
    own = {"customer": OuterRef("pk")}
    orders = service_access.visible(user).filter(status__in=RUNNING, **own).order_by().values("customer")
    visits = visit_access.visible(user).filter(status__in=OPEN, **own).order_by().values("customer")
    return rows.select_related("ownership__owner", "after_sales__person").annotate(
        open_orders=Coalesce(Subquery(orders.annotate(n=Count("pk")).values("n")[:1]), 0),
        next_visit=Subquery(visits.annotate(day=Min("due_on")).values("day")[:1]),
    )


def _row(row, user, manages):
    care = getattr(row, "after_sales", None)
    person = care.person if care else None
    waits = bool(care and care.person_id and not care.introduced_at)
    return {
        "customer": row,
        "owner": row.ownership.owner if hasattr(row, "ownership") else None,
        "person": person,
        "introduce": waits and (manages or person == user),
        "waits": waits,
        "since": day(row.stage_since),
        "signed": day(row.signed_at),
        "contacted": day(row.last_followup_at),
        "next_visit": row.next_visit.isoformat() if row.next_visit else "",
    }


@allowed("service.manage")
@require_POST
def assign(request):
    """Give the marked customers to a person, or each to the one with the fewest."""
    form, at = GiveForm(request.POST), now()
    marked = keys(request.POST.getlist("customer"))
    if not form.is_valid() or not marked:
        messages.error(request, _("Mark the customers, then choose a person."))
        return back(request, reverse("contracts:after_sales"))
    seen = customers_of(request.user, at).filter(openable(request.user), pk__in=marked)
    n = attempt(
        request,
        after_sales_people.assign_customers,
        customer_ids=list(seen.values_list("pk", flat=True)),
        person=form.cleaned_data["person"],
        by=request.user,
        at=at,
    )
    if n is not None:
        n = 0 if n is True else n
        said = ngettext("%(n)d customer was given to service.", "%(n)d customers were given to service.", n)
        messages.success(request, said % {"n": n})
    return back(request, reverse("contracts:after_sales"))


@allowed("after_sales.work")
@require_POST
def introduced(request, pk):
    """The service person has introduced themselves."""
    at = now()
    row = get_object_or_404(customers_of(request.user, at).filter(openable(request.user)), pk=pk)
    done = _("Introduced to %(name)s.") % {"name": row.name}
    attempt(request, after_sales_people.introduce, customer_id=row.pk, by=request.user, at=at, done=done)
    return back(request, reverse("contracts:after_sales"))
