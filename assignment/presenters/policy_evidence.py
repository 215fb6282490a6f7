"""What a policy waiting for approval would change, and whom it would cost customers (rows M15, Z17)."""

from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from assignment.domain.forecast import jobs as forecast_jobs
from assignment.domain.policies import adjusted
from assignment.domain.policies.changes import earliest_day, following
from assignment.domain.policies.lookup import PolicyBook
from assignment.models import Policy, PolicyVersion
from assignment.rules.policy_body import read_policy
from crm_project.accounts.domain.access import may
from crm_project.accounts.models import Department
from crm_project.approvals.models import Request
from crm_project.lib.time import local_date, minute, zone
from customers.models import Ownership

from . import forecast
from .policy_text import changes

CHANGES, FORECAST = "approvals/parts/evidence_changes.html", "assignment/parts/request_forecast.html"


def policy(row, user, at):
    """What the version, or another policy for a department, changes against the rules in force."""
    versions = PolicyVersion.objects.select_related("policy", "drafted_by")
    version = versions.filter(pk=row.arguments.get("version_id")).first()
    return _version(row, version, user, at) if version else _other_policy(row, at)


def _version(row, version, user, at):
    before = (
        PolicyVersion.objects.filter(
            policy=version.policy, status=PolicyVersion.Status.APPROVED, holds_from__lte=local_date(at)
        )
        .exclude(pk=version.pk)
        .order_by("-holds_from", "-number")
        .first()
    )
    old = read_policy(before.body, zone=zone()) if before else None
    job, effect = forecast_jobs.latest(version), _takes_effect(version, old, at)
    facts = [
        (_("Policy"), str(version.policy)),
        (_("Valid from"), version.holds_from.isoformat() if version.holds_from else "–"),
        (_("Drafted by"), f"{version.drafted_by or '–'}, {minute(version.drafted_at)}"),
        (_("Why"), version.note),
    ]
    if effect:
        facts.insert(2, (_("Approved today, it takes effect on"), effect))
    if job:
        facts.append(_of_forecast(job.result, job.at))
    return {
        "facts": facts,
        "version": version,
        "changes": changes(old, read_policy(version.body, zone=zone())),
        "changes_opens": [(_("Open the policy"), reverse("assignment:policy", args=[version.policy_id]))],
        "forecast": job and forecast.brief(job.result, job.pk),
        "waiting": version.status == PolicyVersion.Status.SUBMITTED
        and (may(user, "policy.approve") or row.asked_by_id == user.pk),
        "panels": [CHANGES, FORECAST],
    }


def _other_policy(row, at):
    """What another policy over a department would change there, against what holds there now."""
    department = Department.objects.filter(pk=row.arguments.get("department_id") or 0).first()
    wanted = Policy.objects.filter(pk=row.arguments.get("policy_id") or 0).first()
    body = adjusted.latest_body(wanted)
    if department is None or body is None:
        return {}
    book = PolicyBook()
    old = book.for_department(department, at)
    before = Policy.objects.filter(pk=book.policy_id_for(department, local_date(at)) or 0).first()
    owned = Ownership.objects.filter(department__in=following(department, local_date(at)))
    facts = [
        (_("Department"), str(department)),
        (_("Current policy"), str(before or _("none"))),
        (_("Requested policy"), str(wanted)),
        (_("Customers owned there"), str(owned.count())),
    ]
    if row.status == Request.Status.PENDING:
        facts.append((_("Approved today, it takes effect on"), earliest_day(old, at).isoformat()))
    result = row.evidence.get("forecast")
    if result:
        facts.append(_of_forecast(result, parse_datetime(row.evidence["forecast_at"])))
    return {
        "facts": facts,
        "changes": changes(old, read_policy(body, zone=zone())),
        "forecast": result and forecast.brief(result),
        "panels": [CHANGES, FORECAST],
    }


def _of_forecast(result, at):
    """(what, in figures) of a forecast."""
    return (
        _("Forecast for 30 days, as of %(day)s") % {"day": minute(at)[:10]},
        _("%(now)d under the rules in force, %(draft)d under the draft") % result,
    )


def _takes_effect(version, old, at):
    """The first day that the notice leaves; empty where nothing is decided any more."""
    if version.status != PolicyVersion.Status.SUBMITTED or version.holds_from is None:
        return ""
    return max(version.holds_from, earliest_day(old, at)).isoformat()
