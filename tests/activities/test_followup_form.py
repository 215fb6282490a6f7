"""The follow-up form: judged while typing, saved either way, nothing typed is lost."""

import pytest
from django.urls import reverse

from activities.domain.followup_corrections import check_followup
from activities.models import FollowUp, Task
from assignment.domain import collaborators, ownership
from crm_project.accounts.models import Role
from crm_project.ops.form_tokens import token
from customers.models import Contact
from tests.activities.entries import SINCE, deadline, judge_url, logs_on_others, new_url, said, typed
from tests.cast import NOW, VALID, customer, followup, moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


# --- recording -----------------------------------------------------------------------------------------------------------


@pytest.mark.req("Nd7", "Na8", "Z4")
def test_a_follow_up_that_counts_moves_the_clock_and_says_so(cast, file, signed_in):
    response = signed_in(cast.rep).post(new_url(file), typed())
    assert response.status_code == 302 and response.url == reverse("customers:detail", args=[file.pk])
    assert said(response) == ["Recorded: valid. Deadline: 2026-03-17 10:00 (15 days left)."]
    assert deadline(file) == moment("2026-03-17 10:00")
    row = FollowUp.objects.get()
    assert (row.author, row.kind, row.counterpart, row.content, row.occurred_at) == (
        cast.rep,
        "call_out",
        "王经理",
        VALID,
        NOW,
    )


@pytest.mark.req("Nd7")
def test_an_invalid_one_is_kept_does_not_move_the_clock_and_says_why(cast, file, signed_in):
    before = deadline(file)
    response = signed_in(cast.rep).post(new_url(file), typed(content="外出", counterpart=""))
    assert said(response) == [
        "Recorded, but invalid: too short, contact person missing, filler only. Deadline: 2026-03-07 10:00 (5 days left)."
    ]
    assert FollowUp.objects.count() == 1 and deadline(file) == before


@pytest.mark.req("Nf13")
def test_a_late_one_waits_for_the_manager(cast, file, signed_in):
    response = signed_in(cast.rep).post(new_url(file), typed(occurred_at="2026-02-25T09:00", late_reason="ill"))
    assert said(response) == [
        "Recorded: valid when your manager confirms it. Deadline: 2026-03-07 10:00 (5 days left)."
    ]
    assert FollowUp.objects.get().late


@pytest.mark.req("Na7")
def test_an_empty_form_is_refused_at_the_field(cast, file, signed_in):
    response = signed_in(cast.rep).post(new_url(file), typed(content=" ", counterpart=""))
    assert "Enter what was discussed." in response.content.decode()
    assert not FollowUp.objects.exists()


@pytest.mark.req("Nf13", "Nf7")
@pytest.mark.parametrize(
    ("when", "sentence"),
    [
        ("2026-03-03T09:00", "A follow-up can&#x27;t be in the future: enter it after it has taken place."),
        (
            "2026-02-19T09:00",
            "has been yours only since 2026-02-20 09:00: earlier contacts belong to the former owner.",
        ),
        ("yesterday", "Enter a valid date/time."),
    ],
)
def test_a_time_that_cannot_be_is_refused_and_nothing_typed_is_lost(cast, file, signed_in, when, sentence):
    response = signed_in(cast.rep).post(new_url(file), typed(occurred_at=when, result="对方有意向", next_step="寄样品"))
    page = response.content.decode()
    assert sentence in page
    for text in (VALID, "对方有意向", "寄样品", "王经理"):
        assert text in page
    assert not FollowUp.objects.exists()


@pytest.mark.req("Nc5", "Ni12")
def test_the_next_contact_becomes_a_task_and_answers_the_one_before(cast, file, signed_in):
    client = signed_in(cast.rep)
    client.post(new_url(file), typed(next_step="发送报价单", next_when="3"))
    task = Task.objects.get()
    assert (task.title, task.due_at, task.assignee, task.customer_id) == (
        "发送报价单",
        moment("2026-03-05 09:00"),
        cast.rep,
        file.pk,
    )
    client.post(new_url(file), typed(content="报价单已经寄给王经理并得到确认", next_contact_at="2026-03-20T14:30"))
    task.refresh_from_db()
    assert task.done_at == NOW
    assert Task.objects.get(done_at__isnull=True).due_at == moment("2026-03-20 14:30")


@pytest.mark.req("Nc5")
def test_a_next_contact_in_the_past_is_refused(cast, file, signed_in):
    response = signed_in(cast.rep).post(new_url(file), typed(next_contact_at="2026-03-01T14:30"))
    assert "The next contact is in the past: choose a later time." in response.content.decode()
    assert not FollowUp.objects.exists()


@pytest.mark.req("Ni12")
def test_the_last_next_step_stands_above_and_is_answered(cast, file, signed_in):
    last = followup(
        file, cast.rep, moment("2026-02-26 10:00"), next_step="发送报价单", next_contact_at=moment("2026-02-28 09:00")
    )
    client = signed_in(cast.rep)
    page = client.get(new_url(file)).content.decode()
    assert "发送报价单" in page and "was due 2026-02-28 09:00" in page
    client.post(new_url(file), typed(answers="on"))
    assert FollowUp.objects.latest("pk").answers == last
    assert "Previously planned" not in client.get(new_url(file)).content.decode()


@pytest.mark.req("Ni12")
def test_an_attempt_that_nobody_answered_leaves_the_step_open(cast, file, signed_in):
    last = followup(file, cast.rep, moment("2026-02-26 10:00"), next_step="发送报价单")
    client = signed_in(cast.rep)
    client.post(new_url(file), {k: v for k, v in typed(answers="on").items() if k != "answered"})
    attempt = FollowUp.objects.latest("pk")
    assert attempt != last and attempt.answers is None
    assert "发送报价单" in client.get(new_url(file)).content.decode()


@pytest.mark.req("Ni12")
def test_whoever_says_it_does_not_answer_leaves_the_step_open(cast, file, signed_in):
    followup(file, cast.rep, moment("2026-02-26 10:00"), next_step="发送报价单")
    client = signed_in(cast.rep)
    client.post(new_url(file), typed())
    assert FollowUp.objects.latest("pk").answers is None
    assert "发送报价单" in client.get(new_url(file)).content.decode()


@pytest.mark.req("Ni11")
def test_a_name_of_the_file_becomes_its_contact(cast, file, signed_in):
    person = Contact.objects.create(customer=file, name="李总", title="总经理", created_at=NOW)
    client = signed_in(cast.rep)
    assert "总经理" in client.get(new_url(file)).content.decode()
    client.post(new_url(file), typed(counterpart=" 李总 ", purpose="谈年度框架", result="同意", kind="visit_in"))
    row = FollowUp.objects.get()
    assert (row.contact, row.counterpart, row.purpose, row.result, row.kind) == (
        person,
        "李总",
        "谈年度框架",
        "同意",
        "visit_in",
    )


@pytest.mark.req("Nf12", "Ni11", "M12")
@pytest.mark.parametrize(
    "kind",
    ["call_out", "call_in", "visit_out", "visit_in", "letter", "fax", "email", "objection", "ticket", "note", "other"],
)
def test_every_kind_can_be_recorded(cast, file, signed_in, kind):
    signed_in(cast.rep).post(new_url(file), typed(kind=kind))
    assert FollowUp.objects.get().kind == kind


@pytest.mark.req("Na7")
def test_a_double_click_records_one(cast, file, signed_in):
    client, idempotency_key = signed_in(cast.rep), token(cast.rep, file.pk)
    for _n in range(2):
        assert client.post(new_url(file), typed(idempotency_key=idempotency_key, next_when="1")).status_code == 302
    assert FollowUp.objects.count() == 1 and Task.objects.count() == 1


@pytest.mark.req("Na7")
def test_a_token_of_somebody_else_is_no_token(cast, file, signed_in):
    idempotency_key = token(cast.mate, file.pk)
    signed_in(cast.rep).post(new_url(file), typed(idempotency_key=idempotency_key))
    assert FollowUp.objects.get().idempotency_key is None


# --- refused ---------------------------------------------------------------------------------------------------------------


@pytest.mark.req("Z11", "Nb3")
def test_a_customer_one_may_not_see_is_not_there(cast, file, signed_in):
    for person in (cast.mate, cast.stranger):
        assert signed_in(person).get(new_url(file)).status_code == 404
        assert signed_in(person).post(new_url(file), typed()).status_code == 404
        assert signed_in(person).post(judge_url(file), typed()).status_code == 404
    assert not FollowUp.objects.exists()


@pytest.mark.req("Nb3")
def test_a_role_that_records_nothing_is_forbidden(cast, file, signed_in):
    for person in (cast.auditor, cast.clerk, cast.finance):
        assert signed_in(person).get(new_url(file)).status_code == 403


@pytest.mark.req("Z11")
def test_a_customer_in_the_pool_says_claim_first(cast, signed_in):
    file = customer(None, department=cast.departments["sales"], since=SINCE)
    response = signed_in(cast.rep).get(new_url(file))
    assert (
        f"“{file.name}” is in the public pool: claim it first, then record your contact." in response.content.decode()
    )
    assert reverse("assignment:claim_form", args=[file.pk]) in response.content.decode()
    signed_in(cast.rep).post(new_url(file), typed())
    assert not FollowUp.objects.exists()
    page = signed_in(cast.manager).get(new_url(file)).content.decode()
    assert "in the public pool" in page and reverse("assignment:claim_form", args=[file.pk]) not in page, (
        "a manager holds none"
    )


@pytest.mark.req("Ni4")
def test_a_removed_customer_takes_no_more_entries(cast, signed_in):
    file = customer(None, department=cast.departments["sales"], since=SINCE)
    type(file).objects.filter(pk=file.pk).update(removed_at=NOW, pooled_at=None)
    page = signed_in(cast.manager).get(new_url(file)).content.decode()
    assert "This customer was removed as invalid: restore it first." in page
    signed_in(cast.manager).post(new_url(file), typed())
    assert not FollowUp.objects.exists()


@pytest.mark.req("Z11")
def test_a_customer_of_a_colleague_says_whose_it_is_and_how_to_ask(cast, file, signed_in):
    Role.objects.filter(key="rep").update(grants={**cast.rep.role.grants, "customer.view": "department"})
    page = signed_in(cast.mate).get(new_url(file)).content.decode()
    assert f"Rep owns “{file.name}”: only the owner and registered collaborators work on it." in page
    assert reverse("assignment:validity", args=[file.pk]) in page
    signed_in(cast.mate).post(new_url(file), typed())
    assert not FollowUp.objects.exists()


@pytest.mark.req("Na7")
def test_whoever_loses_the_customer_while_typing_keeps_the_text(cast, file, signed_in):
    idempotency_key = token(cast.rep, file.pk)
    ownership.transfer(customer_id=file.pk, to=cast.mate, by=cast.manager, reason="moved", at=NOW)
    response = signed_in(cast.rep).post(new_url(file), typed(idempotency_key=idempotency_key))
    page = response.content.decode()
    assert response.status_code == 422
    assert f"Mate owns “{file.name}”: only the owner and registered collaborators work on it." in page
    assert VALID in page and "Your entry was not saved. Copy it from here if you need it." in page
    assert not FollowUp.objects.exists()


# --- others' customers -----------------------------------------------------------------------------------------------------


@pytest.mark.req("Z11")
@pytest.mark.parametrize("who", ["manager", "director", "general_manager", "service", "service_manager"])
def test_managers_and_service_log_nothing_on_a_reps_customer(cast, file, signed_in, who):
    person = getattr(cast, who)
    page = signed_in(person).get(new_url(file)).content.decode()
    assert f"Rep owns “{file.name}”: only the owner and registered collaborators work on it." in page
    signed_in(person).post(new_url(file), typed())
    assert not FollowUp.objects.exists()


@pytest.mark.req("Z11")
def test_a_right_of_its_own_lets_a_role_log_on_others_customers_marked_and_never_counting(cast, file, signed_in):
    assert all("followup.others" not in role.grants for role in Role.objects.all()), "off by default"
    logs_on_others(cast.service)
    before = deadline(file)
    response = signed_in(cast.service).post(new_url(file), typed())
    row = FollowUp.objects.get()
    assert row.author == cast.service and deadline(file) == before
    assert said(response) == [
        "Recorded, but invalid: not by the owner or a collaborator. Deadline: 2026-03-07 10:00 (5 days left)."
    ]
    page = signed_in(cast.rep).get(reverse("activities:timeline", args=[file.pk])).content.decode()
    assert "By a colleague" in page and "Invalid now: not by the owner or a collaborator." in page
    check_followup(followup_id=row.pk, by=cast.manager, at=NOW, confirm=True)
    assert deadline(file) == before, "even confirmed it never counts"


@pytest.mark.req("Z11")
def test_a_registered_collaborator_logs_contacts_that_count(cast, file, signed_in):
    collaborators.register_collaborator(customer_id=file.pk, user=cast.mate, note="", by=cast.manager, at=NOW)
    signed_in(cast.mate).post(new_url(file), typed())
    assert FollowUp.objects.get().author == cast.mate and deadline(file) == moment("2026-03-17 10:00")
