"""What is due and what is overdue, and how old the receivables are (row T20)."""

from django.db.models import Q
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from contracts.domain import access
from contracts.domain.collections import receivables
from crm_project.accounts.decorators import allowed
from crm_project.accounts.models import Department, User
from crm_project.lib.chips import hidden_fields, without
from crm_project.lib.money import money_text
from crm_project.lib.paging import paged
from crm_project.lib.time import local_date
from crm_project.lib.views import now
from crm_project.ui.components.figures import money

from .loading import whole

SIZE = 25


def tabs(here):
    """The pages about money, one beside the other."""
    root = reverse("contracts:collections")
    pages = (
        ("overdue", _("Overdue"), root),
        ("due", _("Due later"), f"{root}?what=due"),
        ("papers", _("Expected documents"), f"{root}?what=papers"),
        ("ageing", _("Ageing"), reverse("contracts:ageing")),
        ("payments", _("Payments"), reverse("contracts:payments")),
    )
    return [{"label": label, "url": url, "active": key == here} for key, label, url in pages]


@allowed("contract.view")
@require_GET
def collections(request):
    """Open instalments, the longest overdue first; `what`: overdue, due, papers; by rep, department, customer or number."""
    day, what = local_date(now()), request.GET.get("what", "overdue")
    what = what if what in ("overdue", "due", "papers") else "overdue"
    rows = receivables.open_papers(request.user) if what == "papers" else receivables.open_instalments(request.user)
    rows = rows.filter(due_on__lt=day) if what == "overdue" else rows.filter(due_on__gte=day) if what == "due" else rows
    text = request.GET.get("q", "").strip()
    if text:
        rows = rows.filter(Q(contract__number__icontains=text) | Q(contract__customer__name__icontains=text))
    rows, chips = _narrowed(request, rows)
    page = paged(
        request, rows.select_related("contract__customer", "contract__owner"), order=("due_on", "id"), size=SIZE
    )
    root = reverse("contracts:collections")
    listed = [_formatted(row, what, day) for row in page]
    context = {
        "page": page,
        "rows": listed,
        "assumed": any(one.get("assumed") for one in listed),
        "what": what,
        "query": text,
        "chips": chips,
        "keep": hidden_fields(request, "q"),
        "clear_url": f"{root}?what={what}",
        "may_money": access.may_record_payments(request.user),
        "tabs": tabs(what),
    }
    return render(request, "contracts/collections.html", context)


def _narrowed(request, rows):
    """By rep and by department, as the ageing links to here."""
    chips = []
    for name, column, model, label in (
        ("rep", "contract__owner", User, _("Rep")),
        ("department", "contract__owner__department", Department, _("Department")),
    ):
        key = whole(request.GET.get(name))
        found = model.objects.filter(pk=key).first() if key else None
        if found:
            rows = rows.filter(**{column: found})
            chips.append({"label": label, "value": str(found), "remove_url": without(request, name)})
    return rows, chips


def _formatted(row, what, day):
    late = (day - row.due_on).days
    text = ngettext("%(n)d day overdue", "%(n)d days overdue", late) % {"n": late} if late > 0 else ""
    out = {
        "row": row,
        "contract": row.contract,
        "due": row.due_on.isoformat(),
        "late": text,
        "excused": row.excused_until and row.excused_until >= day,
    }
    if what != "papers":
        out["assumed"] = row.assumed
        out["open"] = money(row.amount - row.paid, row.contract.currency)
    return out


def age_names():
    """{age: its name}"""
    return {
        "current": _("Not due"),
        "d30": _("1–30 days"),
        "d60": _("31–60 days"),
        "d90": _("61–90 days"),
        "older": _("over 90 days"),
    }


@allowed("contract.view")
@require_GET
def ageing(request):
    """Receivables by age, per department or per rep; the chart shows the first currency, the table all."""
    by = request.GET.get("by") if request.GET.get("by") in receivables.GROUPS else "department"
    rows, names = receivables.ageing(request.user, local_date(now()), by=by), age_names()
    totals = receivables.totals(rows)
    main = "CNY" if "CNY" in totals or not totals else next(iter(totals))
    shown = [row for row in rows if row["currency"] == main]
    tones = dict(zip(names, ("ok", "info", "warn", "plum", "bad"), strict=True))

    def figures(row):
        return [money_text(row[age], row["currency"]) for age in names], money_text(row["total"], row["currency"])

    def tile(age):
        """Without cents, that it fits on the phone; nothing owed is no matter of colour."""
        value = totals[main][age] if totals else 0
        return money_text(value, main, 0), tones[age] if value else ""

    root = f"{reverse('contracts:collections')}?what=overdue&{by}="
    context = {
        "by": by,
        "names": names.values(),
        "currency": main,
        "tiles": [(label, *tile(age)) for age, label in names.items()],
        "rows": [
            (
                row["name"] or _("nobody"),
                f"{root}{row['key']}" if row["key"] else "",
                *figures(row),
            )
            for row in rows
        ],
        "totals": [figures(sums | {"currency": currency}) for currency, sums in totals.items()],
        "chart": {
            "id": "ageing",
            "name": _("Receivables by age, %(currency)s") % {"currency": main},
            "heads": [_("Age"), *(row["name"] or _("nobody") for row in shown[:12])],
            "data": {
                "type": "stacked",
                "across": True,
                "unit": main,
                "labels": [row["name"] or _("nobody") for row in shown[:12]],
                "series": [
                    {"label": str(label), "values": [float(row[age]) for row in shown[:12]], "tone": tones[age]}
                    for age, label in names.items()
                ],
            },
            "rows": [[label, *(money_text(row[age], main) for row in shown[:12])] for age, label in names.items()],
        },
        "tabs": tabs("ageing"),
        "ways": [
            (label, f"?by={key}", key == by)
            for key, label in (("department", _("By department")), ("rep", _("By rep")))
        ],
    }
    return render(request, "contracts/ageing.html", context)
