"""Scorecards are data: versions that hold from a quarter (row T7)."""

from decimal import Decimal

import pytest

from contracts.ratings.domain import grades, scorecards
from contracts.ratings.models import Scorecard
from contracts.ratings.rules.default_scorecard import default_body
from contracts.ratings.rules.quarters import Quarter
from contracts.ratings.rules.scorecard import SEGMENTS, problems, read
from crm_project.lib.refused import Refused
from tests.cast import NOW, as_admin

from .company import Q, client, grade_of, points

THIS = Quarter(2026, 1)


def body(**full):
    """The default of direct customers with other full marks."""
    found = default_body("direct")
    for line in found["indicators"]:
        line["full"] = str(full.get(line["key"], line["full"]))
    return found


def revise(by=None, **changes):
    return scorecards.revise_scorecard(
        **{
            "segment": "direct",
            "holds_from": THIS,
            "body": body(management=15, legal_standing=5),
            "note": "why",
            "at": NOW,
            "by": by,
        }
        | changes
    )


def refused(**changes):
    with pytest.raises(Refused) as refusal:
        revise(**changes)
    return refusal.value.code


@pytest.mark.req("T7")
@pytest.mark.parametrize("segment", SEGMENTS)
def test_the_default_has_five_categories_nine_indicators_and_a_hundred_points(segment):
    card = read(segment, default_body(segment))
    assert problems(default_body(segment)) == []
    assert (len(card.categories), {i.category for i in card.indicators}) == (
        5,
        {key for key, _en, _zh in card.categories},
    )
    assert {i.key: (int(i.full), i.rater) for i in card.indicators} == {
        "legal_standing": (10, "sales"),
        "management": (10, "sales"),
        "volume": (20, "computed"),
        "volume_growth": (10, "computed"),
        "evenness": (15, "computed"),
        "payment_timeliness": (10, "computed"),
        "credit_performance": (15, "finance"),
        "cooperation_years": (5, "computed"),
        "loyalty": (5, "sales"),
    }


def test_steps_and_proportions_give_points():
    card = read("direct", default_body("direct"))
    volume, evenness = card.get("volume"), card.get("evenness")
    assert [volume.points(v and Decimal(v)) for v in ("5000000", "4999999.99", "0.01", "0", None)] == [20, 16, 2, 0, 0]
    assert [evenness.points(Decimal(v)) for v in ("100", "80.7", "0", "-5", "250")] == [15, Decimal("12.11"), 0, 0, 15]


@pytest.mark.django_db
@pytest.mark.req("T7")
def test_a_version_rates_from_its_quarter_on_and_the_quarters_before_keep_theirs(cast, clock):
    row = client(cast.rep)
    revise(cast.general_manager)
    points(row, management=10)
    points(row, THIS, management=15)
    for quarter in (Q, THIS):
        grades.run_rating(quarter=quarter, at=NOW)
    assert (grade_of(row).points, grade_of(row).scorecard) == (10, None)
    assert (grade_of(row, THIS).points, grade_of(row, THIS).scorecard) == (15, Scorecard.objects.get())


@pytest.mark.django_db
def test_what_is_no_scorecard_is_refused(cast, clock):
    assert (
        refused(body=body(management=11)) == "total" and refused(body=body(management=20, legal_standing=0)) == "full"
    )
    assert (
        refused(body=body(volume=25, management=5)) == "steps"
        and refused(holds_from=Q) == "past"
        and refused(note=" ") == "note"
    )
    assert (
        refused(body=body() | {"days": 0}) == "days"
        and refused(by=cast.manager) == "forbidden"
        and refused(segment="other") == "segment"
    )
    short = body()
    short["indicators"] = [
        line | {"key": "credit"} if line["key"] == "credit_performance" else line for line in short["indicators"]
    ]
    assert refused(body=short) == "keys"


@pytest.mark.django_db
def test_it_is_typed_over_the_version_in_force(cast, clock, signed_in):
    browser = signed_in(as_admin(cast.general_manager))
    form = browser.get("/ratings/scorecards/direct/new/").context["form"]
    typed = {field.name: field.value() or "" for field in form} | {"holds_from": "2026Q1"}
    wrong = browser.post("/ratings/scorecards/direct/new/", typed | {"note": "more weight", "management_full": "12"})
    assert wrong.status_code == 422 and "The full marks add up to 102: they must add up to 100." in wrong.text
    bad = browser.post("/ratings/scorecards/direct/new/", typed | {"note": "x", "volume_steps": "much = 20"})
    assert bad.status_code == 422 and "write each step as value = points" in bad.text
    browser.post(
        "/ratings/scorecards/direct/new/",
        typed | {"note": "more weight", "management_full": "12", "legal_standing_full": "8"},
    )
    row = Scorecard.objects.get()
    assert (row.number, row.holds_from, row.made_by) == (2, "2026Q1", cast.general_manager)
    page = browser.get("/ratings/scorecards/direct/").text
    assert "more weight" in page and browser.get("/ratings/scorecards/direct/?version=1").status_code == 200
    assert (
        browser.get("/ratings/scorecards/direct/?version=9").status_code == 404
        and browser.get("/ratings/scorecards/x/").status_code == 404
    )


@pytest.mark.django_db
@pytest.mark.parametrize("step", ["NaN = 20", "Infinity = 20", "5 = -Infinity", "1e999999 = 20"])
def test_a_step_that_is_no_number_comes_back_with_what_was_typed(cast, clock, signed_in, step):
    browser = signed_in(cast.general_manager)
    typed = {
        field.name: field.value() or "" for field in browser.get("/ratings/scorecards/direct/new/").context["form"]
    }
    answer = browser.post("/ratings/scorecards/direct/new/", typed | {"note": "kept", "volume_steps": step})
    assert answer.status_code == 422 and "write each step as value = points" in answer.text and step in answer.text
    assert not Scorecard.objects.exists()


@pytest.mark.django_db
def test_a_second_click_or_a_slower_colleague_makes_no_version_over_one_unseen(cast, clock, signed_in):
    browser = signed_in(as_admin(cast.general_manager))
    typed = {
        field.name: field.value() or "" for field in browser.get("/ratings/scorecards/direct/new/").context["form"]
    } | {"note": "why", "holds_from": "2026Q1"}
    browser.post("/ratings/scorecards/direct/new/", typed)
    again = browser.post("/ratings/scorecards/direct/new/", typed)
    assert (
        again.status_code == 422
        and "There is a newer version than the one you edited: check it first." in again.text
        and Scorecard.objects.count() == 1
    )
    assert refused(after=1) == "raced" and revise(after=2).number == 3


@pytest.mark.django_db
@pytest.mark.req("T7")
def test_whoever_manages_the_rating_reads_the_scorecards_even_without_the_grades(cast, clock, signed_in):
    browser = signed_in(cast.admin)
    assert browser.get("/ratings/").status_code == 403
    assert (
        browser.get("/ratings/scorecards/").status_code == browser.get("/ratings/scorecards/direct/").status_code == 200
    )
    client(cast.rep)
    assert browser.get("/ratings/sheets/").context["rows"] == [], "a name is shown to whoever may see the grade"
