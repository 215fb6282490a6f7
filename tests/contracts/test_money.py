"""Plans, payments, matching, overdue things, sums (rows T20, Na10)."""

import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contracts import tasks
from contracts.domain import corrections, fulfilment, lifecycle, sums
from contracts.domain.collections import bad_debts, overdue
from contracts.domain.payments import instalments, payments
from contracts.domain.payments.matching import match_oldest, match_payment, unmatch_payment
from contracts.models import Allocation, BadDebt, Contract, Correction, Instalment, Payment
from crm_project.approvals.domain.requests import decide
from crm_project.approvals.models import Request
from crm_project.lib.refused import Refused
from crm_project.notices.models import Notice
from crm_project.ops import heartbeats
from customers import tasks as file_tasks
from customers.importing import worker
from customers.models import ImportJob, Ownership
from tests.cast import NOW, assemble, customer, moment
from tests.contracts.stage import in_force
from tests.customers.tables import bring, told
from tests.parallel import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.both]
TODAY = date(2026, 3, 2)
LATER = moment("2026-04-20 08:00")


def refused(code, verb, /, **arguments):
    with pytest.raises(Refused) as refusal:
        verb(**arguments)
    assert refusal.value.code == code, refusal.value.sentence
    return refusal.value.sentence


def parts(*amounts):
    return [
        {"label": "", "due_on": date(2026, 4, 1 + n), "amount": Decimal(amount)} for n, amount in enumerate(amounts)
    ]


def pay(cast, row, amount, **more):
    return payments.record_payment(
        customer_id=row.pk, by=cast.finance, at=NOW, received_on=TODAY, amount=Decimal(amount), **more
    )


def paid(contract):
    return [str(value) for value in contract.instalments.values_list("paid", flat=True)]


# --- the plan ------------------------------------------------------------------------------------------------------------


@pytest.mark.req("T20")
def test_a_plan_makes_the_amount_to_the_cent_and_keeps_what_was_paid(cast):
    row = customer(cast.rep)
    made = in_force(cast, row, parts=parts("5000.00", "7005.00"))
    who = {"contract_id": made.pk, "by": cast.manager, "at": NOW}
    assert "the difference is ¥0.01" in refused(
        "sum", instalments.plan_instalments, **who, parts=parts("5000.00", "7005.01")
    )
    refused("parts", instalments.plan_instalments, **who, parts=[])
    refused("amount", instalments.plan_instalments, **who, parts=parts("12006.00", "-1.00"))
    pay(cast, row, "6000")
    refused("paid", instalments.plan_instalments, **who, parts=parts("4999.00", "7006.00"))
    refused("paid", instalments.plan_instalments, **who, parts=parts("12005.00"))
    instalments.plan_instalments(**who, parts=parts("5000.00", "2005.00", "5000.00"))
    assert paid(made) == ["5000.00", "1000.00", "0.00"] and not sums.drift()


# --- payments --------------------------------------------------------------------------------------------------------------


@pytest.mark.req("T20")
def test_money_pays_the_oldest_first_partly_and_beyond(cast):
    row = customer(cast.rep)
    first, second = in_force(cast, row, parts=parts("5000.00", "7005.00")), in_force(cast, row)
    made = pay(cast, row, "8000.50", reference="B-1")
    assert paid(first) == ["5000.00", "0.00"] and paid(second) == ["3000.50"]
    pay(cast, row, "16009.51")
    assert paid(first) == ["5000.00", "7005.00"] and paid(second) == ["12005.00"]
    assert payments.credit_of(row.pk) == {"CNY": Decimal("0.01")}
    first.refresh_from_db()
    assert str(first.paid_amount) == "12005.00" and first.instalments.first().paid_on == TODAY
    refused(
        "reference",
        payments.record_payment,
        customer_id=row.pk,
        by=cast.finance,
        at=NOW,
        received_on=TODAY,
        amount=Decimal(1),
        reference="B-1",
    )
    assert made.allocations.count() == 2 and not sums.drift()


def test_money_named_for_a_contract_pays_that_one_and_the_rest_goes_where_finance_says(cast):
    row = customer(cast.rep)
    first, second = in_force(cast, row), in_force(cast, row)
    made = pay(cast, row, "13000", contract_id=second.pk)
    assert paid(first) == ["0.00"] and paid(second) == ["12005.00"]
    part = first.instalments.get()
    who = {"payment_id": made.pk, "by": cast.finance, "at": NOW}
    refused("rest", match_payment, **who, shares={part.pk: Decimal("995.01")})
    match_payment(**who, shares={part.pk: Decimal("995.00")})
    assert paid(first) == ["995.00"]
    unmatch_payment(allocation_id=Allocation.objects.get(instalment=part).pk, by=cast.finance, at=NOW)
    other = in_force(cast, customer(cast.rep)).instalments.get()
    refused("customer", match_payment, **who, shares={other.pk: Decimal(1)})
    assert paid(first) == ["0.00"] and not sums.drift()


@pytest.mark.req("T20")
def test_an_amount_is_matched_as_people_write_it_and_a_refused_one_comes_back_as_typed(cast, clock, signed_in):
    row = customer(cast.rep)
    in_force(cast, row)
    made, later = pay(cast, row, "13000"), in_force(cast, row)
    part, client, url = later.instalments.get(), signed_in(cast.finance), f"/contracts/payments/{made.pk}/"
    page, name = client.get(url).text, f"part-{part.pk}"
    assert f'name="{name}" value="995.00"' in page and 'type="number"' not in page
    for typed, says in [("0,9万元整x", "amount"), ("1,200", "¥995.00 of this payment remains")]:
        answer = client.post(f"{url}match/", {name: typed})
        assert answer.status_code == 422 and f'value="{typed}"' in answer.text and says in answer.text
    # While it is typed it says what would be left, or the refusal that saving would give.
    live = client.post(f"{url}match/preview/", {name: "¥0.05万"}).text
    assert "¥500.00" in live and "¥495.00" in live and paid(later) == ["0.00"]
    live = client.post(f"{url}match/preview/", {name: "1,200"}).text
    assert "¥995.00 of this payment remains" in live and "lower them by ¥205.00" in live
    answer = client.post(f"{url}match/", {name: "¥0.05万"})
    assert answer.status_code == 302 and paid(later) == ["500.00"]


@pytest.mark.req("T20")
def test_one_form_matches_a_payment_to_several_contracts_all_or_none(cast, clock, signed_in):
    row = customer(cast.rep)
    made = pay(cast, row, "30000")
    first, second, third = (in_force(cast, row) for _n in range(3))
    parts = [one.instalments.get() for one in (first, second, third)]
    names = [f"part-{part.pk}" for part in parts]
    client, url = signed_in(cast.finance), f"/contracts/payments/{made.pk}/"

    def typed(*amounts):
        return dict(zip(names, amounts, strict=True))

    page = client.get(url).text
    # The oldest are proposed first, the last with what remains.
    for name, value in typed("12,005.00", "12,005.00", "5,990.00").items():
        assert f'name="{name}" value="{value}"' in page
    assert "Stays as prepayment" in page and "¥0.00" in page
    # One amount that is too high refuses them all, at its field; nothing typed is lost.
    answer = client.post(f"{url}match/", typed("100", "12,005.01", ""))
    assert answer.status_code == 422 and "¥12,005.00 of this instalment is open" in answer.text
    assert f'name="{names[0]}" value="100"' in answer.text
    answer = client.post(f"{url}match/", typed("12005", "12005", "5990.01"))
    assert answer.status_code == 422 and "lower them by ¥0.01" in answer.text
    assert "at least one instalment" in client.post(f"{url}match/", dict.fromkeys(names, "")).text
    assert [paid(one) for one in (first, second, third)] == [["0.00"]] * 3 and not made.allocations.exists()
    answer = client.post(f"{url}match/", typed("12005", "", "995"))
    assert answer.status_code == 302
    assert [paid(one) for one in (first, second, third)] == [["12005.00"], ["0.00"], ["995.00"]] and not sums.drift()
    # An instalment that was paid meanwhile comes back with its sentence, somebody else's is no part of the page.
    answer = client.post(f"{url}match/", {names[0]: "5"})
    assert answer.status_code == 422 and "¥0.00 of this instalment is open" in answer.text
    other = in_force(cast, customer(cast.rep)).instalments.get()
    answer = client.post(f"{url}match/", {f"part-{other.pk}": "5"})
    assert answer.status_code == 422 and "belongs to another customer" in answer.text


def test_a_void_payment_opens_what_it_paid_and_stays_with_its_reason(cast):
    row = customer(cast.rep)
    made = in_force(cast, row)
    wrong = pay(cast, row, "12005", reference="B-1")
    refused("reason", payments.void_payment, payment_id=wrong.pk, by=cast.finance, at=NOW, reason=" ")
    payments.void_payment(payment_id=wrong.pk, by=cast.finance, at=NOW, reason="another customer's")
    refused("void", payments.void_payment, payment_id=wrong.pk, by=cast.finance, at=NOW, reason="again")
    made.refresh_from_db()
    assert paid(made) == ["0.00"] and made.paid_amount == 0 and made.instalments.get().paid_on is None
    pay(cast, row, "5", reference="B-1")
    assert not sums.drift() and Payment.objects.count() == 2


@pytest.mark.req("T20")
def test_only_finance_enters_money_and_never_tomorrow(cast):
    row = customer(cast.rep)
    enter = {"customer_id": row.pk, "at": NOW, "received_on": TODAY, "amount": Decimal(5)}
    for person in (cast.rep, cast.manager, cast.general_manager):
        refused("forbidden", payments.record_payment, **enter, by=person)
    refused("future", payments.record_payment, **{**enter, "received_on": TODAY + timedelta(days=1)}, by=cast.finance)
    refused("amount", payments.record_payment, **{**enter, "amount": Decimal(0)}, by=cast.finance)


def test_nothing_is_due_of_a_draft_and_another_currency_pays_nothing(cast):
    row = customer(cast.rep)
    noted = lifecycle.record_contract(
        customer_id=row.pk,
        by=cast.rep,
        at=NOW,
        fields={"number": "X", "signed_at": NOW, "amount": Decimal(50), "promises": "none"},
    )
    made = pay(cast, row, "20", currency="USD")
    assert paid(noted) == ["0.00"]
    lifecycle.confirm_contract(contract_id=noted.pk, by=cast.manager, at=NOW)
    refused(
        "currency",
        match_payment,
        payment_id=made.pk,
        shares={noted.instalments.get().pk: Decimal(1)},
        by=cast.finance,
        at=NOW,
    )
    match_oldest(made, at=NOW)
    assert paid(noted) == ["0.00"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_enter_at_the_same_instant_never_pay_more_than_is_due():
    cast = assemble()
    row = customer(cast.rep)
    made = in_force(cast, row)
    results = at_once([lambda: pay(cast, row, "8000") for _ in range(4)])
    assert not [r for r in results if isinstance(r, Exception)], results
    made.refresh_from_db()
    assert str(made.paid_amount) == "12005.00" and not sums.drift()


@pytest.mark.req("T20")
def test_payments_from_a_file_again_change_nothing(cast, clock, signed_in, monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(file_tasks.import_file, "delay", lambda pk: None)
    row = customer(cast.rep, code="C-9")
    made = in_force(cast, row)
    text = f"customer,received_on,amount,reference,contract\nC-9,2026-03-01,2000,R-1,{made.number}\nC-9,2026-03-01,x,R-2,\nnobody,2026-03-01,5,R-3,\nC-9,2026-03-05,5,R-4,\n"
    client = signed_in(cast.finance)

    def upload(text):
        page = client.post("/contracts/payments/import/", {"file": SimpleUploadedFile("bank.csv", text.encode())})
        job = ImportJob.objects.latest("pk")
        assert page.url == f"/customers/import/{job.pk}/"
        worker.run_import(job.pk, clock=lambda: NOW)
        return client.get(page.url, follow=True)

    checked = upload(text)
    assert checked.context["counts"] == {"new": 1, "changed": 0, "unchanged": 0, "refused": 3}
    assert "¥2,000.00" in checked.text and not Payment.objects.exists()
    job = ImportJob.objects.get()
    client.post(f"/customers/import/{job.pk}/confirm/")
    worker.run_import(job.pk, clock=lambda: NOW)
    assert paid(made) == ["2000.00"] and Payment.objects.count() == 1
    again = upload(text)
    assert again.context["counts"] == {"new": 0, "changed": 0, "unchanged": 1, "refused": 3}
    assert "is not an amount" in again.text and "nobody" in again.text
    assert "colour" in upload("customer,colour\n").text


@pytest.mark.req("T20")
def test_what_a_file_of_contracts_says_was_paid_opens_the_account(cast, tmp_path):
    customer(cast.stages_rep, code="C-1", since=moment("2026-02-20 09:00"))
    row = {
        "customer": "C-1",
        "number": "HT-1",
        "signed_at": "2026-02-25",
        "amount": "100",
        "status": "confirmed",
        "due_at": "2026-05-01",
    }
    assert told(bring(tmp_path, "contracts", [{**row, "paid_amount": 30}])) == {"new": 1}
    made = Contract.objects.get()
    assert paid(made) == ["30.00"] and made.instalments.get().due_on == date(2026, 5, 1) and not sums.drift()
    payments.record_payment(
        customer_id=made.customer_id, by=cast.finance, at=NOW, received_on=TODAY, amount=Decimal(50)
    )
    assert told(bring(tmp_path, "contracts", [{**row, "paid_amount": 90}])) == {"changed": 1}
    assert paid(made) == ["90.00"] and not sums.drift()
    assert told(bring(tmp_path, "contracts", [{**row, "paid_amount": 40}])) == {"refused": 1}
    assert told(bring(tmp_path, "contracts", [{**row, "paid_amount": 130}])) == {"changed": 1}
    assert (
        paid(made) == ["100.00"] and payments.credit_of(made.customer_id) == {"CNY": Decimal(30)} and not sums.drift()
    )


# --- overdue -------------------------------------------------------------------------------------------------------------


@pytest.mark.req("T20")
def test_an_overdue_instalment_goes_to_the_department_head_once_and_leaves_when_paid(cast):
    row = customer(cast.east_rep)
    made = in_force(cast, row, cast.east_rep)
    assert overdue.find_overdue(at=moment("2026-04-01 23:00")) == 0
    assert (
        overdue.find_overdue(at=moment("2026-04-02 07:30")) == 1
        and overdue.find_overdue(at=moment("2026-04-03 07:30")) == 0
    )
    asked = Request.objects.get(kind="overdue")
    assert (asked.decider, asked.about, asked.evidence["open"]) == (
        cast.manager,
        f"instalment:{made.instalments.get().pk}",
        "12005.00",
    )
    pay(cast, row, "12004.99")
    asked.refresh_from_db()
    assert asked.status == "pending"
    pay(cast, row, "0.01")
    asked.refresh_from_db()
    assert asked.status == "obsolete"


@pytest.mark.req("T20")
def test_dealing_with_it_takes_a_note_and_a_new_day_after_which_it_comes_back(cast):
    row = customer(cast.rep)
    in_force(cast, row)
    overdue.find_overdue(at=LATER)
    asked = Request.objects.get(kind="overdue")
    answer = {"request_id": asked.pk, "by": cast.manager, "at": LATER, "approve": True}
    refused("note", decide, **answer, decision="", changes={"until": "2026-04-30"})
    refused("until", decide, **answer, decision="they promised")
    refused("until", decide, **answer, decision="they promised", changes={"until": "2026-04-20"})
    decide(**answer, decision="they promised", changes={"until": "2026-04-30"})
    assert (
        overdue.find_overdue(at=moment("2026-04-30 07:30")) == 0
        and overdue.find_overdue(at=moment("2026-05-01 07:30")) == 1
    )


@pytest.mark.req("T20")
def test_told_to_chase_it_the_owner_hears_of_it_and_it_stays_in_the_inbox(cast):
    in_force(cast, customer(cast.rep))
    overdue.find_overdue(at=LATER)
    asked = Request.objects.get(kind="overdue")
    decide(request_id=asked.pk, by=cast.manager, at=LATER, approve=False, decision="call them today")
    assert Request.objects.get(kind="overdue", status="pending").about == asked.about
    assert Notice.objects.get(kind="collection_chase").user == cast.rep


@pytest.mark.req("T20", "Nf8")
def test_a_late_paper_is_chased_until_it_came_in(cast):
    row = customer(cast.rep)
    noted = lifecycle.record_contract(
        customer_id=row.pk,
        by=cast.rep,
        at=NOW,
        fields={"number": "X", "signed_at": NOW, "amount": Decimal(50), "promises": "none"},
    )
    copy = noted.papers.get()
    assert (copy.signed_copy, copy.due_on) == (True, date(2026, 3, 9)) and overdue.find_overdue(
        at=moment("2026-03-10 07:30")
    ) == 1
    fulfilment.receive_paper(paper_id=copy.pk, by=cast.rep, at=LATER)
    assert Request.objects.get(kind="overdue").status == "obsolete"
    refused("done", fulfilment.receive_paper, paper_id=copy.pk, by=cast.rep, at=LATER)


@pytest.mark.req("T20")
def test_a_void_contract_owes_nothing_and_one_that_was_paid_is_not_voided(cast):
    row = customer(cast.rep)
    made, money_in = in_force(cast, row), in_force(cast, customer(cast.rep))
    overdue.find_overdue(at=LATER)
    lifecycle.void_contract(contract_id=made.pk, by=cast.manager, at=LATER, reason="cancelled")
    assert Request.objects.filter(kind="overdue", status="pending").count() == 1 and overdue.find_overdue(at=LATER) == 0
    pay(cast, money_in.customer, "5")
    refused("paid", lifecycle.void_contract, contract_id=money_in.pk, by=cast.manager, at=LATER, reason="x")


def test_deliveries_are_planned_and_noted(cast):
    made = in_force(cast, customer(cast.rep))
    planned = fulfilment.plan_delivery(
        contract_id=made.pk, by=cast.rep, at=NOW, planned_on=TODAY, what="first lot", amount=Decimal(5)
    )
    refused(
        "future", fulfilment.record_delivery, delivery_id=planned.pk, by=cast.rep, at=NOW, delivered_on=date(2026, 3, 3)
    )
    fulfilment.record_delivery(delivery_id=planned.pk, by=cast.rep, at=NOW, delivered_on=TODAY)
    refused("done", fulfilment.record_delivery, delivery_id=planned.pk, by=cast.rep, at=NOW, delivered_on=TODAY)


# --- ageing and lists ------------------------------------------------------------------------------------------------------


@pytest.mark.req("T20", "Nb3")
def test_ageing_counts_what_is_open_by_days_overdue_within_ones_scope(cast, clock, signed_in):
    row = customer(cast.rep)
    made = in_force(cast, row)
    made.instalments.all().delete()
    for n, days in enumerate((-5, 0, 1, 30, 31, 60, 61, 90, 91), 1):
        Instalment.objects.create(contract=made, number=n, due_on=TODAY - timedelta(days=days), amount=n, paid=0)
    page = signed_in(cast.manager).get("/contracts/ageing/?by=rep")
    assert (
        page.context["rows"][0][2] == ["¥3.00", "¥7.00", "¥11.00", "¥15.00", "¥9.00"]
        and page.context["rows"][0][0] == "Rep"
    )
    assert not signed_in(cast.stranger).get("/contracts/ageing/").context["rows"]
    late = signed_in(cast.rep).get("/contracts/collections/").context["rows"]
    assert len(late) == 7 and late[0]["row"].number == 9
    assert len(signed_in(cast.rep).get("/contracts/collections/?what=due").context["rows"]) == 2
    assert signed_in(cast.direct_manager).get("/contracts/collections/").context["rows"] == []


@pytest.mark.embedded
@pytest.mark.parametrize(
    "path",
    [
        "/contracts/collections/",
        "/contracts/collections/?what=papers",
        "/contracts/payments/",
        "/contracts/numbers/",
        "/contracts/expenses/?of=team",
    ],
)
@pytest.mark.parametrize("who", ["manager", "finance"])
def test_each_list_takes_the_same_queries_for_one_and_thirty(cast, clock, signed_in, path, who):
    client, row = signed_in(getattr(cast, who)), customer(cast.rep)

    def fill(n):
        for i in range(n):
            number = Contract.objects.count() + 1
            made = Contract.objects.create(
                customer=customer(cast.rep) if i else row,
                number=f"HT-2026-{number:04d}",
                signed_at=NOW,
                amount=10,
                status="confirmed",
                owner=cast.rep,
                recorded_at=NOW,
                recorded_by=cast.rep,
                series="HT",
                series_year=2026,
                series_no=number,
            )
            made.instalments.create(number=1, due_on=date(2026, 2, 1), amount=10)
            made.papers.create(what="x", due_on=TODAY)
            Payment.objects.create(customer=made.customer, received_on=TODAY, amount=5, entered_at=NOW)
            made.customer.expenses.create(
                claimant=cast.rep, kind="visit", spent_on=TODAY, amount=5, what="x", claimed_at=NOW, file_name="x"
            )

    fill(1)
    client.get(path)
    with CaptureQueriesContext(connection) as one:
        client.get(path)
    fill(30)
    with CaptureQueriesContext(connection) as many:
        assert client.get(path).status_code == 200
    assert len(many) == len(one), [q["sql"][:150] for q in many.captured_queries]


# --- bad debts ---------------------------------------------------------------------------------------------------------------


@pytest.mark.req("T20")
def test_bad_debts_are_recorded_and_cleared_by_finance_only_and_mark_the_customer(cast):
    row = customer(cast.rep)
    said = {"customer_id": row.pk, "at": NOW, "amount": Decimal(500), "reason": "bankrupt"}
    for person in (cast.rep, cast.manager, cast.general_manager, cast.admin):
        refused("forbidden", bad_debts.declare_bad_debt, **said, by=person)
    one, two = (bad_debts.declare_bad_debt(**said, by=cast.finance) for _ in range(2))
    bad_debts.clear_bad_debt(bad_debt_id=one.pk, by=cast.finance, at=NOW)
    row.refresh_from_db()
    assert row.bad_debt
    refused("forbidden", bad_debts.clear_bad_debt, bad_debt_id=two.pk, by=cast.manager, at=NOW)
    bad_debts.clear_bad_debt(bad_debt_id=two.pk, by=cast.finance, at=NOW)
    refused("cleared", bad_debts.clear_bad_debt, bad_debt_id=two.pk, by=cast.finance, at=NOW)
    row.refresh_from_db()
    assert not row.bad_debt and BadDebt.objects.filter(cleared_on=TODAY).count() == 2


# --- locked figures ------------------------------------------------------------------------------------------------------------


@pytest.mark.req("Na10")
def test_a_confirmed_figure_changes_only_by_an_approved_request_that_leaves_both_values(cast):
    row = customer(cast.solar_rep)
    made = in_force(cast, row, cast.solar_rep, confirmer=cast.solar_manager, parts=parts("5000.00", "7005.00"))
    ask = {"contract_id": made.pk, "at": NOW, "reason": "a digit was swapped"}
    refused("same", corrections.ask_correction, **ask, by=cast.solar_rep, changes={"amount": "12005.00"})
    refused("not_owner", corrections.ask_correction, **ask, by=cast.rep, changes={"amount": "1.00"})
    refused("amount", corrections.ask_correction, **ask, by=cast.solar_rep, changes={"amount": "0.00"})
    asked = corrections.ask_correction(
        **ask, by=cast.solar_rep, changes={"amount": "11000.00", "signed_at": "2026-02-20"}
    )
    made.refresh_from_db()
    assert str(made.amount) == "12005.00" and asked.decider == cast.solar_manager
    before = Ownership.objects.get(pk=row.pk).release_at
    decide(request_id=asked.pk, by=cast.solar_manager, approve=True, decision="", at=NOW)
    made.refresh_from_db()
    assert (str(made.amount), made.signed_at) == ("11000.00", moment("2026-02-20 00:00"))
    assert sorted(Correction.objects.values_list("field", "old", "new")) == [
        ("amount", "12005.00", "11000.00"),
        ("signed_at", "2026-03-02", "2026-02-20"),
    ]
    assert [str(a) for a in made.instalments.values_list("amount", flat=True)] == [
        "5000.00",
        "6000.00",
    ] and not sums.drift()
    assert Ownership.objects.get(pk=row.pk).release_at <= before


@pytest.mark.req("Na10")
def test_more_than_was_paid_can_not_be_corrected_away(cast):
    row = customer(cast.rep)
    made = in_force(cast, row)
    pay(cast, row, "12000")
    asked = corrections.ask_correction(
        contract_id=made.pk, by=cast.rep, at=NOW, reason="less", changes={"amount": "11999.99"}
    )
    refused("paid", decide, request_id=asked.pk, by=cast.manager, approve=True, decision="", at=NOW)
    made.refresh_from_db()
    assert str(made.amount) == "12005.00" and not Correction.objects.exists()


# --- sums --------------------------------------------------------------------------------------------------------------------


@pytest.mark.req("T20")
def test_every_kind_of_drift_is_found_told_and_refused_by_the_command(cast, client):
    row = customer(cast.rep)
    made = in_force(cast, row)
    pay(cast, row, "100")
    assert tasks.check_sums() == 0 and heartbeats.recorded("sums") == {"sums": "ok"}
    out = io.StringIO()
    call_command("check_sums", stdout=out)
    assert "agree" in out.getvalue()
    Instalment.objects.filter(contract=made).update(paid=99)
    Contract.objects.filter(pk=made.pk).update(amount=5, paid_amount=98)
    Payment.objects.update(allocated=1)
    assert {what for what, *_rest in sums.drift()} == {"plan", "paid", "instalment", "payment"}
    with pytest.raises(CommandError) as error:
        call_command("check_sums")
    assert error.value.returncode == 1 and "instead of" in str(error.value)
    assert tasks.check_sums() == 4 and Notice.objects.get(kind="sums_drift").user == cast.admin
    assert client.get("/healthz").json()["details"]["sums"] == "4 sums do not agree"
