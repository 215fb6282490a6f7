"""The targets of service orders: what holds, and setting new ones with what they would have meant (row Ni21)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from crm_project.accounts.decorators import allowed
from crm_project.lib.refused import Refused
from crm_project.lib.time import minute, zone
from crm_project.lib.views import now, posted, refusal_into, saves_nothing_if
from service.domain import access
from service.domain.targets import forecast, versions
from service.models import TargetVersion
from service.presenters import targets as words
from service.rules import targets as rules

from ..forms.targets import HoursForm, TargetForms, body_of, filled

SHOWN = 20


@allowed("service.view")
@require_GET
def current(request):
    """What holds now, and the versions before."""
    version = versions.version_at(now())
    body = version.body if version else versions.STANDARD
    found = rules.read(body, zone())
    older = TargetVersion.objects.select_related("set_by")[:SHOWN]
    context = {
        "version": version,
        "hours": words.hours_rows(body),
        "share": round(found.remind_at * 100),
        "off": body.get("days_off", []),
        "on": body.get("days_on", []),
        "country": dict(words.COUNTRIES).get(body.get("country", ""), body.get("country", "")),
        "rows": words.target_rows(found),
        "versions": [(row.number, minute(row.holds_from), str(row.set_by or ""), row.note) for row in older],
        "manages": access.manages(request.user),
    }
    return render(request, "service/targets.html", context)


@allowed("service.manage")
@require_http_methods(["GET", "POST"])
@saves_nothing_if(lambda request: "preview" in request.POST)
def edit(request):
    """Change them: first what the change would have meant for the last orders, then saved from now on."""
    at = now()
    version = versions.version_at(at)
    hours_initial, rows_initial = filled(version.body if version else versions.STANDARD)
    hours = HoursForm(posted(request), initial=hours_initial)
    rows = TargetForms(posted(request), initial=rows_initial, prefix="rows")
    seen = None
    if request.method == "POST" and hours.is_valid() and rows.is_valid():
        body = body_of(hours, rows)
        try:
            draft = rules.read(body, zone())
            if "preview" not in request.POST:
                versions.set_targets(body=body, note=hours.cleaned_data["note"], by=request.user, at=at)
                messages.success(request, _("The new targets hold from now on."))
                return redirect("service:targets")
            seen = forecast.forecast(draft, versions.targets_at(at), at)
        except rules.TargetsError as reason:
            for place, code, value in reason.problems:
                name = place.split(".")[-1] if place.startswith("hours.") else place
                hours.add_error(name if name in hours.fields else None, words.problem_text(code, value))
        except Refused as refusal:
            refusal_into(hours, refusal)
    wrong = hours.errors or rows.total_error_count()
    context = {
        "form": hours,
        "rows": rows,
        "seen": seen,
        "people": words.people_rows(seen.people.most_common(SHOWN)) if seen else [],
        "days": forecast.DAYS,
    }
    return render(request, "service/targets_form.html", context, status=422 if wrong else 200)
