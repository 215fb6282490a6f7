"""What is asked of the head of a department, and what is not: days nobody named, plans changed, papers that came (row T20)."""

from datetime import date
from decimal import Decimal

import pytest

from contracts.domain import files, lifecycle, sums
from contracts.domain.collections import overdue
from contracts.domain.payments import instalments, payments
from contracts.models import Contract, Instalment
from crm_project.approvals.domain.requests import decide
from crm_project.approvals.models import Request
from tests.cast import NOW, assemble, customer, moment
from tests.contracts.stage import in_force, scan
from tests.customers.tables import bring, told
from tests.parallel import at_once

pytestmark = pytest.mark.django_db
T20 = pytest.mark.req("T20")
LATER = moment("2026-04-20 08:00")


def waiting():
    return sorted(Request.objects.filter(kind="overdue", status="pending").values_list("about", flat=True))


@T20
@pytest.mark.req("Nf6")
def test_old_contracts_brought_in_without_a_day_flood_no_inbox(cast, clock, signed_in, tmp_path):
    customer(cast.rep, code="C-1", since=moment("2025-02-20 09:00"))
    rows = [
        {"customer": "C-1", "number": f"OLD-{n}", "signed_at": "2025-03-01", "amount": "100", "status": "confirmed"}
        for n in range(5)
    ]
    assert told(bring(tmp_path, "contracts", [*rows, {**rows[0], "number": "DAY", "due_at": "2025-05-01"}])) == {
        "new": 6
    }
    assert overdue.find_overdue(at=NOW) == 1
    assert [request.evidence["contract"] for request in Request.objects.filter(kind="overdue")] == ["DAY"]
    page = signed_in(cast.manager).get("/contracts/collections/")
    assert len(page.context["rows"]) == 6 and sum(one["assumed"] for one in page.context["rows"]) == 5
    assert (
        "day assumed" in page.text
        and "Day assumed” means that the contract was imported without a due date. There are no reminders until a payment plan or a file sets the date."
        in page.text
    )
    assert not sums.drift()


@T20
def test_a_day_named_later_by_file_or_plan_is_chased_like_any_other(cast, tmp_path):
    customer(cast.rep, code="C-1", since=moment("2025-02-20 09:00"))
    row = {"customer": "C-1", "number": "OLD-1", "signed_at": "2025-03-01", "amount": "100", "status": "confirmed"}
    bring(tmp_path, "contracts", [row, {**row, "number": "OLD-2"}])
    assert overdue.find_overdue(at=NOW) == 0
    assert told(bring(tmp_path, "contracts", [{**row, "due_at": "2025-05-01"}])) == {"changed": 1}
    other = Contract.objects.get(number="OLD-2")
    instalments.plan_instalments(
        contract_id=other.pk, by=cast.manager, at=NOW, parts=[{"due_on": date(2025, 6, 1), "amount": Decimal(100)}]
    )
    assert overdue.find_overdue(at=NOW) == 2


@T20
def test_a_plan_that_puts_off_or_takes_out_a_part_takes_it_off_the_inbox(cast):
    parts = [{"label": "", "due_on": date(2026, 4, day), "amount": Decimal("4001.00")} for day in (1, 2)]
    made = in_force(
        cast,
        customer(cast.rep),
        parts=[*parts, {"label": "", "due_on": date(2026, 4, 3), "amount": Decimal("4003.00")}],
    )
    other = in_force(cast, customer(cast.rep))
    assert overdue.find_overdue(at=LATER) == 4
    first, *_gone = made.instalments.order_by("number")
    instalments.plan_instalments(
        contract_id=made.pk,
        by=cast.manager,
        at=LATER,
        parts=[
            {"due_on": date(2026, 4, 1), "amount": Decimal("4001.00")},
            {"due_on": date(2026, 5, 2), "amount": Decimal("8004.00")},
        ],
    )
    assert waiting() == sorted([f"instalment:{first.pk}", f"instalment:{other.instalments.get().pk}"])


@T20
def test_a_file_that_says_it_was_paid_takes_it_off_the_inbox(cast, tmp_path):
    customer(cast.rep, code="C-1", since=moment("2025-02-20 09:00"))
    row = {
        "customer": "C-1",
        "number": "OLD-1",
        "signed_at": "2025-03-01",
        "amount": "100",
        "status": "confirmed",
        "due_at": "2025-05-01",
    }
    bring(tmp_path, "contracts", [row])
    assert overdue.find_overdue(at=NOW) == 1
    assert told(bring(tmp_path, "contracts", [{**row, "paid_amount": 100}])) == {"changed": 1}
    assert waiting() == []


@pytest.mark.req("T20", "Nf8", "Nf14")
def test_the_scan_uploaded_is_the_signed_copy_that_was_asked_about(cast):
    row = customer(cast.rep)
    noted = lifecycle.record_contract(
        customer_id=row.pk,
        by=cast.rep,
        at=NOW,
        fields={"number": "X", "signed_at": NOW, "amount": Decimal(50), "promises": "none"},
    )
    assert overdue.find_overdue(at=moment("2026-03-10 07:30")) == 1
    files.add_file(contract_id=noted.pk, by=cast.rep, at=LATER, upload=scan(), kind="scan")
    assert noted.papers.get().received_on == date(2026, 4, 20) and waiting() == []


@T20
@pytest.mark.soak
@pytest.mark.django_db(transaction=True)
def test_paying_and_deciding_about_the_same_part_at_once_never_wait_in_a_ring():
    """Money comes in while the head puts the part off: both lock the request before the part."""
    cast = assemble()
    made = [in_force(cast, customer(cast.rep)) for _ in range(6)]
    overdue.find_overdue(at=LATER)
    calls = []
    for contract in made:
        asked = Request.objects.get(kind="overdue", about=f"instalment:{contract.instalments.get().pk}")
        given = {
            "by": cast.manager,
            "at": LATER,
            "approve": True,
            "decision": "they promised",
            "changes": {"until": "2026-04-30"},
        }
        calls.append(lambda pk=asked.pk, given=given: decide(request_id=pk, **given))
        calls.append(lambda contract=contract: _paid(cast, contract))
    errors = [
        result
        for result in at_once(calls)
        if isinstance(result, Exception) and getattr(result, "code", "") != "decided"
    ]
    assert errors == [] and not Instalment.objects.filter(paid_on=None).exists() and not sums.drift()
    assert waiting() == []


def _paid(cast, contract):
    return payments.record_payment(
        customer_id=contract.customer_id,
        by=cast.finance,
        at=LATER,
        received_on=date(2026, 4, 20),
        amount=contract.amount,
    )


@T20
@pytest.mark.django_db(transaction=True)
def test_two_mornings_at_once_put_each_thing_there_once():
    cast = assemble()
    for _ in range(5):
        in_force(cast, customer(cast.rep))
    results = at_once([lambda: overdue.find_overdue(at=LATER)] * 3)
    assert sorted(results) == [0, 0, 5] and len(waiting()) == 5
