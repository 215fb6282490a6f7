"""Targets beside what was done: the figures' own counts, the pace, the forecast, the leaderboards."""

from datetime import date
from decimal import Decimal as D

import pytest

from crm_project import catalogue
from crm_project.lib.figure import LOSS, RESULT
from crm_project.lib.refused import Refused
from deals.models import Deal, Stage
from reports.domain import figures
from reports.domain.targets import facts, leaderboards, units
from reports.domain.targets.forecast import expected
from reports.models import Leaderboard
from tests.cast import NOW, customer, followup, moment
from tests.deals.world import deal

from .world import APRIL, FEBRUARY, MARCH, TODAY, put, unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("Nf1")]
TEXTS = ("谈了三年框架协议的付款条件", "确认了样品的规格和到货日期", "约好下周二去他们工厂看设备")


@pytest.fixture
def worked(cast):
    """The rep wrote three valid follow-ups on 1 March, the colleague in East two."""
    for person, n in ((cast.rep, 3), (cast.east_rep, 2)):
        row = customer(person, since=moment("2026-02-02 09:00"))
        for hour, text in enumerate(TEXTS[:n]):
            followup(row, person, moment(f"2026-03-01 1{hour}:00"), text)


def lines_of(whose, period=MARCH, keys=("valid_followups",), today=TODAY):
    found = [unit(one) for one in whose]
    return facts.lines(found, period, facts.of_period(found, period), keys, today)


def test_reached_is_what_the_figure_counts_for_person_and_department(cast, worked):
    put(cast.departments["sales"], 10, MARCH, figure="valid_followups")
    found = lines_of([cast.departments["sales"], cast.departments["east"], cast.rep, cast.mate])
    reached = {key: line.reached for (key, _figure), line in found.items()}
    assert reached == {
        f"d{cast.departments['sales'].pk}": 5,
        f"d{cast.departments['east'].pk}": 2,
        f"p{cast.rep.pk}": 3,
        f"p{cast.mate.pk}": 0,
    }
    counted = figures.count([cast.rep.pk], MARCH.first, TODAY)
    assert counted[cast.rep.pk]["valid_followups"] == reached[f"p{cast.rep.pk}"]
    line = found[f"d{cast.departments['sales'].pk}", "valid_followups"]
    # One working day is not gone yet: 1 March was a Sunday, today is Monday.
    assert (line.progress.days.gone, line.progress.missing, line.progress.state) == (0, 5, "on_pace")
    assert found[f"p{cast.rep.pk}", "valid_followups"].progress is None


def test_the_work_of_who_left_stays_with_the_department(cast, worked):
    cast.rep.is_active = False
    cast.rep.save()
    assert lines_of([cast.departments["sales"]])[f"d{cast.departments['sales'].pk}", "valid_followups"].reached == 5


def test_a_period_to_come_counts_nothing_and_one_that_is_over_counts_to_its_end(cast, worked):
    put(cast.rep, 3, APRIL, figure="valid_followups")
    coming = lines_of([cast.rep], APRIL)[f"p{cast.rep.pk}", "valid_followups"]
    assert (coming.reached, coming.progress.state) == (0, "coming")
    over = lines_of([cast.rep], MARCH, today=date(2026, 5, 1))[f"p{cast.rep.pk}", "valid_followups"]
    assert over.reached == 3
    assert lines_of([cast.rep], FEBRUARY)[f"p{cast.rep.pk}", "valid_followups"].reached == 0


def open_deal(owner, amount, probability, close, **fields):
    row = deal(customer(owner), owner, amount=D(amount), **fields)
    chosen = Stage.objects.filter(probability=probability).first()
    Deal.objects.filter(pk=row.pk).update(stage=chosen, expected_close=close)
    return row


def test_the_forecast_adds_open_deals_by_their_probability(cast):
    step = Stage.objects.filter(probability__gt=0, probability__lt=100).order_by("number").first().probability
    open_deal(cast.rep, "1000.00", step, date(2026, 3, 31))
    open_deal(cast.rep, "5000.00", step, date(2026, 4, 1))  # after the period
    open_deal(cast.rep, "5000.00", step, date(2026, 3, 1))  # its day has passed
    open_deal(cast.rep, "5000.00", step, date(2026, 3, 20), currency="USD")
    found = expected(["contract_amount", "visits"], [cast.rep.pk, cast.mate.pk], TODAY, MARCH.last)
    assert found == {"contract_amount": {cast.rep.pk: D(1000) * step / 100}}
    assert expected(["contract_amount"], [cast.rep.pk], date(2026, 4, 1), MARCH.last) == {}
    put(cast.departments["sales"], 9000, MARCH, figure="deal_amount")
    line = lines_of([cast.departments["sales"]], keys=("deal_amount", "visits"))[
        f"d{cast.departments['sales'].pk}", "deal_amount"
    ]
    assert (line.reached, line.forecast) == (0, D(1000) * step / 100)
    assert (
        lines_of([cast.departments["sales"]], keys=("visits",))[f"d{cast.departments['sales'].pk}", "visits"].forecast
        is None
    )


def test_a_loss_is_no_target_and_volume_is_not_ranked():
    offered, ranked = facts.measurable(), facts.rankable()
    assert "released" not in offered and "invalid_followups" not in offered
    assert "followups" in offered and "followups" not in ranked and "claims" not in ranked
    assert {figure.measures for figure in ranked.values()} == {RESULT}
    assert set(offered) | {key for key, (one, _s) in catalogue.figures().items() if one.measures == LOSS} == set(
        catalogue.figures()
    )


def test_who_stands_below_whom(cast):
    assert units.company() == unit(cast.departments["company"])
    below = units.children(unit(cast.departments["sales"]))
    assert [one.key for one in below] == [f"d{cast.departments['east'].pk}"] + [
        f"p{one.pk}" for one in (cast.manager, cast.mate, cast.rep)
    ]
    # Who only reads along is measured by nothing.
    assert not {f"p{cast.hr.pk}", f"p{cast.admin.pk}"} & {
        one.key for one in units.children(unit(cast.departments["company"]))
    }


@pytest.mark.parametrize(
    ("who", "sees"), [("rep", 1), ("mate", 0), ("manager", 3), ("director", 4), ("hr", 4), ("finance", 0)]
)
def test_of_others_nobody_sees_targets_beyond_their_scope(cast, who, sees):
    put(cast.rep, 1)
    put(cast.east_rep, 1)
    put(cast.departments["sales"], 1)
    put(cast.stranger, 1)
    assert units.visible(cast.people[who]).count() == sees


# --- leaderboards -------------------------------------------------------------------------------------------------------


def leaderboard(cast, by=None, **fields):
    given = {"keys": ["valid_followups"], "open": False, "left_out": [], **fields}
    return leaderboards.set_leaderboard(department=cast.departments["sales"], by=by or cast.manager, at=NOW, **given)


def test_a_leaderboard_ranks_whoever_is_not_left_out_and_ties_share(cast, worked):
    made = leaderboard(cast, left_out=[cast.east_rep])
    persons = leaderboards.people(cast.departments["sales"], made)
    assert persons == [cast.mate, cast.rep]
    (column,) = leaderboards.columns(made, persons, MARCH, TODAY)
    assert [(one.rank, one.person, one.value) for one in column.places] == [(1, cast.rep.pk, 3), (2, cast.mate.pk, 0)]
    assert column.total == 3


@pytest.mark.parametrize("keys", [["followups"], ["released"], ["points"], ["claims", "visits"]])
def test_a_leaderboard_shows_results_only(cast, keys):
    with pytest.raises(Refused) as refusal:
        leaderboard(cast, keys=keys)
    assert refusal.value.code == "figures" and not Leaderboard.objects.exists()


def test_somebody_of_another_department_is_not_left_out_here(cast):
    with pytest.raises(Refused, match="Stranger does not belong to Sales"):
        leaderboard(cast, left_out=[cast.stranger])


def test_a_leaderboard_is_set_by_whoever_heads_the_department(cast):
    for person in (cast.rep, cast.direct_manager, cast.hr):
        with pytest.raises(Refused) as refusal:
            leaderboard(cast, by=person)
        assert refusal.value.code == "scope"
    leaderboard(cast, by=cast.director)


@pytest.mark.parametrize(
    ("who", "shut", "shared"),
    [
        ("rep", False, True),
        ("east_rep", False, True),
        ("stranger", False, False),
        ("manager", True, True),
        ("finance", False, False),
    ],
)
def test_the_team_sees_its_leaderboard_where_it_is_open(cast, who, shut, shared):
    person = cast.people[who]
    made = leaderboard(cast)
    assert leaderboards.may_see(person, made, cast.departments["sales"]) is shut
    made = leaderboard(cast, open=True)
    assert leaderboards.may_see(person, made, cast.departments["sales"]) is shared
    assert (cast.departments["sales"] in leaderboards.seen_by(person)) is shared
