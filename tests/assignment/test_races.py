"""Two people, one customer: the database decides, and whoever loses reads why."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import connection

from activities.domain.follow_ups import record_followup
from assignment.domain import ownership
from assignment.domain.ownership.extend import ask_extension
from assignment.domain.sweep import run as sweep
from assignment.domain.sweep.reconcile import ledger_disagrees
from assignment.models import OwnershipEvent
from crm_project.approvals.domain.requests import decide
from crm_project.approvals.models import Request
from crm_project.lib.refused import Refused
from customers.domain.records import create_customer
from customers.models import Customer, Ownership
from tests.cast import NOW, customer, moment, owner_of, person
from tests.parallel import at_once

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 100 if connection.vendor == "postgresql" else 12


def refusals(results, code):
    odd = [r for r in results if isinstance(r, Exception) and not (isinstance(r, Refused) and r.code == code)]
    assert not odd, odd[0]
    return [r for r in results if isinstance(r, Refused)]


@pytest.mark.req("Z10", "Nd1")
def test_of_many_parallel_claims_of_one_customer_one_wins_and_the_others_are_refused_politely(cast):
    row = customer(department=cast.departments["sales"])
    people = [person(f"claimant{n}", "rep", cast.departments["sales"]) for n in range(MANY)]
    results = at_once([partial(ownership.claim, customer_id=row.pk, by=p, at=NOW) for p in people])
    assert len(refusals(results, "taken")) == MANY - 1
    assert Ownership.objects.filter(pk=row.pk).count() == 1
    assert OwnershipEvent.objects.filter(customer=row, kind="claimed").count() == 1
    assert ledger_disagrees() == []


@pytest.mark.req("D1", "D3")
def test_parallel_claims_of_one_rep_never_exceed_the_slots(cast):
    for _ in range(12):
        customer(cast.stranger)
    rows = [customer(department=cast.departments["direct"]) for _ in range(MANY)]
    results = at_once([partial(ownership.claim, customer_id=row.pk, by=cast.stranger, at=NOW) for row in rows])
    assert len(refusals(results, "slots")) == MANY - 3
    assert Ownership.objects.filter(owner=cast.stranger).count() == 15


@pytest.mark.req("Z10", "Ni3")
def test_parallel_creations_of_one_name_make_one_customer(cast):
    n = 20 if connection.vendor == "postgresql" else 8
    fields = {"name": "杭州春意空调有限公司"}
    results = at_once(
        [partial(create_customer, by=cast.rep, at=NOW, fields=dict(fields), owner=cast.rep) for _ in range(n)]
    )
    lost = refusals(results, "duplicate")
    assert len(lost) == n - 1
    assert all("Rep" in refusal.sentence for refusal in lost)
    assert Customer.objects.filter(name="杭州春意空调有限公司").count() == 1


def test_two_sweeps_at_once_do_the_work_once(cast):
    rows = [customer(cast.rep, since=NOW - timedelta(days=20)) for _ in range(30)]
    at_once([partial(sweep.run, at=NOW) for _ in range(2)])
    sweep.run(at=NOW)
    assert [owner_of(row) for row in rows] == [None] * 30
    assert OwnershipEvent.objects.filter(kind="released").count() == 30
    assert cast.rep.notices.filter(kind="sweep_release").count() <= 2
    assert sum(n.params["n"] for n in cast.rep.notices.filter(kind="sweep_release")) == 30


def test_a_follow_up_and_the_sweep_at_the_same_instant_never_lose_the_follow_up(cast):
    rows = [customer(cast.rep, since=NOW - timedelta(days=20)) for _ in range(10)]
    fields = {"kind": "call_out", "content": "与王经理电话沟通了下季度的采购计划", "counterpart": "王经理"}
    calls = [partial(record_followup, customer_id=row.pk, by=cast.rep, at=NOW, fields=dict(fields)) for row in rows]
    results = at_once([partial(sweep.run, at=NOW), *calls])
    for row, result in zip(rows, results[1:], strict=True):
        if isinstance(result, Refused):
            assert result.code in ("in_pool", "not_owner", "forbidden"), result.code
            assert owner_of(row) is None
        else:
            assert not isinstance(result, Exception), result
            assert owner_of(row) == "rep"
            assert Ownership.objects.get(pk=row.pk).release_at == moment("2026-03-17 10:00")


def test_two_deciders_at_once_decide_once(cast):

    row = customer(cast.stranger)
    request = ask_extension(customer_id=row.pk, days=3, reason="they sign next week", by=cast.stranger, at=NOW)
    approve = partial(decide, request_id=request.pk, by=cast.direct_manager, approve=True, decision="", at=NOW)
    refuse = partial(decide, request_id=request.pk, by=cast.direct_manager, approve=False, decision="no", at=NOW)
    results = at_once([approve, refuse])
    assert len(refusals(results, "decided")) == 1
    request.refresh_from_db()
    extended = Ownership.objects.get(pk=row.pk).extended_until is not None
    assert extended == (request.status == Request.Status.APPROVED)


def test_a_double_click_records_one_follow_up(cast):
    row = customer(cast.rep)
    fields = {"kind": "call_out", "content": "与王经理电话沟通了下季度的采购计划", "counterpart": "王经理"}
    click = partial(
        record_followup, customer_id=row.pk, by=cast.rep, at=NOW, fields=dict(fields), idempotency_key="token-1"
    )
    results = at_once([click, click, click])
    assert not [r for r in results if isinstance(r, Exception)], results
    assert row.followups.count() == 1
