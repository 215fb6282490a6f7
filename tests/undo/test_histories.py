"""Verb, undo, verb, at random: an undo leaves the state before its verb or refuses for the reason that a plain model knows."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from activities.domain.follow_ups import record_followup
from assignment.domain.ledger import owner_on
from assignment.domain.sweep.reconcile import ledger_disagrees
from assignment.models import OwnershipEvent
from crm_project.approvals.domain import requests
from crm_project.approvals.models import Request
from crm_project.approvals.undo import DECISION
from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from crm_project.undo.domain.actions import WINDOW
from customers.models import Customer, Ownership
from tests.cast import NOW, VALID, assemble, customer

from .steps import OWNED, POOLED, claimed, given_up, released, remembered, transferred, undo

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
EARLIER = NOW - timedelta(days=5)
WHICH, SECONDS = st.integers(0, 2), st.integers(1, 60)
VERBS = ["claim", "claim", "give up", "transfer", "release", "extend", "extend", "work"]
HOW_OFTEN = Counter()


def state_of(row):
    return (
        Ownership.objects.filter(pk=row.pk).values_list(*OWNED).first(),
        Customer.objects.filter(pk=row.pk).values_list(*POOLED).get(),
    )


class Histories(RuleBasedStateMachine):
    """Three customers, two reps and a manager. `steps`: what was done to each and still stands, the newest last."""

    cast = None

    @initialize()
    def begin(self):
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.at, self.actions = NOW, []
        sales = self.cast.departments["sales"]
        self.rows = [customer(self.cast.rep, since=EARLIER), customer(self.cast.mate, since=EARLIER)]
        self.rows.append(customer(department=sales, since=EARLIER))
        self.steps = [[], [], []]
        self.written = OwnershipEvent.objects.count()

    def teardown(self):
        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def act(self, n, seconds, verb):
        """Do it, if it may be done; remember what was before."""
        self.at += timedelta(seconds=seconds)
        before = state_of(self.rows[n])
        try:
            action = verb(self.rows[n], self.at)
        except Refused:
            assert state_of(self.rows[n]) == before
            return
        self.actions.append((n, action, before))
        self.steps[n].append(action.pk)

    def owner(self, n):
        held = Ownership.of(self.rows[n].pk)
        return held.owner if held else None

    @rule(n=WHICH, seconds=SECONDS, verb=st.sampled_from(VERBS), who=st.sampled_from(["rep", "mate"]))
    def do(self, n, seconds, verb, who):
        person, manager = getattr(self.cast, who), self.cast.manager
        if verb == "claim":
            self.act(n, seconds, lambda row, at: claimed(row, person, at))
        elif verb == "give up":
            self.act(n, seconds, lambda row, at: given_up(row, person, at))
        elif verb == "transfer":
            self.act(n, seconds, lambda row, at: transferred(row, person, manager, at))
        elif verb == "release":
            self.act(n, seconds, lambda row, at: released(row, manager, at))
        elif self.owner(n) is not None:
            getattr(self, verb)(n, seconds)

    def extend(self, n, seconds):
        owner, row = self.owner(n), self.rows[n]
        waiting = Request.objects.filter(customer_id=row.pk, asked_by=owner, status="pending").first()
        if waiting is None:
            self.at += timedelta(seconds=1)
            fields = {"kind": "extension", "subject": row.name, "reason": "soon", "customer_id": row.pk, "by": owner}
            fields |= {"decider": self.cast.manager, "department": self.cast.departments["sales"], "at": self.at}
            waiting = requests.ask(arguments={"customer_id": row.pk, "days": 1 + seconds % 5}, **fields)
            self.steps[n].append("asked")
        asked = waiting.arguments

        def decide(_row, at):
            requests.decide(request_id=waiting.pk, by=self.cast.manager, approve=True, decision="", at=at)
            return remembered(DECISION, self.cast.manager, at, request_id=waiting.pk, asked=asked)

        self.act(n, seconds, decide)

    def work(self, n, seconds):
        self.at += timedelta(seconds=seconds)
        fields = {"kind": "call_out", "content": VALID, "counterpart": "Mr Wang"}
        record_followup(customer_id=self.rows[n].pk, by=self.owner(n), at=self.at, fields=fields)
        self.steps[n].append("worked")

    @precondition(lambda self: self.actions)
    @rule(seconds=SECONDS)
    def take_back_the_last(self, seconds):
        self.take_back(*self.actions[-1], seconds)

    @precondition(lambda self: self.actions)
    @rule(back=st.integers(1, 5), seconds=st.sampled_from([1, 30, 200]))
    def take_back_an_earlier_one(self, back, seconds):
        self.take_back(*self.actions[-min(back, len(self.actions))], seconds)

    def take_back(self, n, action, before, seconds):
        self.at += timedelta(seconds=seconds)
        expected = self.steps[n][-1:] == [action.pk] and self.at < action.at + WINDOW
        now = state_of(self.rows[n])
        try:
            undo(action, at=self.at)
        except Refused:
            assert not expected, f"refused, though nothing was built on {action}"
            assert state_of(self.rows[n]) == now
            HOW_OFTEN["refused"] += 1
            return
        assert expected, f"undone, though somebody built on {action} or its time was over"
        self.steps[n].pop()
        HOW_OFTEN[action.kind] += 1
        assert state_of(self.rows[n]) == before
        last = OwnershipEvent.objects.filter(customer=self.rows[n]).order_by("pk").last()
        assert last.at == self.at and OwnershipEvent.objects.get(pk=last.evidence["undoes"]).at == action.at
        assert Entry.objects.filter(at__in=(action.at, self.at), customer_id=self.rows[n].pk).count() >= 2

    @invariant()
    def ledger_and_rows_agree(self):
        if not hasattr(self, "rows"):
            return
        assert ledger_disagrees() == []
        for n, row in enumerate(self.rows):
            owner = self.owner(n)
            assert owner_on(row.pk, self.at) == (owner.pk if owner else None)
        assert OwnershipEvent.objects.count() >= self.written
        self.written = OwnershipEvent.objects.count()


@pytest.mark.req("Z10", "Nd9")
def test_an_undo_restores_the_state_before_its_verb_or_refuses():
    Histories.cast = assemble()
    phases = [Phase.explicit, Phase.generate, Phase.shrink]
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=15,
            stateful_step_count=30,
            deadline=None,
            derandomize=True,
            phases=phases,
            suppress_health_check=list(HealthCheck),
        ),
    )
    # Each kind was taken back, and refused to be, often enough to say something.
    assert set(HOW_OFTEN) == {"claim", "give_up", "transfer", "release", "decision", "refused"}, HOW_OFTEN
    assert HOW_OFTEN.total() > 100, HOW_OFTEN
