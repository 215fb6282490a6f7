"""The grades of a quarter: everybody in scope, narrowed by grade, segment and department, the best first (row T7)."""

from django.db.models import Q
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from contracts.ratings.domain import access
from contracts.ratings.domain.rating_rounds import quarter_on
from contracts.ratings.models.choices import Grade
from contracts.ratings.presenters.grade_text import number, why_of
from contracts.ratings.rules.quarters import Quarter
from crm_project.accounts.decorators import allowed
from crm_project.accounts.domain.access import may, open_departments
from crm_project.accounts.models import Department
from crm_project.lib.chips import hidden_fields, without
from crm_project.lib.paging import Page, capped_count
from crm_project.lib.time import minute
from crm_project.lib.views import now
from customers.models.choices import Segment
from customers.models.scope import in_departments

from ..models import Rating, Round
from .explanation import TONES, grade_label

SIZE = 25
NONE = "none"


def chosen(request, at):
    """The quarter in the address, else the latest that was graded, else the one whose facts are rated now."""
    try:
        return Quarter.parse(request.GET.get("quarter", ""))
    except ValueError:
        last = (
            Round.objects.filter(graded_at__isnull=False).order_by("-quarter").values_list("quarter", flat=True).first()
        )
        return Quarter.parse(last) if last else quarter_on(at)


def narrowed(request, quarter):
    """The latest ratings of the quarter that the user may see, by what the address asks for; of merged files the survivor's page tells."""
    rows = Rating.objects.filter(quarter=str(quarter), latest=True, customer__merged_into=None)
    if not access.sees_all(request.user):
        rows = rows.filter(customer__in=access.visible(request.user).values("pk"))
    grade, segment, text = (
        request.GET.get("grade", ""),
        request.GET.get("segment", ""),
        request.GET.get("q", "").strip(),
    )
    if grade and grade in (NONE, *Grade.values):
        rows = rows.filter(grade="" if grade == NONE else grade)
    if segment in Segment.values:
        rows = rows.filter(segment=segment)
    department = request.GET.get("department", "")
    if department.isdecimal():
        below = Department.objects.filter(pk=department).first()
        ids = list(below.subtree().values_list("pk", flat=True)) if below else []
        rows = rows.filter(in_departments(ids, "customer__"))
    if text:
        rows = rows.filter(Q(customer__name__icontains=text) | Q(customer__code__iexact=text))
    return rows


@allowed("rating.view")
@require_GET
def grade_list(request):
    """One quarter at a time; whoever manages the rating starts it from here."""
    at, user = now(), request.user
    quarter = chosen(request, at)
    rows = narrowed(request, quarter)
    told = rows.select_related("customer", "customer__ownership__owner", "scorecard").defer("lines", "changes")
    page = Page(told, order=("-points", "-id"), cursor=request.GET.get("after"), size=SIZE)
    this = Round.objects.filter(pk=str(quarter)).first()
    context = {
        "quarter": quarter,
        "round": this,
        "rows": [_row(row) for row in page.rows],
        "query": request.GET.get("q", ""),
        "count_text": page.span(capped_count(rows)),
        "prev_url": page.prev_url(request.GET),
        "next_url": page.next_url(request.GET),
        "tabs": _tabs(request, quarter),
        "pills": _pills(request),
        "may_manage": may(user, "rating.manage"),
        "raters": access.raters(user),
        "keep": hidden_fields(request, "q"),
        "departments": _departments(request),
        "department": request.GET.get("department", ""),
        "narrowed": any(request.GET.get(k) for k in ("grade", "segment", "q", "department")),
        "all_url": f"{reverse('ratings:list')}?quarter={quarter}",
        "export_url": f"{reverse('ratings:export')}?{request.GET.urlencode()}",
        "job": None if this is None or this.running_since is None else job(this),
        "graded": minute(this.graded_at) if this else "",
        "by_segment": _segments(request),
    }
    return render(request, "ratings/list.html", context)


def _row(row):
    ownership = row.customer.ownership_or_none
    return {
        "row": row,
        "label": grade_label(row.grade),
        "tone": TONES[row.grade],
        "points": number(row.points),
        "why": why_of(row),
        "owner": ownership.owner.full_name if ownership else "",
    }


def _with(request, name, value):
    """This address with another value of one parameter (empty: without it), from the first page."""
    rest = without(request, name)
    if not value:
        return rest
    return f"{rest}{'&' if len(rest) > 1 else ''}{name}={value}"


def _choices(request, name, options, here):
    """Links to the same list with each of the values of one parameter."""
    return [{"label": label, "url": _with(request, name, key), "active": key == here} for key, label in options]


def _tabs(request, quarter):
    """The last quarters."""
    known = Round.objects.filter(graded_at__isnull=False).order_by("-quarter").values_list("quarter", flat=True)[:5]
    names = sorted({*known, str(quarter)}, reverse=True)
    return _choices(request, "quarter", [(name, name) for name in names], str(quarter))


def _pills(request):
    options = [("", _("All")), *((g, g) for g in Grade.values if g), (NONE, _("No grade"))]
    return _choices(request, "grade", options, request.GET.get("grade", ""))


def _segments(request):
    return _choices(request, "segment", [("", _("Both segments")), *Segment.choices], request.GET.get("segment", ""))


def _departments(request):
    """Departments to choose from, for whoever sees more than one."""
    found = list(open_departments(request.user, "rating.view").values_list("pk", "name", "path")[:200])
    return (
        [{"pk": str(pk), "name": f"{'– ' * (path.count('/') - 1)}{name}"} for pk, name, path in found]
        if len(found) > 1
        else []
    )


def job(this):
    """A running grading for parts/job.html."""
    return {
        "pk": this.pk,
        "title": _("Grading %(quarter)s") % {"quarter": this.pk},
        "done": this.done,
        "total": this.total,
        "note": _("%(done)s of %(total)s customers") % {"done": f"{this.done:,}", "total": f"{this.total:,}"},
        "percent": f"{this.done * 100 // this.total} %" if this.total else "",
        "state": "running" if this.running_since else "done",
        "poll_url": reverse("ratings:progress", args=[this.pk]),
    }
