"""The evidence of an ended ownership; of entries from before the ledger kept the words, gathered as of then (rows Z17, D4)."""

from datetime import datetime

from activities.models import FollowUp
from assignment.models import OwnershipEvent, PolicyVersion
from assignment.rules.policy import Policy, readings
from assignment.rules.policy.answers import Facts
from crm_project.accounts.models import Department
from crm_project.lib.json_values import JsonObject

from .evidence import entries
from .facts import gather
from .frozen_evidence import saved_by, ways
from .policies.lookup import PolicyBook


def evidence_of(event: OwnershipEvent) -> JsonObject:
    """What the entry keeps; what it does not is asked of the tables as they stood at its moment."""
    kept = event.evidence or {}
    if "warned" in kept:
        return kept
    found = dict(kept)
    policy, facts = _as_of(event)
    if facts is not None and "counted" not in found:
        found |= entries(facts)
    if facts is not None and policy is not None and event.rule and "saved_by" not in found:
        reading = next((r for r in readings(policy, facts) if r.rule.kind == event.rule), None)
        found["saved_by"] = saved_by(policy, facts, reading) if reading else []
    found["policy"] = _approval(event.policy_version)
    found["warned"] = _warned(event)
    return found


def _approval(version: PolicyVersion | None) -> JsonObject | None:
    if version is None:
        return None
    decided = version.decided_at.isoformat() if version.decided_at else None
    return {"version": version.pk, "decided_by": version.decided_by_id, "decided_at": decided}


def _warned(event: OwnershipEvent) -> list[JsonObject]:
    if event.closes_owner_id is None or event.closes_since is None:
        return []
    rows = OwnershipEvent.objects.filter(
        customer_id=event.customer_id,
        kind=OwnershipEvent.Kind.WARNED,
        owner_id=event.closes_owner_id,
        at__gte=event.closes_since,
        at__lte=event.at,
    )
    return ways(rows.order_by("at").values("customer_id", "owner_id", "at", "run_id", "evidence"))[event.customer_id]


def _as_of(event: OwnershipEvent) -> tuple[Policy | None, Facts | None]:
    """(policy, facts) of the ownership as it was just before the entry; (None, None) where nothing was kept of it."""
    held = (event.restores or {}).get("ownership")
    if not held:
        return None, None
    stage, since = _stage(event)
    row = {name: _moment(held.get(name)) for name in ("since", "extended_until", "spared_until", "review_after")} | {
        "customer_id": event.customer_id,
        "owner_id": held["owner_id"],
        "counts_after": _moment(held.get("counts_after")),
        "reminded_for": _moment(held.get("reminded_for")),
        "release_at": None,
        "stage": stage,
        "stage_since": since,
        "path": Department.objects.values_list("path", flat=True).get(pk=held["department_id"]),
    }
    later = FollowUp.objects.filter(customer_id=event.customer_id, recorded_at__gt=event.at)
    found = gather(
        [event.customer_id],
        event.at,
        book=PolicyBook(),
        until=event.at,
        evidence=True,
        without=list(later.values_list("pk", flat=True)),
        rows=[row],
    )
    return found.get(event.customer_id, (None, None))


def _stage(event: OwnershipEvent) -> tuple[str, datetime | None]:
    """(stage, since when) at that moment: what the rule said, else what the next change of stage began from."""
    proof = event.evidence or {}
    if proof.get("anchor") == "stage":
        return proof.get("stage") or "potential", _moment(proof.get("anchor_at"))
    changes = OwnershipEvent.objects.filter(customer_id=event.customer_id, kind=OwnershipEvent.Kind.STAGE)
    after = changes.filter(at__gt=event.at).order_by("at", "pk").values_list("evidence", flat=True).first()
    if after and after.get("from"):
        return after["from"], None
    return event.customer.stage, min(event.customer.stage_since, event.at)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
