"""Setting a scheme, the running month, closing on the day, what is kept of it (rows Nf16, Ni16)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from activities.domain.followup_corrections import void_followup
from crm_project.accounts.models import User
from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from reports.domain.appraisal import closing, measures, scoring
from reports.domain.appraisal.forecast import forecast
from reports.models import AppraisalScheme, Contradiction, ContradictionRules, Score
from reports.rules.appraisal.scheme import Deduction, Scheme
from reports.rules.periods import month_of
from tests.cast import NOW, customer, moment
from tests.reports.work_reports.writers import MONDAY, demand, handed_in

from .scorers import CLOSING, FEBRUARY, PLAIN, closed, held_in_february, items, scheme, worked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("Nf16")]


def code_of(verb, *arguments, **named):
    with pytest.raises(Refused) as refused:
        verb(*arguments, **named)
    return refused.value.code


def test_calls_and_visits_of_the_month_give_points(cast):
    held_in_february(cast)
    worked(cast.rep, 4)
    worked(cast.mate, 10, kind="visit_out")
    scores = {pk: now.result.total for pk, now in scoring.scores_now([cast.rep, cast.mate], _february(), NOW).items()}
    # 4 of 10 valid follow-ups and 4 of 5 calls; all follow-ups and no call.
    assert scores == {cast.rep.pk: Decimal(24 + 32), cast.mate.pk: Decimal(60)}


def _february():
    return month_of(FEBRUARY)


def test_a_month_is_closed_on_its_day_once_and_everybody_is_told(cast):
    held_in_february(cast)
    worked(cast.rep, 4)
    assert closing.close_due(at=CLOSING - timedelta(days=1)) == 0
    scored = User.objects.filter(role__key="rep").count()
    assert closing.close_due(at=CLOSING) == scored
    assert closing.close_due(at=CLOSING + timedelta(days=1)) == 0
    row = Score.objects.get(person=cast.rep)
    assert (row.total, row.closed_with, row.first) == (56, 56, FEBRUARY)
    assert f"{row.appeal_by:%F}" == "2026-03-13"
    assert cast.rep.notices.filter(kind="score_closed").count() == 1
    assert not Score.objects.filter(person=cast.manager).exists(), "that role is not scored"
    assert Entry.objects.filter(action="score.closed").count() == scored


def test_what_is_voided_later_changes_no_closed_score(cast):
    held_in_february(cast)
    rows = worked(cast.rep, 4)
    row = closed(cast)
    void_followup(followup_id=rows[0].pk, reason="wrong customer", by=cast.rep, at=CLOSING + timedelta(hours=9))
    row.refresh_from_db()
    assert row.total == 56 and row.measured["valid_followups"] == "4"
    assert scoring.scores_now([cast.rep], _february(), CLOSING + timedelta(hours=10))[cast.rep.pk].result.total == 42


def test_the_department_has_its_own_scheme_else_that_above_else_the_company(cast):
    held_in_february(cast)
    east = held_in_february(cast, department=cast.departments["east"])
    sales = held_in_february(cast, department=cast.departments["sales"])
    found = scoring.scores_now([cast.rep, cast.east_rep, cast.stranger], _february(), NOW)
    assert [found[one.pk].scheme.department_id for one in (cast.rep, cast.east_rep, cast.stranger)] == [
        sales.department_id,
        east.department_id,
        None,
    ]


def test_who_sets_a_scheme_hears_what_is_wrong(cast):
    assert code_of(scheme, cast, by=cast.manager) == "forbidden"
    assert code_of(scheme, cast, Scheme(items(("calls", 90, 5)))) == "sum"
    assert code_of(scheme, cast, Scheme(items(("nothing", 100, 5)))) == "unknown"
    assert code_of(scheme, cast, Scheme(items(("calls", 100, 5)), [Deduction("visits", 1, 2)])) == "unknown"
    assert code_of(scheme, cast, roles=()) == "roles"
    assert code_of(scheme, cast, close_days=21) == "close_days"
    assert code_of(scheme, cast, month=FEBRUARY) == "over"
    assert not AppraisalScheme.objects.exists()
    scheme(cast)
    assert cast.rep.notices.filter(kind="appraisal_scheme").count() == 1
    assert not cast.manager.notices.filter(kind="appraisal_scheme").exists()


def test_a_scheme_can_not_begin_with_a_month_that_is_closed_already(cast):
    row = held_in_february(cast)
    closed(cast)
    Score.objects.update(first=date(2026, 3, 1))
    assert code_of(scheme, cast, department=cast.departments["sales"]) == "over"
    assert scheme(cast, month=date(2026, 4, 1)).number == row.number + 1


def test_shares_are_of_what_was_there(cast):
    demand(cast, at=moment("2026-02-02 09:00"))
    handed_in(cast.rep)
    customer(cast.rep, since=moment("2026-01-05 09:00"))
    worked(cast.mate, 1)
    found = measures.measured([cast.rep.pk, cast.mate.pk], date(2026, 3, 1), date(2026, 3, 31), MONDAY)
    rep, mate = found[cast.rep.pk], found[cast.mate.pk]
    assert rep[measures.SAME_DAY] is None, "nothing was recorded in March"
    assert rep[measures.COMPLETE] == 0 and rep[measures.RHYTHM] is None
    assert rep[measures.REPORTS] > 0 and mate[measures.REPORTS] == 0
    assert measures.measured([cast.mate.pk], FEBRUARY, date(2026, 2, 28), NOW)[cast.mate.pk][measures.SAME_DAY] == 100


def test_as_many_queries_for_all_as_for_one(cast, django_assert_max_num_queries, django_assert_num_queries):
    held_in_february(cast)
    people = list(User.objects.filter(role__key="rep").select_related("role", "department"))
    scoring.scores_now(people, _february(), NOW, everything=True)  # what is read once a minute
    with django_assert_max_num_queries(33) as few:
        scoring.scores_now(people[:1], _february(), NOW, everything=True)
    with django_assert_num_queries(len(few)):
        scoring.scores_now(people, _february(), NOW, everything=True)


def test_the_forecast_tries_the_last_three_months(cast):
    held_in_february(cast)
    worked(cast.rep, 4)
    closed(cast)
    wanted = Scheme(items(("calls", 100, 4)))
    found = forecast(department=cast.departments["sales"], scheme=wanted, roles=[cast.rep.role], at=CLOSING)
    assert [month.key for month in found.months] == ["2025-12", "2026-01", "2026-02"]
    months = found.people[cast.rep]
    assert (months[found.months[2]].was, months[found.months[2]].would.total) == (56, 100)
    assert months[found.months[0]].was is None and months[found.months[0]].would.total == 0
    assert cast.manager not in found.people and cast.stranger not in found.people


def test_somebody_who_joined_later_is_not_scored(cast):
    held_in_february(cast)
    User.objects.filter(pk=cast.rep.pk).update(date_joined=moment("2026-03-02 08:00"))
    closing.close_due(at=CLOSING)
    assert not Score.objects.filter(person=cast.rep).exists() and Score.objects.filter(person=cast.mate).exists()
    assert PLAIN.points == 100


@pytest.mark.req("Nf9")
def test_contradictions_that_were_not_accepted_cost_the_points_of_their_rules(cast):
    """Counted by the day that they are about; an appeal lets them rest until it is decided."""
    wanted = Scheme(items(("calls", 100, 4)), [Deduction(measures.CONTRADICTIONS, Decimal(1), Decimal(30))])
    held_in_february(cast, wanted)
    worked(cast.rep, 4)
    rules = ContradictionRules.objects.create(number=1, holds_from=FEBRUARY, points=4, created_at=NOW)
    for n, (state, decision, final) in enumerate(
        [
            ("decided", "not_accepted", ""),
            ("final", "not_accepted", "not_accepted"),
            ("final", "not_accepted", "accepted"),
            ("decided", "accepted", ""),
            ("appealed", "not_accepted", ""),
            ("review", "", ""),
        ]
    ):
        Contradiction.objects.create(
            key=f"c{n}",
            kind="visit",
            subject_id=n,
            person=cast.rep,
            rules=rules,
            day=date(2026, 2, 20),
            state=state,
            decision=decision,
            final_decision=final,
            found_at=NOW,
            answer_by=NOW,
            remind_at=NOW,
        )
    rows = Contradiction.objects.all()
    assert {row.pk for row in rows if row.counts} == set(rows.counting().values_list("pk", flat=True))
    found = scoring.scores_now([cast.rep], _february(), NOW)[cast.rep.pk].result
    assert found.lines[-1].points == -8 and found.total == 92


def test_a_department_with_a_scheme_of_its_own_neither_hears_nor_is_tried(cast):
    scheme(cast, department=cast.departments["east"])
    cast.east_rep.notices.all().delete()
    roles = [cast.rep.role]
    found = forecast(department=cast.departments["sales"], scheme=PLAIN, roles=roles, at=NOW)
    assert cast.rep in found.people and cast.east_rep not in found.people
    assert cast.east_rep not in forecast(department=None, scheme=PLAIN, roles=roles, at=NOW).people
    assert cast.east_rep in forecast(department=cast.departments["east"], scheme=PLAIN, roles=roles, at=NOW).people
    scheme(cast)
    assert cast.rep.notices.filter(kind="appraisal_scheme").exists()
    assert not cast.east_rep.notices.filter(kind="appraisal_scheme").exists()


def test_a_month_shows_as_it_stands_until_its_day_of_closing_in_each_department(cast):
    held_in_february(cast)
    held_in_february(cast, department=cast.departments["direct"], close_days=8)
    both = [cast.rep, cast.stranger]
    assert set(closing.open_scores(both, _february(), NOW)) == {cast.rep.pk, cast.stranger.pk}
    assert set(closing.open_scores(both, _february(), CLOSING + timedelta(days=1))) == {cast.stranger.pk}
    assert closing.open_scores(both, _february(), CLOSING + timedelta(days=30)) == {}
