"""An undo at its edges: what it refuses in words, what it puts back, what it tells and what waits again."""

from datetime import timedelta

import pytest
from django.urls import reverse

from assignment.domain import ownership
from assignment.domain.ledger import KEPT
from assignment.domain.sweep import run as sweep
from assignment.domain.sweep import undo
from assignment.models import OwnershipEvent
from crm_project.approvals.models import Request
from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from crm_project.notices.models import Notice
from customers.models import Collaborator, Customer, Ownership
from tests.cast import customer, moment, owner_of

pytestmark = pytest.mark.django_db
START = moment("2026-02-01 09:00")
DUE = moment("2026-02-16 10:00")
LATER = DUE + timedelta(hours=1)


def lose(owner, n=1, at=DUE):
    """(customers, run, entries) of n customers that a run took."""
    rows = [customer(owner, since=START) for _n in range(n)]
    run = sweep.run(at=at)
    return rows, run, list(run.events.exclude(kind="warned").order_by("customer_id"))


def code(call, *given, **known):
    with pytest.raises(Refused) as refusal:
        call(*given, **known)
    return refusal.value.code, str(refusal.value)


# --- What is refused ------------------------------------------------------------------------------
def test_what_took_nothing_from_anybody_cannot_be_undone(cast):
    row = customer(cast.rep, since=START)
    entered = OwnershipEvent.objects.get(customer=row)
    expected = ("not_undoable", "This entry can't be undone.")
    assert code(undo.undo_event, event_id=entered.pk, by=cast.manager, at=LATER) == expected
    assert code(undo.undo_event, event_id=0, by=cast.manager, at=LATER) == expected
    assert undo.refusal(entered) == "This entry can't be undone."
    lacking = OwnershipEvent.objects.create(customer=row, kind="released", at=DUE, closes_owner=cast.rep)
    assert code(undo.undo_event, event_id=lacking.pk, by=cast.manager, at=LATER) == expected
    assert undo.refusal(lacking) == "This entry can't be undone."
    kept = {"ownership": {}, "customer": {}}
    merged = OwnershipEvent.objects.create(customer=row, kind="merged", at=DUE, closes_owner=cast.rep, restores=kept)
    assert code(undo.undo_event, event_id=merged.pk, by=cast.manager, at=LATER) == expected
    assert undo.refusal(merged) == "This entry can't be undone."
    assert code(undo.undo_run, run_id=77, by=cast.manager, at=LATER) == ("gone", "There is no run 77.")


def claimed(cast, row):
    ownership.claim(customer_id=row.pk, by=cast.mate, at=DUE)


def claimed_and_given_up(cast, row):
    claimed(cast, row)
    ownership.give_up(customer_id=row.pk, by=cast.mate, reason="x", at=DUE + timedelta(minutes=1))


def merged(cast, row):
    Customer.objects.filter(pk=row.pk).update(merged_into=customer(cast.mate, since=DUE))


def left(cast, row):
    cast.rep.is_active = False
    cast.rep.save()


@pytest.mark.parametrize(
    ("meanwhile", "sentence"),
    [
        (claimed, "was claimed by Mate meanwhile"),
        (claimed_and_given_up, "has had another owner since"),
        (merged, "was merged into another customer"),
        (left, "its former owner Rep has left"),
    ],
)
def test_what_moved_on_is_refused_with_the_reason_that_the_page_shows_before(cast, meanwhile, sentence):
    (row,), run, (entry,) = lose(cast.rep)
    assert undo.refusal(entry) == ""
    meanwhile(cast, row)
    entry = OwnershipEvent.objects.get(pk=entry.pk)
    assert undo.refusal(entry) == sentence
    assert code(undo.undo_event, event_id=entry.pk, by=cast.manager, at=LATER) == ("moved_on", sentence)
    assert undo.undo_run(run_id=run.pk, by=cast.manager, at=LATER) == (0, [(row, sentence)])


def test_one_that_was_undone_says_so(cast):
    (row,), _run, (entry,) = lose(cast.rep)
    assert undo.undo_event(event_id=entry.pk, by=cast.manager, at=LATER) == row
    assert undo.refusal(entry) == "was already restored"
    assert code(undo.undo_event, event_id=entry.pk, by=cast.manager, at=LATER) == ("moved_on", "was already restored")


@pytest.mark.parametrize(
    "change", [{"since": LATER}, {"owner": "solar_manager"}], ids=["passed on and back", "passed on"]
)
def test_a_rotation_is_undone_only_while_the_colleague_holds_it_since_then(cast, change):
    row = customer(cast.solar_rep, since=START - timedelta(days=90))
    run = sweep.run(at=DUE)
    entry = OwnershipEvent.objects.get(customer=row, kind="rotated")
    assert undo.refusal(entry) == ""
    values = {name: getattr(cast, value) if name == "owner" else value for name, value in change.items()}
    Ownership.objects.filter(pk=row.pk).update(**values)
    now = cast.solar_manager if "owner" in change else Ownership.of(row.pk).owner
    assert undo.refusal(entry) == (
        f"was passed on to {now} meanwhile" if "owner" in change else f"{now} lost it meanwhile and has it again"
    )
    Ownership.objects.filter(pk=row.pk).delete()
    assert undo.undo_run(run_id=run.pk, by=cast.solar_manager, at=LATER) == (
        0,
        [(row, "went to the public pool meanwhile")],
    )


# --- What is put back -----------------------------------------------------------------------------
def test_a_run_is_undone_in_batches_with_an_audit_entry_of_its_own(cast, monkeypatch):
    monkeypatch.setattr(undo, "BATCH", 2)
    rows, run, _entries = lose(cast.rep, 5)
    claimed(cast, rows[1])
    back, stayed = undo.undo_run(run_id=run.pk, by=cast.manager, at=LATER)
    assert (back, [one.pk for one, _why in stayed]) == (4, [rows[1].pk])
    run.refresh_from_db()
    assert (run.undone_at, run.undone_by) == (LATER, cast.manager)
    kept = Entry.objects.get(action="sweep.undone")
    assert (kept.at, kept.subject_id) == (LATER, str(run.pk))
    assert kept.changes == {"put_back": [None, 4], "stayed": [None, 1]}


def test_the_entry_of_an_undo_names_what_it_undoes_and_the_owner_is_told(cast):
    (row,), run, (entry,) = lose(cast.rep)
    undo.undo_event(event_id=entry.pk, by=cast.manager, at=LATER)
    restored = OwnershipEvent.objects.get(kind="restored")
    assert (restored.customer, restored.at, restored.actor, restored.owner, restored.department) == (
        row,
        LATER,
        cast.manager,
        cast.rep,
        cast.rep.department,
    )
    assert (restored.evidence, restored.run, restored.rule) == ({"undoes": entry.pk}, run, "no_contact")
    assert (restored.policy_version, restored.closes_owner) == (entry.policy_version, None)
    told = Notice.objects.get(kind="restored")
    assert (told.user, told.at, told.params) == (cast.rep, LATER, {"n": 1, "names": [row.name]})
    assert told.url == reverse("customers:detail", args=[row.pk])
    assert Ownership.objects.get(pk=row.pk).release_at == DUE


def test_of_many_that_come_back_five_are_named_and_the_list_is_shown(cast):
    rows, run, _entries = lose(cast.rep, 6)
    assert undo.undo_run(run_id=run.pk, by=cast.manager, at=LATER) == (6, [])
    told = Notice.objects.get(kind="restored")
    assert told.params == {"n": 6, "names": [row.name for row in rows[:5]]}
    assert told.url == reverse("customers:list")


def test_an_undone_rotation_closes_the_colleagues_period_and_gives_every_column_back(cast):
    row = customer(cast.solar_rep, since=START - timedelta(days=90))
    moments = {name: START + timedelta(days=n) for n, name in enumerate(KEPT) if name[-3:] != "_id" and name != "since"}
    Ownership.objects.filter(pk=row.pk).update(**moments | {"extended_until": None, "spared_until": None})
    before = Ownership.objects.filter(pk=row.pk).values(*KEPT).get()
    run = sweep.run(at=DUE)
    assert owner_of(row) == "solar_mate"
    hold = LATER + timedelta(days=2)
    assert undo.undo_run(run_id=run.pk, by=cast.solar_manager, at=LATER, hold_until=hold) == (1, [])
    assert Ownership.objects.filter(pk=row.pk).values(*KEPT).get() == before | {"spared_until": hold}
    restored = OwnershipEvent.objects.get(kind="restored")
    assert (restored.closes_owner, restored.closes_since) == (cast.solar_mate, DUE)


def test_collaborators_and_requests_that_ended_with_it_come_back_and_no_others(cast):
    row = customer(cast.rep, since=START)
    ended, before = (
        Collaborator.objects.create(customer=row, user=user, since=START, until=until)
        for user, until in ((cast.mate, None), (cast.east_rep, START))
    )

    def ask(who, status="pending", **fields):
        return Request.objects.create(
            kind="extension",
            customer_id=row.pk,
            subject="x",
            asked_by=who,
            asked_at=START,
            due_at=DUE,
            status=status,
            **fields,
        )

    waits, twice = ask(cast.rep), ask(cast.mate)
    older = ask(cast.east_rep, "obsolete", decided_at=START)
    refused = ask(cast.manager, "refused", decided_at=DUE)
    run = sweep.run(at=DUE)
    anew = ask(cast.mate)
    assert undo.undo_run(run_id=run.pk, by=cast.manager, at=LATER) == (1, [])
    states = dict(Request.objects.values_list("pk", "status"))
    assert states == {
        waits.pk: "pending",
        twice.pk: "obsolete",
        older.pk: "obsolete",
        refused.pk: "refused",
        anew.pk: "pending",
    }
    assert Request.objects.get(pk=waits.pk).decided_at is None
    assert dict(Collaborator.objects.values_list("pk", "until")) == {ended.pk: None, before.pk: START}


def test_who_asked_for_it_to_be_put_back_needs_no_answer_any_more(cast):
    rows, run, entries = lose(cast.rep, 2)

    def ask(n, who, kind="put_back", status="pending"):
        return Request.objects.create(
            kind=kind,
            customer_id=rows[n].pk,
            subject="x",
            about=f"event:{entries[n].pk}",
            asked_by=who,
            asked_at=DUE,
            due_at=DUE,
            status=status,
        )

    answered, refused, other, elsewhere = (
        ask(0, cast.rep),
        ask(0, cast.mate, status="refused"),
        ask(0, cast.rep, "validity"),
        ask(1, cast.rep),
    )
    undo.undo_event(event_id=entries[0].pk, by=cast.manager, at=LATER)
    states = {pk: (status, at) for pk, status, at in Request.objects.values_list("pk", "status", "decided_at")}
    assert states == {
        answered.pk: ("obsolete", LATER),
        refused.pk: ("refused", None),
        other.pk: ("pending", None),
        elsewhere.pk: ("pending", None),
    }
    assert run.pk
