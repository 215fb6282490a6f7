"""What the month's scores are made of, per department: every version, and setting a new one after its forecast (rows Nf16, Ni16)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from crm_project.accounts.decorators import allowed
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from crm_project.lib.version_pages import SHOWN, begun_from, list_page
from crm_project.lib.views import now, posted, refusal_into, saves_nothing_if
from reports.domain.appraisal import access, schemes
from reports.domain.appraisal.forecast import forecast
from reports.forms.appraisal import SchemeForm, scheme_initial
from reports.models import AppraisalScheme
from reports.presenters.appraisal import schemes as pages


def _crumbs():
    return [(_("Appraisal"), reverse("reports:appraisal"))]


@allowed(access.SCHEME)
@require_GET
def appraisal_schemes(request):
    """Every version, the newest first."""
    found = AppraisalScheme.objects.select_related("department", "created_by").prefetch_related("roles")[:SHOWN]
    return list_page(
        request,
        title=_("Schemes of the appraisal"),
        lead=_(
            "A department follows its own scheme, else that of the nearest department above, else that of the company."
        ),
        new=_("New scheme"),
        new_url=reverse("reports:appraisal_scheme_new"),
        none=(
            _("No scheme is set yet"),
            _("A scheme gives points for figures and for what is kept in order, and says whose month is scored."),
        ),
        rows=pages.scheme_rows(found),
        crumbs=_crumbs(),
    )


@allowed(access.SCHEME)
@require_http_methods(["GET", "POST"])
@saves_nothing_if(lambda request: "preview" in request.POST)
def appraisal_scheme_new(request):
    """A new version, begun from another (`?from=`): first what it would have given in the last months, then set."""
    at, before = now(), begun_from(request, AppraisalScheme)
    initial = scheme_initial(before) if before else None
    form, shown = SchemeForm(posted(request), today=local_date(at), initial=initial), None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        given = {"department": said["department"], "scheme": form.scheme(), "roles": said["roles"]}
        try:
            if "preview" not in request.POST:
                schemes.set_scheme(month=said["month"], close_days=said["close_days"], by=request.user, at=at, **given)
                messages.success(request, _("Saved. It holds from that month on; everybody concerned is told."))
                return redirect("reports:appraisal_schemes")
            schemes.check(given["scheme"])
            shown = pages.forecast_shown(forecast(at=at, **given))
        except Refused as refusal:
            refusal_into(form, refusal)
    context = {
        "form": form,
        "forecast": shown,
        "crumbs": [*_crumbs(), (_("Schemes"), reverse("reports:appraisal_schemes"))],
    }
    return render(request, "reports/appraisal/scheme_form.html", context, status=422 if form.errors else 200)
