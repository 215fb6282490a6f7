"""Many at once is the same as one after the other: who gets what, what is refused and why, ledger, audit, what follows, who is told of it."""

from datetime import timedelta

import pytest
from django.db import transaction

from activities.models import Task
from assignment.domain import ownership
from assignment.models import OwnershipEvent, PolicyVersion
from assignment.rules.presets import PRESETS
from crm_project.approvals.models import Request
from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from crm_project.notices.models import Notice
from customers.models import Collaborator, Customer, Ownership
from tests.cast import NOW, customer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
EARLIER = NOW - timedelta(days=4)
MANY = {"transfer": ownership.transfer_many, "release": ownership.release_many}
# Whose (empty: in the pool), its stage, what is the matter with it.
CUSTOMERS = [
    ("rep", "potential", ""),
    ("", "potential", ""),
    ("rep", "official", ""),
    ("mate", "intent", ""),
    ("rep", "potential", "merged"),
    ("", "intent", "removed"),
    ("east_rep", "potential", ""),
    ("rep", "intent", "forbidden"),
    ("", "official", ""),
    ("rep", "intent", ""),
    ("east_rep", "intent", ""),
]
# What is said of one customer, whoever is to get it.
OWN = {"merged", "removed", "forbidden", "in_pool", "same"}


class _LookedAt(Exception):
    """Ends a transaction of which nothing is kept."""


@pytest.mark.req("Nd9", "D1", "Nf5")
@pytest.mark.parametrize(
    ("what", "to", "slots", "reason"),
    [
        *(("transfer", "mate", slots, "new areas") for slots in (None, 1, 2, 3, 4, 5)),
        ("transfer", "east_rep", 4, ""),
        ("transfer", "finance", None, "x"),
        ("release", "", None, "  left the area "),
        ("release", "", None, " "),
    ],
)
def test_many_is_the_same_as_one_after_the_other(cast, what, to, slots, reason):
    body = {**PRESETS["tracking"], "slots": slots}
    # `decided_at` is part of what parsed policies are remembered by.
    decided = NOW.replace(microsecond=slots or 99)
    PolicyVersion.objects.filter(policy__key="tracking").update(body=body, decided_at=decided)
    rows = {_told(cast, owner, stage, state): state for owner, stage, state in CUSTOMERS}
    fields = {"by": cast.manager, "reason": reason, "at": NOW} | ({"to": getattr(cast, to)} if to else {})

    def check(row, _held):
        return Refused("outside your area", code="forbidden") if rows[row.pk] == "forbidden" else None

    def one_by_one():
        refused = {}
        for pk in sorted(rows):
            try:
                if rows[pk] == "forbidden":
                    raise check(Customer(pk=pk), None)
                getattr(ownership, what)(customer_id=pk, **fields)
            except Refused as refusal:
                refused[pk] = refusal
        return refused

    def all_at_once():
        try:
            return MANY[what](customer_ids=reversed(rows), check=check, **fields)
        except Refused as refusal:
            return dict.fromkeys(rows, refusal)  # it holds for all, whatever else holds for one

    single, left = _outcome(one_by_one)
    many, left_by_many = _outcome(all_at_once)
    assert left_by_many == left and many.keys() == single.keys()
    for pk, refusal in many.items():
        assert str(refusal) == str(single[pk]) or (refusal.code in ("taker", "reason") and single[pk].code in OWN)


def _told(cast, name, stage, state):
    owner = getattr(cast, name) if name else None
    department = None if owner else cast.departments["sales"]
    row = customer(owner, department=department, since=EARLIER, stage=stage)
    asked = {"asked_at": EARLIER, "due_at": NOW, "subject": "x", "department": cast.departments["sales"]}
    kind = "extension" if owner else "put_back"
    Request.objects.create(customer_id=row.pk, kind=kind, asked_by=cast.rep, decider=cast.manager, **asked)
    if owner:
        planned = {"title": "Call", "due_at": NOW, "created_by": owner, "created_at": EARLIER}
        Task.objects.create(customer=row, assignee=owner, **planned)
        Collaborator.objects.create(customer=row, user=cast.mate, since=EARLIER)
    if state == "merged":
        Customer.objects.filter(pk=row.pk).update(merged_into=customer(cast.rep))
    if state == "removed":
        Customer.objects.filter(pk=row.pk).update(removed_at=EARLIER)
    return row.pk


def _outcome(act):
    """What it answers, and everything that it leaves; nothing is kept."""
    with pytest.raises(_LookedAt), transaction.atomic():
        answer = act()
        left = _left()
        raise _LookedAt
    return answer, left


def _left():
    entries = OwnershipEvent.objects.filter(at=NOW).order_by("customer_id")
    audit = Entry.objects.filter(at=NOW).order_by("customer_id", "action", "pk")
    told = [(n.user_id, n.kind.removesuffix("_many"), n.params.get("n", 1), n.params) for n in Notice.objects.all()]
    people = {}
    for user, kind, n, params in told:
        customers, tasks = people.get((user, kind), (0, 0))
        people[user, kind] = customers + n, tasks + params.get("tasks", 0)
    return {
        "ownerships": list(Ownership.objects.order_by("pk").values()),
        "customers": list(Customer.objects.order_by("pk").values()),
        "ledger": [_but(row, "id") for row in entries.values()],
        "audit": [_but(row, "id", "subject_id") for row in audit.values()],
        "requests": list(Request.objects.order_by("pk").values()),
        "tasks": list(Task.objects.order_by("pk").values()),
        "collaborators": list(Collaborator.objects.order_by("pk").values()),
        "notices": people,
    }


def _but(row, *names):
    return {name: value for name, value in row.items() if name not in names}
