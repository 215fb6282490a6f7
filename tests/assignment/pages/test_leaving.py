"""Closing an account and moving somebody in the browser: who takes over is asked, shown before, and recorded (rows Ne9, M9, Z16)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from activities.models import Task
from assignment import tasks
from assignment.company_settings import INTRODUCTION_DAYS
from assignment.domain.handover import run as handover
from assignment.domain.handover.problems import problem_text
from assignment.models import Handover, HandoverItem, OwnershipEvent
from crm_project.accounts.domain import people, settings_store
from crm_project.accounts.models import Role
from crm_project.approvals.models import Request
from crm_project.audit.models import Entry
from crm_project.notices.models import Notice
from customers.models import Contact, Customer
from tests.assignment.test_open_work import task
from tests.cast import NOW, customer, owner_of
from tests.deals.world import deal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
LATER = NOW + timedelta(days=8)


def close_page(person):
    return reverse("accounts:person_close", args=[person.pk])


def move_page(person):
    return reverse("accounts:person_move", args=[person.pk])


def moved(cast, **fields):
    return {"role": cast.rep.role_id, "department": cast.rep.department_id, "superior": "", "reason": "", **fields}


def run(client, made):
    return client.post(reverse("assignment:handover_run", args=[made.pk]), follow=True).content.decode()


@pytest.mark.req("Ne9", "Z16")
def test_a_leavers_data_and_tasks_go_to_the_successor_shown_before_and_on_record(cast, signed_in):
    rows = [customer(cast.rep) for _ in range(3)]
    todo = [task(cast.rep, row) for row in rows]
    own, sold = task(cast.rep), deal(rows[0], cast.rep)
    waits = Request.objects.create(
        kind="extension",
        asked_by=cast.mate,
        decider=cast.rep,
        asked_at=NOW,
        due_at=NOW,
        subject="x",
        department=cast.rep.department,
    )
    client = signed_in(cast.admin)
    before = client.get(close_page(cast.rep)).content.decode()
    assert "4 open tasks" in before and "1 open deal" in before and "1 request to decide" in before
    answer = client.post(close_page(cast.rep), {"reason": "left", "successors": [cast.mate.pk]})
    made = Handover.objects.get()
    assert answer.url == reverse("assignment:handover", args=[made.pk])
    cast.rep.refresh_from_db(), own.refresh_from_db(), waits.refresh_from_db()
    assert not cast.rep.is_active and own.assignee == cast.mate and waits.decider == cast.manager
    plan = client.get(answer.url).content.decode()
    assert "Also passes on: 1 open deal, 3 open tasks" in plan and owner_of(rows[0]) == "rep", "nothing has moved yet"
    run(client, made)
    assert [owner_of(row) for row in rows] == ["mate"] * 3
    assert {t.assignee for t in Task.objects.filter(pk__in=[t.pk for t in todo])} == {cast.mate}
    sold.refresh_from_db()
    assert sold.owner == cast.mate
    entry = OwnershipEvent.objects.get(customer=rows[0], kind="handed_over")
    assert entry.evidence["followed"]["tasks"] == [todo[0].pk] and entry.evidence["handover"] == made.pk
    assert Entry.objects.filter(action="handover.passed_on").exists()
    told = Notice.objects.filter(user=cast.mate, kind="handover_received")
    assert [(n.params["n"], n.params["tasks"], n.params["deals"]) for n in told] == [(3, 4, 1)], (
        "told once, the task without a customer too"
    )
    assert "Also passed on: 1 request to decide, 1 open deal, 4 open tasks" in client.get(answer.url).content.decode()


@pytest.mark.req("Ne9")
def test_a_handover_killed_half_way_goes_on_and_passes_on_everything(cast):
    rows = [customer(cast.rep) for _ in range(2)]
    todo = [task(cast.rep, row) for row in rows]
    made = handover.start_handover(leaver=cast.rep, successors=[cast.mate], reason="", by=cast.manager, at=NOW)
    first = made.items.first()
    handover._move(made, first, cast.manager, NOW)
    for one in todo:
        one.refresh_from_db()
    assert sorted(str(t.assignee) for t in todo) == ["Mate", "Rep"], "killed here"
    handover.continue_handover(handover_id=made.pk, by=cast.manager, at=NOW)
    assert set(Task.objects.values_list("assignee", flat=True)) == {cast.mate.pk}
    assert Notice.objects.filter(user=cast.mate, kind="handover_received").count() == 1


@pytest.mark.req("Ne9")
def test_a_handover_passes_on_the_rest_of_an_account_that_was_closed_another_way(cast):
    customer(cast.rep)
    own = task(cast.rep)
    people.close_person(person_id=cast.rep.pk, by=cast.admin, at=NOW)
    made = handover.start_handover(leaver=cast.rep, successors=[cast.mate], reason="", by=cast.manager, at=NOW)
    handover.continue_handover(handover_id=made.pk, by=cast.manager, at=NOW)
    own.refresh_from_db(), made.refresh_from_db()
    assert own.assignee == cast.mate and made.plan["passed"] == {"tasks": 1}


@pytest.mark.req("Ne9", "Z16")
def test_another_role_asks_who_takes_over_and_plans_the_handover(cast, signed_in):
    row = customer(cast.rep)
    theirs = task(cast.rep, row)
    client = signed_in(cast.admin)
    manager = Role.objects.get(key="manager").pk
    page = client.get(move_page(cast.rep)).content.decode()
    assert "Who takes over?" in page and "Also passes on: 1 open task" in page
    answer = client.post(move_page(cast.rep), moved(cast, role=manager))
    assert "choose who takes over" in answer.content.decode()
    cast.rep.refresh_from_db()
    assert cast.rep.role.key == "rep", "nothing changed"
    answer = client.post(move_page(cast.rep), moved(cast, role=manager, keep_reason="knows them"))
    assert "new role can&#x27;t hold customers" in answer.content.decode()
    answer = client.post(move_page(cast.rep), moved(cast, role=manager, successors=[cast.mate.pk]))
    made = Handover.objects.get()
    assert answer.url == reverse("assignment:handover", args=[made.pk]) and owner_of(row) == "rep"
    run(client, made)
    theirs.refresh_from_db()
    assert owner_of(row) == "mate" and theirs.assignee == cast.mate


@pytest.mark.req("Ne9", "Nf5")
def test_after_a_move_to_another_department_the_old_manager_still_hands_over(cast, signed_in):
    row = customer(cast.rep)
    there = cast.departments["direct"].pk
    client = signed_in(cast.admin)
    refused = client.post(move_page(cast.rep), moved(cast, department=there, keep_reason="knows them"))
    assert "stay in their department" in refused.content.decode()
    client.post(move_page(cast.rep), moved(cast, department=there, successors=[cast.mate.pk]))
    made = Handover.objects.get()
    run(signed_in(cast.manager), made)
    assert owner_of(row) == "mate"
    assert signed_in(cast.direct_manager).get(reverse("assignment:handover", args=[made.pk])).status_code == 200


@pytest.mark.req("Ne9")
def test_within_the_department_customers_stay_for_a_reason_that_the_manager_reads(cast, signed_in):
    role = Role.objects.create(key="senior", name="Senior rep", grants=cast.rep.role.grants)
    row = customer(cast.rep)
    signed_in(cast.admin).post(move_page(cast.rep), moved(cast, role=role.pk, keep_reason="knows them"))
    assert owner_of(row) == "rep" and not Handover.objects.exists()
    assert Entry.objects.get(action="person.kept_customers").reason == "knows them"
    assert Notice.objects.get(user=cast.manager, kind="customers_kept").params["n"] == 1


# --- introductions ---------------------------------------------------------------------------------------------------------


def received(cast, n=2):
    rows = [customer(cast.rep) for _ in range(n)]
    made = handover.start_handover(leaver=cast.rep, successors=[cast.mate], reason="", by=cast.manager, at=NOW)
    handover.continue_handover(handover_id=made.pk, by=cast.manager, at=NOW)
    return rows, made


INTRODUCTIONS = reverse("assignment:introductions")


@pytest.mark.req("Z16", "Ne9")
def test_introductions_have_a_menu_entry_and_a_home_card_until_they_are_ticked_off(cast, signed_in):
    rows, made = received(cast)
    client = signed_in(cast.mate)
    home = client.get("/").content.decode()
    assert f'href="{INTRODUCTIONS}"' in home and home.count("received from Rep") == 2
    page = client.get(INTRODUCTIONS).content.decode()
    assert all(row.name in page for row in rows)
    item = made.items.get(customer=rows[0])
    tick = reverse("assignment:handover_tick", args=[item.pk])
    answer = client.post(tick, {"what": "introduced", "on": "1", "next": INTRODUCTIONS})
    assert answer.url == INTRODUCTIONS and rows[0].name not in client.get(INTRODUCTIONS).content.decode()
    assert client.get("/").content.decode().count("received from Rep") == 1
    assert signed_in(cast.finance).get(INTRODUCTIONS).status_code == 403


@pytest.mark.req("Z16", "Ne9")
def test_overdue_introductions_are_asked_for_and_stand_before_the_manager(cast, signed_in, clock):
    rows, _made = received(cast)
    tasks.introductions.remind_of_introductions(at=NOW + timedelta(days=6))
    assert not Notice.objects.filter(kind="introductions_late").exists()
    clock.move_to(LATER)
    for day in (0, 0, 1, 6):
        tasks.introductions.remind_of_introductions(at=LATER + timedelta(days=day))
    assert Notice.objects.get(user=cast.mate, kind="introductions_late").params["n"] == 2, "once a term"
    assert Notice.objects.get(user=cast.manager, kind="introductions_late_team").params == {"n": 2, "person": "Mate"}
    client = signed_in(cast.manager)
    text = client.get(INTRODUCTIONS + "?show=late").content.decode()
    assert all(row.name in text for row in rows) and "Mate" in text
    assert "Overdue introductions of my people" in client.get("/").content.decode()
    assert rows[0].name not in signed_in(cast.direct_manager).get(INTRODUCTIONS + "?show=late").content.decode()


def test_the_admin_sets_when_an_introduction_is_overdue(cast, signed_in, clock):
    rows, _made = received(cast, 1)
    client, settings = signed_in(cast.admin), reverse("accounts:company_settings")
    assert f"{settings}#handover.introduction" in client.get(INTRODUCTIONS).content.decode()
    settings_store.set_value(setting=INTRODUCTION_DAYS, value=30, by=cast.admin, at=NOW)
    clock.move_to(LATER)
    client = signed_in(cast.manager)
    assert rows[0].name not in client.get(INTRODUCTIONS + "?show=late").content.decode()
    page = client.get(INTRODUCTIONS).content.decode()
    assert "Overdue after 30 days" in page and settings not in page


@pytest.mark.req("M9")
def test_customers_of_a_closed_account_are_asked_for_every_day_until_they_are_handed_over(cast, signed_in):
    row = customer(cast.rep)
    signed_in(cast.admin).post(close_page(cast.rep), {"reason": "left"})
    client = signed_in(cast.manager)
    home = client.get("/").content.decode()
    assert "has left, 1 customer to hand over" in home
    for hours in (1, 2, 25):
        tasks.introductions.remind_of_introductions(at=NOW + timedelta(hours=hours))
    assert Notice.objects.filter(user=cast.manager, kind="handover_waits").count() == 2
    made = handover.start_handover(leaver=cast.rep, successors=[cast.mate], reason="", by=cast.manager, at=NOW)
    run(client, made)
    assert owner_of(row) == "mate" and "has left, 1 customer" not in client.get("/").content.decode()


def test_the_introductions_cost_the_same_for_many(cast, signed_in, queries):
    signed_in(cast.mate)
    received(cast, 1)
    few = queries(INTRODUCTIONS)
    made = Handover.objects.get()
    HandoverItem.objects.bulk_create(
        [HandoverItem(handover=made, customer=customer(cast.mate), to=cast.mate, moved_at=NOW) for _ in range(15)]
    )
    assert queries(INTRODUCTIONS) == few


# --- restricted files, problems, pages -----------------------------------------------------------------------------------


@pytest.mark.req("M10")
def test_a_restricted_customer_is_named_neither_on_the_page_nor_in_letters_to_whoever_may_not_open_it(cast, signed_in):
    rows, made = received(cast)
    Customer.objects.filter(pk=rows[0].pk).update(restricted=True, address="7 Secret Road")
    Contact.objects.create(customer=rows[0], name="Wang Secret", created_by=cast.rep, created_at=NOW)
    client = signed_in(cast.admin)
    page = client.get(reverse("assignment:handover", args=[made.pk])).content.decode()
    letters = client.get(reverse("assignment:handover_letters", args=[made.pk])).content.decode()
    assert rows[0].name not in page and rows[0].code in page and rows[1].name in page
    assert (
        rows[1].name in letters
        and "1 letter is not shown: the file is restricted. Open the customer first, if your role allows it." in letters
    )
    assert not any(word in letters for word in (rows[0].name, "Secret"))
    owner = signed_in(cast.mate).get(reverse("assignment:handover_letters", args=[made.pk])).content.decode()
    assert rows[0].name in owner and "Wang Secret" in owner


def test_why_a_customer_could_not_move_is_kept_as_code_and_values_and_read_in_every_language(cast, signed_in):
    for _ in range(15):
        customer(cast.stranger)
    row = customer(cast.rep)
    made = handover.start_handover(
        leaver=cast.rep, successors=[cast.stranger], reason="", by=cast.admin, at=NOW, plan={row.pk: cast.stranger.pk}
    )
    handover.continue_handover(handover_id=made.pk, by=cast.admin, at=NOW)
    item = made.items.get()
    assert (item.problem, item.problem_values) == ("slots", {"slots": 15, "person": "Stranger"})
    assert problem_text(item) == "All 15 slots of Stranger are taken: choose somebody else, or the pool."
    client = signed_in(cast.admin)
    page = client.get(reverse("assignment:handover", args=[made.pk]), headers={"accept-language": "zh-hans"})
    assert "Stranger 的 15 个保护名额" in page.content.decode()


@pytest.mark.req("Z5")
def test_the_transfer_and_release_pages_say_what_becomes_of_open_tasks(cast, signed_in):
    row = customer(cast.rep)
    task(cast.rep, row)
    client = signed_in(cast.manager)
    assert (
        "1 · They pass to the new owner" in client.get(reverse("assignment:transfer", args=[row.pk])).content.decode()
    )
    bulk = client.post(reverse("customers:bulk", args=["transfer"]), {"ids": [row.pk]}).content.decode()
    assert "pass to the new owner; both are notified" in bulk
    assert (
        "1 · Closed; an undo reopens them" in client.get(reverse("assignment:release", args=[row.pk])).content.decode()
    )


@pytest.mark.req("Z5", "Nf12")
def test_tasks_about_a_customer_stand_on_its_page_and_done_ones_in_its_timeline(cast, signed_in):
    row = customer(cast.rep)
    task(cast.rep, row, title="Send the offer")
    task(cast.manager, row, title="Ask the director", kind="meeting")
    task(cast.rep, row, title="Paid the visit", done_at=NOW)
    client = signed_in(cast.rep)
    part = reverse("customers:timeline", args=[row.pk])
    assert f'hx-get="{part}"' in client.get(reverse("customers:detail", args=[row.pk])).content.decode()
    page = client.get(part).content.decode()
    assert "Open tasks and appointments" in page and "Send the offer" in page and "Ask the director" in page
    assert "Manager" in page
    told = client.get(reverse("activities:timeline", args=[row.pk])).content.decode()
    assert "Paid the visit" in told and "Send the offer" not in told
