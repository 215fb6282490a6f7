"""Follow-ups from a file: with history as they were written then, without it by the checks of a recorded one (Nf13, Ni12)."""

from datetime import timedelta

import pytest

from activities.models import FollowUp, Task
from assignment.domain import deadlines
from assignment.domain.sweep.reconcile import reconcile
from crm_project.accounts.models import User
from customers.models import Collaborator, Contact, Customer, Ownership
from tests.cast import NOW, VALID, customer, followup, moment
from tests.customers.tables import bring, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def acme(cast):
    return customer(cast.rep, code="C-1", name="杭州友好科技有限公司", since=moment("2026-02-20 09:00"))


def row(**values):
    return {
        "customer": "C-1",
        "author": "rep",
        "kind": "call_out",
        "occurred_at": "2026-03-01T15:00",
        "contact": "王经理",
        "content": VALID,
        **values,
    }


def said(report):
    return dict(report.refused)


def test_every_column_arrives_and_the_clock_moves(acme, cast, tmp_path):
    person = Contact.objects.create(customer=acme, name="王经理", created_at=NOW)
    report = bring(
        tmp_path,
        "followups",
        [
            row(
                customer="（杭州）友好科技有限公司",
                purpose="报价",
                result="满意",
                next_step="寄样品",
                next_contact_at="2026-03-05T10:00",
            ),
        ],
    )
    assert told(report) == {"new": 1}
    made = FollowUp.objects.get()
    assert (made.customer, made.author, made.kind, made.content, made.recorded_at) == (
        acme,
        cast.rep,
        "call_out",
        VALID,
        NOW,
    )
    assert (made.contact, made.counterpart, made.purpose, made.result, made.next_step) == (
        person,
        "王经理",
        "报价",
        "满意",
        "寄样品",
    )
    acme.refresh_from_db()
    assert acme.last_followup_at == moment("2026-03-01 15:00")
    assert Ownership.objects.get().release_at == moment("2026-03-16 10:00")


@pytest.mark.req("Ni12")
def test_the_next_contact_is_a_task_and_answers_earlier_ones(acme, cast, tmp_path):
    bring(tmp_path, "followups", [row(next_contact_at="2026-03-03", next_step="one")], at=NOW - timedelta(hours=2))
    bring(tmp_path, "followups", [row(occurred_at="2026-03-02T08:00", next_contact_at="2026-03-09", next_step="two")])
    one, two = Task.objects.order_by("pk")
    assert (one.title, one.done_at, two.title, two.done_at, two.assignee) == ("one", NOW, "two", None, cast.rep)


def test_history_makes_tasks_only_of_what_is_still_to_come(acme, tmp_path):
    bring(
        tmp_path,
        "followups",
        [row(next_contact_at="2026-03-01T18:00"), row(occurred_at="2026-02-25", next_contact_at="2026-03-20")],
        history=True,
    )
    assert not Task.objects.exists()


def test_the_second_run_changes_nothing(acme, tmp_path):
    rows = [
        row(next_contact_at="2026-03-05"),
        row(occurred_at="2026-02-25T10:00:30", content="外出"),
        row(kind="visit_in"),
    ]
    bring(tmp_path, "followups", rows)
    before = [list(model.objects.order_by("pk").values()) for model in (FollowUp, Task, Ownership, Customer)]
    assert told(bring(tmp_path, "followups", rows, at=NOW + timedelta(days=1))) == {"unchanged": 3}
    assert [list(model.objects.order_by("pk").values()) for model in (FollowUp, Task, Ownership, Customer)] == before


def test_the_same_entry_twice_in_a_file_is_one(acme, tmp_path):
    assert told(bring(tmp_path, "followups", [row(), row()])) == {"new": 1, "unchanged": 1}


def test_the_same_entry_with_another_result_is_a_correction_which_its_author_makes(acme, tmp_path):
    bring(tmp_path, "followups", [row(result="A")])
    assert said(bring(tmp_path, "followups", [row(result="B"), row()])) == {
        2: "This follow-up already exists with different values in result: its author can correct it on its page."
    }


def test_without_history_only_what_the_author_could_record_now(acme, cast, tmp_path):
    customer(department=cast.departments["sales"], code="C-2", name="上海公海科技有限公司")
    report = bring(
        tmp_path,
        "followups",
        [
            row(occurred_at="2026-03-02T09:01"),
            row(author="mate"),
            row(customer="C-2"),
            row(occurred_at="2026-02-20T08:59"),
            row(content=None),
            row(author="nobody"),
            row(customer="C-9"),
            row(kind="sms"),
            row(occurred_at="2026-02-20T09:00"),
        ],
    )
    assert told(report) == {"refused": 8, "new": 1}
    assert list(said(report).values()) == [
        "occurred_at is in the future.",
        "Rep owns “杭州友好科技有限公司”: only the owner and registered collaborators work on it.",
        "“上海公海科技有限公司” is in the public pool: you can't record follow-ups there.",
        "Rep has owned “杭州友好科技有限公司” only since 2026-02-20 09:00: earlier contacts can only be imported with history.",
        "content is empty.",
        "author: the user name “nobody” does not exist; import people first.",
        "customer: there is no “C-9”; import customers first.",
        "kind: “sms” is unknown; use one of call_out, call_in, visit_out, visit_in, email, letter, fax, meeting, note.",
    ]


def test_a_registered_collaborator_may_have_written_it(acme, cast, tmp_path):
    Collaborator.objects.create(customer=acme, user=cast.mate, since=acme.created_at)
    assert told(bring(tmp_path, "followups", [row(author="mate")])) == {"new": 1}


@pytest.mark.req("Nf13")
def test_late_is_worked_out_without_history_and_never_with_it(acme, tmp_path):
    bring(tmp_path, "followups", [row(occurred_at="2026-02-25T09:00"), row(occurred_at="2026-03-01T20:00")])
    assert dict(FollowUp.objects.values_list("occurred_at__day", "late")) == {25: True, 1: False}
    bring(tmp_path, "followups", [row(occurred_at="2026-02-24T09:00")], history=True)
    kept = FollowUp.objects.get(occurred_at__day=24)
    assert not kept.late and kept.recorded_at == kept.occurred_at


def test_history_keeps_what_was_written_then_by_whoever_wrote_it(acme, cast, tmp_path):
    User.objects.filter(username="stranger").update(is_active=False)
    customer(department=cast.departments["sales"], code="C-2", name="上海公海科技有限公司")
    report = bring(
        tmp_path,
        "followups",
        [
            row(author="stranger", occurred_at="2024-05-01"),
            row(customer="C-2", author="mate"),
            row(content=None),
            row(content="  ", kind="letter"),
        ],
        history=True,
    )
    assert told(report) == {"new": 4}
    assert FollowUp.objects.filter(content="").count() == 2
    assert deadlines.refresh([acme.pk], at=NOW) == 0
    # Nothing of it counts: others wrote it, or it says nothing.
    assert Ownership.objects.get().contacted_at is None
    assert Customer.objects.get(code="C-2").last_followup_at == moment("2026-03-01 15:00")


def test_a_future_time_is_refused_in_history_too(acme, tmp_path):
    assert said(bring(tmp_path, "followups", [row(occurred_at="2026-03-02T09:01")], history=True)) == {
        2: "occurred_at is in the future."
    }


def test_an_older_entry_does_not_turn_the_last_follow_up_back(acme, cast, tmp_path):
    followup(acme, cast.rep, moment("2026-03-02 08:00"))
    bring(tmp_path, "followups", [row(occurred_at="2026-02-22")], history=True)
    acme.refresh_from_db()
    assert acme.last_followup_at == moment("2026-03-02 08:00")


def test_customers_are_found_by_code_full_name_and_a_person_by_a_name_nobody_shares(acme, cast, tmp_path):
    customer(cast.rep, code="C-5", name="王小明", kind="individual", since=acme.created_at)
    Customer.objects.filter(code="C-5").update(name_key="王小明#138")
    merged = customer(department=cast.departments["sales"], code="C-6", name="上海并入科技有限公司", merged_into=acme)
    report = bring(tmp_path, "followups", [row(customer="王小明"), row(customer="上海并入科技有限公司")])
    assert told(report) == {"new": 2}
    assert set(FollowUp.objects.values_list("customer__code", flat=True)) == {"C-5", "C-1"}
    assert not FollowUp.objects.filter(customer=merged).exists()


@pytest.mark.req("Nb3")
def test_rows_outside_the_right_to_import_are_refused(acme, cast, tmp_path):
    by = User.objects.select_related("role", "department").get(pk=cast.direct_manager.pk)
    assert said(bring(tmp_path, "followups", [row()], by=by)) == {2: "You have no right to import into Sales."}


def test_a_dry_run_tells_the_same_and_changes_nothing(acme, tmp_path):
    rows = [row(), row(), row(result="x"), row(kind="fax"), row(author="mate")]
    dry = bring(tmp_path, "followups", rows, write=False)
    assert not FollowUp.objects.exists() and Customer.objects.get().last_followup_at is None
    wet = bring(tmp_path, "followups", rows)
    assert (dry.counts, dry.refused) == (wet.counts, wet.refused)


def test_after_an_import_nothing_drifts(cast, tmp_path):
    for n in range(40):
        customer(
            [cast.rep, cast.mate, cast.stranger, cast.solar_rep][n % 4], code=f"K-{n}", since=moment("2026-02-01 09:00")
        )
    rows = [
        row(
            customer=f"K-{n}",
            author=["rep", "mate", "stranger", "solar_rep"][(n + turn) % 4],
            occurred_at=f"2026-02-{2 + (n * 7 + turn * 5) % 26:02d}",
            content=[VALID, "外出", None][(n + turn) % 3],
        )
        for n in range(40)
        for turn in range(4)
    ]
    bring(tmp_path, "followups", rows, history=True)
    assert reconcile(at=NOW) == (40, 0)
