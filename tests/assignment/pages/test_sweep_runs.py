"""Runs of the sweep in the browser: who sees which line, and what an undo puts back or has to leave."""

from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from assignment.domain import ownership
from assignment.domain.sweep import run as sweep
from assignment.models import OwnershipEvent, SweepLine, SweepRun
from contracts.models import Contract
from customers.models import Ownership
from tests.cast import NOW, customer, followup, moment, owner_of

RUNS = reverse("assignment:release_log")
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def released(cast, n=1, owner=None):
    rows = [customer(owner or cast.rep, since=moment("2026-02-01 09:00")) for _ in range(n)]
    return rows, sweep.run(at=moment("2026-02-25 10:00"))


def page(run):
    return reverse("assignment:sweep_run", args=[run.pk])


def test_runs_that_found_nothing_are_left_out_unless_asked_for(cast, signed_in):
    empty = sweep.run(at=moment("2026-02-01 10:00"))
    _rows, full = released(cast)
    client = signed_in(cast.admin)
    text = client.get(RUNS).content.decode()
    assert page(full) in text and page(empty) not in text
    assert page(empty) in client.get(RUNS + "?show=all").content.decode()
    assert signed_in(cast.finance).get(RUNS).status_code == 403


def test_everybody_sees_the_lines_that_concern_her(cast, signed_in):
    mine, run = released(cast)
    assert mine[0].name in signed_in(cast.rep).get(page(run)).content.decode()
    assert mine[0].name in signed_in(cast.manager).get(page(run)).content.decode()
    assert signed_in(cast.mate).get(page(run)).status_code == 404
    assert signed_in(cast.direct_manager).get(page(run)).status_code == 404


@pytest.mark.req("D4")
def test_what_is_published_is_seen_by_the_whole_team(cast, signed_in):
    from tests.cast import person

    mine, run = released(cast, owner=cast.stranger)
    colleague = person("second", "rep", cast.departments["direct"])
    assert mine[0].name in signed_in(colleague).get(page(run)).content.decode()


def test_each_line_says_what_was_decided_for_whom_and_why(cast, signed_in):
    row = customer(cast.rep, since=moment("2026-02-01 09:00"))
    followup(row, cast.rep, moment("2026-02-08 11:00"))
    followup(row, cast.rep, moment("2026-02-12 11:00"), content="外出")
    run = sweep.run(at=moment("2026-02-25 10:00"))
    text = signed_in(cast.manager).get(page(run)).content.decode()
    assert "Released to the pool" in text and "No contact" in text and "last valid follow-up, 2026-02-08 11:00" in text
    assert "2026-02-12" in text and "filler only" in text


def test_lines_are_filtered_by_outcome_rule_and_owner(cast, signed_in):
    (row,), run = released(cast)
    skipped = customer(cast.mate)
    SweepLine.objects.create(run=run, customer=skipped, owner=cast.mate, outcome="skipped")
    client = signed_in(cast.manager)
    text = client.get(page(run), {"outcome": "skipped"}).content.decode()
    assert skipped.name in text and row.name not in text
    text = client.get(page(run), {"owner": cast.rep.pk, "rule": "no_contact"}).content.decode()
    assert row.name in text and skipped.name not in text
    panel = client.get(reverse("assignment:sweep_run_filter", args=[run.pk])).content.decode()
    assert "Mate" in panel and "Stranger" not in panel


def test_a_run_is_undone_and_what_could_not_be_put_back_is_listed(cast, signed_in):
    rows, run = released(cast, 3)
    ownership.claim(customer_id=rows[1].pk, by=cast.mate, at=NOW)
    client = signed_in(cast.manager)
    assert "Undo the run" in client.get(page(run)).content.decode()
    answer = client.post(reverse("assignment:undo_run", args=[run.pk]), {"hold_until": "2026-03-05"}, follow=True)
    text = answer.content.decode()
    assert "2 customers were restored." in text
    assert rows[1].name in text and "was claimed by Mate meanwhile" in text
    assert [owner_of(r) for r in rows] == ["rep", "mate", "rep"]
    assert "Result of the undo" not in client.get(page(run)).content.decode(), "told once"
    sweep.run(at=moment("2026-03-05 10:00"))
    assert owner_of(rows[0]) == "rep", "held until the day is over"


def test_what_was_put_back_is_not_offered_again(cast, signed_in):
    rows, run = released(cast, n=2)
    one = OwnershipEvent.objects.get(run=run, customer=rows[0], kind="released")
    client = signed_in(cast.admin)
    client.post(reverse("assignment:undo_event", args=[one.pk]), {"next": page(run)})
    text = client.get(page(run)).content.decode()
    assert text.count("restored</span>") == 1 and reverse("assignment:undo_event", args=[one.pk]) not in text
    assert text.count(reverse("assignment:undo_event", args=[0])[:-7]) >= 1 and 'data-open="#undo"' in text
    client.post(reverse("assignment:undo_run", args=[run.pk]), {"hold_until": "2026-03-05"})
    client.get(page(run))
    text = client.get(page(run)).content.decode()
    assert "/undo/" not in text and 'data-open="#undo"' not in text


def test_a_run_that_reaches_beyond_ones_departments_is_not_undone_as_a_whole(cast, signed_in):
    customer(cast.stranger, since=moment("2026-02-01 09:00"))
    (row,), run = released(cast)
    client = signed_in(cast.manager)
    assert "Undo the run" not in client.get(page(run)).content.decode()
    assert client.post(reverse("assignment:undo_run", args=[run.pk])).status_code == 404
    event = OwnershipEvent.objects.get(customer=row, kind="released")
    client.post(reverse("assignment:undo_event", args=[event.pk]), {"next": page(run)})
    assert owner_of(row) == "rep", "but each of one's own is"
    signed_in(cast.admin).post(reverse("assignment:undo_run", args=[run.pk]))
    assert SweepRun.objects.get(pk=run.pk).undone_by == cast.admin


def test_nonsense_instead_of_a_day_changes_nothing(cast, signed_in):
    rows, run = released(cast)
    answer = signed_in(cast.admin).post(
        reverse("assignment:undo_run", args=[run.pk]), {"hold_until": "soon"}, follow=True
    )
    assert "Enter the day" in answer.content.decode() and owner_of(rows[0]) is None


@pytest.mark.embedded
def test_thirty_lines_take_as_many_queries_as_one(cast, signed_in, queries):
    signed_in(cast.manager)
    _rows, one = released(cast)
    few = queries(page(one))
    _rows, many = released(cast, 30)
    assert queries(page(many)) == few
    list_few = queries(RUNS)
    for _n in range(30):
        released(cast)
    assert queries(RUNS) == list_few


@pytest.mark.req("D4", "Z17")
def test_skipped_says_which_fact_saved_the_customer(cast, signed_in):
    since, at = NOW - timedelta(days=20), NOW - timedelta(hours=1)
    saved = {name: customer(cast.rep, since=since) for name in ("followup", "extension", "undo", "rules")}
    said = "与采购部的王经理确认了合同的付款方式"
    followup(saved["followup"], cast.rep, NOW - timedelta(days=2), content=said)
    Ownership.objects.filter(pk=saved["extension"].pk).update(extended_until=NOW + timedelta(days=3))
    Ownership.objects.filter(pk=saved["undo"].pk).update(spared_until=NOW + timedelta(days=4))
    saved["contract"] = customer(cast.stranger, since=since)
    contract = Contract.objects.create(
        customer=saved["contract"],
        number="HT-1",
        signed_at=NOW - timedelta(days=3),
        amount=1000,
        owner=cast.stranger,
        status="confirmed",
        recorded_by=cast.stranger,
        recorded_at=NOW - timedelta(days=3),
    )
    followup(saved["rules"], cast.rep, NOW - timedelta(days=1))
    Ownership.objects.filter(pk=saved["rules"].pk).update(owner=cast.solar_rep, department=cast.solar_rep.department)
    Ownership.objects.update(release_at=NOW - timedelta(days=1), rule="no_contact")
    Ownership.objects.filter(pk=saved["contract"].pk).update(rule="protection_term")
    Ownership.objects.filter(pk=saved["rules"].pk).update(rule="protection_term")
    done = sweep.run(at=at)
    assert done.figures == {"skipped": 5}
    facts = {line.customer_id: line.evidence["saved_by"] for line in done.lines.all()}
    assert facts[saved["followup"].pk]["what"] == "followup" and facts[saved["followup"].pk]["text"] == said
    assert facts[saved["contract"].pk] == {**facts[saved["contract"].pk], "what": "contract", "contract": contract.pk}
    assert [facts[saved[n].pk]["what"] for n in ("extension", "undo", "rules")] == ["extension", "undo", "rules"]
    text = unescape(signed_in(cast.admin).get(page(done)).content.decode())
    assert (
        "Saved by the follow-up of" in text
        and said in text
        and "was due 2026-03-01 09:00, now 2026-03-15 10:00" in text
    )
    assert (
        "Saved by the extension until 2026-03-05 09:00" in text
        and "Saved by an undo: not released until 2026-03-06 09:00" in text
    )
    assert "Saved by the contract signed on" in text and "The rules have changed" in text
    client = signed_in(cast.general_manager)
    assert reverse("contracts:detail", args=[contract.pk]) in client.get(page(done)).content.decode()
