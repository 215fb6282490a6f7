"""What reports ask for, per department and kind, and setting new versions (row Ni1)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from crm_project.accounts.decorators import allowed
from crm_project.lib.refused import Refused
from crm_project.lib.version_pages import SHOWN, begun_from, list_page
from crm_project.lib.views import now, posted, refusal_into
from reports.domain.work_reports import templates as verbs
from reports.forms.report_templates import SectionFormSet, TemplateForm, opened, sections
from reports.models import ReportTemplate
from reports.presenters.work_reports.templates import rows


@allowed(verbs.MANAGE)
@require_GET
def report_templates(request):
    """Every version, the newest of each kind first."""
    found = ReportTemplate.objects.select_related("department", "created_by").prefetch_related("readers")
    return list_page(
        request,
        title=_("Report templates"),
        lead=_(
            "Which reports are due, when, and what they ask for. A department follows its own template, else that of the nearest department above, else that of the company."
        ),
        new=_("New template"),
        new_url=reverse("reports:report_template_new"),
        none=(
            _("No report is demanded yet"),
            _(
                "Everybody can write reports from the standard template. Set one to say which are due, when, and what they ask for."
            ),
        ),
        rows=rows(found[:SHOWN]),
        crumbs=[(_("Work reports"), reverse("reports:work_reports"))],
    )


@allowed(verbs.MANAGE)
@require_http_methods(["GET", "POST"])
def template_new(request):
    """A new one, begun from a version (`?from=`) or from the standard one."""
    template = begun_from(request, ReportTemplate)
    initial, texts = opened(template)
    data = posted(request)
    form, lines = (
        TemplateForm(data, initial=initial),
        SectionFormSet(data, initial=None if data is not None else texts, prefix="texts"),
    )
    if request.method == "POST" and form.is_valid() and lines.is_valid():
        try:
            verbs.set_template(**form.cleaned_data, sections=sections(lines), by=request.user, at=now())
        except Refused as refusal:
            refusal_into(form, refusal)
        else:
            messages.success(request, _("Saved. It holds for periods that begin on or after that day."))
            return redirect("reports:report_templates")
    wrong = bool(form.errors) or (lines.is_bound and not lines.is_valid())
    context = {
        "form": form,
        "lines": lines,
        "crumbs": [
            (_("Work reports"), reverse("reports:work_reports")),
            (_("Report templates"), reverse("reports:report_templates")),
        ],
    }
    return render(request, "reports/work_reports/template_form.html", context, status=422 if wrong else 200)
