"""Several imports at the same instant: nothing comes in twice, nobody gets more than their slots, nothing is lost."""

import pytest
from django.db import connection

from activities.models import FollowUp
from assignment.domain.sweep.reconcile import ledger_disagrees, reconcile
from contracts.models import Contract
from crm_project.accounts.models import Department, User
from customers.domain.records import create_customer
from customers.models import Customer, NameGram, Ownership
from tests.cast import NOW, VALID, customer, moment
from tests.customers.tables import bring, told
from tests.parallel import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.soak]
N = 4


def together(tmp_path, kind, rows, *, n=N, history=True):
    """Bring in the same rows `n` times at once, every second time upside down; the sum of what was told."""
    calls = []
    for turn in range(n):
        mine = rows[::-1] if turn % 2 and kind != "people" else rows
        calls.append(
            lambda mine=mine, turn=turn: bring(
                tmp_path, kind, mine, history=history, name=f"{kind}-{turn}.xlsx", new_values=True
            )
        )
    results = at_once(calls)
    assert not [result for result in results if isinstance(result, Exception)], results
    return [told(result) for result in results]


def test_the_same_customers_come_in_once(cast, tmp_path):
    rows = [
        {
            "full_name": f"杭州第{n}号科技有限公司",
            "department": "Sales",
            "owner": ["rep", "mate"][n % 2],
            "type": "New type",
            "contact_name": "王",
        }
        for n in range(700)
    ]
    found = together(tmp_path, "customers", rows)
    assert sum(one.get("new", 0) for one in found) == 700 and all(sum(one.values()) == 700 for one in found)
    assert not any("refused" in one for one in found)
    assert Customer.objects.count() == Ownership.objects.count() == 700
    assert NameGram.objects.values("customer").distinct().count() == 700
    assert reconcile(at=NOW) == (700, 0) and ledger_disagrees() == []


def test_the_same_people_come_in_once(cast, tmp_path):
    rows = [
        {
            "username": f"p{n}",
            "full_name": "P",
            "department": f"D{n % 3}/E",
            "role": "rep",
            "superior": f"p{n // 2}" if n else None,
        }
        for n in range(20)
    ]
    found = together(tmp_path, "people", rows)
    assert sum(one.get("new", 0) for one in found) == 20
    assert User.objects.filter(username__startswith="p").count() == 20
    assert Department.objects.filter(name="E").count() == 3


def test_the_same_follow_ups_come_in_once(cast, tmp_path):
    for n in range(20):
        customer(cast.rep, code=f"K-{n}", since=moment("2026-02-01 09:00"))
    rows = [
        {
            "customer": f"K-{n % 20}",
            "author": "rep",
            "kind": "call_out",
            "occurred_at": f"2026-02-{2 + n // 20:02d}",
            "contact": "王",
            "content": VALID,
        }
        for n in range(400)
    ]
    found = together(tmp_path, "followups", rows)
    assert sum(one.get("new", 0) for one in found) == FollowUp.objects.count() == 400
    assert reconcile(at=NOW) == (20, 0)


def test_the_same_contracts_come_in_once(cast, tmp_path):
    for n in range(20):
        customer(cast.stages_rep, code=f"K-{n}", since=moment("2026-02-01 09:00"))
    rows = [
        {"customer": f"K-{n % 20}", "number": f"HT-{n}", "signed_at": "2026-02-20", "amount": 5} for n in range(300)
    ]
    found = together(tmp_path, "contracts", rows)
    assert sum(one.get("new", 0) for one in found) == Contract.objects.count() == 300
    assert Customer.objects.filter(stage="official").count() == 20
    assert reconcile(at=NOW) == (20, 0)


@pytest.mark.req("D1", "D3")
def test_two_files_do_not_fill_one_slot_twice(cast, tmp_path):
    calls = [
        lambda turn=turn: bring(
            tmp_path,
            "customers",
            [
                {"full_name": f"深圳{turn}第{n}号科技有限公司", "department": "Direct", "owner": "stranger"}
                for n in range(10)
            ],
            name=f"{turn}.xlsx",
        )
        for turn in range(N)
    ]
    results = at_once(calls)
    assert not [result for result in results if isinstance(result, Exception)], results
    assert Ownership.objects.filter(owner=cast.stranger).count() == 15
    assert sum(result.counts["new"] for result in results) == 15


def test_an_import_and_people_at_work_do_not_block_each_other(cast, tmp_path):
    rows = [{"full_name": f"杭州第{n}号科技有限公司", "department": "Direct", "owner": "stranger"} for n in range(10)]

    def enter(n):
        return create_customer(
            by=cast.stranger, owner=cast.stranger, at=NOW, fields={"name": f"杭州第{n}号科技有限公司"}
        )

    calls = [lambda: bring(tmp_path, "customers", rows), *(lambda n=n: enter(n) for n in range(8))]
    results = at_once(calls)
    refused = [result for result in results if isinstance(result, Exception)]
    assert all(getattr(error, "code", "") in ("duplicate", "slots") for error in refused), refused
    assert Customer.objects.count() == 10
    if connection.vendor == "postgresql":
        assert Ownership.objects.count() == 10
