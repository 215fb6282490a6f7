"""Which fact saved a customer whose stored deadline had come: the lines “skipped” of a run, with their evidence (row D4)."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from assignment.domain.evidence import applied_for, reading_data, served_by, waited_for
from assignment.domain.facts import gather
from assignment.models import SweepLine, SweepRun
from assignment.rules.policy import APPLICATION, NEVER, REVIEW, Policy, readings
from assignment.rules.policy.answers import Facts, Reading
from contracts.models import Contract
from crm_project.lib.json_values import JsonObject
from crm_project.lib.time import iso
from customers.models import Ownership

if TYPE_CHECKING:
    from assignment.domain.policies.lookup import PolicyBook

# What a line says saved the customer: a fact, a floor under the deadline, an exemption, or a change of the rules.
FOLLOWUP, SERVICE, CONTRACT, STAGE, CLAIM, RULES, NO_POLICY, COUNT = (
    "followup",
    "service",
    "contract",
    "stage",
    "claim",
    "rules",
    "no_policy",
    "count",
)
ANCHORS = {"contacted": FOLLOWUP, "deal": CONTRACT, "stage": STAGE, "claimed": CLAIM, "count": COUNT}


def skipped(
    this: SweepRun, ids: Collection[int], at: datetime, *, book: "PolicyBook", until: datetime
) -> list[SweepLine]:
    """Unsaved lines for those of these customers whose stored deadline had come; nothing is due for them (the caller asked)."""
    rows = {o.pk: o for o in Ownership.objects.filter(pk__in=ids, release_at__lte=at).order_by("pk")}
    if not rows:
        return []
    known = gather(sorted(rows), at, book=book, until=until, evidence=True)
    signed = _signed([pk for pk, (_policy, facts) in known.items() if facts.deal_at])
    return [
        SweepLine(
            run=this,
            customer_id=pk,
            owner_id=row.owner_id,
            outcome="skipped",
            rule=row.rule,
            due_at=row.release_at,
            evidence=skip_evidence(row, known[pk], signed.get(pk)) if pk in known else {},
        )
        for pk, row in rows.items()
    ]


def skip_evidence(
    row: Ownership, known: tuple[Policy | None, Facts], contract: tuple[int, datetime] | None
) -> JsonObject:
    """The stored deadline, what the rule says now, and the fact that makes the difference."""
    policy, facts = known
    read = readings(policy, facts) if policy else []
    # One that applies, else one that would if nothing exempted it, else that of another stage.
    same = sorted(
        (r for r in read if r.rule.kind == row.rule), key=lambda r: (bool(r.exempt), r.exempt == "other_stage")
    )
    losses = sorted((r for r in read if r.rule.outcome != REVIEW and r.due_at < NEVER), key=lambda r: r.order)
    reading = same[0] if same else None
    out = {"was_due": iso(row.release_at), "now_due": iso(losses[0].due_at) if losses else None}
    if policy is None:
        return out | {"saved_by": {"what": NO_POLICY}}
    if reading is None:
        return out | {"saved_by": {"what": RULES, "version": policy.version_id}}
    return out | reading_data(reading) | {"saved_by": _saved_by(row, policy, facts, reading, contract)}


def _saved_by(
    row: Ownership, policy: Policy, facts: Facts, reading: Reading, contract: tuple[int, datetime] | None
) -> JsonObject:
    if reading.floor:
        return (
            {"what": reading.floor, "until": iso(reading.due_at)}
            | waited_for(reading, facts)
            | applied_for(reading, facts)
        )
    if reading.exempt == "official":
        return {"what": CONTRACT, "contract": contract[0] if contract else None, "at": iso(facts.deal_at)}
    if reading.exempt == APPLICATION:
        return {"what": reading.exempt} | applied_for(reading, facts)
    if reading.exempt:
        return {"what": STAGE if reading.exempt == "other_stage" else reading.exempt, "at": iso(facts.stage_since)}
    what = ANCHORS[reading.anchor]
    if row.policy_version != policy.version_id and what not in (FOLLOWUP, CONTRACT):
        return {"what": RULES, "version": policy.version_id}
    if what == FOLLOWUP and facts.service:
        return {"what": SERVICE, "at": iso(reading.anchor_at)} | served_by(reading, facts)
    if what == FOLLOWUP:
        entry = facts.counted[-1]
        kind, text = facts.texts.get(entry[0], ("", ""))
        return {"what": what, "followup": entry[0], "at": iso(entry[1]), "author": entry[2], "kind": kind, "text": text}
    if what == CONTRACT:
        return {"what": what, "contract": contract[0] if contract else None, "at": iso(reading.anchor_at)}
    return {"what": what, "at": iso(reading.anchor_at)}


def _signed(ids: Sequence[int]) -> dict[int, tuple[int, datetime]]:
    """{customer: (id of the contract signed last, when)}."""
    rows = Contract.objects.filter(customer_id__in=ids, status=Contract.Status.CONFIRMED).order_by("signed_at", "pk")
    return {c: (pk, when) for c, pk, when in rows.values_list("customer_id", "pk", "signed_at")} if ids else {}
