"""A policy repeated with another check and another time for late entries: what rule book Nf adds to any policy (rows Nf11, Nf13).

An adjusted policy holds nowhere by itself: a department is put under it as under any other, with the same approval (M15).
"""

from datetime import datetime

from django.db import transaction

from assignment.models import Policy, PolicyVersion
from assignment.rules.policy_body import body_of, read_policy
from assignment.rules.presets import PRESETS
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.json_values import JsonObject

from .lookup import SINCE_EVER

PARTS = ("check", "late_hours")
# Where no policy says anything every follow-up counts.
NOTHING = {"rules": [], "standard": PRESETS["stages"]["standard"]}
Status = PolicyVersion.Status
_NAMES = {True: (", follow-ups checked", "（跟进须经审核）"), False: (", follow-ups unchecked", "（跟进免审核）")}


def latest_body(policy: Policy | None) -> JsonObject | None:
    """What the newest approved version of a policy says; the preset's own body where it was never used; None: nothing."""
    if policy is None:
        return None
    rows = PolicyVersion.objects.filter(policy=policy, status=Status.APPROVED)
    return rows.order_by("-holds_from", "-number").values_list("body", flat=True).first()


def body_of_key(key: str) -> JsonObject:
    """The same of a key; an unused preset says what it came with, no policy says nothing."""
    policy = Policy.objects.filter(key=key).first() if key else None
    return latest_body(policy) or PRESETS.get(key) or NOTHING


def parts_of(body: JsonObject) -> JsonObject:
    """{check, late_hours} of a body."""
    standard = read_policy(body).standard
    return {"check": standard.check, "late_hours": standard.late_hours}


def find_adjusted(key: str, parts: JsonObject) -> Policy | None:
    """The policy that repeats `key` ("" for none) with these parts, or None."""
    rows = Policy.objects.filter(adjusted=True)
    for policy in rows.filter(adjusts__key=key) if key else rows.filter(adjusts=None):
        body = latest_body(policy)
        if body and parts_of(body) == parts:
            return policy
    return None


@transaction.atomic
def create_adjusted(policy: Policy | None, parts: JsonObject, *, by: User, at: datetime) -> Policy:
    """Repeat a policy (None: no policy, so that nothing is ever released) with these parts; one that is there is taken."""
    key = policy.key if policy else ""
    found = find_adjusted(key, parts)
    if found:
        return found
    body = body_of(read_policy(latest_body(policy) or PRESETS.get(key) or NOTHING))
    body["standard"].update(parts)
    english, chinese = _NAMES[parts["check"]]
    late = parts["late_hours"]
    english += f", {late} h" if late is not None else ""
    chinese += f"，{late} 小时内录入" if late is not None else ""
    row = Policy.objects.create(
        key=_key(f"{key or 'checks'}-{'checked' if parts['check'] else 'unchecked'}-{late or 'any'}"),
        name=f"{policy.name if policy else 'No releases'}{english}"[:80],
        name_zh=f"{(policy.name_zh or policy.name) if policy else '不回收'}{chinese}"[:80],
        adjusted=True,
        adjusts=policy,
    )
    PolicyVersion.objects.create(
        policy=row,
        number=1,
        body=body,
        status=Status.APPROVED,
        holds_from=SINCE_EVER,
        drafted_by=by,
        drafted_at=at,
        decided_at=at,
        announced_at=at,
        applied_at=at,
    )
    log.record(by=by, action="policy.created", at=at, subject=row)
    return row


def _key(wanted: str) -> str:
    key, n = wanted[:36], 1
    while Policy.objects.filter(key=key).exists():
        n += 1
        key = f"{wanted[:36]}-{n}"
    return key
