"""Setting targets, changing one in force by a request, copying a year: what holds, who may, what is refused in words."""

from datetime import date
from decimal import Decimal as D

import pytest

from crm_project.approvals.domain import undoing
from crm_project.approvals.domain.requests import decide, withdraw
from crm_project.approvals.models import Request
from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from crm_project.notices.models import Notice
from reports.domain.targets.copying import copied
from reports.domain.targets.facts import span_gaps
from reports.models import Target
from reports.rules.periods import period_from
from tests.cast import NOW, customer, followup, moment

from .world import APRIL, FEBRUARY, MARCH, TODAY, put, set_as, tiers, unit, wanted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("Nf1", "Nf3")]


def stands(row, period=APRIL, figure="visits"):
    found = Target.objects.filter(figure=figure, span=period.span, starts_on=period.first, **unit(row).columns).first()
    return found and found.tiers


def test_before_its_period_a_target_is_set_changed_and_removed_at_once(cast):
    assert set_as(cast.manager, wanted(cast.rep, 20, floor=15, stretch=25)).written == 1
    assert stands(cast.rep) == tiers(20, 15, 25)
    assert set_as(cast.manager, wanted(cast.rep, 20, floor=15, stretch=25)).written == 0
    set_as(cast.manager, wanted(cast.rep, 22))
    assert stands(cast.rep) == tiers(22)
    set_as(cast.manager, wanted(cast.rep, None))
    assert stands(cast.rep) is None
    kept = Entry.objects.filter(subject_type="target").order_by("id")
    assert [one.action for one in kept] == ["target.set", "target.changed", "target.removed"]
    assert kept[1].changes == {"floor": ["15.00", None], "target": ["20.00", "22"], "stretch": ["25.00", None]}


def test_a_first_target_for_the_present_period_holds_at_once(cast):
    assert set_as(cast.manager, wanted(cast.rep, 20, MARCH)).written == 1
    assert stands(cast.rep, MARCH) == tiers(20)


@pytest.mark.req("Na10")
def test_one_in_force_changes_only_by_a_decision_from_above(cast):
    row = put(cast.rep, 20, MARCH)
    done = set_as(cast.manager, wanted(cast.rep, 15, MARCH), wanted(cast.mate, 9), reason="Two weeks of training")
    assert (done.written, done.asked) == (1, 1) and stands(cast.rep, MARCH) == tiers(20)
    request = Request.objects.get()
    assert (request.decider, request.reason) == (cast.director, "Two weeks of training")
    assert request.arguments["changes"][0]["old"]["target"] == "20.00"
    decide(request_id=request.pk, by=cast.director, approve=True, decision="", at=NOW)
    assert stands(cast.rep, MARCH) == tiers(15)
    assert Target.objects.get(pk=row.pk).waiting is None
    entry = Entry.objects.get(action="target.changed")
    assert entry.changes == {"target": ["20.00", "15.00"]} and entry.reason == "Two weeks of training"
    assert Notice.objects.filter(user=cast.rep, kind="target_changed").exists()


def test_without_a_reason_nothing_of_the_page_is_written(cast):
    put(cast.rep, 20, MARCH)
    with pytest.raises(Refused) as refusal:
        set_as(cast.manager, wanted(cast.mate, 9), wanted(cast.rep, 15, MARCH), reason="  ")
    assert refusal.value.code == "reason" and refusal.value.field == "reason"
    assert stands(cast.mate) is None and not Request.objects.exists()


def test_a_change_that_waits_is_not_asked_for_twice(cast):
    put(cast.rep, 20, MARCH)
    set_as(cast.manager, wanted(cast.rep, 15, MARCH), reason="x")
    with pytest.raises(Refused) as refusal:
        set_as(cast.manager, wanted(cast.rep, 14, MARCH), reason="x")
    assert refusal.value.code == "asked" and "Rep, 2026-03" in refusal.value.sentence


@pytest.mark.parametrize("how", ["refused", "withdrawn"])
def test_after_a_refusal_or_withdrawal_it_stands_and_may_be_changed_again(cast, how):
    row = put(cast.rep, 20, MARCH)
    request = set_as(cast.manager, wanted(cast.rep, 15, MARCH), reason="x").request
    if how == "refused":
        decide(request_id=request.pk, by=cast.director, approve=False, decision="no", at=NOW)
    else:
        withdraw(request_id=request.pk, by=cast.manager, at=NOW)
    row.refresh_from_db()
    assert (row.target, row.waiting) == (20, None)
    assert set_as(cast.manager, wanted(cast.rep, 14, MARCH), reason="x").asked == 1


def test_what_changed_since_it_was_asked_for_is_not_overwritten(cast):
    put(cast.rep, 20, MARCH)
    request = set_as(cast.manager, wanted(cast.rep, 15, MARCH), reason="x").request
    Target.objects.update(target=30)
    with pytest.raises(Refused) as refusal:
        decide(request_id=request.pk, by=cast.director, approve=True, decision="", at=NOW)
    assert refusal.value.code == "moved_on" and Request.objects.get().status == "pending"


def test_a_decision_after_the_end_of_the_period_changes_nothing(cast):
    put(cast.rep, 20, MARCH)
    request = set_as(cast.manager, wanted(cast.rep, 15, MARCH), reason="x").request
    with pytest.raises(Refused) as refusal:
        decide(request_id=request.pk, by=cast.director, approve=True, decision="", at=moment("2026-04-01 09:00"))
    assert refusal.value.code == "over"


@pytest.mark.parametrize("approve", [True, False])
def test_a_decision_is_taken_back(cast, approve):
    row = put(cast.rep, 20, MARCH)
    request = set_as(cast.manager, wanted(cast.rep, 15, MARCH), reason="x").request
    decide(request_id=request.pk, by=cast.director, approve=approve, decision="so", at=NOW)
    request.refresh_from_db()
    undoing.undo_decision(request_id=request.pk, arguments=request.arguments, by=cast.director, at=NOW)
    row.refresh_from_db()
    assert (row.target, row.waiting_id) == (20, request.pk)
    assert Request.objects.get().status == "pending"


def test_one_in_force_may_be_removed_by_a_decision(cast):
    put(cast.rep, 20, MARCH)
    request = set_as(cast.manager, wanted(cast.rep, None, MARCH), reason="on leave").request
    decide(request_id=request.pk, by=cast.director, approve=True, decision="", at=NOW)
    assert stands(cast.rep, MARCH) is None


def test_whoever_has_nobody_above_changes_at_once_with_the_reason_on_record(cast):
    put(cast.departments["sales"], 200, MARCH)
    assert set_as(cast.general_manager, wanted(cast.departments["sales"], 180, MARCH), reason="strike").written == 1
    assert stands(cast.departments["sales"], MARCH) == tiers(180)
    assert Entry.objects.get(action="target.changed").reason == "strike"


# --- who may, and what is wrong -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "whose", "may"),
    [
        ("manager", "rep", True),
        ("manager", "east_rep", True),
        ("manager", "east", True),
        ("manager", "manager", False),
        ("manager", "sales", False),
        ("manager", "stranger", False),
        ("manager", "direct", False),
        ("director", "sales", True),
        ("director", "stranger", True),
        ("director", "company", False),
        ("general_manager", "company", True),
        ("general_manager", "general_manager", True),
        ("rep", "rep", False),
        ("rep", "mate", False),
        ("hr", "rep", False),
        ("admin", "rep", False),
    ],
)
def test_targets_are_set_from_above(cast, who, whose, may):
    row = cast.departments.get(whose) or cast.people[whose]
    if may:
        assert set_as(cast.people[who], wanted(row, 5)).written == 1
        return
    with pytest.raises(Refused) as refusal:
        set_as(cast.people[who], wanted(row, 5))
    assert refusal.value.code == "scope" and not Target.objects.exists()


@pytest.mark.parametrize(
    ("wish", "code", "said"),
    [
        ({"target": -1}, "tiers", "target: enter 0 or more."),
        ({"target": D("1.5")}, "tiers", "enter a whole number"),
        ({"target": 10, "floor": 12}, "tiers", "the floor is at most the target"),
        ({"target": 10, "stretch": 5}, "tiers", "the stretch at least"),
        ({"target": 10, "period": FEBRUARY}, "over", "2026-02 is over"),
        ({"target": 10, "figure": "released"}, "figure", "no targets for this figure"),
        ({"target": 10, "figure": "points"}, "figure", "no targets for this figure"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_words_and_nothing_is_written(cast, wish, code, said):
    with pytest.raises(Refused) as refusal:
        set_as(cast.manager, wanted(cast.mate, 9), wanted(cast.rep, **wish))
    assert refusal.value.code == code and said in refusal.value.sentence and not Target.objects.exists()


def test_who_left_gets_no_target(cast):
    cast.rep.is_active = False
    cast.rep.save()
    with pytest.raises(Refused, match="has left"):
        set_as(cast.manager, wanted(cast.rep, 5))


def test_months_that_do_not_add_up_are_kept_and_told(cast):
    quarter = period_from("2026Q2")
    wishes = [wanted(cast.rep, 100, quarter)] + [
        wanted(cast.rep, n, one) for n, one in zip((30, 30, 30), quarter.within("month"), strict=True)
    ]
    assert set_as(cast.manager, *wishes).written == 4
    (gap,) = span_gaps({row.period: row.tiers for row in Target.objects.all()})
    assert (gap.period.key, gap.span, gap.differences[0].amount) == ("2026Q2", "month", -10)


# --- copying ------------------------------------------------------------------------------------------------------


def copy(cast, by, whose="sales", basis="targets", factor="1.1", keys=("visits",), year=2027):
    return copied(
        unit=unit(cast.departments[whose]), year=year, basis=basis, factor=D(factor), keys=keys, by=by, today=TODAY
    )


def test_a_year_is_copied_with_a_factor(cast):
    put(cast.rep, 20, MARCH, floor=15)
    put(cast.mate, 100, period_from("2026"))
    put(cast.departments["sales"], 500, period_from("2026Q2"))
    put(cast.stranger, 7, MARCH)
    put(cast.rep, 9, MARCH, figure="calls")
    found = copy(cast, cast.director)
    assert {(one.unit.key, one.period.key, one.tiers) for one in found.wanted} == {
        (f"p{cast.rep.pk}", "2027-03", tiers(22, 17)),
        (f"p{cast.mate.pk}", "2027", tiers(110)),
        (f"d{cast.departments['sales'].pk}", "2027Q2", tiers(550)),
    }
    # The department's own is set from above.
    assert {one.unit.key for one in copy(cast, cast.manager).wanted} == {f"p{cast.rep.pk}", f"p{cast.mate.pk}"}


def test_a_copy_overwrites_nothing_and_sets_nothing_for_what_is_over(cast):
    for month in ("2025-02", "2025-03", "2025-04"):
        put(cast.rep, 20, period_from(month))
    put(cast.rep, 33, APRIL)
    found = copy(cast, cast.manager, year=2026, factor="1")
    assert [one.period.key for one in found.wanted] == ["2026-03"] and (found.there, found.over) == (1, 1)


def test_what_was_reached_is_copied_so_that_it_adds_up(cast):
    row = customer(cast.rep, since=moment("2025-04-01 09:00"))
    for n, text in enumerate(
        ("谈了三年框架协议的付款条件", "确认了样品的规格和到货日期", "约好下周二去他们工厂看设备")
    ):
        followup(row, cast.rep, moment(f"2025-0{5 + n} 08:00".replace(" ", "-10 ")), text)
    found = copy(cast, cast.director, basis="reached", factor="3.4", keys=("valid_followups",), year=2026)
    told = {(one.unit.key, one.period.key): one.tiers.target for one in found.wanted}
    mine = {period: value for (key, period), value in told.items() if key == f"p{cast.rep.pk}"}
    assert mine == {
        "2026-05": 3,
        "2026-06": 3,
        "2026-07": 3,
        "2026Q2": 6,
        "2026Q3": 3,
        "2026H1": 6,
        "2026H2": 3,
        "2026": 9,
    }
    assert {period: told[f"d{cast.departments['sales'].pk}", period] for period in mine} == mine


def test_leaver_and_date_do_not_break_a_copy_of_nothing(cast):
    assert copy(cast, cast.manager).wanted == [] and copy(cast, cast.manager, basis="reached").wanted == []
    assert date(2026, 3, 2) == TODAY
