"""Bounds and the size of a big customer stand on the scorecard, forecast before they are saved (rows T10-T12)."""

from datetime import date
from decimal import Decimal

import pytest

from contracts.ratings.domain import scorecards
from contracts.ratings.domain.scorecard_forecast import forecast
from contracts.ratings.models import Rating, Scorecard
from contracts.ratings.rules.default_scorecard import default_body
from contracts.ratings.rules.grading import BIG, BOUNDS
from contracts.ratings.rules.scorecard import SEGMENTS, problems, read
from tests.cast import NOW, as_admin

from .company import Q, client, grade_of, rate, signed, total

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NEW = "/ratings/scorecards/{}/new/"


def version(segment="direct", **changes):
    """A version in force for the quarter that is rated."""
    body = default_body(segment) | changes
    return Scorecard.objects.create(segment=segment, number=2, holds_from="2020Q1", body=body, note="x", made_at=NOW)


@pytest.mark.req("T10", "T11", "T12")
@pytest.mark.parametrize("segment", SEGMENTS)
def test_the_default_has_the_rule_books_bounds_and_sizes(segment):
    rules = read(segment, default_body(segment)).rules
    assert rules.bounds == BOUNDS[segment] and (rules.big_amount, rules.big_grades) == BIG[segment]
    assert rules.needs_credit is (segment == "direct")
    older = {key: value for key, value in default_body(segment).items() if key not in ("bounds", "big_amount")}
    assert read(segment, older).rules == rules


@pytest.mark.req("T10", "T11")
@pytest.mark.parametrize("segment, points, usual, then", [("direct", 74, "A", "AA"), ("distributor", 79, "A", "AA")])
def test_a_version_grades_by_its_own_bounds_and_says_so(cast, signed_in, segment, points, usual, then):
    row = client(cast.rep, segment=segment)
    total(row, points)
    rate()
    assert grade_of(row).grade == usual
    version(segment, bounds={"AAA": "84.5", "AA": "70", "A": "60", "B": "50", "C": "40"})
    rate()
    assert grade_of(row).grade == then
    page = signed_in(cast.rep).get(f"/ratings/customers/{row.pk}/").text
    assert f"AA, not AAA, because AAA needs more than 84.5 points and these are {points}." in page
    assert "AAA above 84.5 · AA above 70" in " ".join(page.split())


@pytest.mark.req("T12")
def test_the_size_of_a_big_customer_stands_on_the_scorecard_and_in_the_grade(cast, signed_in):
    row = client(cast.rep)
    total(row, 90)
    signed(row, date(2024, 5, 6), 12_000_000)
    rate()
    page = signed_in(cast.rep).get(f"/ratings/customers/{row.pk}/").text
    assert (
        "Not a big customer: this requires AAA or AA and ¥20,000,000 purchased last year; it was ¥12,000,000." in page
    )
    version(big_amount="10000000")
    rate()
    assert grade_of(row).big
    page = signed_in(cast.rep).get(f"/ratings/customers/{row.pk}/").text
    assert "A big customer: ¥12,000,000 purchased last year; the scorecard requires ¥10,000,000." in page


@pytest.mark.req("T11")
def test_whether_aaa_needs_full_credit_stands_on_the_scorecard(cast):
    row = client(cast.rep)
    total(row, 86, credit=10)
    version(needs_credit=False)
    rate()
    assert grade_of(row).grade == "AAA"


def test_bounds_that_do_not_descend_are_refused(cast, signed_in):
    upside = default_body("direct") | {"bounds": {"AAA": "84", "AA": "84", "A": "64", "B": "54", "C": "45"}}
    assert ("bounds", "", "") in problems(upside)
    assert ("big_amount", "", "") in problems(default_body("direct") | {"big_amount": "0"})
    typed = shown(signed_in(cast.general_manager), "direct") | {"note": "x", "bound_AA": "90"}
    for do in ("", "forecast"):
        answer = signed_in(cast.general_manager).post(NEW.format("direct"), typed | {"do": do})
        assert answer.status_code == 422 and "Each grade needs fewer points than the one above it" in answer.text
    assert not Scorecard.objects.exists()


def shown(browser, segment):
    """What the form of a new version shows."""
    form = browser.get(NEW.format(segment)).context["form"]
    return {field.name: field.value() for field in form if field.value() not in (None, False)} | {
        "holds_from": "2026Q1"
    }


@pytest.mark.req("T10", "T11", "T12")
def test_before_saving_one_sees_who_would_change_grade_and_nothing_is_written(cast, signed_in):
    better, same = client(cast.rep), client(cast.rep)
    total(better, 74)
    total(same, 90)
    rate()
    stood = list(Rating.objects.values_list("pk", "digest"))
    browser = signed_in(cast.general_manager)
    typed = shown(browser, "direct") | {"note": "milder", "bound_AA": "70", "do": "forecast"}
    page = browser.post(NEW.format("direct"), typed)
    assert page.status_code == 200 and ": 1 of 2 customers would have a better grade, 0 a worse one." in page.text
    assert better.name in page.text and same.name not in page.text and "milder" in page.text
    assert not Scorecard.objects.exists() and list(Rating.objects.values_list("pk", "digest")) == stood


@pytest.mark.req("T10", "T11", "T12")
@pytest.mark.parametrize("most", [1, 2])
def test_a_forecast_of_a_part_says_that_the_others_may_change_too(cast, signed_in, monkeypatch, most):
    monkeypatch.setattr("contracts.ratings.domain.scorecard_forecast.MOST", most)
    for _n in range(2):
        total(client(cast.rep), 74)
    rate()
    browser = signed_in(cast.general_manager)
    typed = shown(browser, "direct") | {"note": "milder", "bound_AA": "70", "do": "forecast"}
    page = browser.post(NEW.format("direct"), typed).text
    assert ("Only the oldest 1 of 2 files were rated here" in page) == (most == 1)


@pytest.mark.req("T10", "T11", "T12")
def test_the_forecast_is_what_the_run_then_does(cast):
    rows = [client(cast.rep) for _n in range(6)]
    for row, points in zip(rows, (90, 84, 76, 70, 60, 46), strict=True):
        total(row, points)
    body = default_body("direct") | {"bounds": {"AAA": "80", "AA": "72", "A": "65", "B": "55", "C": "50"}}
    rate()
    before = {row.pk: grade_of(row).grade for row in rows}
    told = forecast(segment="direct", body=body, quarter=Q)
    version(**{"bounds": body["bounds"]})
    rate()
    after = {row.pk: grade_of(row).grade for row in rows}
    changed = {row.pk: (before[row.pk], after[row.pk]) for row in rows if before[row.pk] != after[row.pk]}
    assert {customer.pk: (now, then) for customer, now, then, _points in told.changed} == changed and changed
    assert (told.better + told.worse, told.judged) == (len(changed), 6)


def test_a_version_saved_in_the_browser_keeps_its_bounds(cast, signed_in):
    browser = signed_in(as_admin(cast.general_manager))
    typed = shown(browser, "distributor") | {"note": "x", "bound_C": "48.5", "big_amount": "40000000", "papers": "on"}
    assert browser.post(NEW.format("distributor"), typed).status_code == 302
    card = read("distributor", scorecards.latest("distributor").body)
    assert card.rules.bounds[-1] == ("C", Decimal("48.5")) and card.rules.big_amount == 40_000_000 and card.papers
    page = browser.get("/ratings/scorecards/distributor/").text
    assert (
        "48.5 and above" in page and "40,000,000" in page and "No grade before the documents are in the file." in page
    )
