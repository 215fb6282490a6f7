"""Handing over all customers of a leaver: planned, corrected, run, introductions and letters tracked."""

import pytest
from django.urls import reverse

from assignment import tasks
from assignment.domain.handover import letters
from assignment.domain.handover import run as handover
from assignment.domain.handover.problems import problem_text
from assignment.models import Handover, HandoverItem, OwnershipEvent
from crm_project.audit.models import Entry
from tests.cast import NOW, customer, owner_of

NEW, LIST = reverse("assignment:handover_new"), reverse("assignment:handovers")
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def planned(cast, n=4, successors=None):
    rows = [customer(cast.rep, email=f"c{i}@example.com" if i else "") for i in range(n)]
    made = handover.start_handover(
        leaver=cast.rep, successors=successors or [cast.mate, cast.east_rep], reason="leaves", by=cast.manager, at=NOW
    )
    return rows, made


def page(made):
    return reverse("assignment:handover", args=[made.pk])


@pytest.mark.req("Z16", "M9")
def test_the_split_is_shown_before_anything_is_fixed(cast, signed_in):
    rows = [customer(cast.rep) for _ in range(4)]
    client = signed_in(cast.manager)
    data = {"leaver": cast.rep.pk, "successors": [cast.mate.pk, cast.east_rep.pk], "reason": "leaves"}
    text = client.post(NEW, {**data, "do": "preview"}).content.decode()
    assert "Planned distribution" in text and text.count("+2") == 2
    assert not Handover.objects.exists()
    answer = client.post(NEW, {**data, "do": "start"})
    made = Handover.objects.get()
    assert answer.url == page(made) and made.items.count() == 4
    assert all(owner_of(r) == "rep" for r in rows), "nothing has moved"
    answer = client.post(NEW, {**data, "do": "start"})
    assert "is already in progress" in answer.content.decode()


def test_slots_limit_what_a_successor_gets_and_the_pool_takes_the_rest(cast, signed_in):
    for _ in range(14):
        customer(cast.stranger)
    for _ in range(3):
        customer(cast.rep)
    text = (
        signed_in(cast.admin)
        .post(NEW, {"leaver": cast.rep.pk, "successors": [cast.stranger.pk], "do": "preview"})
        .content.decode()
    )
    assert "holds 14 of 15 slots now" in text and "Public pool: no free slots" in text and "+1" in text and "+2" in text


@pytest.mark.req("Nf5")
def test_inside_the_department_the_manager_across_departments_the_admin(cast, signed_in):
    customer(cast.rep)
    data = {"leaver": cast.rep.pk, "successors": [cast.stranger.pk], "do": "preview"}
    assert signed_in(cast.manager).post(NEW, data).status_code == 422
    assert signed_in(cast.admin).post(NEW, data).status_code == 200
    assert signed_in(cast.direct_manager).post(NEW, {**data, "successors": [cast.stranger.pk]}).status_code == 422, (
        "not their leaver"
    )
    assert signed_in(cast.rep).get(NEW).status_code == 403


def test_nobody_hands_over_to_the_one_who_leaves(cast, signed_in):
    customer(cast.rep)
    answer = signed_in(cast.manager).post(NEW, {"leaver": cast.rep.pk, "successors": [cast.rep.pk], "do": "preview"})
    assert answer.status_code == 422 and "Choose somebody other than the person leaving." in answer.content.decode()
    answer = signed_in(cast.manager).post(NEW, {"leaver": cast.mate.pk, "successors": [cast.rep.pk], "do": "preview"})
    assert answer.status_code == 422 and "holds no customers that you could hand over" in answer.content.decode()


@pytest.mark.req("Z16")
def test_one_customer_is_given_to_somebody_else_before_all_of_it_moves(cast, signed_in):
    rows, made = planned(cast, 2, [cast.mate])
    item = made.items.get(customer=rows[0])
    client = signed_in(cast.manager)
    client.post(reverse("assignment:handover_redirect", args=[item.pk]), {"to": cast.east_rep.pk})
    pooled = made.items.get(customer=rows[1])
    client.post(reverse("assignment:handover_redirect", args=[pooled.pk]), {"to": ""})
    client.post(reverse("assignment:handover_run", args=[made.pk]))
    assert owner_of(rows[0]) == "east_rep" and owner_of(rows[1]) is None
    assert OwnershipEvent.objects.get(customer=rows[0], kind="handed_over").closes_owner == cast.rep
    answer = client.post(reverse("assignment:handover_redirect", args=[item.pk]), {"to": cast.mate.pk}, follow=True)
    assert "has been handed over already" in answer.content.decode()
    assert (
        client.post(reverse("assignment:handover_redirect", args=[pooled.pk]), {"to": cast.stranger.pk}).status_code
        == 404
    )


@pytest.mark.req("Z16")
def test_introductions_are_ticked_off_by_whoever_received_and_by_nobody_else(cast, signed_in):
    rows, made = planned(cast, 2, [cast.mate])
    handover.continue_handover(handover_id=made.pk, by=cast.manager, at=NOW)
    item = made.items.get(customer=rows[0])
    tick = reverse("assignment:handover_tick", args=[item.pk])
    client = signed_in(cast.mate)
    assert rows[0].name in client.get(page(made)).content.decode()
    client.post(tick, {"what": "introduced", "on": "1"})
    item.refresh_from_db()
    assert item.introduced_at == NOW and item.informed_at is None
    client.post(tick, {"what": "introduced", "on": "0"})
    item.refresh_from_db()
    assert item.introduced_at is None
    assert signed_in(cast.east_rep).post(tick, {"what": "introduced", "on": "1"}).status_code == 404
    assert signed_in(cast.stranger).get(page(made)).status_code == 404
    assert signed_in(cast.mate).post(reverse("assignment:handover_run", args=[made.pk])).status_code == 403


@pytest.mark.req("M14")
def test_customers_are_informed_by_letters_in_the_companys_own_wording(cast, signed_in, mailoutbox):
    rows, made = planned(cast, 2, [cast.mate])
    handover.continue_handover(handover_id=made.pk, by=cast.manager, at=NOW)
    client, wording = signed_in(cast.manager), reverse("assignment:handover_wording", args=[made.pk])
    answer = client.post(wording, {"subject": "News", "body": "Dear {contact}, {boss} says hello"})
    assert (
        answer.status_code == 422
        and "“{boss}” is unknown" in answer.content.decode()
        and "says hello" in answer.content.decode()
    )
    client.post(wording, {"subject": "News for {customer}", "body": "{former} hands over to {owner}."})
    sheets = client.get(reverse("assignment:handover_letters", args=[made.pk])).content.decode()
    assert f"News for {rows[0].name}" in sheets and "Rep hands over to Mate." in sheets
    tasks.mail_letters(made.pk, [i.pk for i in made.items.all()], cast.manager.pk, "en")
    assert [m.to for m in mailoutbox] == [["c1@example.com"]]
    without, informed = made.items.get(customer=rows[0]), made.items.get(customer=rows[1])
    assert (
        informed.informed_at
        and not without.informed_at
        and "No e-mail address: print the letter." in problem_text(without)
    )
    tasks.mail_letters(made.pk, [i.pk for i in made.items.all()], cast.manager.pk, "en")
    assert len(mailoutbox) == 1, "nobody is informed twice"
    assert Entry.objects.filter(action="customer.informed").count() == 1


def test_a_wording_cannot_reach_beyond_its_blanks(cast):
    letters.check_template("Hello", "{contact} {owner}")
    with pytest.raises(Exception, match="}” is unknown: only these placeholders can be used:"):
        letters.check_template("Hello", "{owner.__class__}")


def test_letters_go_only_to_those_that_moved(cast, signed_in, monkeypatch):
    _rows, made = planned(cast, 2, [cast.mate])
    sent = []
    monkeypatch.setattr(tasks.mail_letters, "delay_on_commit", lambda *a: sent.append(a))
    client = signed_in(cast.manager)
    client.post(reverse("assignment:handover_mail", args=[made.pk]))
    assert sent[0][1] == []
    assert "No letters to print" in client.get(reverse("assignment:handover_letters", args=[made.pk])).content.decode()


@pytest.mark.req("Z16")
def test_more_than_fifty_move_in_the_background_with_progress_and_can_go_on(cast, signed_in, monkeypatch):
    rows, made = planned(cast, 51, [cast.mate])
    sent = []
    monkeypatch.setattr(tasks.run_handover, "delay_on_commit", lambda *a: sent.append(a))
    client = signed_in(cast.manager)
    client.post(reverse("assignment:handover_run", args=[made.pk]))
    assert sent == [(made.pk, cast.manager.pk)]
    progress = reverse("assignment:handover_progress", args=[made.pk])
    assert progress in client.get(page(made)).content.decode()
    HandoverItem.objects.filter(customer=rows[0]).update(moved_at=NOW)
    assert "2 %" in client.get(progress).content.decode()
    tasks.run_handover(*sent[0])
    assert owner_of(rows[50]) == "mate"
    assert client.get(progress)["HX-Refresh"] == "true"


def test_what_could_not_move_is_told_and_stays_on_the_list(cast, signed_in):
    for _ in range(14):
        customer(cast.stranger)
    rows = [customer(cast.rep) for _ in range(2)]
    made = handover.start_handover(
        leaver=cast.rep,
        successors=[cast.stranger],
        reason="",
        by=cast.admin,
        at=NOW,
        plan={r.pk: cast.stranger.pk for r in rows},
    )
    answer = signed_in(cast.admin).post(reverse("assignment:handover_run", args=[made.pk]), follow=True)
    text = answer.content.decode()
    assert "1 customer was handed over." in text and "1 customer could not be moved" in text and "All 15 slots" in text
    assert "interrupted" in signed_in(cast.admin).get(LIST).content.decode()


def test_the_list_and_one_handover_cost_the_same_for_many(cast, signed_in, queries):
    signed_in(cast.manager)
    _rows, made = planned(cast, 1, [cast.mate])
    few, few_list = queries(page(made)), queries(LIST)
    HandoverItem.objects.bulk_create(
        [HandoverItem(handover=made, customer=customer(cast.rep), to=cast.mate) for _ in range(29)]
    )
    for _ in range(10):
        Handover.objects.create(leaver=cast.rep, started_by=cast.manager, started_at=NOW)
    assert queries(page(made)) == few and queries(LIST) == few_list
