"""The figures of people's work in a period, and the rows behind each (rows Z2, Nf1, Nf16)."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from crm_project import catalogue
from crm_project.accounts.decorators import allowed
from crm_project.lib.time import local_date
from crm_project.lib.views import now
from reports.domain import figures
from reports.presenters import figures as shown

from ..forms.figures import FiguresForm

# People on one page, and rows behind one figure.
PEOPLE, ROWS = 60, 500


def _asked(request, at):
    """The form: of this month, where no days are named."""
    today = local_date(at)
    given = request.GET.copy()
    if not given.get("since") and not given.get("until"):
        given["since"], given["until"] = today.replace(day=1).isoformat(), today.isoformat()
    return FiguresForm(given, user=request.user)


@allowed("figures.view")
@require_GET
def page(request):
    """A row for each person whose figures one may see, by name."""
    form, people = _asked(request, now()), []
    context = {"form": form, "figures": shown.figures()}
    if form.is_valid():
        said = form.cleaned_data
        rows = figures.people(request.user).filter(is_active=True).order_by("sort_name", "username")
        if said["department"]:
            rows = rows.filter(department__path__startswith=said["department"].path)
        people = list(rows[: PEOPLE + 1])
        found = figures.count([person.pk for person in people[:PEOPLE]], said["since"], said["until"])
        columns = shown.met(found)
        table, total = shown.table(people[:PEOPLE], columns, found, said["since"], said["until"])
        context |= {"columns": columns, "rows": table, "total": total, "more": len(people) > PEOPLE, "most": PEOPLE}
    return render(request, "reports/figures.html", context, status=422 if form.errors else 200)


@allowed("figures.view")
@require_GET
def figure(request, key, pk):
    """What makes up one figure of one person, the newest first."""
    at = now()
    if key not in catalogue.figures():
        raise Http404
    person = get_object_or_404(figures.people(request.user), pk=pk)
    chosen, _source = catalogue.figures()[key]
    form = _asked(request, at)
    context = {"person": person, "figure": chosen, "form": form}
    if form.is_valid():
        since, until = form.cleaned_data["since"], form.cleaned_data["until"]
        found = figures.rows(key, person.pk, since, until)
        context |= {
            "since": since,
            "until": until,
            "rows": shown.behind(chosen, found[:ROWS], request.user, at),
            "value": shown.value_text(chosen, sum(row.value for row in found)),
            "more": len(found) > ROWS,
            "most": ROWS,
        }
    context["crumbs"] = [(_("Figures"), f"{reverse('reports:figures')}?{request.GET.urlencode()}")]
    return render(request, "reports/figure.html", context, status=422 if form.errors else 200)
