"""A report is begun, saved and handed in once; its figures stay as they were, and what changed since is shown."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from activities.domain import followup_corrections as corrections
from activities.domain import tasks
from activities.models import FollowUp, Task
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from reports.domain import figures
from reports.domain.work_reports import frozen, reading, writing
from reports.models import WorkReport
from tests.cast import NOW, customer, followup, moment
from tests.reports.work_reports.writers import MONDAY, WEEK, begun, demand, handed_in, written

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("Ni1")]


def refusal(verb, **arguments):
    with pytest.raises(Refused) as refused:
        verb(**arguments)
    return refused.value


@pytest.fixture
def spoken(cast):
    """Two valid visits of the week."""
    row = customer(cast.rep, since=moment("2026-02-20 09:00"))
    followup(row, cast.rep, moment("2026-03-03 10:00"), kind="visit_out")
    followup(row, cast.rep, moment("2026-03-04 10:00"), "谈了三年框架协议的付款条件", kind="visit_out")
    return row


def test_there_is_one_report_of_a_period(cast):
    demand(cast)
    first = begun(cast.rep)
    assert begun(cast.rep, day=date(2026, 3, 6)) == first
    assert (first.first, first.last, first.state) == (WEEK, date(2026, 3, 8), "draft")
    assert first.due_at == moment("2026-03-09 10:00")


def test_no_report_of_the_future_or_of_long_ago(cast):
    assert refusal(writing.start_report, kind="weekly", day=date(2026, 3, 9), by=cast.rep, at=NOW).code == "future"
    assert refusal(writing.start_report, kind="daily", day=date(2024, 3, 9), by=cast.rep, at=NOW).code == "old"
    assert refusal(writing.start_report, kind="daily", day=local_date(NOW), by=cast.auditor, at=NOW).code == "forbidden"


def test_handing_in_freezes_figures_and_rows_and_tells_the_superior(cast, spoken):
    demand(cast)
    report = handed_in(cast.rep)
    assert report.figures == {"valid_followups": "2", "visits": "2", "deals_lost": "0"}
    rows = [frozen.thawed(row) for row in report.rows["visits"]]
    assert rows == list(figures.rows("visits", cast.rep.pk, report.first, report.last))
    assert report.superior == cast.manager
    assert cast.manager.notices.filter(kind="work_report_submitted").count() == 1
    assert frozen.changed_since(report) == {}
    last = FollowUp.objects.order_by("-occurred_at").first()
    corrections.void_followup(followup_id=last.pk, by=cast.rep, at=MONDAY, reason="wrong customer")
    report.refresh_from_db()
    assert report.figures["visits"] == "2"
    assert frozen.changed_since(report) == {"valid_followups": 1, "visits": 1}


def test_a_period_is_reported_when_it_is_over(cast):
    demand(cast)
    report = begun(cast.rep)
    thursday = moment("2026-03-05 17:00")
    refused = refusal(writing.submit_report, report_id=report.pk, by=cast.rep, at=thursday, **written())
    assert refused.code == "early" and "2026-03-06" in refused.sentence
    friday = moment("2026-03-06 17:00")
    writing.submit_report(report_id=report.pk, by=cast.rep, at=friday, **written())
    again = refusal(writing.save_report, report_id=report.pk, by=cast.rep, at=friday, **written())
    assert again.code == "submitted"


def test_what_must_be_written_is_asked_for_by_name(cast):
    demand(cast)
    report = begun(cast.rep, at=MONDAY)
    refused = refusal(writing.submit_report, report_id=report.pk, by=cast.rep, at=MONDAY, **written(texts={}))
    assert (refused.code, refused.field) == ("missing", "assessment")
    report.refresh_from_db()
    assert report.state == "draft" and not report.figures


def test_only_the_author_writes(cast):
    report = begun(cast.rep)
    assert refusal(writing.save_report, report_id=report.pk, by=cast.mate, at=NOW, **written()).code == "forbidden"


def test_what_is_planned_becomes_tasks_and_comes_back_as_done_or_not(cast):
    demand(cast)
    there = tasks.plan_task(
        by=cast.rep,
        at=NOW,
        fields={"title": "Send the offer", "due_at": moment("2026-03-11 12:00"), "assignee": cast.rep},
    )
    report = begun(cast.rep, at=MONDAY)
    assert writing.promised(report) == [there]
    plan = [("Send the offer", date(2026, 3, 11), there.pk), ("Visit Hangzhou", date(2026, 3, 13), None)]
    handed_in(cast.rep, plan=plan)
    assert Task.objects.filter(assignee=cast.rep).count() == 2  # one was there already
    visit = Task.objects.get(title="Visit Hangzhou")
    assert local_date(visit.due_at) == date(2026, 3, 13)
    tasks.mark_task(task_id=there.pk, by=cast.rep, ticked=True, at=moment("2026-03-11 09:00"))
    following = begun(cast.rep, day=date(2026, 3, 9), at=moment("2026-03-13 17:00"))
    assert [(item.text, bool(item.task.done_at)) for item in writing.last_plan(following)] == [
        ("Send the offer", True),
        ("Visit Hangzhou", False),
    ]


def test_somebody_elses_task_is_not_taken_for_ones_own(cast):
    other = tasks.plan_task(
        by=cast.mate, at=NOW, fields={"title": "Theirs", "due_at": moment("2026-03-11 12:00"), "assignee": cast.mate}
    )
    report = handed_in(cast.rep, plan=[("Mine", date(2026, 3, 11), other.pk)])
    assert report.plan.get().task != other


def test_sent_back_it_is_changed_and_handed_in_again(cast, spoken):
    demand(cast)
    report = handed_in(cast.rep)
    reading.mark_read(report_id=report.pk, by=cast.manager, at=MONDAY)
    reading.return_report(report_id=report.pk, reason="what about the offer?", by=cast.manager, at=MONDAY)
    assert cast.rep.notices.filter(kind="work_report_returned").count() == 1
    followup(spoken, cast.rep, moment("2026-03-05 10:00"), "已经约好下周二去他们工厂看设备", kind="visit_out")
    again = handed_in(cast.rep, at=MONDAY + timedelta(hours=3), texts={"assessment": "the offer is out"})
    assert again.pk == report.pk and again.figures["visits"] == "3" and not again.readings.exists()
    assert (again.return_reason, again.texts) == ("", {"assessment": "the offer is out"})
    assert WorkReport.objects.count() == 1


def test_amounts_are_frozen_to_the_cent(cast):
    report = WorkReport(author=cast.rep, kind="weekly", first=WEEK, last=date(2026, 3, 8))
    frozen.freeze(report)
    assert report.figures["contract_amount"] == "0" and frozen.number("1000.50") == Decimal("1000.50")
