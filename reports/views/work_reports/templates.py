"""What reports ask for, per department and kind, and setting new versions (row Ni1)."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from crm_project.accounts.decorators import allowed
from crm_project.lib.refused import Refused
from crm_project.lib.views import now, posted, refusal_into
from reports.domain.work_reports import templates as verbs
from reports.forms.report_templates import SectionFormSet, TemplateForm, opened, sections
from reports.models import ReportTemplate
from reports.presenters.work_reports.templates import rows

SHOWN = 100


@allowed(verbs.MANAGE)
@require_GET
def report_templates(request):
    """Every version, the newest of each kind first."""
    found = ReportTemplate.objects.select_related("department", "created_by").prefetch_related("readers")
    context = {"rows": rows(found[:SHOWN]), "crumbs": [(_("Work reports"), reverse("reports:work_reports"))]}
    return render(request, "reports/work_reports/templates.html", context)


@allowed(verbs.MANAGE)
@require_http_methods(["GET", "POST"])
def template_new(request):
    """A new one, begun from a version (`?from=`) or from the standard one."""
    basis = request.GET.get("from", "")
    template = get_object_or_404(ReportTemplate, pk=int(basis)) if basis.isdecimal() and len(basis) < 10 else None
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
