"""Several imports at the same instant: nothing comes in twice, nobody gets more than their slots, nothing is lost."""

from datetime import timedelta

import pytest
from django.db import connection

from activities.models import FollowUp
from assignment.domain import ownership
from assignment.domain.sweep.reconcile import ledger_disagrees, reconcile
from contracts.models import Contract
from crm_project.accounts.models import Department, User
from crm_project.lib.refused import Refused
from customers.domain.records import create_customer
from customers.importing import undo, worker
from customers.models import Customer, NameGram, Ownership
from tests.cast import NOW, VALID, customer, moment
from tests.customers.importing_jobs import ran, taken
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


def test_an_undo_and_claims_at_once_leave_each_customer_with_one_of_them(cast, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "uploads"
    rows = [{"full_name": f"杭州第{n}号科技有限公司", "department": "Sales"} for n in range(6)]
    rows += [{"full_name": f"宁波第{n}号科技有限公司", "department": "Sales", "owner": "mate"} for n in range(3)]
    job = taken(tmp_path, rows, by=cast.manager)
    later = NOW + timedelta(hours=1)
    undo.undo_import(job_id=job.pk, by=cast.manager, at=later)
    pool = list(Customer.objects.filter(ownership=None).values_list("pk", flat=True))
    calls = [lambda pk=pk: ownership.claim(customer_id=pk, by=cast.rep, at=later) for pk in pool]
    calls.insert(3, lambda: worker.run_import(job.pk, clock=lambda: later))
    refused = [result for result in at_once(calls) if isinstance(result, Exception)]
    assert all(isinstance(result, Refused) for result in refused), refused
    job = ran(job, later)
    claimed = set(Ownership.objects.values_list("pk", flat=True))
    assert job.state == "undone" and claimed <= set(pool) and len(claimed) == len(pool) - len(refused)
    assert set(Customer.objects.filter(removed_at=None).values_list("pk", flat=True)) == claimed
    kept = job.imported_rows.exclude(kept="").values_list("subject_id", flat=True)
    assert set(kept) == claimed and job.imported_rows.filter(undone_at=later).count() == len(rows) - len(claimed)
    assert ledger_disagrees() == []
