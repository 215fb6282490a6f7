"""The way of a contradiction: first with its person, put right or explained, decided, appealed, decided finally."""

from datetime import date, timedelta

import pytest

from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from crm_project.notices.models import Notice
from reports.domain.contradictions import access, deciding, rule_versions, settling, waiting
from reports.domain.contradictions.forecast import forecast
from reports.models import Contradiction, ContradictionRules
from tests.cast import moment

from .contradicting import NIGHT, RULES, detected, held, one, ruled, spent, visited, was_out

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("Nf9")]
MORNING = moment("2026-03-04 09:00")


def refused(verb, **given):
    with pytest.raises(Refused) as found:
        verb(**given)
    return found.value.code


def told(person):
    return set(Notice.objects.filter(user=person, kind__startswith="contradiction").values_list("kind", flat=True))


def explained(row, at=MORNING):
    return deciding.explain(row_id=row.pk, explanation="they called it off at the gate", by=row.person, at=at)


def decided(row, decision="not_accepted", by=None, at=MORNING):
    return deciding.decide(row_id=row.pk, decision=decision, reason="nobody knows of it", by=by, at=at)


def test_what_is_put_right_goes_away_by_itself(cast):
    row = one(cast)
    assert settling.settle(at=MORNING) == 0
    visited(cast.rep, row.customer, "2026-03-02 10:00")
    assert settling.settle(at=MORNING) == 1 and settling.settle(at=MORNING) == 0
    row.refresh_from_db()
    assert (row.state, row.gone_at) == ("gone", MORNING)
    assert not Notice.objects.filter(user=cast.rep, kind="contradiction_found", read_at=None).exists()
    assert Entry.objects.filter(action="contradiction.gone").count() == 1
    assert list(access.visible(cast.manager)) == [], "nobody else ever saw it"


@pytest.mark.parametrize("kind", ["visit", "expense", "places", "burst"])
def test_every_rule_lets_go_of_what_was_put_right(cast, kind):
    ruled(cast, kind, burst_visits=2)
    row, other = held(cast.rep), held(cast.rep)
    visits = [
        visited(cast.rep, row, "2026-02-20 10:00", "2026-02-28 10:00"),
        visited(cast.rep, other, "2026-02-20 10:05", "2026-02-28 10:00"),
    ]
    expense = spent(cast.rep, row, date(2026, 2, 25))
    found = detected()
    assert found and {one_.kind for one_ in found} == {kind}
    assert settling.settle(at=MORNING) == 0
    if kind == "visit":
        for visit in visits:
            was_out(cast.rep, visit.customer, "2026-02-20 09:30", "2026-02-20 11:00")
    elif kind == "expense":
        expense.status = "refused"
        expense.save()
    else:
        visits[1].voided_at = MORNING
        visits[1].save()
    assert settling.settle(at=MORNING) == len(found)


def test_the_person_has_it_first_and_the_manager_what_is_left(cast):
    row = one(cast)
    for person in (cast.manager, cast.general_manager):
        assert list(access.visible(person)) == []
    assert list(access.visible(cast.rep)) == [row]
    assert refused(decided, row=row, by=cast.manager) == "early"
    settling.pass_on(at=row.answer_by)
    row.refresh_from_db()
    assert row.state == "open"
    settling.pass_on(at=row.answer_by + timedelta(seconds=1))
    row.refresh_from_db()
    assert row.state == "review" and list(access.visible(cast.manager)) == [row]
    assert list(access.visible(cast.direct_manager)) == [] and list(access.visible(cast.mate)) == []
    assert waiting.of_manager(cast.manager) == (1, 0)
    late = explained(row, at=row.answer_by + timedelta(hours=1))
    assert late.state == "explained", "until it is decided one may still explain"


def test_explained_decided_appealed_and_decided_finally_with_everybody_told(cast):
    row = one(cast)
    assert refused(deciding.explain, row_id=row.pk, explanation=" ", by=cast.rep, at=MORNING) == "explanation"
    assert refused(deciding.explain, row_id=row.pk, explanation="x", by=cast.mate, at=MORNING) == "forbidden"
    explained(row)
    assert refused(decided, row=row, by=cast.rep) == "own"
    assert refused(decided, row=row, by=cast.direct_manager) == "forbidden"
    assert refused(deciding.decide, row_id=row.pk, decision="", reason="x", by=cast.manager, at=MORNING) == "decision"
    assert (
        refused(deciding.decide, row_id=row.pk, decision="accepted", reason=" ", by=cast.manager, at=MORNING)
        == "reason"
    )
    row = decided(row, by=cast.manager)
    assert row.counts and row.appeal_by == moment("2026-03-11 23:59")
    assert "contradiction_not_accepted" in told(cast.rep)
    late = row.appeal_by + timedelta(minutes=1)
    assert refused(deciding.appeal, row_id=row.pk, text="no", by=cast.rep, at=late) == "late"
    assert refused(deciding.appeal, row_id=row.pk, text=" ", by=cast.rep, at=MORNING) == "appeal"
    row = deciding.appeal(row_id=row.pk, text="the gate book has my name", by=cast.rep, at=MORNING)
    assert not row.counts, "nothing counts while the appeal is open"
    assert told(cast.director) == {"contradiction_appeal"}
    final = {"row_id": row.pk, "decision": "accepted", "reason": "the gate book says so", "at": MORNING}
    assert refused(deciding.decide_finally, **final, by=cast.manager) == "forbidden"
    assert refused(deciding.decide_finally, **final, by=cast.rep) == "own"
    assert waiting.of_manager(cast.director) == (0, 1) and waiting.of_manager(cast.manager) == (0, 0)
    row = deciding.decide_finally(**final, by=cast.director)
    assert (row.state, row.counts) == ("final", False) and "contradiction_accepted" in told(cast.rep)
    assert refused(deciding.decide_finally, **final, by=cast.general_manager) == "state"
    assert refused(deciding.appeal, row_id=row.pk, text="again", by=cast.rep, at=MORNING) == "state"
    actions = list(Entry.objects.filter(subject_type="contradiction").order_by("pk").values_list("action", flat=True))
    assert actions == [f"contradiction.{name}" for name in ("found", "explained", "decided", "appealed", "final")]


def test_what_is_accepted_counts_for_nothing_and_is_not_appealed(cast):
    row = decided(explained(one(cast)), "accepted", by=cast.manager)
    assert not row.counts and row.appeal_by is None
    assert refused(deciding.appeal, row_id=row.pk, text="thanks", by=cast.rep, at=MORNING) == "state"
    assert refused(decided, row=row, by=cast.manager) == "decided"
    visited(cast.rep, row.customer, "2026-03-02 10:00")
    assert settling.settle(at=MORNING) == 0, "a decision stands"


def test_reminded_once_before_the_time_is_over_and_managers_once_a_month(cast):
    row = one(cast)
    assert settling.remind(at=row.remind_at - timedelta(minutes=1)) == 0
    for _n in range(2):
        settling.remind(at=row.remind_at)
    assert Notice.objects.filter(user=cast.rep, kind="contradiction_due").count() == 1
    explained(row)
    for at in ("2026-03-31 10:00", "2026-04-01 10:00", "2026-04-15 10:00", "2026-05-01 10:00"):
        settling.remind(at=moment(at))
    assert [(notice.user, notice.params["n"]) for notice in Notice.objects.filter(kind="contradictions_review")] == [
        (cast.manager, 1),
        (cast.manager, 1),
    ], "in April and in May"


def test_points_add_up_by_the_rules_under_which_each_was_found(cast):
    row = one(cast)
    Contradiction.objects.update(state="review")
    decided(row, by=cast.manager)
    rows = list(waiting.of_month(cast.manager, date(2026, 3, 1)))
    assert rows == [row] and waiting.points(rows) == 2
    assert list(waiting.of_month(cast.manager, date(2026, 2, 1))) == []
    assert waiting.months(cast.manager) == [date(2026, 3, 1)]


def test_the_forecast_counts_last_month_and_keeps_nothing(cast):
    for person in (cast.rep, cast.mate):
        for day in (10, 11):
            visited(person, held(person), f"2026-02-{day} 10:00")
    visited(cast.rep, held(cast.rep), "2026-03-02 10:00")
    visited(cast.stranger, held(cast.stranger), "2026-02-10 10:00")
    draft = ContradictionRules(
        number=0, holds_from=date(2026, 3, 9), department=cast.departments["sales"], **{**RULES, "visit": True}
    )
    found = forecast(draft, NIGHT.date())
    assert (found.total, dict(found.kinds), found.people) == (4, {"visit": 4}, {cast.rep.pk, cast.mate.pk})
    draft.department = None
    assert forecast(draft, NIGHT.date()).total == 5
    ruled(cast, "visit")
    detected()
    assert forecast(draft, NIGHT.date()).total == 5, "what was found already counts too"
    assert not ContradictionRules.objects.filter(number=0).exists()


def test_rules_are_set_by_right_and_numbered_for_each_department(cast):
    first = ruled(cast, "visit")
    assert (first.number, ruled(cast).number, ruled(cast, department=cast.departments["sales"]).number) == (1, 2, 1)
    assert refused(rule_versions.set_rules, by=cast.manager, at=NIGHT, department=None, holds_from=NIGHT.date()) == (
        "forbidden"
    )
    entry = Entry.objects.filter(action="contradiction.rules").order_by("pk").first()
    assert entry.changes["rules"] == [None, ["visit"]]


def test_the_forecast_leaves_out_departments_below_with_rules_of_their_own(cast):
    ruled(cast, "places", department=cast.departments["east"])
    draft = ContradictionRules(department=cast.departments["sales"], number=0, outing=True)
    part = rule_versions.part_of_draft(draft, date(2026, 2, 1), date(2026, 2, 28))
    assert part.departments == (cast.departments["sales"].pk,)
    whole = rule_versions.part_of_draft(ContradictionRules(number=0), date(2026, 2, 1), date(2026, 2, 28))
    assert cast.departments["east"].pk not in whole.departments and cast.departments["sales"].pk in whole.departments
