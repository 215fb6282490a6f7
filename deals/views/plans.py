"""Sales plans: one's own, the department's beside what came of it, submitting (row Nf3, Nf1)."""

from datetime import date
from decimal import Decimal

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from crm_project.accounts.decorators import allowed
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from crm_project.lib.views import now, posted, refusal_into
from deals.domain import sales_plans
from deals.models.choices import PlanStatus, Span

from ..forms.plan import SHOWN, PlanForm, period_name
from ..models import CURRENCY

FIGURES = (("won", "amount"), ("new_customers", "new_customers"), ("visits", "visits"))
# People shown at most; a company with more narrows by department in the analysis.
PEOPLE = 300
# Plans further away than so many years are nobody's.
YEARS = 50


@allowed("deal.view")
@require_GET
def plan_list(request):
    """One period: every plan the reader may see with what was reached, added up by department."""
    today = local_date(now())
    span = Span.QUARTER if request.GET.get("span") == Span.QUARTER else Span.MONTH
    start = _start(request, span, today)
    rows = list(
        sales_plans.visible(request.user)
        .filter(span=span, starts_on=start)
        .select_related("person", "department", "decided_by")
        .order_by("department__path", "person__sort_name", "pk")[:PEOPLE]
    )
    found = sales_plans.reached([row.person_id for row in rows], span, start)
    lines = [
        {"plan": row, "cells": [(getattr(row, planned), found[row.person_id][reached]) for reached, planned in FIGURES]}
        for row in rows
    ]
    context = {
        "period": period_name(span, start),
        "groups": _groups(lines),
        "mine": any(row.person_id == request.user.pk for row in rows),
        "currency": CURRENCY,
        "spans": _spans(span),
        "prev_url": _url(span, sales_plans.after(span, start, -1)),
        "next_url": _url(span, sales_plans.after(span, start)),
        "total": _sum(lines) if len({row.department_id for row in rows}) > 1 else None,
    }
    return render(request, "deals/plans.html", context)


def _start(request, span, today):
    try:
        asked = date.fromisoformat(request.GET.get("from", ""))
    except ValueError:
        asked = today
    return sales_plans.starts(span, asked if abs(asked.year - today.year) <= YEARS else today)


def _url(span, start):
    return f"{reverse('deals:plans')}?span={span}&from={start.isoformat()}"


def _spans(span):
    return [
        {"label": value.label, "url": f"{reverse('deals:plans')}?span={value}", "active": value == span}
        for value in Span
    ]


def _groups(lines):
    """[{department, lines, sum}]: only accepted plans count."""
    out = {}
    for line in lines:
        out.setdefault(line["plan"].department, []).append(line)
    return [{"department": department, "lines": group, "sum": _sum(group)} for department, group in out.items()]


def _sum(lines):
    counted = [line["cells"] for line in lines if line["plan"].status == PlanStatus.ACCEPTED]
    return [
        tuple(sum((cells[n][side] for cells in counted), Decimal(0)) for side in (0, 1)) for n in range(len(FIGURES))
    ]


@allowed("deal.work")
@require_http_methods(["GET", "POST"])
def submit(request):
    """One's own plan for this or a coming month or quarter; what was sent back comes filled in."""
    at = now()
    today = local_date(at)
    periods = [
        (span, sales_plans.after(span, sales_plans.starts(span, today), n))
        for span, count in SHOWN.items()
        for n in range(count)
    ]
    returned = (
        sales_plans.visible(request.user)
        .filter(person=request.user, status=PlanStatus.RETURNED, pk=_number(request.GET.get("plan")))
        .first()
    )
    initial = {"period": f"{returned.span}:{returned.starts_on.isoformat()}"} if returned else {}
    form = PlanForm(posted(request), periods=periods, instance=returned, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            plan = sales_plans.submit_plan(by=request.user, at=at, **form.file())
            messages.success(request, _("Submitted: your manager decides."))
            return redirect(_url(plan.span, plan.starts_on))
        except Refused as refusal:
            refusal_into(form, refusal)
    return render(
        request, "deals/plan_form.html", {"form": form, "returned": returned}, status=422 if form.errors else 200
    )


def _number(text):
    return int(text) if text and text.isdecimal() else 0
