"""Tidying as one work list: each kind with what is done with the ticked rows, its undo, and the progress (row Ne8)."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from activities.models import FollowUp, Task
from contracts.models import Contract
from crm_project.accounts.models import User
from crm_project.lib.refused import Refused
from crm_project.notices.models import Notice
from crm_project.undo.models import RecentAction
from customers.domain.duplicates import review
from customers.domain.tidying import finding, many, progress
from customers.models import Contact, Customer, DuplicatePair, NameDoubt, Ownership, SavedFilter, TidyRun
from customers.undo import TIDIED
from tests.cast import NOW, customer, followup
from tests.undo.steps import remembered, undo

pytestmark = [pytest.mark.django_db, pytest.mark.req("Ne8"), pytest.mark.usefixtures("clock")]
LONG_AGO = NOW - timedelta(days=500)
FRIDAY = date(2026, 3, 6)


def rows(kind, user):
    return finding.KINDS[kind].rows(user, NOW)


def tidied(kind, verb, cast, **more):
    """(what was done, the action that undoes it)."""
    done = verb(rows(kind, cast.manager), by=cast.manager, at=NOW, **more)
    kept = {str(pk): what for pk, what in done.done.items()}
    return done, remembered(TIDIED, cast.manager, NOW, what=kind, done=kept)


def test_dead_are_those_nobody_reached_for_a_year_and_who_never_signed(cast):
    old = customer(None, department=cast.departments["sales"], since=LONG_AGO)
    tried, spoken, signed = (customer(cast.rep, since=LONG_AGO) for _n in range(3))
    followup(tried, cast.rep, NOW - timedelta(days=9), answered=False)
    followup(spoken, cast.rep, NOW - timedelta(days=9))
    fields = {"signed_at": LONG_AGO, "amount": 1, "drawn": True, "signing_known": False, "recorded_at": LONG_AGO}
    Contract.objects.create(
        customer=signed, number="X-1", owner=cast.rep, status="confirmed", recorded_by=cast.rep, **fields
    )
    customer(cast.rep)
    assert set(rows(finding.DEAD, cast.manager)) == {old, tried}
    assert not rows(finding.DEAD, cast.stranger).exists()
    with pytest.raises(Refused):
        many.remove_dead(rows(finding.DEAD, cast.manager).none(), reason="gone", by=cast.manager, at=NOW)
    done, action = tidied(finding.DEAD, many.remove_dead, cast, reason="No such company")
    assert list(done.done) == [old.pk] and "release it first" in done.refused[0][1]
    assert Customer.objects.get(pk=old.pk).removed_at and Ownership.of(tried.pk)
    assert undo(action).stayed == ()
    assert Customer.objects.get(pk=old.pk).removed_at is None


def test_owners_are_asked_once_to_complete_their_files_and_the_undo_takes_it_back(cast):
    row, pooled = customer(cast.rep), customer(None, department=cast.departments["sales"])
    assert {row, pooled} <= set(rows(finding.GAPS, cast.manager))
    with pytest.raises(Refused, match="later day"):
        many.ask_owners(rows(finding.GAPS, cast.manager), due_on=date(2026, 3, 1), by=cast.manager, at=NOW)
    done, action = tidied(finding.GAPS, many.ask_owners, cast, due_on=FRIDAY)
    task = Task.objects.get()
    assert (task.assignee, task.customer, list(done.done)) == (cast.rep, row, [row.pk])
    assert task.title.startswith("Complete the file: ") and "Nobody owns" in done.refused[0][1]
    assert Notice.objects.get(kind="tidying_asked").user == cast.rep
    again = many.ask_owners(rows(finding.GAPS, cast.manager), due_on=FRIDAY, by=cast.manager, at=NOW)
    assert not again.done, "the owner has it already"
    undo(action)
    task.refresh_from_db()
    assert task.done_at and task.closed_because == "void"


def test_contacts_that_can_not_be_reached_are_marked_as_left_and_come_back(cast):
    row = customer(cast.rep)
    made = {"customer": row, "created_at": LONG_AGO}
    bare = Contact.objects.create(name="Bare", **made)
    mute, fine = (Contact.objects.create(name=name, mobile="13800000000", **made) for name in ("Mute", "Fine"))
    for n in range(1, 4):
        for who in (mute, fine):
            FollowUp.objects.filter(pk=followup(row, cast.rep, NOW - timedelta(days=n), answered=False).pk).update(
                contact=who
            )
    FollowUp.objects.filter(pk=followup(row, cast.rep, NOW - timedelta(days=9)).pk).update(contact=fine)
    assert set(rows(finding.CONTACTS, cast.manager)) == {bare, mute}
    _done, action = tidied(finding.CONTACTS, many.mark_left, cast)
    assert list(Contact.objects.filter(active=True)) == [fine]
    Contact.objects.filter(pk=bare.pk).update(active=True)
    undone = undo(action)
    assert Contact.objects.filter(active=True).count() == 3 and [name for name, _why in undone.stayed] == ["Bare"]


def test_orphaned_tasks_go_to_the_owner_and_shared_filters_of_leavers_are_taken_over(cast):
    row = customer(cast.rep)
    given = {"title": "Call", "due_at": NOW, "created_by": cast.mate, "created_at": NOW}
    at_owned = Task.objects.create(customer=row, assignee=cast.mate, **given)
    alone = Task.objects.create(assignee=cast.mate, **given)
    kept = SavedFilter.objects.create(owner=cast.mate, name="VIP", query="vip=1", shared="everybody")
    assert not rows(finding.TASKS, cast.manager).exists()
    User.objects.filter(pk=cast.mate.pk).update(is_active=False)
    _done, action = tidied(finding.TASKS, many.pass_tasks, cast)
    assert [Task.objects.get(pk=t.pk).assignee for t in (at_owned, alone)] == [cast.rep, cast.manager]
    undo(action)
    assert Task.objects.filter(assignee=cast.mate).count() == 2
    _done, action = tidied(finding.FILTERS, many.take_filters, cast)
    assert SavedFilter.objects.get().owner == cast.manager
    undo(action)
    assert SavedFilter.objects.get() == kept and SavedFilter.objects.get().owner == cast.mate


def test_pairs_and_names_are_decided_and_come_back(cast):
    one, other = customer(cast.rep), customer(cast.rep)
    pair = DuplicatePair.objects.create(one=one, other=other, how="core", score=80, found_at=NOW)
    NameDoubt.objects.create(customer=one, codes=["short"], found_at=NOW)
    _done, action = tidied(finding.PAIRS, many.dismiss_pairs, cast)
    assert DuplicatePair.objects.get().state == "different"
    undo(action)
    assert DuplicatePair.objects.get(state="open", decided_by=None) == pair
    _done, action = tidied(finding.NAMES, many.confirm_names, cast)
    assert not NameDoubt.objects.exists() and Customer.objects.get(pk=one.pk).name_confirmed
    undo(action)
    assert NameDoubt.objects.get().codes == ["short"] and not Customer.objects.get(pk=one.pk).name_confirmed


def test_the_night_counts_by_department_and_the_month_what_was_done(cast):
    customer(cast.rep)
    customer(cast.stranger)
    run = review.search(at=NOW)
    progress.count(run=run)
    assert TidyRun.objects.get().found["gaps"][str(cast.departments["sales"].pk)] == 1
    tidied(finding.GAPS, many.ask_owners, cast, due_on=FRIDAY)
    lines, counted_at = progress.progress(cast.manager, NOW)
    assert [(line.department.name, line.open["gaps"], line.done) for line in lines] == [("Sales", 1, 1)]
    assert counted_at == NOW and len(progress.progress(cast.director, NOW)[0]) == 2


def test_in_the_browser_ticked_rows_are_tidied_and_undone(cast, signed_in, queries):
    row = customer(cast.rep)
    client, url = signed_in(cast.manager), reverse("customers:tidying")
    for kind in finding.KINDS:
        assert client.get(f"{url}?kind={kind}").status_code == 200, kind
    assert row.name in client.get(f"{url}?kind=gaps").text
    few = queries(f"{url}?kind=gaps")
    wrong = client.post(reverse("customers:tidy", args=["gaps"]), {"ids": [row.pk], "due_on": "2026-03-01"})
    assert wrong.status_code == 422 and not Task.objects.exists()
    client.post(reverse("customers:tidy", args=["gaps"]), {"ids": [row.pk], "due_on": "2026-03-06"})
    action = RecentAction.objects.get()
    assert Task.objects.count() == 1 and action.kind == TIDIED
    client.post(reverse("undo:undo", args=[action.pk]))
    assert not Task.objects.filter(done_at=None).exists()
    for _n in range(5):
        customer(cast.rep)
    assert queries(f"{url}?kind=gaps") == few
    assert signed_in(cast.rep).get(url).status_code == 403
