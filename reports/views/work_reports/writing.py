"""Writing a report: it saves itself, and is handed in once (row Ni1)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from crm_project.accounts.decorators import allowed
from crm_project.lib.refused import Refused
from crm_project.lib.time import hour_text, minute
from crm_project.lib.views import message_of, now, posted, refusal_into
from reports.domain.work_reports import access, writing
from reports.forms.work_reports import PlanFormSet, ReportForm
from reports.models.work_reports import State
from reports.presenters.work_reports import content, titles


def _forms(request, report, last_plan):
    data = posted(request)
    return _opened(data, report, last_plan)


def _opened(data, report, last_plan):
    form = ReportForm(data, report=report, last_plan=last_plan)
    return form, PlanFormSet(data, initial=content.plan_begun(report), prefix="plan")


def _plan_of(lines):
    return [
        (said["text"], said["due_on"], said.get("task"))
        for said in (line.cleaned_data for line in lines)
        if said.get("text") and said.get("due_on")
    ]


@allowed("report.write")
@require_http_methods(["GET", "POST"])
def edit(request, pk):
    """The form beside the figures, which are counted anew until it is handed in."""
    at, report = now(), access.own_or_404(request.user, pk)
    if report.state == State.SUBMITTED:
        messages.info(
            request, _("This report was handed in: ask your superior to send it back if it has to be changed.")
        )
        return redirect("reports:work_report", report.pk)
    last_plan = writing.last_plan(report)
    form, lines = _forms(request, report, last_plan)
    if request.method == "POST" and form.is_valid() and lines.is_valid():
        hands_in = "submit" in request.POST
        verb = writing.submit_report if hands_in else writing.save_report
        try:
            verb(
                report_id=report.pk,
                texts=form.texts,
                outcomes=form.outcomes,
                plan=_plan_of(lines),
                by=request.user,
                at=at,
            )
        except Refused as refusal:
            refusal_into(form, refusal)
        else:
            messages.success(request, _("Handed in.") if hands_in else _("Saved."))
            return redirect("reports:work_report" if hands_in else "reports:work_report_edit", report.pk)
    shown = content.last_plan(last_plan, report.outcomes)
    context = {
        "report": report,
        "title": titles.title(report),
        "due": minute(report.due_at) if report.due_at else "",
        "late": report.due_at is not None and at > report.due_at,
        "returned": report.state == State.RETURNED,
        "form": form,
        "lines": lines,
        "figures": content.figures(report, request.user, at),
        "last_plan": [row | {"field": form.outcome_field(row["pk"])} for row in shown],
        "saved": hour_text(report.saved_at),
        "crumbs": [(_("Work reports"), reverse("reports:work_reports"))],
    }
    wrong = bool(form.errors) or (lines.is_bound and not lines.is_valid())
    return render(request, "reports/work_reports/edit.html", context, status=422 if wrong else 200)


@allowed("report.write")
@require_POST
def keep(request, pk):
    """Save what is typed while it is typed; answers with a line that says so, and with what the page now stands on."""
    at, report = now(), access.own_or_404(request.user, pk)
    last_plan = writing.last_plan(report)
    form, lines = _forms(request, report, last_plan)
    if not (form.is_valid() and lines.is_valid()):
        why = message_of(form) or next(iter(lines.non_form_errors()), "") or _("complete the plan.")
        return _line(request, _("Not saved: %(why)s") % {"why": why})
    try:
        writing.save_report(
            report_id=report.pk,
            texts=form.texts,
            outcomes=form.outcomes,
            plan=_plan_of(lines),
            by=request.user,
            at=at,
        )
    except Refused as refusal:
        return _line(request, refusal.sentence)
    form, lines = _opened(None, access.own_or_404(request.user, pk), last_plan)
    return _line(request, _("Saved at %(time)s") % {"time": hour_text(at)}, form=form, lines=lines)


def _line(request, text, **parts):
    return render(request, "reports/work_reports/saved.html", {"text": text, **parts})
