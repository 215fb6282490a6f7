"""Policies change by versions: drafted, submitted, approved by the general manager, in force from a day (rows M15, Ne5)."""

from datetime import date, datetime
from typing import cast

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assignment.domain import deadlines
from assignment.domain.access import may_put_under, untouched
from assignment.models import Policy, PolicyScope, PolicyVersion
from assignment.rules import request_kinds
from assignment.rules.policy import Policy as PolicyTerms
from assignment.rules.policy import PolicyError
from assignment.rules.policy_body import complete_body, read_policy
from assignment.rules.presets import PRESETS
from crm_project.accounts.domain.access import decider
from crm_project.accounts.models import Department, User
from crm_project.approvals.domain.requests import ask
from crm_project.approvals.models import Request
from crm_project.audit.domain import log
from crm_project.lib.json_values import JsonObject
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date, zone
from customers.models import Ownership

from . import announce
from .changes import earliest_day, reached_by, unapplied
from .lookup import SINCE_EVER, PolicyBook

Status = PolicyVersion.Status
PRESET_NAMES = {
    "solar": ("Solar", "光伏"),
    "stages": ("Stages", "分阶段保护"),
    "tracking": ("Tracking", "跟踪保护"),
    "direct": ("Direct sales", "直销名额"),
}


def checked(body: JsonObject) -> JsonObject:
    """The complete body, refused where it can't be meant: each problem named."""
    try:
        read_policy(body)
    except PolicyError as error:
        raise Refused(
            _("The policy can't be used: %(problems)s.")
            % {"problems": "; ".join(f"{w} {what}" for w, what in error.problems)},
            code="policy",
            problems=error.problems,
        ) from None
    return complete_body(body)


def preset(key: str, *, at: datetime) -> Policy:
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
            announced_at=at,
            applied_at=at,
        )
    return policy


def put_under(
    *, department: Department, policy: Policy | None, by: User | None, at: datetime, holds_from: date | None = None
) -> PolicyScope:
    """From `holds_from` (default: when the notice of the policy in force has passed; an untouched department: since ever) the
    department lives under `policy`. Whoever lives there is told.

    Refuses with code approval what is a change of the rules, by anybody but whoever approves those (M15); too_soon.
    """
    with transaction.atomic():
        if by is not None and not may_put_under(by, department, at):
            raise Refused(
                _(
                    "%(department)s already has a policy: replacing it is a change of the rules, which only the general manager can make."
                )
                % {"department": department},
                code="approval",
                field="department",
            )
        first = untouched(department)
        soonest = earliest_day(PolicyBook().for_department(department, at), at)
        day = holds_from or (SINCE_EVER if first else soonest)
        if not first:
            _in_time(day, soonest, at)
        done = at if day <= local_date(at) else None
        scope = PolicyScope.objects.create(
            department=department,
            policy=policy,
            holds_from=day,
            set_by=by,
            set_at=at,
            announced_at=done,
            applied_at=done,
        )
        log.record(
            by=by, action="policy.scope", at=at, subject=department, changes={"policy": [None, f"{policy} ({day})"]}
        )
        announce.announce(at=at, most=announce.AT_ONCE)
        return scope


def _in_time(day: date, soonest: date, at: datetime) -> None:
    """Refuse a day before the notice has passed."""
    if day >= soonest:
        return
    days = (soonest - local_date(at)).days
    raise Refused(
        ngettext(
            "A change of the rules takes effect %(n)d day after its approval at the earliest, so that everybody is notified in time: choose %(day)s or later.",
            "A change of the rules takes effect %(n)d days after its approval at the earliest, so that everybody is notified in time: choose %(day)s or later.",
            days,
        )
        % {"n": days, "day": soonest.isoformat()},
        code="too_soon",
        field="holds_from",
    )


def in_force(policy: Policy, at: datetime) -> PolicyTerms | None:
    """What a policy says at a moment, or None before its first approval."""
    rows = PolicyVersion.objects.filter(policy=policy, status=Status.APPROVED, holds_from__lte=local_date(at))
    version = rows.order_by("-holds_from", "-number").first()
    return read_policy(version.body, zone=zone()) if version else None


def save_draft(*, policy: Policy, body: JsonObject, note: str, by: User, at: datetime) -> PolicyVersion:
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


def _locked(version_id: int) -> PolicyVersion:
    """The version with its policy, locked."""
    rows = PolicyVersion.objects.select_for_update(no_key=True, of=("self",)).select_related("policy")
    return rows.get(pk=version_id)


def submit_draft(*, version_id: int, holds_from: date, reason: str, by: User, at: datetime) -> Request:
    """Send a draft to the general manager; nothing changes before the approval (M15)."""
    with transaction.atomic():
        version = _locked(version_id)
        if version.status != Status.DRAFT:
            raise Refused(_("Only a draft can be submitted: start a new one."), code="status")
        _in_time(holds_from, earliest_day(in_force(version.policy, at), at), at)
        request = ask(
            kind=request_kinds.POLICY,
            by=by,
            at=at,
            decider=decider(None, 3, "policy.approve", exclude=[by]),
            subject=f"{version.policy.name} v{version.number}",
            evidence={"subject_zh": f"{version.policy.name_zh or version.policy.name} v{version.number}"},
            arguments={"version_id": version.pk},
            reason=reason,
        )
        version.status, version.holds_from = Status.SUBMITTED, holds_from
        version.save(update_fields=["status", "holds_from"])
        return request


def approve_version(*, version_id: int, by: User, at: datetime, request: Request | None = None) -> PolicyVersion:
    """The version holds from its day on, or from the end of the notice where that is later: then both sides are told.

    Everybody concerned is told, and the coming deadlines stand beside the present ones at once.
    """
    with transaction.atomic():
        version = _locked(version_id)
        if version.status != Status.SUBMITTED:
            raise Refused(_("This version is not waiting for approval."), code="status")
        wished = cast(date, version.holds_from)  # a submitted one names its day
        version.holds_from = max(wished, earliest_day(in_force(version.policy, at), at))
        version.status, version.decided_by, version.decided_at = Status.APPROVED, by, at
        version.save(update_fields=["status", "holds_from", "decided_by", "decided_at"])
        log.record(
            by=by, action="policy.approved", at=at, subject=version, changes={"holds_from": [None, version.holds_from]}
        )
        if version.holds_from != wished:
            announce.notify_of_moved_date(version, wished, [by, version.drafted_by_id], at=at)
        announce.announce(at=at, most=announce.AT_ONCE)
        return version


def refuse_version(*, version_id: int, by: User, at: datetime, request: Request | None = None) -> PolicyVersion:
    """The version goes back; whoever drafted it may start again from it."""
    version = PolicyVersion.objects.get(pk=version_id)
    PolicyVersion.objects.filter(pk=version_id).update(status=Status.REFUSED, decided_by=by, decided_at=at)
    log.record(by=by, action="policy.refused", at=at, subject=version)
    return version


def withdraw_version(*, version_id: int, by: User, at: datetime) -> PolicyVersion:
    """A submitted version waits for nobody any more: anybody who drafts may go on from it. Where another draft was begun meanwhile, it is closed."""
    with transaction.atomic():
        version = _locked(version_id)
        if version.status != Status.SUBMITTED:
            return version
        other = PolicyVersion.objects.filter(policy=version.policy_id, status=Status.DRAFT).exists()
        version.status, version.holds_from = Status.REFUSED if other else Status.DRAFT, None
        version.save(update_fields=["status", "holds_from"])
        log.record(by=by, action="policy.taken_back", at=at, subject=version)
        return version


def take_effect(*, at: datetime) -> int:
    """Set the stored deadlines of departments whose rules have changed by today; returns how many moved. Safe to repeat."""
    changes, moved = unapplied(local_date(at)), 0
    departments = reached_by(*changes)
    if departments:
        ids = Ownership.objects.filter(department_id__in=departments).order_by("pk").values_list("pk", flat=True)
        moved = deadlines.refresh(list(ids), at=at)
    for rows in changes:
        for row in rows:
            type(row).objects.filter(pk=row.pk).update(applied_at=at)
    return moved
