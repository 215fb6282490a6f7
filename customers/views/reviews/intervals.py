"""How often departments review their files: versions, and a new one with its forecast (row M5)."""

from django.contrib import messages
from django.forms import model_to_dict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from crm_project.accounts.decorators import allowed
from crm_project.lib.version_pages import SHOWN, begun_from, line, list_page
from crm_project.lib.views import attempt_form, now, posted, saves_nothing_if
from customers.domain.reviews import setting
from customers.domain.reviews.versions import STANDARD
from customers.models import ReviewRules
from customers.presenters import reviews as words

from ...forms.reviews import ReviewRulesForm
from ...tasks import send_review_dates


def _crumbs():
    return [(_("Lists"), reverse("customers:lists"))]


@allowed(setting.RULES)
@require_GET
def review_rules(request):
    """Every version, the newest first."""
    found = ReviewRules.objects.select_related("department", "created_by")[:SHOWN]
    return list_page(
        request,
        title=_("Review intervals"),
        new=_("New rules"),
        new_url=reverse("customers:review_rules_new"),
        none=(
            _("No rules are set yet"),
            _("No file is due for review until rules are set for a department or the company."),
        ),
        rows=[line(row, *words.rule_lines(row)) for row in found],
        crumbs=_crumbs(),
    )


@allowed(setting.RULES)
@require_http_methods(["GET", "POST"])
@saves_nothing_if(lambda request: "preview" in request.POST)
def review_rules_new(request):
    """A new version, begun from another (`?from=`); first its forecast, then saved."""
    at, before = now(), begun_from(request, ReviewRules) or STANDARD
    names = [name for name in ReviewRulesForm.Meta.fields if name != "holds_from"]
    form, found = ReviewRulesForm(posted(request), initial=model_to_dict(before, names)), None
    if request.method == "POST" and form.is_valid():
        if "preview" in request.POST:
            found = setting.forecast(form.draft(), at)
        elif attempt_form(form, setting.set_rules, by=request.user, at=at):
            send_review_dates()
            messages.success(
                request,
                _(
                    "Saved. The next dates of all files are being renewed; with many customers this takes a few minutes."
                ),
            )
            return redirect("customers:review_rules")
    context = {
        "form": form,
        "previews": True,
        "forecast": found,
        "crumbs": [*_crumbs(), (_("Review intervals"), reverse("customers:review_rules"))],
    }
    return render(request, "customers/reviews/rules_form.html", context, status=422 if form.errors else 200)
