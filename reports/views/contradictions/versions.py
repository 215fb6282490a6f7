"""The rules of contradictions per department, with what a draft would have found last month (row Nf9)."""

from django.contrib import messages
from django.forms import model_to_dict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from crm_project.accounts.decorators import allowed
from crm_project.lib.time import local_date
from crm_project.lib.version_pages import SHOWN, begun_from, list_page
from crm_project.lib.views import attempt_form, now, posted, saves_nothing_if
from reports.domain.contradictions import access, rule_versions
from reports.domain.contradictions.forecast import forecast
from reports.forms.contradictions import ContradictionRulesForm
from reports.models import ContradictionRules
from reports.presenters.contradictions import pages

from .rows import crumbs


@allowed(access.RULES)
@require_GET
def contradiction_rules(request):
    """Every version, the newest first."""
    found = ContradictionRules.objects.select_related("department", "created_by")[:SHOWN]
    return list_page(
        request,
        title=_("Rules of contradictions"),
        new=_("New rules"),
        new_url=reverse("reports:contradiction_rules_new"),
        none=(
            _("No rules are set yet"),
            _("Nothing is compared until rules are set for a department or the company."),
        ),
        rows=pages.rule_rows(found),
        crumbs=crumbs(),
    )


@allowed(access.RULES)
@require_http_methods(["GET", "POST"])
@saves_nothing_if(lambda request: "preview" in request.POST)
def contradiction_rules_new(request):
    """A new version, begun from another (`?from=`); first its forecast, then saved."""
    at, before = now(), begun_from(request, ContradictionRules) or rule_versions.STANDARD
    names = [name for name in ContradictionRulesForm.Meta.fields if name != "holds_from"]
    form, found = ContradictionRulesForm(posted(request), initial=model_to_dict(before, names)), None
    if request.method == "POST" and form.is_valid():
        if "preview" in request.POST:
            found = pages.forecast_text(forecast(form.draft(), local_date(at)))
        elif attempt_form(form, rule_versions.set_rules, by=request.user, at=at):
            messages.success(request, _("Saved. They hold for what is recorded for that day or later."))
            return redirect("reports:contradiction_rules")
    context = {
        "form": form,
        "previews": True,
        "forecast": found,
        "crumbs": [*crumbs(), (_("Rules of contradictions"), reverse("reports:contradiction_rules"))],
    }
    return render(request, "reports/contradictions/rules_form.html", context, status=422 if form.errors else 200)
