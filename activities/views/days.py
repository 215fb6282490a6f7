"""The company's working days: a year, the exceptions, who may change them (row Nf13)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from activities.task_forms import DayForm
from crm_project.accounts.decorators import allowed
from crm_project.accounts.domain import working_days
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from crm_project.lib.views import attempt, now, posted, refusal_into

from .followup_parts import toggles


@allowed("lists.manage")
@require_http_methods(["GET", "POST"])
def days(request):
    """The year's days off and swapped weekends; a new exception is said here."""
    at = now()
    this = local_date(at).year
    text = request.GET.get("year", "")
    shown = int(text) if text.isdecimal() and abs(int(text) - this) <= working_days.YEARS else this
    form = DayForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            row = working_days.set_day(by=request.user, at=at, **form.cleaned_data)
        except Refused as refused:
            refusal_into(form, refused)
        else:
            messages.success(
                request,
                _("%(day)s: the company works.") % {"day": row.day}
                if row.working
                else _("%(day)s: the company is closed.") % {"day": row.day},
            )
            return redirect(f"{reverse('activities:days')}?year={row.day.year}")
    url = reverse("activities:days")
    context = {
        "form": form,
        "choices": toggles(form, "working"),
        "year": shown,
        "tabs": [
            {"label": str(y), "url": f"{url}?year={y}", "active": y == shown, "count": ""}
            for y in range(this - 1, this + 3)
        ],
        "months": [(MONTHS[month.first.month], month) for month in working_days.year(shown)],
        "own": working_days.exceptions(shown),
    }
    return render(request, "activities/days.html", context)


@allowed("lists.manage")
@require_POST
def day_clear(request, pk):
    """Let the public calendar hold again."""
    row = working_days.exception_or_404(pk)
    attempt(
        request,
        working_days.clear_day,
        done=_("%(day)s follows the public calendar again.") % {"day": row.day},
        day=row.day,
        by=request.user,
        at=now(),
    )
    return redirect(f"{reverse('activities:days')}?year={row.day.year}")
