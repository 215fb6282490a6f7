"""The list of what to do on the home page: what is lost first, why, and the action that moves that clock."""

from datetime import timedelta

import pytest
from django.urls import reverse

from activities.domain import follow_ups, followup_corrections, tasks
from assignment.domain.disputes.conflict import ask_validity
from assignment.domain.ownership.extend import ask_extension, extend
from crm_project.accounts.models import Role
from crm_project.approvals.domain import requests
from customers.domain.matters import answering
from customers.models import Contact
from tests.activities.entries import SINCE
from tests.cast import NOW, customer, followup, moment
from tests.customers.matters.test_matters import reported
from tests.reports.pages import home, queue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

URGENT = moment("2026-02-16 09:00")


def plan(person, title, due, file=None, **fields):
    fields = {"title": title, "due_at": moment(due), "assignee": person, "customer": file, **fields}
    return tasks.plan_task(by=person, at=NOW, fields=fields)


def reason_of(signed_in, person, file):
    return next(row.why for row in queue(signed_in, person) if row.customer == file.pk)


@pytest.mark.req("Nd8", "Nc5", "D1")
def test_what_is_lost_first_stands_first_with_its_reason_number_and_action(cast, signed_in):
    last = customer(cast.rep, since=SINCE)
    first = customer(cast.rep, since=URGENT, phone="0571-88001234")
    followup(last, cast.rep, moment("2026-02-26 11:00"))
    theirs = customer(cast.mate, since=URGENT)
    rows = queue(signed_in, cast.rep)
    assert [row.customer for row in rows] == [first.pk, last.pk]
    assert rows[0].clock[:2] == ("tomorrow 10:00", "due")
    assert rows[0].why == "No valid follow-up since it became yours on 2026-02-16."
    assert rows[1].why == "Last valid follow-up: 2026-02-26, 4 days ago."
    assert (rows[0].phone.text, rows[0].phone.dial) == ("0571-88001234", "057188001234")
    assert rows[0].act.url == reverse("activities:followup_new", args=[first.pk]) + "?next=%2F"
    page = home(signed_in, cast.rep)
    assert 'href="tel:057188001234"' in page and theirs.name not in page


@pytest.mark.req("Nd8", "D4", "Z15")
def test_the_reason_names_the_rule_that_runs_out(cast, signed_in):
    stages, direct = customer(cast.stages_rep, since=SINCE), customer(cast.stranger, since=SINCE)
    assert reason_of(signed_in, cast.stages_rep, stages).startswith("In the stage “Potential” since 2026-02-20")
    assert reason_of(signed_in, cast.stranger, direct).startswith("Held since 2026-02-20, without a new contract.")
    solar = customer(cast.solar_rep, since=SINCE)
    said = "No valid follow-up since it became yours on 2026-02-20."
    assert reason_of(signed_in, cast.solar_rep, solar) == said
    extend(customer_id=direct.pk, days=5, by=cast.direct_manager, at=NOW)
    assert reason_of(signed_in, cast.stranger, direct).startswith("The extension ends.")
    fresh = customer(cast.rep, since=SINCE)
    followup(fresh, cast.rep, NOW)
    assert reason_of(signed_in, cast.rep, fresh) == "Last valid follow-up: today."


@pytest.mark.req("D1", "D4", "Nc7")
def test_a_direct_customer_is_saved_by_a_contract_or_an_extension_and_the_list_says_so(cast, signed_in):
    file = customer(cast.stranger, since=moment("2026-02-17 09:00"))
    (row,) = queue(signed_in, cast.stranger)
    assert [row.act.label, *(one.label for one in row.also)] == ["Record contract", "Extension", "Follow up"]
    assert row.why.endswith("A follow-up does not move this deadline.")
    ask_extension(customer_id=file.pk, days=3, reason="they sign next week", by=cast.stranger, at=NOW)
    (row,) = queue(signed_in, cast.stranger)
    assert [row.act.label, *(one.label for one in row.also)] == ["Record contract", "Follow up"]
    assert "Your request for an extension is waiting." in row.why


@pytest.mark.req("Nc9", "Nc8")
def test_before_its_stage_ends_a_potential_customer_is_turned_to_intent(cast, signed_in):
    customer(cast.stages_rep, since=moment("2026-02-03 09:00"))
    (row,) = queue(signed_in, cast.stages_rep)
    assert [row.act.label, *(one.label for one in row.also)] == [
        "Change to intent",
        "Extension",
        "Follow up",
    ]


@pytest.mark.req("Nc5", "Z5", "Nf12")
def test_deadlines_come_before_appointments_next_steps_and_tasks_of_the_day(cast, signed_in):
    file, other = customer(cast.rep, since=URGENT), customer(cast.rep, since=NOW)
    plan(cast.rep, "write the offer", "2026-03-02 08:00")
    plan(cast.rep, "see the plant", "2026-03-02 15:00", other, kind="visit")
    followup(other, cast.rep, NOW, next_step="call about the price", next_contact_at=moment("2026-03-02 17:00"))
    plan(cast.rep, "far away", "2026-03-20 10:00")
    rows = queue(signed_in, cast.rep)
    now = [(row.key.split("-")[0], row.why) for row in rows if row.part == 0]
    assert now[0][0] == "customer" and rows[0].customer == file.pk
    assert [why for _key, why in now[1:]][0] == "Visit: see the plant"
    assert now[-1] == ("task", "Task") and "far away" not in home(signed_in, cast.rep)


@pytest.mark.req("Ni12")
def test_a_planned_step_and_the_deadline_that_it_moves_are_one_row(cast, signed_in):
    file = customer(cast.rep, since=URGENT)
    fields = {
        "kind": "call_out",
        "counterpart": "王经理",
        "content": "外出",
        "next_step": "价格",
        "next_contact_at": NOW + timedelta(hours=1),
    }
    follow_ups.record_followup(customer_id=file.pk, by=cast.rep, at=NOW, fields=fields)
    (row,) = queue(signed_in, cast.rep)
    assert row.part == 0 and row.why.startswith("Next contact: 价格 (today 10:00). ")


@pytest.mark.req("Nb4", "Nf15")
def test_a_number_that_is_hidden_is_masked_and_cannot_be_dialled(cast, signed_in):
    Role.objects.filter(key="rep").update(masks={"phone.vip": {}})
    customer(cast.rep, since=URGENT, phone="13800001234", vip=True)
    (row,) = queue(signed_in, cast.rep)
    assert (row.phone.text, row.phone.dial) == ("138****1234", "")
    page = home(signed_in, cast.rep)
    assert "13800001234" not in page and "tel:" not in page


def test_the_number_is_that_of_the_key_contact(cast, signed_in):
    file = customer(cast.rep, since=URGENT, phone="0571-1")
    for name, key in [("小李", False), ("王总", True)]:
        Contact.objects.create(customer=file, name=name, mobile=f"139{int(key)}", key=key, created_at=NOW)
    assert (queue(signed_in, cast.rep)[0].phone.who, queue(signed_in, cast.rep)[0].phone.text) == ("王总", "1391")


@pytest.mark.req("Ne7")
def test_requests_answered_lately_are_told(cast, signed_in):
    file = customer(cast.rep, since=NOW)
    asked = ask_extension(customer_id=file.pk, days=3, reason="on a trip", by=cast.rep, at=NOW - timedelta(days=2))
    requests.decide(
        request_id=asked.pk, by=cast.manager, approve=False, decision="too early", at=NOW - timedelta(days=2)
    )
    (row,) = [row for row in queue(signed_in, cast.rep) if row.key.startswith("request")]
    assert (row.name, row.why, row.act.label) == (
        file.name,
        "Extension · Refused · 2026-02-28 09:00: “too early”",
        "Read",
    )
    asked.refresh_from_db()
    requests.Request.objects.filter(pk=asked.pk).update(decided_at=NOW - timedelta(days=4))
    assert not [row for row in queue(signed_in, cast.rep) if row.key.startswith("request")]


@pytest.mark.req("Nf11", "Nd3")
def test_what_others_say_against_ones_work_is_told(cast, signed_in):
    file, held = customer(cast.rep, since=SINCE), customer(cast.rep, since=SINCE)
    entry = followup(file, cast.rep, moment("2026-02-26 11:00"))
    followup_corrections.check_followup(
        followup_id=entry.pk, by=cast.manager, at=NOW, confirm=False, reason="nobody was there"
    )
    ask_validity(customer_id=held.pk, reason="nobody works on it", by=cast.mate, at=NOW)
    found = {row.key.split("-")[0]: row for row in queue(signed_in, cast.rep)}
    assert found["rejected"].why == "Your follow-up was rejected: “nobody was there”"
    assert found["rejected"].act.label == "Correct or appeal"
    assert found["disputed"].why == "A colleague disputes your ownership; your manager decides."
    assert not {"rejected", "disputed"} & {row.key.split("-")[0] for row in queue(signed_in, cast.mate)}


@pytest.mark.req("M8")
def test_a_major_matter_to_answer_stands_there_and_a_confidential_one_says_nothing_of_it(cast, signed_in):
    row = reported(customer(cast.rep, vip=True), cast.rep, cast, title="Call 13912345678", answerer=cast.finance)
    secret = reported(customer(cast.rep), cast.rep, cast, title="Sold", answerer=cast.finance, confidential=True)
    rows = queue(signed_in, cast.finance)
    assert [(one.name, one.why, one.act.url) for one in rows] == [
        (
            "Call 139****5678",
            f"Major matter · {row.customer_name} · answer due 2026-03-06 17:00",
            f"/customers/matters/{row.pk}/",
        ),
        ("Confidential matter", "answer due 2026-03-06 17:00", f"/customers/matters/{secret.pk}/"),
    ]
    assert secret.customer_name not in home(signed_in, cast.finance)
    assert not [one for one in queue(signed_in, cast.manager) if one.key.startswith("matter")]
    answering.answer_matter(matter_id=row.pk, text="We pay in May", by=cast.finance, at=NOW)
    assert [one.name for one in queue(signed_in, cast.finance)] == ["Confidential matter"]


def test_the_list_alone_is_what_the_drawer_asks_for_after_saving(cast, signed_in):
    file = customer(cast.rep, since=URGENT)
    part = signed_in(cast.rep).get(reverse("reports:queue")).content.decode()
    assert f'id="customer-{file.pk}"' in part and "<html" not in part
    assert "You hold no customers yet" in signed_in(cast.mate).get(reverse("reports:queue")).content.decode()
