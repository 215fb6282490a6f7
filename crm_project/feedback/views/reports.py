"""Reporting from any page, one's own reports, and the list of those who answer (rows Nb5, Nb8, Ne11, Ng6)."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_safe

from crm_project.feedback.domain.access import answered_kinds, answers, visible
from crm_project.feedback.domain.reports import answer_report, submit_report
from crm_project.feedback.models.choices import OPEN_STATES, Kind, State
from crm_project.lib.paging import paged
from crm_project.lib.refused import Refused
from crm_project.lib.time import minute
from crm_project.lib.views import now, posted, refusal_into

from ..forms import AnswerForm, ReportForm, local_path
from ..models import Report

TONES = {State.NEW: "warn", State.ACCEPTED: "info", State.DONE: "ok", State.DECLINED: ""}


@login_required
@require_http_methods(["GET", "POST"])
def new(request):
    """`?page=…&request_id=…` say what it is about; without them, the page that led here."""
    asked = request.GET
    page = local_path(asked.get("page") or request.headers.get("Referer", ""))
    kind = asked.get("kind") if asked.get("kind") in Kind.values else Kind.PROBLEM
    initial = {"page": page, "request_id": asked.get("request_id", "")[:40], "kind": kind}
    form = ReportForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            row = submit_report(by=request.user, at=now(), **form.cleaned_data)
            messages.success(request, _("Thank you. You will be notified of the result."))
            return redirect("feedback:report", row.pk)
        except Refused as refusal:
            refusal_into(form, refusal)
    facts = {
        name: (form.cleaned_data.get(name, "") if form.is_bound else initial[name]) for name in ("page", "request_id")
    }
    context = {"form": form, "facts": [(_("Page"), facts["page"]), (_("Request number"), facts["request_id"])]}
    return render(request, "feedback/new.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def mine(request):
    """What the user reported, and what became of it."""
    page = paged(request, Report.objects.filter(by=request.user), order=("-at", "-id"), count=True)
    return _listed(request, page, title=_("My reports"), tabs=_tabs(request, "mine"))


@login_required
@require_safe
def everything(request):
    """For whoever answers: the open ones, by kind, or all."""
    kinds = answered_kinds(request.user)
    if not kinds:
        raise PermissionDenied
    show = request.GET.get("show", "open")
    rows = Report.objects.filter(kind__in=kinds).select_related("by")
    if show in kinds:
        rows = rows.filter(kind=show)
    elif show != "all":
        show, rows = "open", rows.filter(state__in=OPEN_STATES)
    page = paged(request, rows, order=("-at", "-id"), count=True)
    return _listed(request, page, title=_("Feedback"), tabs=_tabs(request, show), everybody=True)


def _listed(request, page, **context):
    at = now()
    rows = [
        {
            "pk": row.pk,
            "text": row.text[:160],
            "kind": row.get_kind_display(),
            "state": row.get_state_display(),
            "tone": TONES[State(row.state)],
            "at": minute(row.at),
            "by": row.by if context.get("everybody") else "",
            "days": (at - row.at).days if row.state in OPEN_STATES else 0,
            "answer": row.answer[:160],
        }
        for row in page
    ]
    return render(request, "feedback/list.html", {"page": page, "rows": rows, **context})


def _tabs(request, active):
    kinds, here = answered_kinds(request.user), reverse("feedback:list")
    tabs = [("mine", _("My reports"), reverse("feedback:mine"))]
    if kinds:
        tabs += [("open", pgettext("feedback", "Open"), here)]
        tabs += [(str(kind), str(kind.label), f"{here}?{urlencode({'show': str(kind)})}") for kind in kinds]
        tabs += [("all", _("All"), f"{here}?show=all")]
    return [{"label": label, "url": url, "active": key == active} for key, label, url in tabs]


@login_required
@require_http_methods(["GET", "POST"])
def report(request, pk):
    """One report: the reporter reads it, whoever answers its kind answers here."""
    row = get_object_or_404(visible(request.user).select_related("by", "answered_by"), pk=pk)
    may_answer = answers(request.user, row.kind)
    if request.method == "POST" and not may_answer:
        raise PermissionDenied
    suggested = State.ACCEPTED if row.state == State.NEW else row.state
    form = AnswerForm(posted(request), initial={"state": suggested, "answer": row.answer}) if may_answer else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            answer_report(report_id=row.pk, by=request.user, at=now(), **form.cleaned_data)
            messages.success(request, _("Saved: %(person)s is notified.") % {"person": row.by})
            return redirect("feedback:report", row.pk)
        except Refused as refusal:
            refusal_into(form, refusal)
    facts = [
        (pgettext("report", "About"), row.get_kind_display()),
        (_("Reported by"), str(row.by)),
        (_("Reported at"), minute(row.at)),
        (_("Request number"), row.request_id),
    ]
    context = {
        "row": row,
        "form": form,
        "facts": facts,
        "state_tone": TONES[State(row.state)],
        "answered": minute(row.answered_at) if row.answered_at else "",
        "list_url": reverse("feedback:list" if may_answer else "feedback:mine"),
        "list_label": _("Feedback") if may_answer else _("My reports"),
    }
    return render(request, "feedback/report.html", context, status=422 if form and form.errors else 200)
