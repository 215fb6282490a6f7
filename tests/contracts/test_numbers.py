"""Numbers of contracts: gap-free per series and year, drawn in advance, void ones accounted for (row Nc15)."""

import pytest
from django.db import transaction

from contracts.domain import lifecycle
from contracts.domain.numbers import assign as numbers
from contracts.models import Contract
from crm_project.lib.refused import Refused
from tests.cast import NOW, assemble, customer, moment
from tests.parallel import at_once

NC15 = pytest.mark.req("Nc15")


class Aborted(Exception):
    """A transaction that ends badly after its number was drawn."""


@NC15
@pytest.mark.django_db
def test_each_series_counts_from_one_every_year(cast):
    row = customer(cast.rep)
    drawn = [
        numbers.assign_number(customer_id=row.pk, by=cast.rep, at=at, series=series).number
        for series, at in [
            ("HT", NOW),
            ("HT", NOW),
            ("FW", NOW),
            ("HT", moment("2026-12-31 23:59")),
            ("HT", moment("2027-01-01 00:00")),
        ]
    ]
    assert drawn == ["HT-2026-0001", "HT-2026-0002", "FW-2026-0001", "HT-2026-0003", "HT-2027-0001"]


@NC15
@pytest.mark.django_db
def test_a_number_given_out_elsewhere_is_taken_into_the_series_and_passed_over(cast):
    row = customer(cast.rep)
    old = Contract.objects.create(customer=row, number="HT-2026-0001", signed_at=NOW, amount=1, recorded_at=NOW)
    assert numbers.assign_number(customer_id=row.pk, by=cast.rep, at=NOW).number == "HT-2026-0002"
    old.refresh_from_db()
    assert (old.series, old.series_year, old.series_no) == ("HT", 2026, 1)


@pytest.mark.django_db
def test_only_who_works_on_the_customer_draws_and_only_of_a_known_series(cast):
    row = customer(cast.mate)
    for by, series, code in (
        (cast.rep, "HT", "not_owner"),
        (cast.finance, "HT", "not_owner"),
        (cast.mate, "XX", "series"),
    ):
        with pytest.raises(Refused) as refusal:
            numbers.assign_number(customer_id=row.pk, by=by, at=NOW, series=series)
        assert refusal.value.code == code
    assert not Contract.objects.exists()


@NC15
@pytest.mark.django_db
def test_a_void_number_stays_in_the_list_with_its_reason(cast, clock, signed_in):
    row = customer(cast.rep)
    first = numbers.assign_number(customer_id=row.pk, by=cast.rep, at=NOW)
    numbers.assign_number(customer_id=row.pk, by=cast.rep, at=NOW)
    signed_in(cast.rep).post(f"/contracts/{first.pk}/void/", {"reason": "drawn by mistake"})
    page = signed_in(cast.rep).get("/contracts/numbers/")
    assert [(r.number, r.status) for r, _seen, _day in page.context["rows"]] == [
        ("HT-2026-0002", "draft"),
        ("HT-2026-0001", "void"),
    ]
    assert (page.context["drawn"], page.context["kept"], page.context["gap"]) == (
        2,
        2,
        0,
    ) and "drawn by mistake" in page.text


@pytest.mark.req("Nc15", "Nb3")
@pytest.mark.django_db
def test_numbers_of_other_departments_are_counted_without_their_customers(cast, clock, signed_in):
    theirs = customer(cast.stranger, name="宁波外部科技有限公司")
    numbers.assign_number(customer_id=theirs.pk, by=cast.stranger, at=NOW)
    page = signed_in(cast.rep).get("/contracts/numbers/")
    assert "HT-2026-0001" in page.text and theirs.name not in page.text


@NC15
@pytest.mark.django_db(transaction=True)
def test_a_hundred_draws_at_once_with_twenty_aborted_leave_no_gap_and_no_two_alike():
    """All start together behind one barrier; a fifth fails after its number was drawn. The same on both databases."""
    cast = assemble()
    total, aborted = 100, 20
    rows = [customer(cast.rep) for _ in range(total)]
    drawn = []

    def draw(index):
        with transaction.atomic():
            made = numbers.assign_number(customer_id=rows[index].pk, by=cast.rep, at=NOW)
            drawn.append(made.series_no)
            if index % (total // aborted) == 0:
                raise Aborted
            return made.number

    results = at_once([lambda n=n: draw(n) for n in range(total)])
    lost = [result for result in results if isinstance(result, Exception)]
    assert len(lost) == aborted and all(isinstance(error, Aborted) for error in lost), lost
    assert len(drawn) == total
    kept = sorted(Contract.objects.values_list("series_no", flat=True))
    assert kept == list(range(1, total - aborted + 1))
    assert sorted(result for result in results if isinstance(result, str)) == sorted(
        Contract.objects.values_list("number", flat=True)
    )


@pytest.mark.django_db
def test_dropping_a_number_is_for_who_drew_it_and_only_before_it_is_submitted(cast, clock, signed_in):
    row = customer(cast.rep)
    made = numbers.assign_number(customer_id=row.pk, by=cast.rep, at=NOW)
    Contract.objects.filter(pk=made.pk).update(submitted_at=NOW)
    assert signed_in(cast.rep).post(f"/contracts/{made.pk}/void/", {"reason": "x"}).status_code == 403
    with pytest.raises(Refused) as refusal:
        lifecycle.void_contract(contract_id=made.pk, by=cast.manager, at=NOW, reason=" ")
    assert refusal.value.code == "reason"
