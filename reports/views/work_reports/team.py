"""The reports of the people one reads: who handed in, who is late, and the sums (row Ni1)."""

from django.db.models import Q
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from crm_project.accounts.decorators import allowed
from crm_project.lib.time import local_date
from crm_project.lib.views import now
from reports.domain.work_reports import access, demanded
from reports.forms.work_reports import TeamForm
from reports.models.work_reports import State
from reports.presenters.work_reports import team, titles
from reports.rules.report_periods import WEEKLY, after, before, period_of

# People on the page: who heads more chooses a department.
PEOPLE = 100


@allowed("report.read")
@require_GET
def team_reports(request):
    """Of the last week, where nothing else is chosen."""
    at = now()
    given = request.GET.copy()
    given.setdefault("kind", WEEKLY)
    if not given.get("day"):
        given["day"] = before(period_of(WEEKLY, local_date(at))).first.isoformat()
    form = TeamForm(given, user=request.user)
    context = {"form": form, "crumbs": [(_("Work reports"), reverse("reports:work_reports"))]}
    if form.is_valid():
        said = form.cleaned_data
        period = period_of(said["kind"], said["day"])
        context |= _of(request.user, period, said["department"], at)
        context |= {
            "period": titles.period_text(period),
            "earlier": before(period).first.isoformat(),
            "later": after(period).first.isoformat() if after(period).first <= local_date(at) else "",
            "kind": period.kind,
            "department": said["department"],
        }
    return render(request, "reports/work_reports/team.html", context, status=422 if form.errors else 200)


def _of(user, period, department, at):
    found = access.people(user).select_related("role", "department").order_by("sort_name", "username")
    if department:
        found = found.filter(department__path__startswith=department.path)
    people = list(found[: PEOPLE + 1])
    demands = demanded.demands_of(people[:PEOPLE], at, periods=[period])
    asked = {one.person.pk for one in demands}
    others = [person.pk for person in people[:PEOPLE] if person.pk not in asked]
    beyond = access.visible(user, at).filter(author__in=others, kind=period.kind, first=period.first)
    extra = list(beyond.filter(~Q(state=State.DRAFT)).select_related("author").defer("rows", "texts"))
    reports = [one.report for one in demands if one.report is not None] + extra
    handed_in = [one for one in reports if one.state == State.SUBMITTED]
    columns, sums, total = team.sums(handed_in)
    rows = team.rows(demands, extra, access.read_of(user, handed_in), user, at)
    return {
        "rows": rows,
        "first_unread": next((row["url"] for row in rows if row["unread"]), ""),
        "handed_in": len(handed_in),
        "late": sum(one.open and at > one.due_at for one in demands),
        "asked": len(demands),
        "more": len(people) > PEOPLE,
        "most": PEOPLE,
        "columns": columns,
        "sums": sums,
        "total": total,
    }
