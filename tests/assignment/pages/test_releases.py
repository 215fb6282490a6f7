"""Published releases, what one lost, and the daily change sheet."""

from datetime import timedelta

import pytest
from django.urls import reverse

from assignment.domain import ownership
from assignment.domain.ownership import extend
from assignment.domain.sweep import run as sweep
from assignment.presenters import ownership_changes
from crm_project.audit.models import Entry
from tests.cast import NOW, customer, moment, person

LOSSES, SHEET = reverse("assignment:losses"), reverse("assignment:ownership_changes")
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.mark.req("D4")
def test_the_days_releases_are_published_to_all_reps_of_the_department(cast, signed_in):
    row = customer(cast.stranger, since=moment("2026-02-15 09:00"))
    sweep.run(at=moment("2026-03-02 10:00"))
    colleague = person("second", "rep", cast.departments["direct"])
    text = signed_in(colleague).get(LOSSES).content.decode()
    assert row.name in text and "Stranger" in text and "Protection term" in text
    assert row.name not in signed_in(colleague).get(LOSSES + "?day=2026-03-01").content.decode()
    assert row.name not in signed_in(cast.rep).get(LOSSES).content.decode(), "another department"
    assert row.name in signed_in(cast.direct_manager).get(LOSSES).content.decode()


def test_where_nothing_is_published_a_rep_sees_what_she_lost(cast, signed_in):
    row = customer(cast.rep, since=moment("2026-02-01 09:00"))
    other = customer(cast.mate, since=moment("2026-02-01 09:00"))
    sweep.run(at=NOW)
    text = signed_in(cast.rep).get(LOSSES).content.decode()
    assert row.name in text and other.name not in text and "No contact" in text


def test_a_transferred_customer_is_a_loss_too(cast, signed_in):
    row = customer(cast.rep)
    ownership.transfer(customer_id=row.pk, to=cast.mate, by=cast.manager, reason="holidays", at=NOW)
    text = signed_in(cast.rep).get(LOSSES).content.decode()
    assert row.name in text and "holidays" in text and "→ Mate" in text


def lines(cast, day, at=NOW):
    return {
        line.person.username: line
        for line in ownership_changes.changes_of_day([cast.departments["direct"], cast.departments["sales"]], day, at)
    }


@pytest.mark.req("D4")
def test_the_sheet_counts_what_came_what_went_and_what_is_held(cast):
    yesterday, at = NOW.date() - timedelta(days=1), NOW
    kept = customer(cast.stranger, since=NOW - timedelta(days=5))
    gone = customer(cast.stranger, since=NOW - timedelta(days=5))
    given = customer(cast.rep, since=NOW - timedelta(days=5))
    ownership.give_up(customer_id=gone.pk, by=cast.stranger, reason="weak", at=NOW - timedelta(days=1))
    ownership.transfer(customer_id=given.pk, to=cast.mate, by=cast.manager, reason="", at=NOW - timedelta(days=1))
    customer(cast.stranger, since=NOW)
    extend.extend(customer_id=kept.pk, days=3, by=cast.direct_manager, at=NOW)
    past, today = lines(cast, yesterday, at), lines(cast, NOW.date(), at)
    assert (past["stranger"].given_up, past["stranger"].gained, past["stranger"].held) == (1, 0, 1)
    assert (today["stranger"].gained, today["stranger"].extended, today["stranger"].held) == (1, 1, 2)
    assert (past["rep"].lost, past["mate"].gained, past["rep"].held, past["mate"].held) == (1, 1, 0, 1)
    assert (today["stranger"].slots, today["stranger"].used, past["stranger"].used) == (15, 2, None)
    before = lines(cast, NOW.date() - timedelta(days=2), at)
    assert before["stranger"].held == 2 and before["rep"].held == 1


def test_a_change_of_nothing_but_the_clock_is_neither_gained_nor_lost(cast):
    row = customer(cast.rep, since=moment("2026-02-01 09:00"))
    run = sweep.run(at=NOW)
    from assignment.domain.sweep import undo

    undo.undo_run(run_id=run.pk, by=cast.manager, at=NOW)
    line = lines(cast, NOW.date())["rep"]
    assert (line.gained, line.lost, line.held) == (1, 1, 1), "lost by the run, gained back by the undo"
    assert row.pk


def test_the_clerk_reads_all_a_manager_her_teams_and_a_rep_her_own_line(cast, signed_in):
    assert "Stranger" in signed_in(cast.clerk).get(SHEET).content.decode()
    text = signed_in(cast.manager).get(SHEET).content.decode()
    assert "East Rep" in text and "Stranger" not in text
    text = signed_in(cast.rep).get(SHEET).content.decode()
    assert "Rep" in text and "Mate" not in text
    text = signed_in(person("second", "rep", cast.departments["direct"])).get(SHEET).content.decode()
    assert "Stranger" in text, "published in this department"
    assert signed_in(cast.finance).get(SHEET).status_code == 403


def test_a_line_opens_to_its_customers(cast, signed_in):
    row = customer(cast.rep, since=NOW)
    url = reverse("assignment:ownership_changes_person", args=[cast.rep.pk])
    assert row.name in signed_in(cast.manager).get(url).content.decode()
    assert signed_in(cast.mate).get(url).status_code == 404
    assert "Nothing changed on this day" in signed_in(cast.manager).get(url + "?day=2026-02-01").content.decode()


def test_the_sheet_as_csv_carries_who_and_when_and_is_logged(cast, signed_in):
    customer(cast.rep, since=NOW)
    answer = signed_in(cast.clerk).get(SHEET + "?format=csv")
    text = answer.content.decode("utf-8-sig")
    assert answer["Content-Type"].startswith("text/csv") and "Sales,Rep,1,0,0,0,1," in text
    assert "Clerk, 2026-03-02 09:00" in text.splitlines()[0]
    assert Entry.objects.filter(action="change_sheet.exported", actor=cast.clerk).exists()


def test_a_day_to_come_or_no_day_shows_today(cast, signed_in):
    client = signed_in(cast.clerk)
    for day in ("2027-01-01", "nonsense", "2026-02-31"):
        answer = client.get(SHEET, {"day": day})
        assert answer.status_code == 200 and "2026-03-02" in answer.content.decode()


@pytest.mark.embedded
def test_many_reps_and_releases_take_as_many_queries_as_few(cast, signed_in, queries):
    signed_in(cast.clerk)
    customer(cast.stranger, since=moment("2026-02-15 09:00"))
    sweep.run(at=NOW + timedelta(hours=1))
    few, few_losses = queries(SHEET), queries(LOSSES)
    for n in range(30):
        person(f"r{n}", "rep", cast.departments["direct"])
        customer(cast.stranger, since=moment("2026-02-15 09:00"))
    sweep.run(at=NOW + timedelta(hours=2))
    assert queries(SHEET) == few and queries(LOSSES) == few_losses
