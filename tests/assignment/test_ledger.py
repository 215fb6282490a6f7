"""The ledger of ownership is append-only, by trigger, on both databases."""

import pytest
from django.db import DatabaseError, connection, transaction

from assignment.domain import ownership
from assignment.domain.ledger import event, write_events
from assignment.domain.sweep import run as sweep
from assignment.domain.sweep.undo import undo_run
from assignment.models import OwnershipEvent
from crm_project.lib.database import bulk
from customers.domain.duplicates import merge, unmerge
from tests.cast import customer, followup, moment, owner_of

pytestmark = [pytest.mark.django_db, pytest.mark.both]
START, DUE = moment("2026-02-01 09:00"), moment("2026-02-16 10:00")


@pytest.fixture
def guarded(db):
    """On SQLite the guard against DELETE is down in tests, because emptying tables needs it: put up for this one."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE TRIGGER IF NOT EXISTS ledger_no_delete BEFORE DELETE ON assignment_ownershipevent "
                "BEGIN SELECT RAISE(ABORT, 'the ledger of ownership is append-only'); END"
            )


@pytest.mark.postgres
@pytest.mark.req("Na8")
def test_the_whole_table_is_not_emptied_either(cast):
    customer(cast.rep)
    table = "assignment_ownershipevent"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER ledger_no_truncate")
        cursor.execute(f"TRUNCATE {table} CASCADE")
    assert OwnershipEvent.objects.exists()


@pytest.mark.req("Na8")
def test_an_entry_knows_nothing_of_what_came_after_it(cast):
    row = customer(cast.rep, since=START)
    before = followup(row, cast.rep, moment("2026-02-10 09:00"))
    followup(row, cast.rep, moment("2026-02-12 09:00"), content="客户要求下周提供完整的技术方案")
    ownership.give_up(customer_id=row.pk, by=cast.rep, reason="no budget", at=moment("2026-02-11 09:00"))
    entry = OwnershipEvent.objects.get(customer=row, kind="given_up")
    assert [one["id"] for one in entry.evidence["counted"]] == [before.pk]


@pytest.mark.req("Na8", "Ne2")
@pytest.mark.parametrize(
    "change",
    [
        lambda row: OwnershipEvent.objects.filter(pk=row.pk).update(reason="another reason"),
        lambda row: OwnershipEvent.objects.filter(pk=row.pk).update(evidence={}),
        lambda row: OwnershipEvent.objects.filter(pk=row.pk).update(id=10**9),
        lambda row: row.save(),
        lambda row: row.delete(),
        lambda row: OwnershipEvent.objects.all()._raw_delete("default"),
    ],
)
def test_no_entry_is_changed_or_taken_out(cast, guarded, change):
    row = customer(cast.rep).ownership_events.get()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        change(row)
    assert OwnershipEvent.objects.get(pk=row.pk).reason == row.reason


def test_everything_that_puts_something_back_lives_with_it(cast, guarded):
    """Sweep, undo, merging, its undo and the fast writer add entries and change none."""
    rows = [customer(cast.rep, since=START) for _ in range(3)]
    run = sweep.run(at=DUE)
    assert undo_run(run_id=run.pk, by=cast.manager, at=DUE)[0] == 3
    ownership.give_up(customer_id=rows[2].pk, by=cast.rep, reason="too far", at=DUE)
    record = merge.merge_customers(
        one_id=rows[0].pk, other_id=rows[1].pk, reason="one firm", by=cast.file_keeper, at=DUE
    )
    unmerge.undo_merge(record_id=record.pk, by=cast.file_keeper, at=DUE)
    write_events([event("warned", rows[0], at=DUE, by=None, owner_id=cast.rep.pk) for _ in range(bulk.FEW + 1)])
    assert owner_of(rows[0]) == owner_of(rows[1]) == "rep"
