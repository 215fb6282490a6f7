"""A drawn row on its way: verified by somebody else, stated to, decided, with its effect and its place in the results (row Ni15)."""

from datetime import timedelta

import pytest

from activities.models import FollowUp
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from reports.domain.spot_checks import access, results, verifying
from reports.models import DrawnRow
from tests.cast import NOW
from tests.reports.spot_checks.checks import drawn, worked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("Ni15")]
LATER = NOW + timedelta(hours=2)


def code_of(verb, **arguments):
    with pytest.raises(Refused) as refused:
        verb(**arguments)
    return refused.value.code


@pytest.fixture
def row(cast):
    worked(cast)
    return drawn(cast, size=12).drawn.filter(person=cast.rep).first()


def found(row, by, result="untrue", **more):
    given = {"how": "called", "note": "nobody came that day", **more}
    return verifying.verify(row_id=row.pk, result=result, by=by, at=LATER, **given)


def decide(row, by, decision="upheld", at=LATER + timedelta(hours=3), reason="the customer denies it"):
    return verifying.decide(row_id=row.pk, decision=decision, reason=reason, by=by, at=at)


def stated(row, by, at=LATER + timedelta(hours=1)):
    return verifying.state(row_id=row.pk, statement="I was at their branch", by=by, at=at)


def test_a_true_row_is_done_and_tells_nobody(cast, row):
    assert found(row, cast.manager, "true", note="").state == "done"
    assert not cast.rep.notices.filter(kind__startswith="spot_check").exists()


def test_an_untrue_row_asks_for_a_statement_within_two_working_days(cast, row):
    done = found(row, cast.manager)
    # Monday 2026-03-02: until the end of Wednesday.
    assert done.state == "statement" and f"{local_date(done.answer_by):%F}" == "2026-03-04"
    assert cast.rep.notices.filter(kind="spot_check_statement").count() == 1


def test_nobody_verifies_or_decides_their_own_or_beyond_their_reach(cast, row):
    assert code_of(found, row=row, by=cast.rep) == "own"
    for one in (cast.mate, cast.solar_manager, cast.auditor):
        assert code_of(found, row=row, by=one) == "forbidden"
    found(row, cast.hr)
    stated(row, cast.rep)
    assert code_of(decide, row=row, by=cast.hr) == "forbidden"
    assert code_of(decide, row=row, by=cast.rep) == "own"
    assert code_of(decide, row=row, by=cast.solar_manager) == "forbidden"


def test_what_is_missing_from_an_answer_is_said(cast, row):
    assert code_of(found, row=row, by=cast.manager, how="") == "how"
    assert code_of(found, row=row, by=cast.manager, note=" ") == "note"
    found(row, cast.manager)
    assert code_of(found, row=row, by=cast.manager) == "verified"
    assert code_of(stated, row=row, by=cast.mate) == "forbidden"
    assert code_of(verifying.state, row_id=row.pk, statement=" ", by=cast.rep, at=LATER) == "statement"
    stated(row, cast.rep)
    assert code_of(stated, row=row, by=cast.rep) == "state"
    assert code_of(decide, row=row, by=cast.manager, reason=" ") == "reason"


def test_it_is_decided_after_the_statement_or_when_the_time_is_over(cast, row):
    found(row, cast.manager)
    assert code_of(decide, row=row, by=cast.manager) == "early"
    row.refresh_from_db()
    over = row.answer_by + timedelta(minutes=2)
    assert verifying.pass_on_overdue(at=row.answer_by) == 0
    assert verifying.pass_on_overdue(at=over) == 1
    assert cast.manager.notices.filter(kind="spot_check_decide").count() == 1
    # Late, and still heard until it is decided.
    stated(row, cast.rep, at=over)
    assert decide(row, cast.manager, at=over).state == "done"
    assert code_of(decide, row=row, by=cast.manager, at=over) == "decided"


def test_an_upheld_follow_up_is_rejected_and_counts_as_untrue(cast, row):
    found(row, cast.manager)
    stated(row, cast.rep)
    done = decide(row, cast.manager)
    entry = FollowUp.objects.get(pk=int(row.key.partition(":")[2]))
    assert done.rejected and entry.check_state == "rejected" and entry.checked_by == cast.manager
    assert cast.rep.notices.filter(kind="spot_check_upheld").count() == 1
    whole, people = results.of_check(row.check_of, row.check_of.drawn.all())
    assert (whole.known, whole.untrue, whole.open) == (1, 1, 11)
    assert people[cast.rep.pk][1] == 6


def test_what_the_verb_of_follow_ups_refuses_is_decided_all_the_same(cast, row):
    FollowUp.objects.filter(pk=int(row.key.partition(":")[2])).update(voided_at=NOW)
    found(row, cast.manager)
    stated(row, cast.rep)
    done = decide(row, cast.manager)
    assert done.decision == "upheld" and not done.rejected


def test_a_dismissed_row_counts_as_true(cast, row):
    found(row, cast.manager, "missing")
    stated(row, cast.rep)
    done = decide(row, cast.manager, "dismissed")
    assert not done.rejected and not FollowUp.objects.filter(check_state="rejected").exists()
    whole, _people = results.of_check(row.check_of, row.check_of.drawn.all())
    assert (whole.known, whole.untrue) == (1, 0)


def test_what_could_not_be_verified_tells_nothing(cast, row):
    found(row, cast.manager, "unknown", how="")
    whole, _people = results.of_check(row.check_of, row.check_of.drawn.all())
    assert (whole.known, whole.unknown) == (0, 1)


def test_results_stand_by_month_under_department_and_person(cast, row):
    found(row, cast.manager)
    stated(row, cast.rep)
    decide(row, cast.manager)
    table = results.over_time(access.visible(cast.manager), row.check_of.first)
    assert list(table) == [("Sales", ""), ("Sales", "Mate"), ("Sales", "Rep")]
    assert table["Sales", "Rep"][2026, 2].untrue == table["Sales", ""][2026, 2].untrue == 1


def test_the_person_sees_the_own_row_once_it_is_verified(cast, row):
    seen = lambda user: access.rows(user).filter(pk=row.pk).exists()  # noqa: E731
    assert not seen(cast.rep)
    found(row, cast.manager)
    assert all(seen(one) for one in (cast.rep, cast.manager, cast.director, cast.hr, cast.auditor))
    assert not any(seen(one) for one in (cast.mate, cast.solar_manager, cast.finance))
    assert DrawnRow.objects.count() == 12
