"""What a decision rested on, as plain data for the ledger, the run page and the commands."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from assignment.rules.policy import APPLICATION, NEVER, ORDER
from assignment.rules.policy.answers import Facts, Reading
from assignment.rules.standard import public
from crm_project.lib.json_values import JsonObject
from crm_project.lib.time import iso


def reading_data(reading: Reading) -> JsonObject:
    """One reading as data; times in the company's zone, `due_at` None where the rule does not bite."""
    rule = reading.rule
    return {
        "rule": rule.kind,
        "days": rule.number,
        "outcome": rule.outcome,
        "stage": rule.stage,
        "anchor": reading.anchor,
        "anchor_at": iso(reading.anchor_at),
        "due_at": iso(reading.due_at) if reading.due_at < NEVER else None,
        "remind_at": iso(reading.remind_at) if reading.remind_at < NEVER else None,
        "exempt": reading.exempt,
        "floor": reading.floor,
        "progress": reading.progress,
        **({"waits_for_application": True} if rule.waits_for_application else {}),
    }


def evidence(reading: Reading, facts: Facts, *, reminded_at: datetime | None = None) -> JsonObject:
    """The anchor, the rule, the follow-ups that counted and those that did not with their reasons."""
    return {
        **reading_data(reading),
        "since": iso(facts.since),
        **entries(facts),
        "extended_until": iso(facts.extended_until),
        "reminded_for": iso(facts.reminded_for),
        **waited_for(reading, facts),
        **applied_for(reading, facts),
        **served_by(reading, facts),
    }


def waited_for(reading: Reading, facts: Facts) -> JsonObject:
    """{"order": …}: the service order for which the release waited; {} where it waited for none."""
    if reading.floor != ORDER or facts.order is None:
        return {}
    order = facts.order
    return {"order": {"number": order.number, "since": iso(order.since), "closed_at": iso(order.closed_at)}}


def applied_for(reading: Reading, facts: Facts) -> JsonObject:
    """{"application": …}: the application that keeps the customer, or the one whose refusal it was kept until; {} without either."""
    if reading.exempt == APPLICATION:
        one = next(a for a in facts.applications if a.refused_at is None)
    elif reading.floor == APPLICATION:
        # One that was made after the deadline may have been refused since: it moved nothing.
        refused = {a.refused_at: a for a in facts.applications if a.refused_at and a.refused_at < reading.due_at}
        one = refused[max(refused)]
    else:
        return {}
    return {"application": {"asked_at": iso(one.asked_at), "refused_at": iso(one.refused_at)}}


def served_by(reading: Reading, facts: Facts) -> JsonObject:
    """{"service": …}: the work of service from which the rule counts; {} where it counts from something else."""
    if reading.anchor != "contacted" or facts.service is None:
        return {}
    return {"service": {"number": facts.service.number, "at": iso(facts.service.at)}}


def anchor_shown(anchor: str, proof: Mapping[str, Any]) -> str:
    """The anchor as pages name it: “service” where the contact was work of service. `proof`: the evidence, or `served_by`."""
    return "service" if anchor == "contacted" and proof.get("service") else anchor


def entries(facts: Facts) -> dict[str, list[JsonObject]]:
    """The follow-ups that counted and those that did not, by their ids."""
    return {
        "counted": [{"id": pk, "occurred_at": iso(when), "author": author} for pk, when, author in facts.counted],
        "not_counted": [
            {"id": pk, "occurred_at": iso(when), "author": author, "reasons": list(reasons)}
            for pk, when, author, reasons in facts.not_counted
        ],
    }


def not_counted(facts: Facts) -> list[JsonObject]:
    """The published form: when, and why by the closed list of the interface."""
    return [
        {"occurred_at": iso(when), "reasons": public(reasons)}
        for _pk, when, _author, reasons in facts.not_counted
        if public(reasons)
    ]
