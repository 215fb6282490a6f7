"""The pages of the appraisal: a score with what it is made of, a team's month, setting a scheme after its forecast, the sheet for payroll."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from crm_project.accounts.models import Role
from crm_project.approvals.domain import requests
from crm_project.audit.models import Entry
from reports.domain.appraisal import appeals
from reports.models import AppraisalScheme, Score
from tests.cast import NOW, as_admin

from .scorers import CLOSING, closed, drawn_of, held_in_february, uphold, worked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("Nf16", "Ni16")]


@pytest.fixture
def score(cast):
    held_in_february(cast)
    worked(cast.rep, 4)
    return closed(cast)


def typed(**changes):
    return {
        "department": "",
        "month": "2026-03-01",
        "roles": [Role.objects.get(key="rep").pk],
        "close_days": "5",
        "points-calls": "60",
        "full-calls": "20",
        "points-complete_files": "40",
        "full-complete_files": "90",
        "each-released": "2.5",
        "most-released": "10",
        "zero": "on",
        **changes,
    }


def test_every_line_says_what_counts_and_leads_to_its_rows(cast, signed_in, score):
    client = signed_in(cast.rep)
    assert "56" in client.get("/appraisal/?month=2026-02").text
    page = client.get(f"/appraisal/{cast.rep.pk}/2026-02/").text
    assert "<b>56</b> of 100 points" in page and "all points from 10 on" in page
    rows = client.get(f"/figures/calls/{cast.rep.pk}/?since=2026-02-01&until=2026-02-28")
    assert f"/figures/calls/{cast.rep.pk}/?since=2026-02-01&amp;until=2026-02-28" in page and rows.status_code == 200


def test_the_running_month_shows_the_score_so_far(cast, signed_in):
    held_in_february(cast)
    worked(cast.rep, 4)
    page = signed_in(cast.rep).get(f"/appraisal/{cast.rep.pk}/2026-03/").text
    assert "so far" in page and "is closed on 2026-04-" in page and "<b>0</b> of 100 points" in page


def test_months_to_come_and_odd_ones_do_not_exist(cast, signed_in, score):
    client = signed_in(cast.rep)
    for odd in ("2026-04", "2026", "2026Q1", "0000-01", "abc"):
        assert client.get(f"/appraisal/{cast.rep.pk}/{odd}/").status_code == 404
    assert "not scored" in client.get(f"/appraisal/{cast.rep.pk}/2025-11/").text


def test_nobody_sees_the_score_of_others_beyond_their_reach(cast, signed_in, score):
    url = f"/appraisal/{cast.rep.pk}/2026-02/"
    for one, status in (
        (cast.mate, 404),
        (cast.solar_manager, 404),
        (cast.manager, 200),
        (cast.hr, 200),
        (cast.finance, 403),
    ):
        assert signed_in(one).get(url).status_code == status, one
    assert f"/appraisal/{cast.rep.pk}/" not in signed_in(cast.solar_manager).get("/appraisal/?month=2026-02").text
    assert (
        signed_in(cast.mate).post(f"/appraisal/scores/{score.pk}/appeal/", {"points": 90, "reason": "x"}).status_code
        == 404
    )


def test_appealing_and_deciding_in_the_browser(cast, signed_in, score):
    client = signed_in(cast.rep)
    url = f"/appraisal/scores/{score.pk}/appeal/"
    refused = client.post(url, {"points": "40", "reason": "my visits were joint ones"})
    assert refused.status_code == 422 and "more than you have" in refused.text and "joint ones" in refused.text
    client.post(url, {"points": "80", "reason": "my visits were joint ones"})
    score.refresh_from_db()
    assert "decides about the appeal" in client.get(f"/appraisal/{cast.rep.pk}/2026-02/").text
    boss = signed_in(cast.manager)
    page = boss.get(f"/approvals/{score.waiting_id}/").text
    assert "Points asked for" in page and "4: 24 of 60" in page
    boss.post(f"/approvals/{score.waiting_id}/decide/", {"do": "approve"})
    assert "56 → 80" in client.get(f"/appraisal/{cast.rep.pk}/2026-02/").text


def test_correcting_in_the_browser(cast, signed_in, score):
    url = f"/appraisal/scores/{score.pk}/correct/"
    client = signed_in(cast.manager)
    refused = client.post(url, {"points": "101", "reason": "a call of the old system"})
    assert refused.status_code == 422 and "a call of the old system" in refused.text
    client.post(url, {"points": "60", "reason": "a call of the old system"})
    assert "56 → 60" in client.get(f"/appraisal/{cast.rep.pk}/2026-02/").text
    assert "Correct the score" not in signed_in(cast.rep).get(f"/appraisal/{cast.rep.pk}/2026-02/").text


def test_a_month_of_zero_says_why_and_what_it_would_be(cast, signed_in):
    held_in_february(cast)
    worked(cast.rep, 4)
    worked(cast.mate, 4)
    uphold(cast, drawn_of(cast), at=NOW + timedelta(hours=5))
    closed(cast)
    page = signed_in(cast.rep).get(f"/appraisal/{cast.rep.pk}/2026-02/").text
    assert "The month counts zero" in page and "the customer denies it" in page and "<b>0</b> of 100 points" in page


def test_a_scheme_is_set_after_its_forecast(cast, signed_in):
    client = signed_in(as_admin(cast.hr))
    page = client.post("/appraisal/schemes/new/", typed(preview="1"))
    assert page.status_code == 200 and "What it would have given" in page.text and not AppraisalScheme.objects.exists()
    client.post("/appraisal/schemes/new/", typed())
    row = AppraisalScheme.objects.get()
    assert row.items == [["calls", "60", "20"], ["complete_files", "40", "90"]] and row.zero
    assert row.deductions == [["released", "2.5", "10"]]
    assert "Calls: 60 points from 20 on" in client.get("/appraisal/schemes/").text
    again = client.get(f"/appraisal/schemes/new/?from={row.pk}").text
    assert 'value="2.5"' in again


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"points-calls": "50"}, "they must add up to 100"),
        ({"full-calls": ""}, "enter from which value on all points are given"),
        ({"most-released": ""}, "enter the points off for each, and how many at most"),
        ({"points-calls": "sixty"}, "number"),
    ],
)
def test_a_scheme_that_makes_no_sense_is_refused_and_nothing_is_lost(cast, signed_in, changes, sentence):
    page = signed_in(cast.hr).post("/appraisal/schemes/new/", typed(preview="1", **changes))
    assert page.status_code == 422 and sentence in page.text and 'value="40"' in page.text


def test_the_sheet_for_payroll_holds_what_counts_and_is_recorded(cast, signed_in, score):
    appeals.correct(
        score_id=score.pk, points=Decimal(70), reason="=two calls", by=cast.manager, at=CLOSING + timedelta(hours=9)
    )
    assert signed_in(cast.manager).get("/appraisal/sheet/?month=2026-02").status_code == 403
    answer = signed_in(cast.hr).get("/appraisal/sheet/?month=2026-02")
    rows = list(load_workbook(BytesIO(answer.content)).active.values)
    mine = next(row for row in rows if row[1] == "rep")
    assert mine[4:6] == (56, 70) and len(rows) == Score.objects.count() + 1
    assert Entry.objects.filter(action="score.exported").count() == 1


def test_the_pages_cost_the_same_for_one_person_as_for_all(cast, signed_in, queries, score):
    signed_in(cast.rep)
    assert queries(f"/appraisal/{cast.rep.pk}/2026-02/") <= 24
    signed_in(cast.hr)
    assert queries("/appraisal/?month=2026-02") <= 12
    assert queries("/appraisal/?month=2026-03") <= 24


def test_whoever_decides_reads_what_it_is_about_even_without_the_right_to_see_scores(cast, signed_in, score):
    appeals.correct(
        score_id=score.pk,
        points=Decimal(10),
        reason="no trace of it",
        by=cast.general_manager,
        at=CLOSING + timedelta(hours=9),
    )
    later = {"by": cast.rep, "at": CLOSING + timedelta(hours=10)}
    waiting = appeals.appeal(score_id=score.pk, points=Decimal(56), reason="it is recorded", **later).waiting
    decider = waiting.decider
    page = signed_in(decider).get(f"/approvals/{waiting.pk}/").text
    assert "4: 24 of 60" in page and "56 → 10: no trace of it" in page
    assert ("Open the score" in page) == ("appraisal.view" in decider.role.grants)
    requests.decide(request_id=waiting.pk, by=decider, approve=True, decision="", at=CLOSING + timedelta(hours=11))
    own = signed_in(cast.rep).get(f"/appraisal/{cast.rep.pk}/2026-02/").text
    assert "Your appeal was granted." in own and "corrected" in own, "though the points are those of the closing"
