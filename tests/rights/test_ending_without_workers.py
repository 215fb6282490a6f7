"""The last day of a right is its last one even while nobody runs the timetable: pages, feed, files and mails look for themselves."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from crm_project.accounts.domain import further_rights
from crm_project.accounts.models import User
from crm_project.audit.models import Entry
from customers.domain import bulk_jobs
from customers.exporting import jobs as exporting
from customers.filters import listed
from customers.importing import worker
from customers.models import ImportJob, ListItem
from reports.domain.mailing import planning, sending
from reports.exporting.mailing import writer
from tests.cast import customer, moment
from tests.reports.mailing.schedules import NEXT, of_list, run

from .told import fresh, granted

pytestmark = [pytest.mark.django_db, pytest.mark.req("Ne6"), pytest.mark.usefixtures("clock")]

LAST_MINUTE, NEXT_DAY = moment("2026-03-20 23:59"), moment("2026-03-21 00:02")
PAGE = reverse("deals:product_new")


@pytest.fixture
def reader(cast):
    """reader(until): the rep, with a mail address, who may export until that day."""
    User.objects.filter(pk=cast.rep.pk).update(email="rep@example.com")
    return lambda until: granted(fresh(cast.rep), cast.manager, cast.admin, until=until) and fresh(cast.rep)


def ended():
    return list(Entry.objects.filter(action="right.ended").values_list("subject_id", flat=True))


def test_the_first_click_of_the_next_day_finds_it_gone(cast, signed_in, clock):
    granted(cast.rep, cast.manager, cast.admin, action="product.manage")
    browser = signed_in(cast.rep)
    clock.move_to(LAST_MINUTE)
    browser.force_login(fresh(cast.rep))
    assert browser.get(PAGE).status_code == 200 and not ended()
    clock.move_to(NEXT_DAY)
    assert browser.get(PAGE).status_code == 403
    assert browser.get(PAGE).status_code == 403 and ended() == [str(cast.rep.pk)]


def test_of_several_each_ends_on_its_own_day(cast):
    for action, until in (
        ("contract.view", date(2026, 3, 10)),
        ("deal.view", date(2026, 3, 20)),
        ("product.manage", None),
    ):
        granted(cast.rep, cast.manager, cast.admin, action=action, until=until)
    person = fresh(cast.rep)
    held = [set(person.further_grants)]
    for at in (moment("2026-03-11 00:00"), NEXT_DAY, moment("2030-01-01 09:00")):
        further_rights.end_due_of(person, at=at)
        held.append(set(person.further_grants))
    assert [len(rights) for rights in held] == [3, 2, 1, 1] and held[-1] == {"product.manage"}


def test_a_page_asks_nothing_of_the_database_for_it(cast, signed_in, queries):
    page = reverse("rights:new")
    granted(cast.rep, cast.manager, cast.admin)
    signed_in(fresh(cast.rep))
    queries(page)
    held = queries(page)
    further_rights.end_due(at=NEXT_DAY)
    assert queries(page) == held


def test_the_feed_of_the_calendar_looks_too(cast, client, clock):
    granted(cast.rep, cast.manager, cast.admin)
    clock.move_to(NEXT_DAY)
    assert client.get(reverse("activities:feed", args=[cast.rep.calendar_token])).status_code == 200
    assert ended() == [str(cast.rep.pk)]


def test_a_file_begun_before_midnight_and_written_after_it_holds_nothing_more(cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    customer(cast.rep)
    granted(cast.rep, cast.manager, cast.admin, scope="own")
    job = exporting.start_export(
        by=fresh(cast.rep), at=LAST_MINUTE, query="", format="csv", reason="for the fair", more=False, total=1
    )
    exporting.run_export(job.pk, listed=listed, clock=lambda: NEXT_DAY)
    job.refresh_from_db()
    assert (job.rows, ended()) == (0, [str(cast.rep.pk)])


def test_an_action_on_many_is_refused_for_what_is_left(cast):
    granted(cast.rep, cast.manager, cast.admin, action="customer.classify")
    row, kind = customer(cast.mate), ListItem.objects.filter(kind="type").first()
    person = fresh(cast.rep)
    for clock in (LAST_MINUTE, NEXT_DAY):
        job = bulk_jobs.start(
            what="classify", customers=[row], fields={"type": kind}, query="", by=person, at=LAST_MINUTE
        )
        bulk_jobs.run(job.pk, undo_kind="bulk_classify", clock=lambda at=clock: at)
        job.refresh_from_db()
        assert bool(job.refused) == (clock == NEXT_DAY), job.refused


def test_an_import_is_checked_by_what_its_person_may_then(cast, monkeypatch):
    granted(cast.rep, cast.manager, cast.admin, action="customer.import")
    seen = []
    monkeypatch.setattr(worker, "undo_rows", lambda job, clock: seen.append(job.by.further_grants))
    job = ImportJob.objects.create(by=cast.rep, at=LAST_MINUTE, state=worker.State.UNDOING)
    worker._work(job.pk, lambda: NEXT_DAY)
    assert seen == [{}]


def test_a_mailing_stops_with_the_right_of_its_owner(reader, clock):
    row = of_list(reader(until=date(2026, 3, 8)))
    assert run(clock) == (0, 0)
    row.refresh_from_db()
    assert row.stopped_for == "no_right"


def test_a_mail_that_waits_over_midnight_does_not_go_to_whoever_may_no_more(reader, clock):
    row = of_list(reader(until=date(2026, 3, 9)))
    clock.move_to(NEXT)
    assert planning.plan_due(at=NEXT) == 1
    clock.move_to(NEXT + timedelta(days=1))
    assert sending.send_waiting(write=writer(listed, timezone.now), clock=timezone.now) == 0
    assert row.deliveries.get().problem == "no_right"
