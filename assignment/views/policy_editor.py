"""Drafting a policy: sentences with blanks, the forecast before saving, submitting to the general manager (M15)."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assignment import tasks
from assignment.domain import access
from assignment.domain.forecast import jobs as forecast_jobs
from assignment.domain.policies import versions
from assignment.domain.policies.changes import earliest_day
from assignment.presenters import forecast as forecast_text
from assignment.presenters import policy_text
from assignment.rules.policy_body import read_policy
from crm_project.accounts.decorators import allowed
from crm_project.accounts.domain.access import may
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date, zone
from crm_project.lib.views import now, posted, refusal_into, saves_nothing, saves_nothing_if
from customers.domain import access as customer_access

from ..forms.policy import PolicyForm, SubmitForm
from ..models import ForecastJob, Policy, PolicyVersion
from .policies import in_force

Status = PolicyVersion.Status


def _editable(request, pk):
    """A policy the user may draft; 404 otherwise."""
    at = now()
    this = get_object_or_404(Policy, pk=pk)
    fresh = not in_force(this, local_date(at)) and not this.scopes.exists()
    if not access.may_edit(request.user, this, at) and not (fresh and may(request.user, "policy.edit")):
        raise Http404
    return this


def _draft(policy):
    return policy.versions.filter(status=Status.DRAFT).first()


def _switches(request):
    """Whether a rule is only put in or taken out on the page."""
    return request.POST.get("do", "save").startswith(("add:", "remove:"))


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("policy.edit")
@saves_nothing_if(_switches)
def draft(request, pk):
    """The editor; `do` says save, add:RULE or remove:RULE."""
    at, user = now(), request.user
    this = _editable(request, pk)
    current, kept = in_force(this, local_date(at)), _draft(this)
    base = kept or current or this.versions.order_by("-number").first()
    form = PolicyForm(posted(request), body=base.body, note=kept.note if kept else "")
    what, _colon, key = request.POST.get("do", "save").partition(":")
    if request.method == "POST" and what in ("add", "remove"):
        form.switch(key, what == "add")
        return _editor(request, this, form, current, kept)
    if request.method == "POST" and form.is_valid():
        try:
            version = versions.save_draft(
                policy=this, body=form.body(), note=form.note.cleaned_data["note"], by=user, at=at
            )
        except Refused as refusal:
            form.note.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("The draft is saved. It applies to nobody before it is approved."))
            return HttpResponseRedirect(reverse("assignment:policy_submit", args=[version.policy_id]))
    return _editor(
        request,
        this,
        form,
        current,
        kept,
        status=422 if request.method == "POST" else 200,
        checked=request.method == "POST",
    )


def _editor(request, this, form, current, kept, status=200, checked=False):
    return render(
        request,
        "assignment/policy_draft.html",
        {
            "policy": this,
            "form": form,
            "current": current,
            "kept": kept,
            "errors": form.errors if checked else [],
            "checked": checked,
            "departments": access.living_under(this, now()),
            "crumbs": [
                (_("Policies"), reverse("assignment:policies")),
                (str(this), reverse("assignment:policy", args=[this.pk])),
            ],
        },
        status=status,
    )


@require_POST
@allowed("policy.edit")
@saves_nothing
def ask_forecast(request, pk):
    """What the draft on the screen would do, before it is saved; a big department is computed in the background."""
    at = now()
    this = _editable(request, pk)
    current = in_force(this, local_date(at)) or this.versions.order_by("-number").first()
    form = PolicyForm(request.POST, body=current.body)
    if not form.is_valid():
        if request.htmx:
            return render(request, "assignment/parts/policy_errors.html", {"errors": form.errors}, status=422)
        return _editor(request, this, form, current, _draft(this), status=422, checked=True)
    job = forecast_jobs.start_forecast(policy=this, body=form.body(), by=request.user, at=at)
    _compute(job)
    return (
        _forecast(request, job.pk)
        if request.htmx
        else HttpResponseRedirect(reverse("assignment:forecast", args=[job.pk]))
    )


@require_POST
@allowed("policy.view")
def forecast_waiting(request, pk):
    """What the version that waits would do as of now, for whoever decides about it or drafted it."""
    at = now()
    this = get_object_or_404(Policy, pk=pk) if may(request.user, "policy.approve") else _editable(request, pk)
    version = this.versions.filter(status__in=(Status.SUBMITTED, Status.DRAFT)).order_by("-number").first()
    if version is None:
        messages.info(request, _("There is no draft to submit: change something first."))
        return HttpResponseRedirect(reverse("assignment:policy", args=[pk]))
    job = forecast_jobs.start_forecast(
        policy=this, body=version.body, by=request.user, at=at, holds_from=version.holds_from
    )
    _compute(job)
    return HttpResponseRedirect(reverse("assignment:forecast", args=[job.pk]))


def _compute(job):
    if job.total <= forecast_jobs.AT_ONCE:
        forecast_jobs.run_forecast(job.pk)
    else:
        tasks.run_forecast.delay_on_commit(job.pk)


def _readable(request):
    """Forecasts of policies the user may draft or approve."""
    if may(request.user, "policy.approve"):
        return ForecastJob.objects.all()
    return (
        ForecastJob.objects.filter(policy__in=access.policies(request.user, now()))
        if may(request.user, "policy.edit")
        else ForecastJob.objects.none()
    )


@require_safe
@allowed("policy.view")
def forecast(request, pk):
    """A forecast: its result, or how far it has come."""
    return _forecast(request, pk)


def _forecast(request, pk):
    job = get_object_or_404(
        _readable(request).select_related("policy")
        | ForecastJob.objects.filter(by=request.user).select_related("policy"),
        pk=pk,
    )
    done = job.state == ForecastJob.State.DONE
    context = {
        "shown": forecast_text.forecast_text(job, customer_access.visible(request.user, now())) if done else None,
        "job": None if done else forecast_text.progress(job),
        "policy": job.policy,
        "crumbs": [
            (_("Policies"), reverse("assignment:policies")),
            (str(job.policy), reverse("assignment:policy", args=[job.policy_id])),
        ],
    }
    return render(request, "assignment/parts/forecast.html" if request.htmx else "assignment/forecast.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("policy.edit")
def submit(request, pk):
    """Send the draft to the general manager, with its forecast and the day from which it should hold."""
    at, user = now(), request.user
    this = _editable(request, pk)
    version, current = _draft(this), in_force(this, local_date(at))
    if version is None:
        messages.info(request, _("There is no draft to submit: change something first."))
        return HttpResponseRedirect(reverse("assignment:policy", args=[pk]))
    soonest = earliest_day(versions.in_force(this, at), at)
    form = SubmitForm(
        posted(request), soonest=soonest, draft=version, initial={"holds_from": soonest, "reason": version.note}
    )
    if request.method == "POST" and form.is_valid():
        try:
            asked = versions.submit_draft(version_id=version.pk, by=user, at=at, **form.cleaned_data)
        except Refused as refusal:
            refusal_into(form, refusal)
        else:
            messages.success(request, _("Submitted: %(person)s decides.") % {"person": asked.decider})
            return HttpResponseRedirect(reverse("assignment:policy", args=[pk]))
    job = forecast_jobs.latest(version)
    if job is None:
        job = forecast_jobs.start_forecast(policy=this, body=version.body, by=user, at=at)
        _compute(job)
        job.refresh_from_db()
    done = job.state == ForecastJob.State.DONE
    old = read_policy(current.body, zone=zone()) if current else None
    return render(
        request,
        "assignment/policy_submit.html",
        {
            "policy": this,
            "version": version,
            "form": form,
            "changes": policy_text.changes(old, read_policy(version.body, zone=zone())),
            "shown": forecast_text.forecast_text(job, customer_access.visible(user, at)) if done else None,
            "job": None if done else forecast_text.progress(job),
            "crumbs": [
                (_("Policies"), reverse("assignment:policies")),
                (str(this), reverse("assignment:policy", args=[pk])),
            ],
        },
        status=422 if form.errors else 200,
    )
