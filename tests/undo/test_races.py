"""An undo and somebody else at the same moment: one owner, and whoever is slower reads why."""

import threading
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection, connections

from activities.domain.follow_ups import record_followup
from assignment.domain import ownership
from assignment.domain.sweep.reconcile import ledger_disagrees
from assignment.models import OwnershipEvent
from crm_project.catalogue import undo_kinds
from crm_project.lib.refused import Refused
from crm_project.undo.domain import actions
from customers.models import Ownership
from tests.cast import NOW, VALID, customer, owner_of
from tests.parallel import at_once

from .steps import MINUTE, claimed, given_up, transferred, undo

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.soak]
EARLIER = NOW - timedelta(days=4)


class Elsewhere:
    """Somebody else's call in a thread of its own, with its own connection."""

    def __init__(self, call):
        self.result, self._call = None, call
        self._thread = threading.Thread(target=self._run)

    def _run(self):
        try:
            self.result = self._call()
        except Exception as error:
            self.result = error
        finally:
            connections.close_all()

    def start(self):
        self._thread.start()

    def blocked(self, seconds=0.5):
        self._thread.join(seconds)
        return self._thread.is_alive()

    def end(self):
        self._thread.join(60)
        return self.result


def inside(monkeypatch, key, **parts):
    """Put something before the lock or after it: `lock` and `built_on` are called instead, and get the kind's own."""
    kind = undo_kinds()[key]
    changed = {name: partial(call, getattr(kind, name)) for name, call in parts.items()}
    monkeypatch.setitem(undo_kinds(), key, replace(kind, **changed))


@pytest.mark.postgres
@pytest.mark.req("Z10", "Nc14")
def test_a_claim_just_before_the_lock_is_seen_by_the_undo(cast, monkeypatch):
    row = customer(cast.rep, since=EARLIER)
    action = given_up(row, cast.rep, NOW)
    faster = Elsewhere(partial(ownership.claim, customer_id=row.pk, by=cast.mate, at=NOW + timedelta(seconds=30)))

    def lock(own, act):
        faster.start()
        assert not isinstance(faster.end(), Exception)
        return own(act)

    inside(monkeypatch, "give_up", lock=lock)
    with pytest.raises(Refused) as no:
        undo(action)
    assert "was claimed by Mate meanwhile" in no.value.sentence
    assert owner_of(row) == "mate" and ledger_disagrees() == []


@pytest.mark.req("Z10", "Nc14")
def test_a_claim_just_after_the_lock_waits_and_reads_who_has_it(cast, monkeypatch):
    row = customer(cast.rep, since=EARLIER)
    action = given_up(row, cast.rep, NOW)
    slower = Elsewhere(partial(ownership.claim, customer_id=row.pk, by=cast.mate, at=NOW + timedelta(seconds=30)))

    def built_on(own, act):
        slower.start()
        assert slower.blocked()
        return own(act)

    inside(monkeypatch, "give_up", built_on=built_on)
    undo(action)
    refused = slower.end()
    assert isinstance(refused, Refused) and refused.code == "taken" and "Rep" in refused.sentence
    assert owner_of(row) == "rep" and ledger_disagrees() == []


def test_work_that_waits_for_the_undo_of_a_claim_finds_the_customer_in_the_pool(cast, monkeypatch):
    row = customer(department=cast.departments["sales"], since=EARLIER)
    action = claimed(row, cast.rep, NOW)
    fields = {"kind": "call_out", "content": VALID, "counterpart": "Mr Wang"}
    at = NOW + timedelta(seconds=30)
    slower = Elsewhere(partial(record_followup, customer_id=row.pk, by=cast.rep, at=at, fields=fields))

    def built_on(own, act):
        slower.start()
        assert slower.blocked()
        return own(act)

    inside(monkeypatch, "claim", built_on=built_on)
    undo(action)
    refused = slower.end()
    assert isinstance(refused, Refused) and refused.code == "in_pool"
    assert owner_of(row) is None and not row.followups.exists()


def test_a_double_click_undoes_once(cast):
    row = customer(cast.rep, since=EARLIER)
    action = transferred(row, cast.mate, cast.manager, NOW)
    click = partial(actions.undo, action_id=action.pk, by=cast.manager, at=NOW + MINUTE)
    results = at_once([click] * 4)
    refused = [r for r in results if isinstance(r, Refused)]
    assert [r.code for r in refused] == ["undone"] * 3
    assert OwnershipEvent.objects.filter(kind="restored").count() == 1
    assert owner_of(row) == "rep"


def test_many_claims_around_an_undo_leave_one_owner(cast):
    rounds = 6 if connection.vendor == "postgresql" else 3
    for _ in range(rounds):
        row = customer(cast.rep, since=EARLIER)
        action = given_up(row, cast.rep, NOW)
        at = NOW + timedelta(seconds=30)
        calls = [partial(ownership.claim, customer_id=row.pk, by=p, at=at) for p in (cast.mate, cast.east_rep)]
        results = at_once([partial(actions.undo, action_id=action.pk, by=cast.rep, at=NOW + MINUTE), *calls])
        won = [r for r in results if not isinstance(r, Exception)]
        assert len(won) == 1 and all(isinstance(r, Refused) for r in results if isinstance(r, Exception)), results
        assert Ownership.objects.filter(pk=row.pk).count() == 1
    assert ledger_disagrees() == []
