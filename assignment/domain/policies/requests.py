"""Questions to the general manager about policies: a new version, or another policy over a department (row M15)."""

from datetime import datetime
from typing import cast

from assignment.domain.forecast import of_department
from assignment.models import Policy, PolicyScope, PolicyVersion
from assignment.rules import request_kinds
from crm_project.accounts.domain.access import decider
from crm_project.accounts.models import Department, User
from crm_project.approvals.domain.requests import ask
from crm_project.approvals.models import Request
from crm_project.lib.json_values import JsonObject
from crm_project.lib.time import iso

from . import versions
from .adjusted import latest_body

# The reason of a question that no person words: kept as a code, worded by the request's card.
UNDER_POLICY = "under_policy"


def waiting(department: Department, key: str) -> bool:
    """Whether this policy over this department waits for approval already."""
    policy = Policy.objects.filter(key=key).first()
    return (
        policy is not None
        and Request.objects.filter(
            kind=request_kinds.POLICY,
            status=Request.Status.PENDING,
            arguments__department_id=department.pk,
            arguments__policy_id=policy.pk,
        ).exists()
    )


def ask_approval(*, department: Department, policy: Policy, by: User, at: datetime) -> Request:
    """Ask that a department lives under another policy, with what that would do. Refuses with code no_decider."""
    evidence = {"subject_zh": f"{department}: {policy.name_zh or policy.name}"}
    return ask(
        kind=request_kinds.POLICY,
        by=by,
        at=at,
        decider=decider(None, 3, "policy.approve", exclude=[by]),
        subject=f"{department}: {policy.name}",
        evidence=evidence | _forecast(department, policy, at, of_department.AT_ONCE),
        department=department,
        arguments={"department_id": department.pk, "policy_id": policy.pk},
        reason=UNDER_POLICY,
    )


def _forecast(department: Department, policy: Policy, at: datetime, most: int | None) -> JsonObject:
    """{forecast, its moment}; nothing where more customers than `most` are concerned."""
    found = of_department.forecast_under(department, latest_body(policy) or {}, at=at, most=most)
    return {"forecast": found, "forecast_at": iso(at)} if found else {}


def forecast_asked(*, at: datetime) -> int:
    """Forecast what waits for approval and concerned too many customers to be forecast at once; how many. Safe to repeat."""
    rows = Request.objects.filter(
        kind=request_kinds.POLICY, status=Request.Status.PENDING, arguments__has_key="department_id"
    )
    waiting = list(rows.exclude(evidence__has_key="forecast").order_by("pk"))
    for row in waiting:
        department = Department.objects.get(pk=row.arguments["department_id"])
        evidence = _forecast(department, Policy.objects.get(pk=row.arguments["policy_id"]), at, None)
        Request.objects.filter(pk=row.pk).update(evidence=row.evidence | evidence)
    return len(waiting)


def approve_request(
    *,
    by: User,
    at: datetime,
    request: Request | None = None,
    version_id: int | None = None,
    department_id: int | None = None,
    policy_id: int | None = None,
) -> PolicyScope | PolicyVersion:
    """What was asked for holds, when the notice of the policy in force has passed."""
    if version_id:
        return versions.approve_version(version_id=version_id, by=by, at=at, request=request)
    department = Department.objects.get(pk=cast(int, department_id))
    return versions.put_under(department=department, policy=Policy.objects.get(pk=cast(int, policy_id)), by=by, at=at)


def refuse_request(
    *,
    by: User,
    at: datetime,
    request: Request | None = None,
    version_id: int | None = None,
    department_id: int | None = None,
    policy_id: int | None = None,
) -> PolicyVersion | None:
    """A version goes back to whoever drafted it; a department keeps its policy."""
    return versions.refuse_version(version_id=version_id, by=by, at=at, request=request) if version_id else None


def withdraw_request(
    *,
    by: User,
    at: datetime,
    request: Request | None = None,
    version_id: int | None = None,
    department_id: int | None = None,
    policy_id: int | None = None,
) -> None:
    """Whoever submitted a version took it back: it is a draft again, or gives way to a draft begun since."""
    if version_id:
        versions.withdraw_version(version_id=version_id, by=by, at=at)
