"""A company with thousands of due customers, the same every time, and its state without keys and clocks."""

from datetime import timedelta

from assignment.domain import deadlines
from assignment.models import OwnershipEvent
from assignment.rules.policy import NEVER
from crm_project.approvals.models import Request
from crm_project.notices.models import Notice
from customers.models import Customer, Ownership
from tests.cast import NOW, assemble

SINCE = NOW - timedelta(days=200)


def build(n):
    """`n` due customers, evenly over the four presets; a tenth of the Solar ones goes before the manager."""
    cast = assemble()
    owners = [cast.rep, cast.stranger, cast.solar_rep, cast.stages_rep]
    customers = []
    for i in range(n):
        owner = owners[i % 4]
        customers.append(
            Customer(
                code=f"F-{i:06d}",
                name=f"杭州故障{i}号科技有限公司",
                name_key=f"杭州故障{i}号科技有限公司",
                department=owner.department,
                stage_since=SINCE,
                created_at=SINCE,
                changed_at=SINCE,
            )
        )
    customers = Customer.objects.bulk_create(customers, batch_size=500)
    Ownership.objects.bulk_create(
        [
            Ownership(
                customer=c,
                owner=owners[i % 4],
                department=owners[i % 4].department,
                since=SINCE + timedelta(days=60 * (i % 40 == 2)),
                release_at=NEVER,
                remind_at=NEVER,
                review_at=NEVER,
            )
            for i, c in enumerate(customers)
        ],
        batch_size=500,
    )
    deadlines.refresh([c.pk for c in customers], at=NOW)
    return cast


def state():
    """What the company looks like: owners, pool, ledger, requests, and what everybody was told of."""
    told = {}
    for user, kind, params in Notice.objects.values_list("user__username", "kind", "params"):
        told[user, kind] = told.get((user, kind), 0) + params.get("n", 1)
    return {
        "owned": list(
            Ownership.objects.order_by("customer__code").values_list(
                "customer__code", "owner__username", "since", "release_at", "rule"
            )
        ),
        "pool": list(
            Customer.objects.filter(pooled_at__isnull=False)
            .order_by("code")
            .values_list("code", "pooled_at", "pool_reason", "last_owner__username", "former_owners")
        ),
        "ledger": list(
            OwnershipEvent.objects.order_by("customer__code", "kind", "at").values_list(
                "customer__code", "kind", "at", "owner__username", "closes_owner__username", "rule"
            )
        ),
        "requests": list(
            Request.objects.order_by("subject").values_list("subject", "kind", "status", "decider__username")
        ),
        "told": dict(sorted(told.items())),
    }
