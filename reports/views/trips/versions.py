"""The rules of trips per department, and setting new versions (row Ni2)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from crm_project.accounts.decorators import allowed
from crm_project.lib.version_pages import SHOWN, begun_from, list_page
from crm_project.lib.views import attempt_form, now, posted
from reports.domain.trips import rule_versions as verbs
from reports.forms.trips import TripRulesForm
from reports.models import TripRules
from reports.presenters.trips.overview import rule_rows


@allowed(verbs.MANAGE)
@require_GET
def trip_rules(request):
    """Every version, the newest first."""
    found = TripRules.objects.select_related("department", "created_by")[:SHOWN]
    return list_page(
        request,
        title=_("Rules of trips"),
        new=_("New rules"),
        new_url=reverse("reports:trip_rules_new"),
        none=(
            _("No rules are set yet"),
            _(
                "Trips need no approval, and their report is due two working days later. Set rules to change that for a department."
            ),
        ),
        rows=rule_rows(found),
        crumbs=[(_("Trips"), reverse("reports:trips"))],
    )


@allowed(verbs.MANAGE)
@require_http_methods(["GET", "POST"])
def trip_rules_new(request):
    """A new version, begun from another (`?from=`) or from the standard ones."""
    before = begun_from(request, TripRules) or verbs.STANDARD
    initial = {name: getattr(before, name) for name in ("approval", "report_days")}
    form = TripRulesForm(posted(request), initial=initial | {"department": before.department_id})
    if request.method == "POST" and attempt_form(form, verbs.set_rules, by=request.user, at=now()):
        messages.success(request, _("Saved. They hold for trips that begin on or after that day."))
        return redirect("reports:trip_rules")
    context = {
        "form": form,
        "forecast": None,
        "crumbs": [(_("Trips"), reverse("reports:trips")), (_("Rules of trips"), reverse("reports:trip_rules"))],
    }
    return render(request, "reports/trips/rules_form.html", context, status=422 if form.errors else 200)
