"""Merging duplicates: the earliest stays, everything moves, ownership passes by the rule; undone exactly (rows Ni7, Nc1, Ne8)."""

from datetime import timedelta

import pytest

from activities.models import Attachment, FollowUp, Task
from assignment.domain import collaborators, deadlines
from assignment.domain.last_followup import settle_followups
from assignment.domain.ledger import Kind, owner_on
from assignment.domain.ownership import transfer
from assignment.models import HandoverItem, OwnershipEvent, Split, SweepLine
from contracts.models import Contract
from contracts.ratings.models import IndicatorScore, KeyStatus, Papers, Rating, YearlyStatement
from crm_project.approvals.models import Request
from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from crm_project.notices.models import Comment, Notice
from customers.domain import records, removal
from customers.domain.duplicates import merge as merging
from customers.domain.duplicates import unmerge
from customers.domain.duplicates.moving import HANGING
from customers.domain.lookup import find_customer
from customers.models import (
    Collaborator,
    Contact,
    Customer,
    DuplicatePair,
    FormerName,
    ListItem,
    MergeRecord,
    NameDoubt,
    NameGram,
    Ownership,
    PhoneNumber,
)
from tests.cast import NOW, assemble, customer, followup, moment, owner_of
from tests.contracts.ratings.company import Q, total
from tests.parallel import at_once

pytestmark = pytest.mark.django_db

RATED = (IndicatorScore, Rating, YearlyStatement, KeyStatus, Papers)
EARLY, LATE = moment("2026-02-10 09:00"), moment("2026-02-20 09:00")


def pair(cast, first_owner="rep", second_owner="mate", **fields):
    """(the earliest, the later one), both entered by their owners."""
    one = customer(getattr(cast, first_owner), since=EARLY, created_by=getattr(cast, first_owner))
    other = customer(getattr(cast, second_owner), since=LATE, created_by=getattr(cast, second_owner), **fields)
    return one, other


def merge(one, other, by, at=NOW):
    return merging.merge_customers(one_id=one.pk, other_id=other.pk, reason="Same licence", by=by, at=at)


def laden(row, person):
    """One of everything that hangs on a customer."""
    contact = Contact.objects.create(customer=row, name="王芳", created_at=NOW)
    said = followup(row, person, LATE + timedelta(days=1), contact=contact)
    Task.objects.create(customer=row, title="Call", due_at=NOW, assignee=person, created_at=NOW)
    Attachment.objects.create(customer=row, file="x", name="a.pdf", size=1, by=person, at=NOW)
    Contract.objects.create(customer=row, number=f"N-{row.pk}", signed_at=LATE, amount=5, owner=person, recorded_at=NOW)
    Comment.objects.create(subject_type="customer", subject_id=row.pk, author=person, at=NOW, text="seen")
    Collaborator.objects.create(customer=row, user=person.department.people.exclude(pk=person.pk).first(), since=NOW)
    Split.objects.create(customer=row, user=person, share=100, decided_at=LATE)
    rated(row)
    return said


def rated(row):
    """What the credit rating knows of it: each of it stands once on a customer, a quarter or a year."""
    total(row, 85)
    Rating.objects.create(
        customer=row, quarter=str(Q), segment="direct", points=85, grade="AAA", digest=str(row.pk), at=LATE
    )
    YearlyStatement.objects.create(customer=row, year=2025, revenue=row.pk, at=LATE)
    KeyStatus.objects.create(customer=row, kind="key", since=LATE, reason=str(row.pk))
    Papers.objects.create(customer=row, exception_reason=str(row.pk), exception_at=LATE)


def held(row):
    return Ownership.objects.filter(pk=row.pk).values_list("owner__username", "since").first()


def everything():
    """All rows that a merge may touch, as they stand; the ledger, the audit and the day of change only ever grow."""
    ignored = {"changed_at"}
    out = {}
    for model in (
        Customer,
        Ownership,
        Contact,
        FollowUp,
        Task,
        Attachment,
        Contract,
        Comment,
        Collaborator,
        Request,
        DuplicatePair,
        Split,
        *RATED,
    ):
        rows = model.objects.order_by("pk").values()
        out[model.__name__] = [{k: v for k, v in row.items() if k not in ignored} for row in rows]
    out["regions"] = sorted(Customer.regions.through.objects.values_list("customer_id", "listitem_id"))
    return out


# --- who stays, who owns ------------------------------------------------------------------------------------


@pytest.mark.req("Ni7")
def test_the_earliest_stays_whichever_is_named_first(cast):
    one, other = pair(cast)
    record = merge(other, one, cast.manager)
    assert (record.kept_id, record.merged_id) == (one.pk, other.pk)
    other.refresh_from_db()
    assert other.merged_into_id == one.pk and other.pooled_at is None and owner_of(other) is None


@pytest.mark.req("Ni7")
def test_it_passes_to_the_creator_of_the_earliest(cast):
    one, other = pair(cast)
    transfer(customer_id=one.pk, to=cast.east_rep, by=cast.manager, reason="x", at=moment("2026-02-25 09:00"))
    merge(one, other, cast.manager)
    assert owner_of(one) == "rep"
    assert OwnershipEvent.objects.filter(
        kind=Kind.MERGED, customer=one, closes_owner=cast.east_rep, owner=cast.rep
    ).exists()


@pytest.mark.req("Ni7")
def test_its_present_owner_keeps_it_where_the_creator_has_left_or_holds_no_customers(cast):
    one, other = pair(cast)
    transfer(customer_id=one.pk, to=cast.east_rep, by=cast.manager, reason="x", at=LATE)
    cast.rep.is_active = False
    cast.rep.save()
    merge(one, other, cast.manager)
    assert owner_of(one) == "east_rep"
    entered = customer(cast.rep, since=EARLY, created_by=cast.clerk)
    Ownership.objects.filter(pk=entered.pk).update(owner=cast.mate)
    merge(entered, customer(cast.mate, since=LATE), cast.manager)
    assert owner_of(entered) == "mate"


def test_an_earliest_without_owner_and_creator_keeps_the_owner_of_the_later_one(cast):
    one = customer(department=cast.departments["sales"], since=EARLY, created_by=cast.clerk)
    other = customer(cast.mate, since=LATE)
    merge(one, other, cast.manager)
    assert owner_of(one) == "mate"
    one.refresh_from_db()
    assert one.pooled_at is None


def test_two_of_the_pool_stay_in_the_pool(cast):
    one = customer(department=cast.departments["sales"], since=EARLY, created_by=cast.clerk)
    other = customer(department=cast.departments["sales"], since=LATE)
    merge(one, other, cast.manager)
    one.refresh_from_db()
    assert owner_of(one) is None and one.pooled_at == EARLY


def test_the_ledger_still_says_who_owned_what_when(cast):
    one, other = pair(cast)
    merge(one, other, cast.manager)
    before, after = NOW - timedelta(hours=1), NOW + timedelta(hours=1)
    assert owner_on(other.pk, before) == cast.mate.pk and owner_on(other.pk, after) is None
    assert owner_on(one.pk, after) == cast.rep.pk


# --- what moves ----------------------------------------------------------------------------------------------


@pytest.mark.req("Ni7")
def test_everything_moves_over_and_empty_fields_are_filled(cast):
    one, other = pair(cast, address="杭州", phone="0571-1", vip=True, stage="intent", segment="direct", level="core")
    Customer.objects.filter(pk=one.pk).update(address="宁波")
    region = ListItem.objects.filter(kind="region").first()
    other.regions.add(region)
    said = laden(other, cast.mate)
    branch = customer(cast.mate, name=f"{other.name}上海分公司", parent=other)
    merge(one, other, cast.manager)
    for model in (Contact, FollowUp, Task, Attachment, Contract, Collaborator, Split, *RATED):
        assert not model.objects.filter(customer=other).exists() and model.objects.filter(customer=one).exists(), model
    assert Comment.objects.get().subject_id == one.pk
    one.refresh_from_db()
    branch.refresh_from_db()
    assert (one.address, one.phone, one.vip, one.stage, one.file_number) == (
        "宁波",
        "0571-1",
        True,
        "intent",
        "DA-0001",
    )
    assert branch.parent == one and list(one.regions.all()) == [region]
    assert one.last_followup_at == said.occurred_at


def test_whatever_hangs_on_a_customer_moves_or_is_known_to_stay():
    """A new model with a key to the customer is decided upon here, not forgotten."""
    by_hand = {Customer, Customer.regions.through, Ownership, Collaborator, DuplicatePair, MergeRecord}
    stays = {
        NameGram,
        FormerName,
        PhoneNumber,
        NameDoubt,
        OwnershipEvent,
        SweepLine,
        HandoverItem,
    }  # its own name, and what happened to it then
    keyed = {
        r.related_model
        for r in Customer._meta.get_fields(include_hidden=True)
        if r.auto_created and not r.concrete and not r.many_to_many
    }
    assert keyed == by_hand | stays | set(HANGING.values())


def test_the_clock_of_the_survivor_follows_what_moved(cast):
    one, other = pair(cast)
    laden(other, cast.rep)
    before = Ownership.objects.get(pk=one.pk).release_at
    merge(one, other, cast.manager)
    after = Ownership.objects.get(pk=one.pk).release_at
    assert after > before, "the owner's own follow-up counts now"
    assert deadlines.refresh([one.pk], at=NOW) == 0


def test_the_name_of_the_merged_one_leads_to_the_survivor_and_stays_taken(cast, clock, signed_in):
    from customers.domain.duplicates import matching

    one, other = pair(cast)
    matching.reindex([one.pk, other.pk])
    merge(one, other, cast.manager)
    assert find_customer(other.name) == one and find_customer(other.code) == one
    part = signed_in(cast.stranger).post("/customers/check/", {"name": other.name})
    assert one.code in part.text and "entered before as" in part.text
    with pytest.raises(Refused) as refused:
        records.create_customer(by=cast.stranger, at=NOW, fields={"name": other.name}, name_confirmed=True)
    assert refused.value.details["customer_id"] == one.pk


def test_merging_again_keeps_the_way_to_the_survivor_short(cast):
    one, other = pair(cast)
    third = customer(cast.rep, since=NOW)
    merge(other, third, cast.manager)
    merge(one, other, cast.manager, at=NOW + timedelta(minutes=1))
    third.refresh_from_db()
    assert third.merged_into_id == one.pk


def test_people_concerned_are_told(cast):
    one, other = pair(cast)
    merge(one, other, cast.manager)
    assert set(Notice.objects.filter(kind="merged").values_list("user__username", flat=True)) == {
        "rep",
        "mate",
    }


# --- refused -------------------------------------------------------------------------------------------------


def test_what_can_not_be_merged_is_refused_and_changes_nothing(cast):
    one, other = pair(cast)
    foreign = customer(cast.stranger)
    before = everything()
    for first, second, by in [
        (one, one, cast.manager),
        (one, foreign, cast.manager),
        (one, other, cast.rep),
        (one, other, cast.direct_manager),
    ]:
        with pytest.raises(Refused):
            merge(first, second, by)
    removal.remove_customer(customer_id=foreign.pk, reason="invalid", by=cast.direct_manager, at=NOW)
    with pytest.raises(Refused, match="removed as invalid"):
        merge(one, foreign, cast.general_manager)
    merge(one, other, cast.manager)
    with pytest.raises(Refused, match="was already merged."):
        merge(one, other, cast.manager)
    assert before["Contract"] == everything()["Contract"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_merges_at_once_make_one():
    cast = assemble()
    one, other = pair(cast)
    results = at_once([lambda: merge(one, other, cast.manager), lambda: merge(other, one, cast.file_keeper)])
    assert sorted(type(r).__name__ for r in results) == ["MergeRecord", "Refused"]
    assert MergeRecord.objects.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_ring_of_merges_at_once_ends_without_deadlock():
    cast = assemble()
    a, b = pair(cast)
    c = customer(cast.rep, since=NOW)
    results = at_once(
        [
            lambda: merge(a, b, cast.manager),
            lambda: merge(b, c, cast.file_keeper),
            lambda: merge(c, a, cast.general_manager),
        ]
    )
    assert all(isinstance(r, (MergeRecord, Refused)) for r in results), results
    assert not Customer.objects.filter(merged_into__merged_into__isnull=False).exists()


# --- undo ----------------------------------------------------------------------------------------------------


@pytest.mark.req("Ni7")
@pytest.mark.parametrize("story", ["plain", "passed", "pool", "both_pool", "laden", "rated"])
def test_an_undo_puts_everything_back_exactly(cast, story):
    one, other = pair(
        cast,
        address="杭州",
        registered_capital="5000.50",
        stage="official",
        vip=True,
        cooperating_since=EARLY.date(),
    )
    if story == "passed":
        transfer(customer_id=one.pk, to=cast.east_rep, by=cast.manager, reason="x", at=LATE)
    if story in ("pool", "both_pool"):
        one = customer(
            department=cast.departments["sales"],
            since=EARLY,
            created_by=cast.rep if story == "pool" else cast.clerk,
        )
    if story == "both_pool":
        other = customer(department=cast.departments["sales"], since=LATE, created_by=cast.clerk)
    if story == "rated":
        rated(other)
    if story == "laden":
        laden(one, cast.rep)
        laden(other, cast.mate)
        collaborators.register_collaborator(
            customer_id=one.pk, user=cast.east_rep, note="", by=cast.rep, at=LATE, approved=True
        )
        collaborators.register_collaborator(
            customer_id=other.pk, user=cast.east_rep, note="", by=cast.mate, at=LATE, approved=True
        )
        other.regions.add(ListItem.objects.filter(kind="region").first())
        Request.objects.create(
            kind="extension",
            customer_id=other.pk,
            subject="x",
            asked_by=cast.mate,
            asked_at=LATE,
            due_at=NOW,
            decider=cast.manager,
        )
        DuplicatePair.objects.create(one=one, other=other, how="phone", found_at=NOW)
    for row in (one, other):
        settle_followups([row.pk], at=NOW)
    before = everything()
    record = merge(one, other, cast.manager)
    assert everything() != before
    unmerge.undo_merge(record_id=record.pk, by=cast.manager, at=NOW + timedelta(minutes=5))
    assert everything() == before


@pytest.mark.req("Ni7", "Z5")
def test_what_the_later_owner_had_to_do_is_the_survivors_owners_and_comes_back_with_an_undo(cast):
    kept, merged = pair(cast)
    task = Task.objects.create(customer=merged, title="Call", due_at=NOW, assignee=cast.mate, created_at=NOW)
    other = Task.objects.create(customer=merged, title="Mail", due_at=NOW, assignee=cast.service, created_at=NOW)
    record = merge(kept, merged, cast.file_keeper)
    assert Task.objects.get(pk=task.pk).assignee == cast.rep
    assert Task.objects.get(pk=other.pk).assignee == cast.service
    unmerge.undo_merge(record_id=record.pk, by=cast.file_keeper, at=NOW)
    found = Task.objects.get(pk=task.pk)
    assert (found.assignee, found.customer) == (cast.mate, merged)


def test_what_was_added_since_stays_at_the_survivor(cast):
    one, other = pair(cast)
    laden(other, cast.mate)
    record = merge(one, other, cast.manager)
    added = Contact.objects.create(customer=one, name="新人", created_at=NOW)
    Customer.objects.filter(pk=one.pk).update(address="changed since")
    unmerge.undo_merge(record_id=record.pk, by=cast.manager, at=NOW + timedelta(minutes=5))
    added.refresh_from_db()
    one.refresh_from_db()
    assert added.customer == one and one.address == "changed since"
    assert Contact.objects.get(name="王芳").customer == other


def test_an_owner_since_the_merge_keeps_the_survivor(cast):
    one, other = pair(cast)
    record = merge(one, other, cast.manager)
    transfer(customer_id=one.pk, to=cast.east_rep, by=cast.manager, reason="x", at=NOW + timedelta(minutes=1))
    unmerge.undo_merge(record_id=record.pk, by=cast.manager, at=NOW + timedelta(minutes=5))
    assert owner_of(one) == "east_rep" and owner_of(other) == "mate"


def test_a_former_owner_who_has_left_sends_the_customer_to_the_pool(cast):
    one, other = pair(cast)
    record = merge(one, other, cast.manager)
    cast.mate.is_active = False
    cast.mate.save()
    unmerge.undo_merge(record_id=record.pk, by=cast.manager, at=NOW + timedelta(minutes=5))
    other.refresh_from_db()
    assert owner_of(other) is None and other.pooled_at == NOW + timedelta(minutes=5) and other.pool_reason == "left"


def test_an_undo_happens_once_and_in_the_right_order(cast):
    one, other = pair(cast)
    oldest = customer(cast.east_rep, since=EARLY - timedelta(days=1), created_by=cast.east_rep)
    first = merge(one, other, cast.manager)
    second = merge(oldest, one, cast.manager, at=NOW + timedelta(minutes=1))
    with pytest.raises(Refused, match="has changed"):
        unmerge.undo_merge(record_id=first.pk, by=cast.manager, at=NOW)
    unmerge.undo_merge(record_id=second.pk, by=cast.manager, at=NOW + timedelta(minutes=2))
    other.refresh_from_db()
    assert other.merged_into_id == one.pk, "the chain is as it was before the second merge"
    with pytest.raises(Refused, match="Your role"):
        unmerge.undo_merge(record_id=first.pk, by=cast.direct_manager, at=NOW)
    unmerge.undo_merge(record_id=first.pk, by=cast.manager, at=NOW + timedelta(minutes=3))
    with pytest.raises(Refused, match="This merge was already undone."):
        unmerge.undo_merge(record_id=first.pk, by=cast.manager, at=NOW)
    assert owner_of(one) == "rep" and owner_of(other) == "mate" and owner_of(oldest) == "east_rep"


# --- the pages --------------------------------------------------------------------------------------------------


@pytest.mark.req("Ni7")
def test_the_preview_shows_both_side_by_side_what_moves_and_who_will_own_it(cast, clock, signed_in):
    one, other = pair(cast, phone="0571-22223333")
    laden(other, cast.mate)
    Customer.objects.filter(pk=other.pk).update(tax_id="91350100M000100Y43", registered_capital=1250000)
    page = signed_in(cast.manager).get(f"/customers/merge/{other.pk}/{one.pk}/")
    for text in (
        f"Stays: {one.code}",
        f"Is merged: {other.code}",
        "0571-22223333",
        "91350100M000100Y43",
        "¥1,250,000.00",
        "entered it first",
        "Follow-ups",
        "Contracts",
    ):
        assert text in page.text, text
    assert Customer.objects.filter(merged_into__isnull=False).count() == 0


@pytest.mark.req("Ni7")
def test_merging_in_the_browser_and_undoing_it_from_the_list(cast, clock, signed_in):
    one, other = pair(cast)
    client = signed_in(cast.manager)
    done = client.post(f"/customers/merge/{one.pk}/{other.pk}/", {"reason": "Same licence"}, follow=True)
    assert "was merged" in done.text
    record = MergeRecord.objects.get()
    assert other.name in client.get("/customers/duplicates/?tab=merged").text
    back = client.post(f"/customers/merge/{record.pk}/undo/", follow=True)
    assert "is a separate customer again." in back.text and owner_of(other) == "mate"
    assert {"customer.merged", "customer.unmerged"} <= set(Entry.objects.values_list("action", flat=True))


def test_merging_is_for_those_with_the_right_and_within_their_scope(cast, clock, signed_in):
    one, other = pair(cast)
    url = f"/customers/merge/{one.pk}/{other.pk}/"
    seen = {
        p: signed_in(getattr(cast, p)).post(url, {"reason": "x"}).status_code
        for p in ("rep", "direct_manager", "clerk", "auditor")
    }
    assert seen == {"rep": 403, "direct_manager": 404, "clerk": 403, "auditor": 403}
    record = merge(one, other, cast.manager)
    assert signed_in(cast.direct_manager).post(f"/customers/merge/{record.pk}/undo/").status_code == 404
    assert owner_of(other) is None


def test_the_other_one_can_be_named_by_hand(cast, clock, signed_in):
    one, other = pair(cast)
    answer = signed_in(cast.manager).post(f"/customers/{one.pk}/merge/", {"other": other.pk})
    assert answer.url == f"/customers/merge/{one.pk}/{other.pk}/"
    assert (
        signed_in(cast.manager).post(f"/customers/{one.pk}/merge/", {"other": customer(cast.stranger).pk}).status_code
        == 422
    )
