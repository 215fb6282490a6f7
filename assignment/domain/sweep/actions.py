"""What the sweep changes: endings, reviews and reminders, each with its line and its place in the ledger."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from assignment.domain.evidence import evidence
from assignment.domain.frozen_evidence import saved_by
from assignment.domain.ledger import Kind, event, write_events
from assignment.domain.ownership import OwnershipEnd, end_ownerships
from assignment.domain.sweep.due import Due
from assignment.models import SweepLine, SweepRun
from assignment.rules import request_kinds
from assignment.rules.policy import RELEASE, REMIND, REVIEW, ROTATE
from crm_project.accounts.domain.access import decider
from crm_project.accounts.models import Department, User
from crm_project.approvals.domain.requests import open_requests
from crm_project.approvals.models import Request
from crm_project.lib.json_values import JsonObject
from crm_project.lib.time import iso
from customers.models import Ownership
from customers.models.choices import PoolReason

from .due import waiting_reviews

if TYPE_CHECKING:
    from assignment.domain.policies.lookup import PolicyBook


def apply(this: SweepRun, due: Sequence[Due], book: "PolicyBook") -> list[SweepLine]:
    """Change what was decided, under the locks of the caller; returns the SweepLines to write."""
    endings, reviews, reminded, lines = [], [], [], []
    for d in due:
        reading = d.decision.reading
        proof = evidence(reading, d.facts)
        if d.outcome in (RELEASE, ROTATE):
            kind = Kind.RELEASED if d.outcome == RELEASE else Kind.ROTATED
            endings.append(
                OwnershipEnd(
                    d.customer,
                    d.ownership,
                    kind,
                    to=d.to,
                    pool_reason=PoolReason.RELEASED,
                    rule=reading.rule.kind,
                    version_id=d.policy.version_id,
                    policy=d.policy,
                    facts=d.facts,
                    reading=reading,
                )
            )
        elif d.outcome == REVIEW:
            reviews.append((d, proof))
        if d.decision.remind:
            reminded.append(d)
        if d.outcome != REVIEW:
            lines.append(_line(this, d, proof))
    owners = {d.customer.pk: d.ownership.owner_id for d in due}
    end_ownerships(endings, at=this.at, by=None, run=this, book=book)
    opened = _open_reviews(this, reviews)
    for d, proof in reviews:
        if d.customer.pk in opened:
            lines.append(_line(this, d, {**proof, "also_remind": bool(d.decision.remind)}))
        elif d.decision.remind:
            lines.append(
                SweepLine(
                    run=this,
                    customer=d.customer,
                    outcome=REMIND,
                    rule=d.decision.remind.rule.kind,
                    due_at=d.decision.remind.due_at,
                    evidence=evidence(d.decision.remind, d.facts),
                )
            )
    _remind(this, reminded)
    for line in lines:
        line.owner_id = owners[line.customer_id]
    return lines


def _line(this: SweepRun, d: Due, proof: JsonObject) -> SweepLine:
    reading = d.decision.reading
    return SweepLine(
        run=this,
        customer=d.customer,
        outcome=d.outcome,
        rule=reading.rule.kind,
        due_at=reading.due_at,
        to=d.to,
        evidence=proof,
    )


def _open_reviews(this: SweepRun, reviews: Sequence[tuple[Due, JsonObject]]) -> set[int]:
    """Put customers before their manager; those that wait there already are left alone. Returns the ids newly opened."""
    if not reviews:
        return set()
    waiting = set(
        waiting_reviews()
        .filter(customer_id__in=[d.customer.pk for d, _p in reviews])
        .values_list("customer_id", flat=True)
    )
    fresh = [(d, proof) for d, proof in reviews if d.customer.pk not in waiting]
    managers = _managers({(d.ownership.department_id, d.ownership.owner_id) for d, _p in fresh})
    open_requests(
        [
            Request(
                kind=request_kinds.REVIEW,
                customer_id=d.customer.pk,
                subject=d.customer.name,
                department_id=d.ownership.department_id,
                decider=managers[d.ownership.department_id, d.ownership.owner_id],
                evidence={**proof, "saved_by": saved_by(d.policy, d.facts, d.decision.reading)},
                asked_at=this.at,
                arguments={"customer_id": d.customer.pk, "rule": d.decision.reading.rule.kind},
            )
            for d, proof in fresh
        ]
    )
    write_events(
        [
            event(
                Kind.REVIEW_OPENED,
                d.customer,
                at=this.at,
                by=None,
                owner_id=d.ownership.owner_id,
                run=this,
                evidence=proof,
                department_id=d.ownership.department_id,
                rule=d.decision.reading.rule.kind,
                policy_version_id=d.policy.version_id,
            )
            for d, proof in fresh
        ],
        names={d.customer.pk: d.customer.name for d, _p in fresh},
    )
    return {d.customer.pk for d, _p in fresh}


def _managers(held: Collection[tuple[int, int]]) -> dict[tuple[int, int], User | None]:
    """{(department, owner): who decides}; a manager who owns customers is not asked about the own ones."""
    departments = Department.objects.in_bulk({department for department, _owner in held})
    usual = {pk: decider(department, 1, "request.decide") for pk, department in departments.items()}
    return {
        (pk, owner): decider(departments[pk], 1, "request.decide", exclude=[owner])
        if (manager := usual[pk]) and manager.pk == owner
        else manager
        for pk, owner in held
    }


def _remind(this: SweepRun, reminded: Sequence[Due]) -> None:
    """Note of which deadline each owner was reminded; the ledger shows later who was warned when."""
    for due_at in {d.decision.remind.due_at for d in reminded}:
        ids = [d.customer.pk for d in reminded if d.decision.remind.due_at == due_at]
        Ownership.objects.filter(pk__in=ids).update(reminded_for=due_at)
    write_events(
        [
            event(
                Kind.WARNED,
                d.customer,
                at=this.at,
                by=None,
                owner_id=d.ownership.owner_id,
                department_id=d.ownership.department_id,
                rule=d.decision.remind.rule.kind,
                policy_version_id=d.policy.version_id,
                run=this,
                evidence={"due_at": iso(d.decision.remind.due_at)},
            )
            for d in reminded
        ],
        names={d.customer.pk: d.customer.name for d in reminded},
    )
