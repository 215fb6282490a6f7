"""A closed score corrected, appealed against, set to zero by an untrue record: both values stay, the next level decides (row Ni16)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from crm_project.approvals.domain import requests
from crm_project.approvals.domain.undoing import undo_decision
from crm_project.lib.refused import Refused
from reports.domain.appraisal import appeals, closing
from reports.models import Score
from reports.rules.appraisal.scheme import Scheme
from tests.cast import NOW

from .scorers import CLOSING, FEBRUARY, PLAIN, closed, drawn_of, held_in_february, items, uphold, worked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("Ni16")]
AFTER = CLOSING + timedelta(hours=8)


def code_of(verb, **arguments):
    with pytest.raises(Refused) as refused:
        verb(**arguments)
    return refused.value.code


@pytest.fixture
def score(cast):
    held_in_february(cast)
    worked(cast.rep, 4)
    worked(cast.mate, 4)
    return closed(cast)


def correct(score, by, points="70", reason="two calls of the old system", at=AFTER):
    return appeals.correct(score_id=score.pk, points=Decimal(points), reason=reason, by=by, at=at)


def appeal(score, by, points="80", reason="my visits were joint ones", at=AFTER):
    return appeals.appeal(score_id=score.pk, points=Decimal(points), reason=reason, by=by, at=at)


def decide(score, by, approve, at=AFTER + timedelta(hours=1), decision="the list was checked"):
    return requests.decide(request_id=score.waiting_id, by=by, approve=approve, decision=decision, at=at)


def values(score):
    return [(one.because, one.before, one.after) for one in score.corrections.all()]


def test_a_correction_keeps_both_values_and_tells_the_person(cast, score):
    done = correct(score, cast.manager)
    assert (done.total, done.closed_with) == (70, 56) and values(done) == [("corrected", 56, 70)]
    assert cast.rep.notices.filter(kind="score_corrected").count() == 1


def test_nobody_corrects_their_own_or_beyond_their_reach(cast, score):
    for one in (cast.rep, cast.mate, cast.solar_manager, cast.auditor):
        assert code_of(correct, score=score, by=one) == "forbidden"
    assert code_of(correct, score=score, by=cast.manager, points="100.1") == "points"
    assert code_of(correct, score=score, by=cast.manager, points="70.05") == "points"
    assert code_of(correct, score=score, by=cast.manager, points="56") == "same"
    assert code_of(correct, score=score, by=cast.manager, reason=" ") == "reason"
    assert not score.corrections.exists()


def test_an_appeal_is_decided_by_the_superior_and_granted(cast, score):
    waiting = appeal(score, cast.rep)
    assert waiting.waiting.decider == cast.manager
    assert code_of(appeal, score=score, by=cast.rep) == "waiting"
    assert code_of(correct, score=score, by=cast.manager) == "waiting"
    decide(waiting, cast.manager, approve=True)
    score.refresh_from_db()
    assert (score.total, score.waiting) == (80, None) and values(score) == [("appeal", 56, 80)]
    assert code_of(appeal, score=score, by=cast.rep, points="90") == "appealed"


def test_a_refused_appeal_leaves_the_score_and_ends_it(cast, score):
    decide(appeal(score, cast.rep), cast.manager, approve=False)
    score.refresh_from_db()
    assert (score.total, values(score)) == (56, [])
    assert code_of(appeal, score=score, by=cast.rep) == "appealed"


def test_a_withdrawn_appeal_can_be_made_again(cast, score):
    waiting = appeal(score, cast.rep)
    requests.withdraw(request_id=waiting.waiting_id, by=cast.rep, at=AFTER)
    score.refresh_from_db()
    assert score.waiting is None and appeal(score, cast.rep).waiting is not None


def test_the_decision_about_an_appeal_can_be_taken_back(cast, score):
    request = decide(appeal(score, cast.rep), cast.manager, approve=True)
    undo_decision(request_id=request.pk, arguments=request.arguments, by=cast.manager, at=AFTER + timedelta(hours=2))
    score.refresh_from_db()
    assert (score.total, score.waiting_id) == (56, request.pk)
    assert values(score) == [("appeal", 56, 80), ("undone", 80, 56)]
    request = decide(score, cast.manager, approve=False, at=AFTER + timedelta(hours=3))
    undo_decision(request_id=request.pk, arguments=request.arguments, by=cast.manager, at=AFTER + timedelta(hours=4))
    score.refresh_from_db()
    assert score.waiting_id == request.pk


def test_after_a_correction_the_next_level_decides(cast, score):
    correct(score, cast.manager, points="30")
    assert appeal(score, cast.rep).waiting.decider.role.level > cast.manager.role.level


def test_an_appeal_takes_time_reason_and_more_points(cast, score):
    for one in (cast.mate, cast.manager):
        assert code_of(appeal, score=score, by=one) == "forbidden"
    assert code_of(appeal, score=score, by=cast.rep, points="56") == "same"
    assert code_of(appeal, score=score, by=cast.rep, reason=" ") == "reason"
    assert code_of(appeal, score=score, by=cast.rep, at=score.appeal_by + timedelta(minutes=1)) == "late"
    assert appeal(score, cast.rep, at=score.appeal_by).waiting is not None


def test_an_untrue_record_makes_zero_only_after_the_decision(cast):
    held_in_february(cast)
    worked(cast.rep, 4)
    worked(cast.mate, 4)
    row = drawn_of(cast)
    closing.close_due(at=CLOSING)
    score = Score.objects.get(person=cast.rep)
    assert score.total > 0, "doubted is not decided"
    before = score.total
    uphold(cast, row, at=AFTER)
    score.refresh_from_db()
    assert (score.total, score.untrue) == (0, [row.pk]) and values(score) == [("untrue", before, 0)]
    assert Score.objects.get(person=cast.mate).total > 0
    granted = appeal(score, cast.rep, points=str(before), at=AFTER + timedelta(hours=1))
    assert granted.waiting.decider.role.level > cast.manager.role.level, "above whoever upheld it"
    decide(granted, granted.waiting.decider, approve=True, at=AFTER + timedelta(hours=2))
    score.refresh_from_db()
    assert score.total == before


def test_a_record_upheld_before_the_closing_closes_with_zero(cast):
    held_in_february(cast)
    worked(cast.rep, 4)
    worked(cast.mate, 4)
    row = uphold(cast, drawn_of(cast), at=NOW + timedelta(hours=5))
    score = closed(cast)
    assert (score.total, score.closed_with, score.untrue) == (0, 0, [row.pk])


def test_where_the_scheme_says_nothing_of_it_the_score_stands(cast):
    held_in_february(cast, Scheme(items(("calls", 100, 4)), zero=False))
    worked(cast.rep, 4)
    worked(cast.mate, 4)
    row = drawn_of(cast)
    score = closed(cast)
    uphold(cast, row, at=AFTER)
    score.refresh_from_db()
    assert (score.total, score.untrue) == (100, [row.pk])
    assert PLAIN.zero and score.first == FEBRUARY


def test_an_appeal_overtaken_by_an_untrue_record_is_refused_and_can_be_made_anew(cast):
    held_in_february(cast)
    worked(cast.rep, 4)
    worked(cast.mate, 4)
    row = drawn_of(cast)
    score = appeal(closed(cast), cast.rep)
    uphold(cast, row, at=AFTER + timedelta(minutes=5))
    assert code_of(decide, score=score, by=cast.manager, approve=True) == "moved_on"
    decide(score, cast.manager, approve=False)
    score.refresh_from_db()
    assert not score.appealed and score.total == 0
    assert appeal(score, cast.rep, at=AFTER + timedelta(hours=2)).waiting is not None
