"""What is foretold while typing is what the clock says after saving."""

from datetime import timedelta

import pytest

from activities.domain import follow_ups
from activities.domain.deadline_preview import deadline_preview
from activities.domain.followup_corrections import check_followup, correct_followup
from activities.models import FollowUp
from assignment.domain import deadlines
from assignment.models import PolicyVersion
from assignment.rules.policy_body import complete_body
from customers.models import Contact, Ownership
from tests.activities.entries import logs_on_others
from tests.cast import NOW, VALID, customer, followup, moment

pytestmark = pytest.mark.django_db

SINCE = moment("2026-02-20 09:00")


def row_of(file):
    return Ownership.objects.select_related("customer", "owner", "department").get(pk=file.pk)


def stored(file):
    return {name: getattr(row_of(file), name) for name in deadlines.DERIVED}


def fields(**changes):
    return {
        "kind": "call_out",
        "counterpart": "王经理",
        "content": VALID,
        "answered": True,
        "late_reason": "ill",
        **changes,
    }


def standard(**changes):
    """The tracking policy with another standard, as if it had always said so."""
    version = PolicyVersion.objects.get(policy__key="tracking")
    body = complete_body(version.body)
    PolicyVersion.objects.filter(pk=version.pk).update(
        body={**body, "standard": {**body["standard"], **changes}}, decided_at=NOW - timedelta(days=1)
    )


CASES = {
    "valid": ({}, ()),
    "too short": ({"content": "谈了价格"}, ("too_short",)),
    "filler": ({"content": "没找到人"}, ("too_short", "filler")),
    "nobody named": ({"counterpart": ""}, ("no_counterpart",)),
    "nothing said": ({"content": ""}, ("no_content",)),
    "not met": ({"answered": False}, ("unanswered",)),
    "a visit needs no answer": ({"answered": False, "kind": "visit_out"}, ()),
    "yesterday afternoon": ({"occurred_at": NOW - timedelta(hours=18)}, ()),
    "the same as this morning": ({"content": "已与李总确认了样品的规格和数量"}, ("repeated",)),
    "the same but for a full stop": ({"content": "已与李总，确认了样品的规格和数量。"}, ("repeated",)),
    "the same as last week": ({"content": "与张总谈了去年的付款和今年的计划"}, ("repeated",)),
    "the same as one that did not count": ({"content": "已与王经理约好下周二去工厂"}, ()),
    "one sign again and again": ({"content": "好好好好好好好好好好"}, ("filler",)),
    "late": ({"occurred_at": moment("2026-02-25 09:00")}, ("late",)),
    "late and short": ({"occurred_at": moment("2026-02-25 09:00"), "content": "谈了"}, ("too_short", "late")),
}


@pytest.mark.req("Nd7", "Ni14", "Nf13")
@pytest.mark.parametrize("case", CASES)
def test_the_outlook_is_what_the_clock_says_after_saving(cast, case):
    changes, reasons = CASES[case]
    file = customer(cast.rep, since=SINCE)
    followup(file, cast.rep, moment("2026-02-23 10:00"), content="与张总谈了去年的付款和今年的计划")
    followup(file, cast.rep, moment("2026-02-24 10:00"), content="外出")
    followup(file, cast.rep, moment("2026-02-24 11:00"), content="已与王经理约好下周二去工厂", counterpart="")
    followup(file, cast.rep, moment("2026-03-02 08:00"), content="已与李总确认了样品的规格和数量")
    seen = deadline_preview(row_of(file), by=cast.rep, at=NOW, fields=fields(**changes))
    assert seen.reasons == reasons
    assert seen.before == stored(file)
    follow_ups.record_followup(customer_id=file.pk, by=cast.rep, at=NOW, fields=fields(**changes))
    assert stored(file) == seen.after


@pytest.mark.req("Nf11", "Nf13")
@pytest.mark.parametrize("late", [False, True])
def test_what_waits_for_the_manager_says_what_her_word_will_change(cast, late):
    standard(check=True)
    file = customer(cast.rep, since=SINCE)
    what = fields(occurred_at=moment("2026-02-26 09:00")) if late else fields()
    seen = deadline_preview(row_of(file), by=cast.rep, at=NOW, fields=what)
    assert seen.reasons == (("late", "unconfirmed") if late else ("unconfirmed",))
    assert seen.waits and not seen.invalid
    row = follow_ups.record_followup(customer_id=file.pk, by=cast.rep, at=NOW, fields=what)
    assert stored(file) == seen.after == seen.before
    check_followup(followup_id=row.pk, by=cast.manager, at=NOW, confirm=True)
    assert stored(file) == seen.confirmed
    assert seen.confirmed["release_at"] > seen.after["release_at"]


@pytest.mark.req("Nd8")
def test_the_third_invalid_one_is_foretold_to_go_before_the_manager(cast):
    file = customer(cast.rep, since=SINCE)
    for day in (23, 24):
        followup(file, cast.rep, moment(f"2026-02-{day} 10:00"), content="外出")
    seen = deadline_preview(row_of(file), by=cast.rep, at=NOW, fields=fields(content="不在"))
    assert seen.invalid and seen.after["review_at"] <= NOW < seen.before["review_at"]
    follow_ups.record_followup(customer_id=file.pk, by=cast.rep, at=NOW, fields=fields(content="不在"))
    assert stored(file) == seen.after


@pytest.mark.req("Z11")
def test_a_colleagues_entry_does_not_count(cast):
    file = customer(cast.rep, since=SINCE)
    logs_on_others(cast.manager)
    seen = deadline_preview(row_of(file), by=cast.manager, at=NOW, fields=fields())
    assert seen.reasons == ("not_owner",)
    follow_ups.record_followup(customer_id=file.pk, by=cast.manager, at=NOW, fields=fields())
    assert stored(file) == seen.after == seen.before


@pytest.mark.req("Nd7")
def test_an_earlier_entry_of_the_same_text_takes_the_later_ones_place(cast):
    file = customer(cast.rep, since=SINCE)
    followup(file, cast.rep, moment("2026-03-02 08:30"))
    what = fields(occurred_at=moment("2026-03-02 08:00"))
    seen = deadline_preview(row_of(file), by=cast.rep, at=NOW, fields=what)
    follow_ups.record_followup(customer_id=file.pk, by=cast.rep, at=NOW, fields=what)
    assert stored(file) == seen.after
    assert seen.facts.contacted_at == moment("2026-03-02 08:00")


@pytest.mark.req("Na6")
@pytest.mark.parametrize("hours", [1, 30])
@pytest.mark.parametrize(
    "changes",
    [{"content": "外出"}, {"content": "与王经理谈好了三月份的供货数量"}, {"occurred_at": moment("2026-02-28 09:30")}],
)
def test_the_outlook_of_a_change_is_what_the_clock_says_after_it(cast, hours, changes):
    file = customer(cast.rep, since=SINCE)
    row = follow_ups.record_followup(customer_id=file.pk, by=cast.rep, at=moment("2026-02-28 10:00"), fields=fields())
    at = moment("2026-02-28 10:00") + timedelta(hours=hours)
    row = FollowUp.objects.get(pk=row.pk)
    seen = deadline_preview(
        row_of(file), by=cast.rep, at=at, fields=fields(**{"occurred_at": row.occurred_at, **changes}), replaces=row
    )
    correct_followup(followup_id=row.pk, by=cast.rep, at=at, fields=changes)
    assert stored(file) == seen.after


@pytest.mark.req("Z13")
@pytest.mark.parametrize("username", ["solar_rep", "stages_rep", "stranger"])
def test_under_the_other_presets_too(cast, username):
    person = cast.people[username]
    file = customer(person, since=SINCE)
    seen = deadline_preview(row_of(file), by=person, at=NOW, fields=fields(content="外出"))
    assert seen.counts
    follow_ups.record_followup(customer_id=file.pk, by=person, at=NOW, fields=fields(content="外出"))
    assert stored(file) == seen.after


@pytest.mark.req("Nd7")
def test_a_contact_of_the_file_is_a_counterpart(cast):
    file = customer(cast.rep, since=SINCE)
    person = Contact.objects.create(customer=file, name="李总", created_at=NOW)
    seen = deadline_preview(row_of(file), by=cast.rep, at=NOW, fields=fields(counterpart="", contact=person))
    assert seen.counts


@pytest.mark.embedded
@pytest.mark.req("Nd7")
def test_asking_writes_nothing_and_costs_the_same_whatever_the_history(cast, django_assert_num_queries):
    file = customer(cast.rep, since=SINCE)
    row = row_of(file)
    with django_assert_num_queries(7):
        deadline_preview(row, by=cast.rep, at=NOW, fields=fields())
    for n in range(30):
        FollowUp.objects.create(
            customer=file,
            author=cast.rep,
            kind="note",
            occurred_at=SINCE + timedelta(hours=n),
            recorded_at=SINCE,
            content=f"第{n}次沟通记录在此",
        )
    with django_assert_num_queries(7):
        deadline_preview(row, by=cast.rep, at=NOW, fields=fields())
    assert FollowUp.objects.count() == 30
