"""Why: the same readings as countdown and sweep, spelled out (rows Z17, D4)."""

from datetime import datetime
from typing import Any

from assignment.models import OwnershipEvent, PolicyVersion
from assignment.rules.policy import decide, readings
from customers.models import Customer, Ownership

from .evidence import evidence, not_counted, reading_data
from .facts import gather
from .policies.lookup import PolicyBook


def explain(customer_id: int, at: datetime, *, as_of: bool = False) -> dict[str, Any]:
    """Everything that decides about one customer at `at`: owner, each rule with its deadline, what counted and what did not.

    `as_of` leaves out what happened after `at`. Keys: customer, owner, since, policy, decision, rules (data and Reading),
    counted, not_counted, warned. `owner` is None in the public pool.
    """
    customer = Customer.objects.select_related("department").get(pk=customer_id)
    row = Ownership.of(customer_id)
    gathered = gather([customer_id], at, book=PolicyBook(), until=at if as_of else None, evidence=True).get(customer_id)
    if row is None or gathered is None:
        return {
            "customer": customer,
            "owner": None,
            "policy": None,
            "facts": None,
            "rules": [],
            "decision": None,
            "version": None,
        }
    policy, facts = gathered
    read = readings(policy, facts) if policy else []
    decision = decide(policy, facts, at) if policy else None
    version = (
        PolicyVersion.objects.select_related("policy", "decided_by").filter(pk=policy.version_id or 0).first()
        if policy
        else None
    )
    warned = OwnershipEvent.objects.filter(
        customer_id=customer_id, kind=OwnershipEvent.Kind.WARNED, at__gte=facts.since, owner_id=row.owner_id
    )
    return {
        "customer": customer,
        "owner": row.owner,
        "since": row.since,
        "ownership": row,
        "policy": policy,
        "facts": facts,
        "rules": [
            {"reading": r, "data": reading_data(r), "deciding": decision is not None and r == decision.reading}
            for r in read
        ],
        "decision": decision,
        "version": version,
        "warned": list(warned.order_by("at")),
        "evidence": evidence(decision.reading, facts) if decision else None,
        "not_counted": not_counted(facts),
    }
