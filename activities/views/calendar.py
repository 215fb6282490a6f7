"""The month with tasks, next contacts and deadlines, and the feed for other calendars (row Nf12)."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from activities.presenters import agenda
from activities.presenters import calendar_feed as feed
from crm_project.accounts.domain import further_rights
from crm_project.accounts.domain.working_days import namer
from crm_project.accounts.models import User
from crm_project.lib.time import day_bounds, local_date
from crm_project.lib.views import now


@login_required
@require_safe
def calendar(request):
    """One month as a grid, or as a list by day."""
    at = now()
    first = agenda.month_of(request.GET.get("month"), at)
    before, after = agenda.neighbours(first)
    url, as_list = reverse("activities:calendar"), request.GET.get("view") == "list"
    here = f"{url}?month={first:%Y-%m}"
    context = {
        "title": date_format(first, "YEAR_MONTH_FORMAT"),
        "as_list": as_list,
        "here": here,
        "prev_url": f"{url}?month={before:%Y-%m}{'&view=list' if as_list else ''}",
        "next_url": f"{url}?month={after:%Y-%m}{'&view=list' if as_list else ''}",
        "is_now": first == local_date(at).replace(day=1),
        "feed_url": request.build_absolute_uri(reverse("activities:feed", args=[request.user.calendar_token])),
    }
    if as_list:
        found = agenda.items(request.user, day_bounds(first)[0], day_bounds(after)[0])
        context["days"] = [
            {
                "date": day,
                "label": _("%(date)s %(weekday)s") % {"date": day.isoformat(), "weekday": WEEKDAYS[day.weekday()]},
                "today": day == local_date(at),
                "items": found[day],
            }
            for day in sorted(found)
        ]
    else:
        years = sorted({before.year, first.year, after.year})
        context["weeks"] = agenda.month(request.user, first, at, namer(years), f"{here}&view=list")
        context["weekdays"] = agenda.weekday_names()
    return render(request, "activities/calendar.html", context)


@require_safe
def calendar_feed(request, token):
    """The feed of whoever has this secret address; no sign-in. A closed account's address shows nothing."""
    person = (
        User.objects.active().select_related("role", "department").filter(calendar_token=token).first()
        if token
        else None
    )
    if person is None:
        raise Http404
    at = timezone.now()
    further_rights.end_due_of(person, at=at)
    with translation.override(person.language or settings.LANGUAGE_CODE):
        body = feed.calendar(
            person,
            at,
            lambda pk: request.build_absolute_uri(reverse("customers:detail", args=[pk])),
            request.build_absolute_uri,
        )
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="crm.ics"'
    response["Cache-Control"] = "private, max-age=300"
    response["X-Robots-Tag"] = "noindex"
    return response
