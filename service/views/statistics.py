"""Statistics and ranking of service orders, on the page and as a file (row Ni22)."""

from io import BytesIO

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from crm_project.accounts.decorators import allowed
from crm_project.audit.domain import log
from crm_project.lib.time import day_bounds, iso, local_date, start_of_day
from crm_project.lib.views import now, workbook_answer
from crm_project.lib.xlsx import Book
from service.domain import access, statistics
from service.domain.satisfaction import satisfaction, total_satisfaction
from service.domain.visits.access import judged
from service.presenters import statistics as shown
from service.rules.questionnaires.figures import LEAST

from ..forms.statistics import StatisticsForm

# Groups on the page at most; the file has all.
SHOWN = 100
MONTHS = 12


class Asked:
    """What the address asks for: grouping, period, kind, person; the orders that the user may see of them."""

    def __init__(self, request, at):
        today = local_date(at)
        given = {name: request.GET.get(name, "") for name in StatisticsForm.base_fields}
        if not given["since"] and not given["until"]:
            given["since"], given["until"] = _months_before(today, MONTHS - 1).isoformat(), today.isoformat()
        self.form = StatisticsForm(given)
        self.group = request.GET.get("by") if request.GET.get("by") in statistics.GROUPS else "kind"
        self.user, self.orders = request.user, access.visible(request.user)
        self.said = self.form.cleaned_data if self.form.is_valid() else None
        if self.said is None:
            self.orders = self.orders.none()
            return
        if self.said["since"]:
            self.orders = self.orders.filter(reported_at__gte=start_of_day(self.said["since"]))
        if self.said["until"]:
            self.orders = self.orders.filter(reported_at__lt=day_bounds(self.said["until"])[1])
        if self.said["kind"]:
            self.orders = self.orders.filter(kind=self.said["kind"])
        if self.said["person"]:
            self.orders = self.orders.filter(assigned=self.said["person"])

    def rows(self, most=None):
        """(lines, rows, the row of all)."""
        common = shown.common_conditions(**self.said) if self.said else []
        lines = statistics.lines(self.orders, self.group, most=most)
        visits, keys = judged(self.user), [line.key for line in lines]
        of_all = total_satisfaction(self.orders, visits)
        said = satisfaction(self.orders, visits, self.group, keys, total=of_all)
        total = shown.Row(_("All"), shown.Rows("", [], common, {None: of_all}).cells(statistics.total(self.orders)))
        return lines, shown.Rows(self.group, lines, common, said).rows(), total


def _months_before(day, months):
    n = day.year * 12 + day.month - 1 - months
    return day.replace(year=n // 12, month=n % 12 + 1, day=1)


@allowed("service.view")
@require_GET
def page(request):
    """One grouping at a time: the groups with the most orders first, a chart, the table behind it."""
    asked = Asked(request, now())
    lines, rows, total = asked.rows(SHOWN)
    query = request.GET.copy()
    tabs = []
    for key, label in shown.GROUP_NAMES.items():
        query["by"] = key
        tabs.append({"label": label, "url": f"?{query.urlencode()}", "active": key == asked.group})
    context = {
        "form": asked.form,
        "group": asked.group,
        "tabs": tabs,
        "heads": shown.short_headings(),
        "rows": rows,
        "total": total,
        "charts": shown.charts(asked.group, rows, lines) if rows else [],
        "more": len(lines) == SHOWN,
        "least": LEAST,
        "export_url": f"{reverse('service:statistics_export')}?{request.GET.urlencode()}"
        if access.manages(request.user)
        else "",
    }
    return render(request, "service/statistics.html", context, status=422 if asked.form.errors else 200)


@allowed("service.manage")
@require_GET
def export(request):
    """The same table as a workbook, with who took it and when on every page."""
    at = now()
    asked = Asked(request, at)
    _lines, rows, total = asked.rows()
    book = Book(f"{request.user.username} · {iso(at)}")
    sheet = book.sheet(_("Service statistics"), [str(shown.GROUP_NAMES[asked.group]), *shown.headings()], widths=[28])
    for row in [*rows, total]:
        sheet.append([row.name, *(cell.text for cell in row.cells)])
    log.record(by=request.user, action="service.exported", at=at, reason=request.GET.urlencode()[:300])
    out = BytesIO()
    book.save(out)
    return workbook_answer(out.getvalue(), f"service-{asked.group}.xlsx")
