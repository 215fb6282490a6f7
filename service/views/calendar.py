"""The calendar of service: return visits, due times and days to ask again, by month or week, of one person or all (rows Ni21, T23)."""

from calendar import Calendar
from datetime import timedelta

from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from activities.presenters import agenda as months
from crm_project.accounts.decorators import allowed
from crm_project.accounts.domain.working_days import namer
from crm_project.lib import query_values
from crm_project.lib.time import local_date
from crm_project.lib.views import now
from service.domain import access
from service.domain.visits.access import visitors
from service.presenters import agenda

from ..forms.calendar import PersonForm

# Entries of a day in the month; the week shows all.
IN_MONTH, IN_WEEK = 4, 60


@allowed("after_sales.work")
@require_GET
def calendar(request):
    """Service managers see everybody, or `?person=`; others see what is theirs."""
    at, manages = now(), access.manages(request.user)
    form = PersonForm(request.GET, people=visitors()) if manages else None
    person = form.chosen() if form else request.user.pk
    by_week = request.GET.get("view") == "week"
    day = query_values.day(request.GET.get("day", "")) or local_date(at)
    first = agenda.week_of(day) if by_week else day.replace(day=1)
    weeks = (
        [[first + timedelta(days=n) for n in range(7)]]
        if by_week
        else Calendar(firstweekday=0).monthdatescalendar(first.year, first.month)
    )
    found = agenda.by_day(agenda.entries(request.user, weeks[0][0], weeks[-1][-1], person=person))
    address = _addresses(form)
    before, after = _neighbours(first, by_week)
    context = {
        "title": _("Week from %(day)s") % {"day": first.isoformat()}
        if by_week
        else date_format(first, "YEAR_MONTH_FORMAT"),
        "by_week": by_week,
        "day": day.isoformat(),
        "month_url": address("", day),
        "week_url": address("week", day),
        "prev_url": address("week" if by_week else "", before),
        "next_url": address("week" if by_week else "", after),
        "today_url": address("week" if by_week else "", local_date(at)),
        "is_now": any(local_date(at) in week for week in weeks),
        "form": form,
        "weekdays": months.weekday_names(),
        "weeks": months.grid(
            weeks,
            None if by_week else first,
            at,
            found,
            namer(sorted({weeks[0][0].year, weeks[-1][-1].year})),
            lambda one: address("week", one),
            most=IN_WEEK if by_week else IN_MONTH,
        ),
    }
    return render(request, "service/calendar.html", context)


def _neighbours(first, by_week):
    """The first days of what is before and after."""
    if by_week:
        return first - timedelta(days=7), first + timedelta(days=7)
    return months.neighbours(first)


def _addresses(form):
    """address(view, day) that keeps the person."""
    root, person = reverse("service:calendar"), form.chosen() if form else None

    def address(view, day):
        kept = "".join([f"&view={view}" if view else "", f"&person={person}" if person else ""])
        return f"{root}?day={day.isoformat()}{kept}"

    return address
