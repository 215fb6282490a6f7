"""The forecast says who loses how many days, and what is lost with the team's usual work and with none."""

from datetime import date, timedelta

import pytest

from assignment.domain.forecast.compute import forecast
from assignment.domain.forecast.jobs import run_forecast, start_forecast
from assignment.models import Policy
from assignment.presenters.forecast import forecast_text
from assignment.rules.expected_losses import lost_by
from assignment.rules.policy_body import read_policy
from crm_project.lib.time import zone
from customers.models import Customer
from tests.assignment.test_versions import shorter
from tests.cast import NOW, customer, followup, moment

UNTIL = moment("2026-04-30 23:59")


def of(cast, days, department="sales", key="tracking"):
    draft = read_policy(shorter(days, key=key), zone=zone())
    return forecast(draft, [cast.departments[department]], at=NOW, until=UNTIL)


@pytest.mark.django_db
@pytest.mark.req("M15")
def test_a_shortened_rule_names_who_loses_days_though_the_same_customers_fall_in_the_end(cast):
    for n in range(4):
        customer(cast.rep, since=NOW - timedelta(days=n))
    customer(cast.mate, since=NOW - timedelta(days=13), name="falls before")
    told = of(cast, 10)
    assert (told["now"], told["draft"]) == (5, 5)
    # Due on 14 to 17 March; by the draft on 10 to 12 March, the first not before the day after the change.
    assert told["shift"] == {"sooner": 4, "sooner_days": 4.8, "later": 0, "begins": 0, "ends": 0}
    assert told["holds_from"] == "2026-03-09"
    assert [(r["rep"], r["sooner"]) for r in told["by_rep"]] == [("mate", 0), ("rep", 4)]
    assert told["first"][0]["none"] == {"now": 3, "draft": 5}, "to 15 March"
    assert told["first"][1]["none"] == {"now": 5, "draft": 5}


@pytest.mark.django_db
def test_with_the_usual_work_fewer_are_lost_than_with_none(cast):
    for n in range(10):
        row = customer(cast.rep, since=NOW - timedelta(days=60))
        for back in range(3, 57, 3):
            followup(row, cast.rep, NOW - timedelta(days=back), content=f"与王经理谈了第{back}批货的交付和付款安排{n}")
    told = of(cast, 8)
    none, usual = told["first"][1]["none"], told["first"][1]["usual"]
    assert none == {"now": 10, "draft": 10}
    assert usual["now"] < usual["draft"] < 10
    assert told["activity"]["followups"] == pytest.approx(600)


@pytest.mark.django_db
def test_the_page_leads_with_it(cast):
    customer(cast.rep, since=NOW)
    body = shorter(10, key="tracking")
    job = run_forecast(start_forecast(policy=Policy.objects.get(key="tracking"), body=body, by=cast.manager, at=NOW).pk)
    told = forecast_text(job, Customer.objects.all())
    assert told["headline"] == "1 customer's deadline becomes earlier, by 5.0 days on average."
    assert told["first"][1][:3] == ("2026-04-07 (30 days after the change)", 1, 1)
    assert str(date(2026, 3, 9)) in told["activity"]


@pytest.mark.parametrize(
    ("left", "term", "rate", "days", "expected"),
    [
        (5, 15, 0.0, 4, 0.0),
        (5, 15, 0.0, 5, 1.0),
        (0, 15, 3.0, 0, 1.0),
        (20, 30, 0.0, 10, 0.0),
        (1, None, 100.0, 30, 0.0),
        (2, None, 0.5, 30, 0.3679),
    ],
)
def test_the_chance_of_being_lost(left, term, rate, days, expected):
    assert lost_by(left, term, rate, days) == pytest.approx(expected, abs=1e-4)


def test_work_again_and_again_saves_again_and_again():
    assert lost_by(5, 5, 0.2, 5) < lost_by(5, 5, 0.2, 30) < 1
    assert lost_by(5, 5, 0.2, 30) > lost_by(5, 5, 0.4, 30) > lost_by(5, 5, 0.8, 30)
