"""Policies change by versions: drafted, submitted, approved by the general manager, in force from a day (rows M15, Ne5)."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from crm_project.accounts.access import decider
from crm_project.approvals.models import Request
from crm_project.approvals.requests import ask
from crm_project.audit import log
from crm_project.lib.refused import Refused
from customers.models import Ownership

from . import clocks
from .access import may_put_under, untouched
from .forecast import departments_under
from .models import Policy, PolicyScope, PolicyVersion
from .policies import SINCE_EVER, local_date
from .policy import PolicyError
from .policy_body import PRESETS, complete, read

Status = PolicyVersion.Status
PRESET_NAMES = {
    "solar": ("Solar", "光伏"),
    "stages": ("Stages", "分阶段保护"),
    "tracking": ("Tracking", "跟踪保护"),
    "direct": ("Direct sales", "直销名额"),
}


def checked(body):
    """The complete body, refused where it can't be meant: each problem named."""
    try:
        read(body)
    except PolicyError as error:
        raise Refused(
            _("The policy can't be used: %(problems)s.")
            % {"problems": "; ".join(f"{w} {what}" for w, what in error.problems)},
            code="policy",
            problems=error.problems,
        ) from None
    return complete(body)


def preset(key, *, at):
    """The policy that a preset stands for, made with its first version on first use; it holds since ever."""
    policy, made = Policy.objects.get_or_create(
        key=key, defaults={"name": PRESET_NAMES[key][0], "name_zh": PRESET_NAMES[key][1]}
    )
    if made:
        PolicyVersion.objects.create(
            policy=policy,
            number=1,
            body=PRESETS[key],
            status=Status.APPROVED,
            holds_from=SINCE_EVER,
            drafted_at=at,
            decided_at=at,
            note="Preset",
        )
    return policy


def put_under(*, department, policy, by, at, holds_from=None):
    """From `holds_from` (default: tomorrow; a department without a policy so far: since ever) the department lives under `policy`.

    Refuses with code approval what is a change of the rules, by anybody but whoever approves those (M15); too_soon.
    """
    with transaction.atomic():
        if by is not None and not may_put_under(by, department, at):
            raise Refused(
                _(
                    "%(department)s has a policy: another one is a change of the rules, which only the general manager makes."
                )
                % {"department": department},
                code="approval",
                field="department",
            )
        first = untouched(department)
        day = holds_from or (SINCE_EVER if first else local_date(at) + timedelta(days=1))
        if not first and day <= local_date(at):
            raise Refused(
                _("A change of policy takes effect from tomorrow at the earliest."), code="too_soon", field="holds_from"
            )
        scope = PolicyScope.objects.create(department=department, policy=policy, holds_from=day, set_by=by, set_at=at)
        log.record(
            by=by, action="policy.scope", at=at, subject=department, changes={"policy": [None, f"{policy} ({day})"]}
        )
        return scope


def draft(*, policy, body, note, by, at):
    """Keep a draft of the next version; an earlier draft of the same policy is replaced."""
    body = checked(body)
    with transaction.atomic():
        Policy.objects.select_for_update(no_key=True).get(pk=policy.pk)
        version = PolicyVersion.objects.filter(policy=policy, status=Status.DRAFT).first()
        if version is None:
            number = (PolicyVersion.objects.filter(policy=policy).aggregate(n=Max("number"))["n"] or 0) + 1
            version = PolicyVersion(policy=policy, number=number, status=Status.DRAFT)
        version.body, version.note, version.drafted_by, version.drafted_at = body, note or "", by, at
        version.save()
        log.record(by=by, action="policy.drafted", at=at, subject=version, reason=note)
        return version


def submit(*, version_id, holds_from, reason, by, at):
    """Send a draft to the general manager; nothing changes before the approval (M15)."""
    with transaction.atomic():
        version = (
            PolicyVersion.objects.select_for_update(no_key=True, of=("self",))
            .select_related("policy")
            .get(pk=version_id)
        )
        if version.status != Status.DRAFT:
            raise Refused(_("Only a draft can be submitted: start a new one."), code="status")
        if holds_from <= local_date(at):
            raise Refused(
                _("A change of policy takes effect from tomorrow at the earliest."), code="too_soon", field="holds_from"
            )
        request = ask(
            kind=Request.Kind.POLICY,
            by=by,
            at=at,
            decider=decider(None, 3, "policy.approve", exclude=[by]),
            subject=str(version),
            arguments={"version_id": version.pk},
            reason=reason,
        )
        version.status, version.holds_from = Status.SUBMITTED, holds_from
        version.save(update_fields=["status", "holds_from"])
        return request


def approve(*, version_id, by, at, request=None):
    """The version holds from its day on; approved late, from tomorrow. The clocks of its departments are set at once."""
    with transaction.atomic():
        version = (
            PolicyVersion.objects.select_for_update(no_key=True, of=("self",))
            .select_related("policy")
            .get(pk=version_id)
        )
        if version.status != Status.SUBMITTED:
            raise Refused(_("This version does not wait for approval."), code="status")
        version.holds_from = max(version.holds_from, local_date(at) + timedelta(days=1))
        version.status, version.decided_by, version.decided_at = Status.APPROVED, by, at
        version.save(update_fields=["status", "holds_from", "decided_by", "decided_at"])
        log.record(
            by=by, action="policy.approved", at=at, subject=version, changes={"holds_from": [None, version.holds_from]}
        )
        return version


def refuse(*, version_id, by, at, request=None):
    """The version goes back; whoever drafted it may start again from it."""
    version = PolicyVersion.objects.get(pk=version_id)
    PolicyVersion.objects.filter(pk=version_id).update(status=Status.REFUSED, decided_by=by, decided_at=at)
    log.record(by=by, action="policy.refused", at=at, subject=version)
    return version


def take_effect(*, at):
    """Once a day: set the clocks of departments whose policy changes today; returns how many deadlines moved."""
    today, moved = local_date(at), 0
    policies = set(
        PolicyVersion.objects.filter(status=Status.APPROVED, holds_from=today).values_list("policy_id", flat=True)
    )
    departments = {d.pk for p in Policy.objects.filter(pk__in=policies) for d in departments_under(p, today)}
    for scope in PolicyScope.objects.filter(holds_from=today).select_related("department"):
        departments |= set(scope.department.subtree().values_list("pk", flat=True))
    if departments:
        ids = Ownership.objects.filter(department_id__in=departments).order_by("pk").values_list("pk", flat=True)
        moved = clocks.refresh(list(ids), at=at)
    return moved
