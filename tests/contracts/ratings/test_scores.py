"""Rating by hand: sales and finance each their own, corrections with a reason (rows T8, T9)."""

from decimal import Decimal

import pytest

from contracts.ratings.domain import grades, scores
from contracts.ratings.models import IndicatorScore
from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from tests.cast import NOW

from .company import Q, client, grade_of, total

pytestmark = pytest.mark.django_db


def fill(row, by, reason="", **points):
    return scores.save_scores(
        customer_id=row.pk,
        quarter=Q,
        points={k: None if v is None else Decimal(str(v)) for k, v in points.items()},
        reason=reason,
        by=by,
        at=NOW,
    )


def refused(row, by, **given):
    with pytest.raises(Refused) as refusal:
        fill(row, by, **given)
    return refusal.value.code


@pytest.mark.req("T9")
def test_sales_rates_what_sales_knows_and_finance_what_finance_knows(cast, clock):
    row = client(cast.rep)
    assert (
        refused(row, cast.rep, credit_performance=15) == "forbidden"
        and refused(row, cast.finance, management=5) == "forbidden"
    )
    fill(row, cast.rep, management=8.5)
    fill(row, cast.finance, credit_performance=15)
    assert {(s.indicator, str(s.points), s.by) for s in IndicatorScore.objects.all()} == {
        ("management", "8.50", cast.rep),
        ("credit_performance", "15.00", cast.finance),
    }


@pytest.mark.req("T9")
def test_a_stranger_rates_nothing_and_a_manager_those_of_her_department(cast, clock):
    row = client(cast.rep)
    assert (
        refused(row, cast.stranger, management=5) == "forbidden"
        and refused(row, cast.direct_manager, management=5) == "forbidden"
    )
    assert fill(row, cast.manager, management=5) and refused(row, cast.auditor, management=6) == "forbidden"


def test_points_lie_between_nothing_and_the_full_marks(cast, clock):
    row = client(cast.rep)
    assert refused(row, cast.rep, management="10.01") == "range" and refused(row, cast.rep, management=-1) == "range"
    assert (
        refused(row, cast.rep, charm=1) == "unknown"
        and refused(client(cast.rep, segment=""), cast.rep, management=1) == "segment"
    )


def test_what_is_computed_is_only_corrected_with_a_reason_and_not_by_sales(cast, clock):
    row = client(cast.rep)
    assert refused(row, cast.rep, volume=20, reason="I know") == "forbidden"
    assert refused(row, cast.finance, volume=20) == "reason"
    fill(row, cast.finance, volume=20, reason="delivered through the subsidiary")
    grades.run_rating(quarter=Q, at=NOW)
    assert grade_of(row).lines["volume"] | {"at": ""} == {
        "source": "hand",
        "value": "0.00",
        "points": "20",
        "by": cast.finance.pk,
        "at": "",
        "reason": "delivered through the subsidiary",
    }


@pytest.mark.req("T7")
def test_correcting_a_graded_quarter_makes_a_further_version_at_once(cast, clock):
    row = client(cast.rep)
    total(row, 80)
    grades.run_rating(quarter=Q, at=NOW)
    assert refused(row, cast.rep, legal_standing=2) == "reason"
    fill(row, cast.rep, legal_standing=2, reason="the licence had expired")
    found = grade_of(row)
    assert (found.number, str(found.points), found.grade, found.by) == (2, "72.00", "A", cast.rep)
    assert found.changes == {
        "grade": ["AA", "A"],
        "key": [True, False],
        "points": ["80.00", "72.00"],
        "legal_standing": ["10", "2"],
    }
    assert Entry.objects.filter(action="rating.corrected", customer_id=row.pk).exists()


def test_the_same_points_again_are_no_change(cast, clock):
    row = client(cast.rep)
    fill(row, cast.rep, management=8)
    before = IndicatorScore.objects.values().get()
    assert fill(row, cast.manager, management=8) == {} and IndicatorScore.objects.values().get() == before
    assert (
        fill(row, cast.rep, management=None) == {"management": ["8.00", None]} and not IndicatorScore.objects.exists()
    )


def test_a_quarter_to_come_takes_no_points(cast, clock):
    row = client(cast.rep)
    with pytest.raises(Refused) as refusal:
        scores.save_scores(
            customer_id=row.pk, quarter=Q.next().next(), points={"management": Decimal(5)}, by=cast.rep, at=NOW
        )
    assert refusal.value.code == "future" and not IndicatorScore.objects.exists()
