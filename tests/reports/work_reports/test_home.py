"""Work reports on the home page: what is to be handed in, and what waits to be read."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports.domain.work_reports import reading, writing
from tests.reports.pages import queue

from .writers import MONDAY, WEEK, begun, demand, handed_in, written

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def reports(signed_in, person):
    return [row for row in queue(signed_in, person) if row.key.startswith("report")]


@pytest.mark.req("Ni1", "Nc5")
def test_a_demanded_report_stands_in_the_queue_until_it_is_handed_in(cast, signed_in, clock):
    demand(cast, holds_from=WEEK)
    clock.move_to(MONDAY)
    row = reports(signed_in, cast.rep)[0]
    assert (row.name, row.why, row.act.label) == ("Weekly report 2026 week 10", "due 2026-03-09 10:00", "Write")
    clock.move_to(MONDAY + timedelta(hours=2))
    assert reports(signed_in, cast.rep)[0].why == "late: due 2026-03-09 10:00"
    report = begun(cast.rep, at=MONDAY)
    row = reports(signed_in, cast.rep)[0]
    assert (row.act.label, row.act.url) == ("Continue", reverse("reports:work_report_edit", args=[report.pk]))
    writing.submit_report(report_id=report.pk, by=cast.rep, at=MONDAY, **written())
    assert not [row for row in reports(signed_in, cast.rep) if row.key == f"report-weekly-{WEEK}"]
    reading.return_report(report_id=report.pk, reason="say what the visits brought", by=cast.manager, at=MONDAY)
    (row,) = [row for row in reports(signed_in, cast.rep) if row.key == f"report-weekly-{WEEK}"]
    assert row.why == "sent back to you · late: due 2026-03-09 10:00"


@pytest.mark.req("Ni1")
def test_one_row_says_how_many_reports_wait_to_be_read(cast, signed_in, clock):
    clock.move_to(MONDAY)
    first, second = handed_in(cast.rep), handed_in(cast.mate, at=MONDAY + timedelta(minutes=5))
    (row,) = reports(signed_in, cast.manager)
    assert row.why == "2 reports wait for you." and row.act.url == reverse("reports:work_report", args=[first.pk])
    reading.mark_read(report_id=first.pk, by=cast.manager, at=MONDAY)
    (row,) = reports(signed_in, cast.manager)
    assert row.why == "1 report waits for you." and row.act.url == reverse("reports:work_report", args=[second.pk])
    assert not reports(signed_in, cast.mate)


@pytest.mark.req("Ni1")
def test_where_no_report_is_demanded_the_page_asks_for_none(cast, signed_in):
    demand(cast, department=cast.stranger.department)
    client = signed_in(cast.rep)
    client.get(reverse("home"))
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("home"))
    assert not [q["sql"] for q in asked if "reports_workreport" in q["sql"] or "reports_reporttemplate" in q["sql"]]
    assert cast.rep.department != cast.stranger.department
