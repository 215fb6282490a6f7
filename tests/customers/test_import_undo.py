"""A whole import is undone: everything is as before, what somebody has built on stays and is listed, and it may come in again."""

from datetime import timedelta

import pytest

from activities.domain import follow_ups
from activities.models import FollowUp, Task
from assignment.domain import deadlines, ownership
from assignment.domain.ledger import Kind, owner_on
from assignment.models import OwnershipEvent
from contracts.models import Contract, Instalment, Payment
from contracts.ratings.models import IndicatorScore
from crm_project.accounts.models import User
from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from customers.domain import removal
from customers.importing import undo, worker
from customers.models import Contact, Customer, ImportedRow, ListItem, Ownership
from tests.cast import NOW, VALID, customer, moment
from tests.customers.importing_jobs import ran, taken, undone

pytestmark = [pytest.mark.django_db, pytest.mark.req("Z10")]

NAMES = ["东阳横店影视器材有限公司", "浦江水晶工艺有限公司", "海宁盐官皮革有限公司"]
LATER = NOW + timedelta(hours=2)


@pytest.fixture(autouse=True)
def _uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "uploads"


def rows(*names, **values):
    return [{"full_name": name, "department": "Sales", **values} for name in names]


def state(model, *but):
    """All rows of a table as plain values."""
    names = [f.attname for f in model._meta.concrete_fields if f.attname not in but]
    return list(model.objects.order_by("pk").values(*names))


def test_new_customers_are_gone_with_their_slots_and_can_come_in_again(cast, tmp_path):
    file = rows(*NAMES[:2], owner="rep", code=None, contact_name="王经理", contact_mobile="13800000000", phone="0571-1")
    job = taken(tmp_path, file, by=cast.manager)
    assert Ownership.objects.count() == 2
    job = undone(job, by=cast.manager, at=LATER)
    assert (job.state, job.summary["undo"]["undone"], job.summary["undo"]["kept"]) == ("undone", 2, 0)
    assert not Ownership.objects.exists() and not Contact.objects.exists()
    assert not Customer.objects.filter(removed_at=None).exists()
    assert removal.by_creator() == []
    again = taken(tmp_path, file, by=cast.manager, at=LATER)
    assert again.summary["counts"] == {"new": 2}


def test_the_ledger_and_the_audit_say_both(cast, tmp_path):
    job = taken(tmp_path, rows(NAMES[0], owner="rep"), by=cast.manager)
    undone(job, by=cast.manager, at=LATER)
    kinds = list(OwnershipEvent.objects.order_by("id").values_list("kind", "closes_owner__username"))
    assert kinds == [(Kind.ENTERED, None), (Kind.UNDONE, "rep")]
    pk = OwnershipEvent.objects.first().customer_id
    assert owner_on(pk, NOW) == cast.rep.pk and owner_on(pk, LATER + timedelta(hours=1)) is None
    assert Entry.objects.filter(action="import.undone", actor=cast.manager).exists()
    assert Entry.objects.get(action="import.row_undone").subject_id == str(pk)


def test_what_an_import_changed_is_exactly_as_before(cast, tmp_path):
    made = customer(cast.rep, name=NAMES[0], code="C-1", phone="0571-1")
    Contact.objects.create(customer=made, name="王经理", created_at=NOW)
    made.regions.set(ListItem.objects.filter(name="Zhejiang"))
    before = [state(model) for model in (Customer, Contact, Ownership)]
    change = {
        "code": "C-1",
        "owner": "rep",
        "address": "杭州",
        "site": "Home",
        "contact_name": "王经理",
        "contact_title": "总经理",
    }
    job = taken(tmp_path, rows(NAMES[0], **change), by=cast.manager)
    assert job.summary["counts"] == {"changed": 1}
    undone(job, by=cast.manager, at=LATER)
    assert [state(model) for model in (Customer, Contact, Ownership)] == before
    assert taken(tmp_path, rows(NAMES[0], **change), by=cast.manager, at=LATER).summary["counts"] == {"changed": 1}


def test_a_contact_that_an_import_added_is_gone(cast, tmp_path):
    customer(cast.rep, name=NAMES[0], code="C-1")
    job = taken(
        tmp_path, rows(NAMES[0], owner="rep", contact_name="李四", contact_mobile="13800000000"), by=cast.manager
    )
    undone(job, by=cast.manager, at=LATER)
    assert not Contact.objects.exists()


@pytest.mark.parametrize("built", ["claim", "followup", "edit"])
def test_a_row_that_somebody_has_worked_on_stays_and_is_listed(cast, tmp_path, built):
    job = taken(
        tmp_path, rows(NAMES[0], **({} if built == "claim" else {"owner": "rep"})) + rows(NAMES[1]), by=cast.manager
    )
    made = Customer.objects.get(name=NAMES[0])
    if built == "claim":
        ownership.claim(customer_id=made.pk, by=cast.rep, at=LATER)
    elif built == "followup":
        follow_ups.record_followup(
            customer_id=made.pk, by=cast.rep, at=LATER, fields={"kind": "note", "occurred_at": LATER, "content": VALID}
        )
    else:
        Customer.objects.filter(pk=made.pk).update(address="杭州", changed_at=LATER)
    job = undone(job, by=cast.manager, at=LATER + timedelta(hours=1))
    assert (job.state, job.summary["undo"]["undone"], job.summary["undo"]["kept"]) == ("undone", 1, 1)
    assert Customer.objects.get(removed_at=None) == made
    assert ImportedRow.objects.exclude(kept="").get().label == NAMES[0]


def test_undoing_twice_changes_nothing_more(cast, tmp_path):
    job = taken(tmp_path, rows(*NAMES), by=cast.manager)
    job = undone(job, by=cast.manager, at=LATER)
    before, entries = state(Customer), Entry.objects.count()
    job = undone(job, by=cast.manager, at=LATER + timedelta(hours=1))
    assert (job.state, state(Customer), Entry.objects.count()) == ("undone", before, entries)


def test_a_worker_that_was_killed_in_between_is_taken_up(cast, tmp_path, monkeypatch):
    job = taken(tmp_path, rows(*NAMES), by=cast.manager)
    monkeypatch.setattr(undo, "AT_ONCE", 1)
    undo.undo_import(job_id=job.pk, by=cast.manager, at=LATER)
    batch, turns = undo._batch, []

    def killed(*arguments):
        turns.append(1)
        if len(turns) == 2:
            raise KeyboardInterrupt
        return batch(*arguments)

    monkeypatch.setattr(undo, "_batch", killed)
    with pytest.raises(KeyboardInterrupt):
        worker.run_import(job.pk, clock=lambda: LATER)
    assert Customer.objects.filter(removed_at=None).count() == 2
    job = ran(job, LATER)
    assert (job.state, job.summary["undo"]["undone"]) == ("undone", 3)


def test_only_the_person_who_brought_it_and_may_still_import_undoes_it(cast, tmp_path):
    job = taken(tmp_path, rows(NAMES[0]), by=cast.manager)
    with pytest.raises(Refused) as caught:
        undo.undo_import(job_id=job.pk, by=cast.director, at=LATER)
    assert caught.value.code == "gone"
    User.objects.filter(pk=cast.manager.pk).update(role=cast.rep.role)
    with pytest.raises(Refused) as caught:
        undo.undo_import(job_id=job.pk, by=User.objects.get(pk=cast.manager.pk), at=LATER)
    assert caught.value.code == "forbidden"


def test_history_is_undone_only_by_somebody_who_may_still_import_history(cast, tmp_path):
    job = taken(tmp_path, rows(NAMES[0]), by=cast.admin, history=True)
    cast.admin.role.grants.pop("people.manage")
    cast.admin.role.save()
    assert not undo.undoable(job, cast.admin)
    with pytest.raises(Refused) as caught:
        undo.undo_import(job_id=job.pk, by=cast.admin, at=LATER)
    assert caught.value.code == "forbidden"


# --- the other kinds ----------------------------------------------------------------------------------
def test_follow_ups_go_with_their_tasks_and_the_clock_is_as_before(cast, tmp_path):
    made = customer(cast.rep, name=NAMES[0], code="C-1", since=moment("2026-02-20 09:00"))
    old = FollowUp.objects.create(
        customer=made,
        author=cast.rep,
        kind="note",
        occurred_at=moment("2026-02-21 09:00"),
        recorded_at=NOW,
        content="x",
    )
    Task.objects.create(
        customer=made, title="Next", due_at=NOW, assignee=cast.rep, created_at=NOW, followup=old, remind_at=NOW
    )
    before = [state(model) for model in (FollowUp, Task, Ownership)]
    entry = {
        "customer": "C-1",
        "author": "rep",
        "kind": "call_out",
        "occurred_at": "2026-03-01T15:00",
        "content": VALID,
    }
    file = [{**entry, "contact": "赵总", "next_contact_at": "2026-03-05T09:00"}]
    job = taken(tmp_path, file, by=cast.manager, kind="followups")
    assert FollowUp.objects.count() == 2 and [state(model) for model in (FollowUp, Task, Ownership)] != before
    undone(job, by=cast.manager, at=LATER)
    assert [state(model) for model in (FollowUp, Task, Ownership)] == before
    assert taken(tmp_path, file, by=cast.manager, kind="followups", at=LATER).summary["counts"] == {"new": 1}


def test_contracts_go_with_plan_and_payment_and_the_stage_is_as_before(cast, tmp_path):
    customer(cast.rep, name=NAMES[0], code="C-1", since=moment("2026-02-20 09:00"))
    before = [state(model) for model in (Customer, Ownership)]
    file = [
        {
            "customer": "C-1",
            "number": f"HT-{n}",
            "signed_at": f"2026-02-2{n}",
            "amount": 100,
            "status": "confirmed",
            "paid_amount": 40,
        }
        for n in (5, 4)
    ]
    job = taken(tmp_path, file, by=cast.manager, kind="contracts")
    assert Customer.objects.get().stage == "official" and Payment.objects.count() == 2
    undone(job, by=cast.manager, at=LATER)
    assert [state(model) for model in (Customer, Ownership)] == before
    assert not Contract.objects.exists() and not Payment.objects.exists() and not Instalment.objects.exists()
    stages = OwnershipEvent.objects.filter(kind=Kind.STAGE).order_by("id")
    assert [event.evidence["to"] for event in stages] == ["official", "potential"]


def test_a_contract_that_a_payment_was_matched_to_stays(cast, tmp_path):
    customer(cast.rep, name=NAMES[0], code="C-1")
    file = [{"customer": "C-1", "number": "HT-1", "signed_at": "2026-02-25", "amount": 100, "status": "confirmed"}]
    job = taken(tmp_path, file, by=cast.manager, kind="contracts")
    money = [{"customer": "C-1", "received_on": "2026-03-01", "amount": 30, "reference": "B-1"}]
    paid = taken(tmp_path, money, by=cast.finance, kind="payments")
    job = undone(job, by=cast.manager, at=LATER)
    assert job.summary["undo"]["kept"] == 1 and Contract.objects.get().paid_amount == 30
    undone(paid, by=cast.finance, at=LATER)
    assert Payment.objects.get().voided_at == LATER and Contract.objects.get().paid_amount == 0
    assert taken(tmp_path, money, by=cast.finance, kind="payments", at=LATER).summary["counts"] == {"new": 1}


def test_points_are_those_that_stood_before(cast, tmp_path):
    customer(cast.rep, name=NAMES[0], code="C-1", segment="direct")
    file = [{"customer": "C-1", "quarter": "2026Q1", "indicator": "management", "points": 5}]
    taken(tmp_path, file, by=cast.manager, kind="indicators")
    before = state(IndicatorScore)
    job = taken(tmp_path, [{**file[0], "points": 7}], by=cast.manager, kind="indicators", at=LATER)
    undone(job, by=cast.manager, at=LATER)
    assert state(IndicatorScore) == before


def test_people_whom_nobody_has_met_go_and_names_are_put_back(cast, tmp_path):
    before = state(User, "invite_key")
    person = {"full_name": "Li Si", "department": "Sales", "role": "rep"}
    file = [{"username": "rep", **person, "full_name": "Other"}, {"username": "lisi", **person, "superior": "boss1"}]
    file.append({"username": "boss1", "full_name": "Boss", "department": "Sales", "role": "rep"})
    job = taken(tmp_path, file, by=cast.admin, kind="people")
    assert job.summary["counts"] == {"new": 2, "changed": 1}
    undone(job, by=cast.admin, at=LATER)
    assert state(User, "invite_key") == before


CONTRACT = {"number": "HT-1", "signed_at": "2026-02-25", "amount": 100, "status": "confirmed"}
POINTS = {"quarter": "2026Q1", "indicator": "management", "points": 5}


@pytest.mark.req("Nb3")
@pytest.mark.parametrize(
    ("kind", "entry", "right", "left"),
    [
        ("contracts", CONTRACT, "contract.confirm", Contract),
        ("indicators", POINTS, "rating.sales", IndicatorScore),
    ],
)
def test_a_row_stays_that_its_person_could_not_import_any_more(cast, tmp_path, kind, entry, right, left):
    customer(cast.rep, name=NAMES[0], code="C-1", segment="direct")
    job = taken(tmp_path, [{"customer": "C-1", **entry}], by=cast.manager, kind=kind)
    role = cast.manager.role
    assert role.grants.pop(right)
    role.grants |= {"rating.finance": "below"}
    role.grants.pop("rating.manage", None)
    role.save()
    before = state(left)
    job = undone(job, by=User.objects.get(pk=cast.manager.pk), at=LATER)
    assert job.summary["undo"]["kept"] == 1 and state(left) == before
    assert "scope" in job.imported_rows.get().kept


def test_all_customers_of_a_batch_are_locked_before_anything_is_taken_back(cast, tmp_path, monkeypatch):
    made = [customer(cast.rep, name=name, code=f"C-{n}") for n, name in enumerate(NAMES)]
    money = [
        {"customer": row.code, "received_on": "2026-03-01", "amount": 30, "reference": f"B-{row.pk}"} for row in made
    ]
    job = taken(tmp_path, money, by=cast.finance, kind="payments")
    locked, lock = [], deadlines.lock
    monkeypatch.setattr(deadlines, "lock", lambda ids: locked.append((sorted(ids), open_payments())) or lock(ids))
    undone(job, by=cast.finance, at=LATER)
    assert locked[0] == (sorted(row.pk for row in made), 3) and open_payments() == 0


def open_payments():
    return Payment.objects.filter(voided_at=None).count()
