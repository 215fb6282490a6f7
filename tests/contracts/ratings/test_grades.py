"""A quarter is graded: what is computed, what is by hand, and what a second run does (rows T7, T9-T13)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contracts.models import BadDebt, Payment
from contracts.ratings.domain import grades
from contracts.ratings.models import Rating, Round
from contracts.ratings.presenters.grade_text import published
from contracts.ratings.rules.quarters import Quarter
from crm_project.lib.refused import Refused
from tests.cast import NOW

from .company import Q, client, day, delivered, grade_of, part, points, signed, total

pytestmark = pytest.mark.django_db


def rate(quarter=Q, **more):
    return grades.run_rating(quarter=quarter, at=more.pop("at", NOW), **more)


@pytest.mark.req("T7")
def test_only_distributors_and_direct_customers_that_are_there_are_rated(cast, clock):
    rated = [client(cast.rep), client(segment="distributor", department=cast.departments["sales"])]
    client(cast.rep, segment="")
    client(cast.rep, removed_at=NOW)
    assert rate() == {"none": 2, "new": 2}
    assert {r.customer_id for r in Rating.objects.all()} == {row.pk for row in rated}


@pytest.mark.req("T9")
def test_what_nobody_rated_counts_as_nothing_and_the_grade_says_so(cast, clock):
    row = client(cast.rep)
    points(row, legal_standing=10, management=9)
    rate()
    found = grade_of(row)
    assert found.points == 19 and found.missing == 2
    assert found.why == [
        {"code": "below", "bound": 45, "points": "19.00"},
        {"code": "missing", "indicators": ["credit_performance", "loyalty"]},
    ]


@pytest.mark.req("T7")
def test_the_volume_is_what_was_delivered_else_what_was_signed(cast, clock):
    row = client(cast.rep)
    goods = signed(row, day(10, 2), 3_000_000)
    delivered(goods, day(10, 20), 1_500_000)
    delivered(goods, day(1, 5, 2026), 1_500_000)
    signed(row, day(12, 31), 1_000_000)
    signed(row, day(1, 1, 2026), 9_000_000)
    signed(row, day(11, 1), 9_000_000, status="draft")
    signed(row, day(11, 1), 9_000_000, currency="USD")
    rate()
    line = grade_of(row).lines["volume"]
    assert line["value"] == "2500000.00" and line["points"] == "12"


def test_the_month_ends_at_midnight_of_the_company(cast, clock):
    row = client(cast.rep)
    last = signed(row, day(1, 1, 2026), 5_000_000)
    last.signed_at -= timedelta(seconds=1)
    last.save()
    rate()
    assert grade_of(row).lines["volume"]["value"] == "5000000.00"


@pytest.mark.parametrize(
    "before, now, value, given",
    [
        (100, 120, "20.0", "10"),
        (100, 110, "10.0", "8"),
        (100, 100, "0.0", "6"),
        (100, 90, "-10.0", "4"),
        (100, 70, "-30.0", "2"),
        (100, 69, "-31.0", "0"),
        (0, 5, "100", "10"),
        (0, 0, None, "0"),
    ],
)
def test_growth_is_against_the_quarter_before(cast, clock, before, now, value, given):
    row = client(cast.rep)
    for month, amount in ((8, before), (11, now)):
        if amount:
            signed(row, day(month, 10), amount)
    rate()
    line = grade_of(row).lines["volume_growth"]
    assert (line["value"], line["points"]) == (value, given)


def test_the_same_every_month_is_even_and_all_at_once_is_not(cast, clock):
    even, once, young = client(cast.rep), client(cast.rep), client(cast.rep)
    for month in range(1, 13):
        signed(even, day(month, 5), 1000)
    signed(once, day(1, 5, 2024), 1000)
    signed(once, day(12, 5), 12_000)
    for month in (10, 11, 12):
        signed(young, day(month, 5), 1000)
    rate()
    lines = [grade_of(row).lines["evenness"] for row in (even, once, young)]
    assert [(line["value"], line["points"]) for line in lines] == [("100.0", "15"), ("4.2", "0.63"), ("100.0", "15")]
    assert (
        lines[0]["figures"] == {"bought": 12, "months": 12, "variation": "0.00"} and lines[2]["figures"]["months"] == 3
    )


def test_payment_on_time_is_what_came_in_by_the_day(cast, clock):
    row = client(cast.rep)
    contract = signed(row, day(9, 1), 1000)
    part(contract, day(10, 15), 400, (day(10, 15), 300), (day(10, 16), 100))
    part(contract, day(12, 31), 600, (day(11, 1), 600))
    part(contract, day(9, 1), 500)
    rate()
    line = grade_of(row).lines["payment_timeliness"]
    assert (
        line["value"] == "90.0"
        and line["points"] == "6"
        and line["figures"] == {"due": "1000.00", "on_time": "900.00", "window": "quarter"}
    )


def test_a_voided_payment_was_never_made_and_without_anything_due_the_year_speaks(cast, clock):
    row = client(cast.rep)
    part(signed(row, day(1, 1), 1000), day(3, 1), 1000, (day(3, 1), 1000))
    rate()
    assert grade_of(row).lines["payment_timeliness"] == {
        "source": "computed",
        "value": "100.0",
        "points": "10",
        "figures": {"due": "1000.00", "on_time": "1000.00", "window": "year"},
    }
    Payment.objects.update(voided_at=NOW)
    rate()
    assert grade_of(row).lines["payment_timeliness"]["points"] == "0"


def test_a_contract_without_a_plan_is_due_on_its_own_day(cast, clock):
    row = client(cast.rep)
    signed(row, day(9, 1), 1000, due=day(11, 1), paid=950)
    rate()
    assert grade_of(row).lines["payment_timeliness"]["value"] == "95.0"


def test_years_of_cooperation_run_from_the_file_or_the_first_contract(cast, clock):
    old, new, none = client(cast.rep, cooperating_since=day(1, 1, 2020)), client(cast.rep), client(cast.rep)
    signed(new, day(12, 30, 2024), 10)
    rate()
    assert [grade_of(row).lines["cooperation_years"]["points"] for row in (old, new, none)] == ["5", "2", "0"]


@pytest.mark.req("T12", "T13")
def test_big_looks_at_the_contracts_of_the_year_before(cast, clock):
    row, small = client(cast.rep), client(cast.rep)
    for each in (row, small):
        total(each, 80)
    signed(row, day(1, 1, 2024), 12_000_000)
    signed(row, day(12, 31, 2024), 8_000_000)
    signed(small, day(12, 31, 2023), 50_000_000)
    signed(small, day(1, 1), 50_000_000)
    rate()
    assert [(grade_of(r).grade, grade_of(r).big, grade_of(r).key) for r in (row, small)] == [
        ("AA", True, True),
        ("AA", False, True),
    ]


@pytest.mark.req("T10", "T11")
@pytest.mark.parametrize("how", ["flag", "declared"])
def test_any_bad_debt_leaves_no_grade_until_it_is_cleared(cast, clock, how):
    row = client(cast.rep, bad_debt=how == "flag")
    total(row, 80)
    if how == "declared":
        BadDebt.objects.create(customer=row, amount=10, declared_on=day(1, 5), reason="insolvent")
    rate()
    assert (
        grade_of(row).grade == ""
        and grade_of(row).why == [{"code": "bad_debt", "grade": "AA"}]
        and not grade_of(row).key
    )
    if how == "declared":
        BadDebt.objects.update(cleared_on=day(1, 1, 2026))
        rate()
        assert grade_of(row).grade == "AA" and grade_of(row).number == 2


@pytest.mark.req("T11")
def test_a_direct_customer_without_full_credit_performance_is_aa(cast, clock):
    full, short, distributor = client(cast.rep), client(cast.rep), client(cast.rep, segment="distributor")
    total(full, 90)
    total(short, 95, credit=14)
    total(distributor, 95, credit=14)
    rate()
    assert [grade_of(r).grade for r in (full, short, distributor)] == ["AAA", "AA", "AAA"]


def test_a_second_run_changes_nothing(cast, clock):
    for n in range(3):
        total(client(cast.rep), 60 + 10 * n)
    assert rate()["new"] == 3
    before = list(Rating.objects.order_by("pk").values())
    assert rate(at=NOW + timedelta(days=1))["unchanged"] == 3
    assert list(Rating.objects.order_by("pk").values()) == before


def test_a_late_correction_makes_a_further_version_and_says_what_changed(cast, clock):
    row = client(cast.rep)
    total(row, 80)
    rate()
    points(row, legal_standing=5)
    assert rate()["changed"] == 1
    old, new = Rating.objects.filter(customer=row).order_by("number")
    assert (old.latest, new.latest, new.number) == (False, True, 2)
    assert new.changes == {"points": ["80.00", "75.00"], "legal_standing": ["10", "5"]}


def test_a_dry_run_writes_nothing(cast, clock):
    row, told = client(cast.rep), []
    total(row, 80)
    assert rate(write=False, tell=lambda one, cards: told.append(published(one, cards))) == {"AA": 1, "judged": 1}
    assert (
        told[0]["customer"] == row.code
        and told[0]["points"] == 80.0
        and not Rating.objects.exists()
        and not Round.objects.exists()
    )


def test_a_killed_run_is_taken_up_where_it_stopped_and_ends_the_same(cast, clock, monkeypatch):
    monkeypatch.setattr(grades, "BATCH", 2)
    rows = [client(cast.rep) for _ in range(5)]
    for n, row in enumerate(rows):
        total(row, 50 + 10 * n)
    turns = iter(range(10))

    def die():
        if next(turns) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rate(between=die)
    assert Rating.objects.count() == 4 and Round.objects.get().done == 4
    assert rate(resume=True) == {"C": 1, "B": 1, "A": 1, "AA": 1, "AAA": 1, "new": 5}
    first = {r.customer_id: (r.grade, r.points) for r in Rating.objects.filter(latest=True)}
    Rating.objects.all().delete()
    rate()
    assert {r.customer_id: (r.grade, r.points) for r in Rating.objects.filter(latest=True)} == first


def test_a_quarter_to_come_is_refused_and_so_is_a_rep(cast, clock):
    with pytest.raises(Refused) as refusal:
        rate(Quarter(2026, 2))
    assert refusal.value.code == "future"
    with pytest.raises(Refused) as refusal:
        rate(by=cast.rep)
    assert refusal.value.code == "forbidden"


@pytest.mark.embedded
def test_a_batch_costs_the_same_however_many_there_are(cast, clock):
    # Sixty and more are read by range.
    rows = [client(cast.rep) for _ in range(60)]
    for row in rows:
        part(signed(row, day(10, 1), 1000), day(11, 1), 1000, (day(11, 1), 1000))
    rate()
    with CaptureQueriesContext(connection) as few:
        rate()
    for row in rows + [client(cast.rep) for _ in range(60)]:
        part(signed(row, day(10, 2), 1000), day(11, 1), 1000, (day(11, 1), 1000))
    rate()
    with CaptureQueriesContext(connection) as many:
        rate()
    assert len(many) == len(few) < 30


def test_the_grade_is_numbers_of_decimal(cast, clock):
    row = client(cast.rep)
    points(row, legal_standing=Decimal("9.99"))
    rate()
    assert grade_of(row).points == Decimal("9.99") and timezone.is_aware(grade_of(row).at)


def test_money_of_another_currency_neither_falls_due_nor_comes_in_time(cast, clock):
    row = client(cast.rep)
    late = signed(row, day(10, 5), 1000)
    part(late, day(11, 1), 1000, (day(12, 1), 1000))
    foreign = signed(row, day(10, 5), 9000, currency="USD")
    part(foreign, day(11, 1), 9000, (day(10, 30), 9000))
    signed(row, day(10, 5), 9000, currency="USD", due=day(11, 1), paid=9000)
    grades.run_rating(quarter=Q, at=NOW)
    assert grade_of(row).lines["payment_timeliness"]["figures"] == {
        "due": "1000.00",
        "on_time": "0.00",
        "window": "quarter",
    }
