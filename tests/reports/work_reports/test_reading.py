"""Who reads reports: the superior, the stand-in, named readers, by right; read in a row, commented, sent back; nobody else."""

from datetime import date

import pytest

from crm_project.lib.refused import Refused
from reports.domain.work_reports import access, reading
from tests.cast import NOW
from tests.reports.work_reports.writers import MONDAY, begun, demand, handed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("Ni1")]


def sees(person, report):
    return access.visible(person, MONDAY).filter(pk=report.pk).exists()


def code_of(verb, **arguments):
    with pytest.raises(Refused) as refused:
        verb(**arguments)
    return refused.value.code


def test_a_draft_is_for_nobody_but_its_author(cast):
    demand(cast)
    report = begun(cast.rep)
    assert sees(cast.rep, report)
    assert not any(sees(one, report) for one in (cast.manager, cast.general_manager, cast.hr, cast.mate))


def test_what_was_handed_in_is_for_the_line_above_and_for_named_readers(cast):
    demand(cast, readers=[cast.finance])
    report = handed_in(cast.rep)
    for one in (cast.rep, cast.manager, cast.director, cast.general_manager, cast.hr, cast.finance):
        assert sees(one, report), one
    for one in (cast.mate, cast.stranger, cast.solar_manager, cast.clerk, cast.auditor):
        assert not sees(one, report), one


def test_the_superior_named_in_the_account_reads_though_no_right_reaches_there(cast):
    demand(cast)
    cast.rep.superior = cast.solar_manager
    cast.rep.save()
    report = handed_in(cast.rep)
    assert report.superior == cast.solar_manager and sees(cast.solar_manager, report)
    assert list(access.to_read(cast.solar_manager, MONDAY)) == [report] and not access.to_read(cast.manager, MONDAY)


def test_the_stand_in_reads_while_the_superior_is_away(cast):
    demand(cast)
    report = handed_in(cast.rep)
    assert not sees(cast.mate, report)
    cast.manager.stand_in, cast.manager.away_from, cast.manager.away_until = (
        cast.mate,
        date(2026, 3, 9),
        date(2026, 3, 10),
    )
    cast.manager.save()
    assert sees(cast.mate, report) and list(access.to_read(cast.mate, MONDAY)) == [report]
    row = reading.mark_read(report_id=report.pk, by=cast.mate, at=MONDAY)
    assert row.stands_in_for == cast.manager
    reading.return_report(report_id=report.pk, reason="more, please", by=cast.mate, at=MONDAY)
    cast.manager.away_until = date(2026, 3, 8)
    cast.manager.save()
    assert not sees(cast.mate, report)


def test_reading_is_noted_once_and_takes_it_from_the_list(cast):
    demand(cast)
    report = handed_in(cast.rep)
    assert list(access.to_read(cast.manager, MONDAY)) == [report]
    for _n in range(2):
        reading.mark_read(report_id=report.pk, by=cast.manager, at=MONDAY)
    assert report.readings.count() == 1 and not access.to_read(cast.manager, MONDAY)
    assert not cast.manager.notices.filter(kind="work_report_submitted", read_at=None).exists()


def test_nobody_reads_off_or_sends_back_their_own_or_what_they_do_not_lead(cast):
    demand(cast, readers=[cast.finance])
    report = handed_in(cast.rep)
    assert code_of(reading.mark_read, report_id=report.pk, by=cast.rep, at=MONDAY) == "own"
    assert code_of(reading.return_report, report_id=report.pk, reason="x", by=cast.rep, at=MONDAY) == "own"
    assert code_of(reading.return_report, report_id=report.pk, reason="x", by=cast.finance, at=MONDAY) == "forbidden"
    assert code_of(reading.return_report, report_id=report.pk, reason=" ", by=cast.manager, at=MONDAY) == "reason"
    assert code_of(reading.mark_read, report_id=report.pk, by=cast.mate, at=MONDAY) == "forbidden"
    reading.return_report(report_id=report.pk, reason="x", by=cast.manager, at=MONDAY)
    assert code_of(reading.mark_read, report_id=report.pk, by=cast.manager, at=MONDAY) == "not_submitted"


def test_a_comment_reaches_the_author_and_whoever_is_named(cast):
    demand(cast)
    report = handed_in(cast.rep)
    reading.write_comment(report_id=report.pk, text="@director look at this", by=cast.manager, at=MONDAY)
    for one in (cast.rep, cast.director):
        assert one.notices.filter(kind="work_report_comment").count() == 1
    assert code_of(reading.write_comment, report_id=report.pk, text="@mate?", by=cast.manager, at=MONDAY) == "blind"
    assert code_of(reading.write_comment, report_id=report.pk, text=" ", by=cast.manager, at=MONDAY) == "empty"
    assert code_of(reading.write_comment, report_id=report.pk, text="hi", by=cast.mate, at=NOW) == "forbidden"
