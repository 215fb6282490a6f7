"""The same agreement over a change of the rules: notice, grace, coming deadlines, published filters, and an undo within the slots."""

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from assignment.domain.capacity import held
from assignment.domain.policies import lookup as policies
from assignment.domain.policies import versions
from assignment.domain.sweep import run as sweep
from assignment.domain.sweep import undo
from assignment.domain.sweep.reconcile import reconcile
from assignment.models import OwnershipEvent, Policy, PolicyVersion, WaitingRestore
from assignment.rules.policy import NEVER
from assignment.rules.presets import PRESETS
from crm_project.approvals.domain.requests import decide
from crm_project.lib.time import local_date, zone
from customers.domain import contacted
from customers.models import Customer, Ownership
from tests.assignment.test_agreement import HISTORY, build, due_plainly, rows, rules
from tests.cast import NOW, assemble

DAY = timedelta(days=1)
SLOTS = st.sampled_from([None, 1, 2])


def at_ten(day):
    return datetime(day.year, day.month, day.day, 10, tzinfo=zone())


def due_under(rule, history, old, holds_from, day):
    """When a rule bites on a day, written from the interface: a shortened one leaves a day, but never more than it did before."""
    due = due_plainly(rule, history)
    if due is None or rule["kind"] == "invalid_followups" or day < holds_from:
        return due
    before = [due_plainly(r, history) for r in old if (r["kind"], r.get("stage")) == (rule["kind"], rule.get("stage"))]
    return due_plainly(rule, history, spared=min([at_ten(holds_from + DAY), *(d for d in before if d is not None)]))


def told(at):
    """What a run tells, in the published order, and the run."""
    lines = []
    run = sweep.run(at=at, tell_line=lines.append)
    return sorted(lines, key=lambda line: line["customer"]), run


@pytest.mark.req("Z17", "M15", "D1")
class TestAgreementOverVersions(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = assemble()

    def approve(self, old, new, notice, wished, slots):
        cast, policy = self.cast, Policy.objects.get(key="tracking")
        policies._parsed.cache_clear()
        body = {**PRESETS["tracking"], "notice_days": notice, "slots": slots}
        PolicyVersion.objects.filter(policy=policy).update(body={**body, "rules": old})
        self.made = [(build(cast, history), history) for history in self.histories]
        version = versions.save_draft(policy=policy, body={**body, "rules": new}, note="", by=cast.manager, at=NOW)
        soonest = local_date(NOW) + max(notice, 1) * DAY
        ask = versions.submit_draft(
            version_id=version.pk, holds_from=soonest + wished * DAY, reason="faster", by=cast.manager, at=NOW
        )
        decide(request_id=ask.pk, by=cast.general_manager, approve=True, decision="", at=NOW)
        version.refresh_from_db()
        assert version.holds_from == soonest + wished * DAY
        return version

    @settings(
        max_examples=40,
        deadline=None,
        phases=(Phase.explicit, Phase.generate),
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(
        old=rules(),
        new=rules(),
        histories=st.lists(HISTORY, min_size=1, max_size=3),
        notice=st.sampled_from([0, 3, 7]),
        wished=st.integers(0, 4),
        later=st.integers(0, 25),
        slots=SLOTS,
        midnight=st.booleans(),
    )
    def test_one_function_decides(self, old, new, histories, notice, wished, later, slots, midnight):
        self.histories = histories
        version = self.approve(old, new, notice, wished, slots)
        day = local_date(NOW) + later * DAY
        at, in_force = at_ten(day), new if day >= version.holds_from else old
        wanted = {
            row.code: [
                (0 if rule["outcome"] != "review" else 1, due, rule["kind"])
                for rule in in_force
                if (due := due_under(rule, history, old, version.holds_from, day)) is not None and due <= at
            ]
            for row, history in self.made
        }
        # Asked today for that day: the dry run and the published filters know what will hold by then.
        foretold = sweep.preview(at)
        assert {line["customer"] for line in foretold if line["outcome"] != "remind"} == {
            c for c, w in wanted.items() if w
        }
        for line in foretold:
            first = min(wanted[line["customer"]])
            assert (line["rule"], datetime.fromisoformat(line["due_at"])) in {
                (kind, due.replace(microsecond=0))
                for grave, due, kind in wanted[line["customer"]]
                if (grave, due) == first[:2]
            }
        lists = {
            row.code: any(kind == "no_contact" for _g, _d, kind in wanted[row.code]) for row, _history in self.made
        }
        ruled = any(rule["kind"] == "no_contact" for rule in in_force)
        for state in (False, True):
            listed = contacted.narrow(Customer.objects.all(), state, day).values_list("code", flat=True)
            assert set(listed) == {code for code, due in lists.items() if ruled and due != state}
        self.coming_deadlines(version)
        assert reconcile(at=NOW)[1] == 0
        if midnight and day >= version.holds_from:
            versions.take_effect(at=at - timedelta(hours=9))
        assert sweep.preview(at) == foretold
        before = rows()
        lines, run = told(at)
        assert lines == foretold
        self.undo(run, at, slots, before)

    def coming_deadlines(self, version):
        """What stands beside the present deadline is what will stand in its place, unless the customer falls before."""
        midnight = at_ten(version.holds_from) - timedelta(hours=10)
        coming = dict(Ownership.objects.filter(coming_at__isnull=False).values_list("pk", "coming_at"))
        present = dict(Ownership.objects.values_list("pk", "release_at"))
        then = {}
        for reading in self.at_the_change(version):
            then.setdefault(reading[0], []).append(reading[1])
        for row, _history in self.made:
            due = min(then.get(row.pk, [NEVER]))
            expected = due if present[row.pk] >= midnight and due != present[row.pk] else None
            assert coming.get(row.pk) == expected

    def at_the_change(self, version):
        old = PolicyVersion.objects.get(policy=version.policy, number=1).body["rules"]
        for row, history in self.made:
            for rule in version.body["rules"]:
                due = due_under(rule, history, old, version.holds_from, version.holds_from)
                if due is not None and rule["outcome"] != "review":
                    yield row.pk, due

    def undo(self, run, at, slots, before):
        """Within the slots everything comes back as it was; beyond them it waits, and comes back once they are free."""
        taken = OwnershipEvent.objects.filter(run=run, kind__in=["released", "rotated"]).count()
        used = held([self.cast.rep.pk]).get(self.cast.rep.pk, 0)
        back, stayed = undo.undo_run(run_id=run.pk, by=None, at=at + timedelta(minutes=1))
        waiting = WaitingRestore.objects.filter(closed_at__isnull=True).count()
        assert (back + waiting, len(stayed)) == (taken, waiting)
        now = held([self.cast.rep.pk]).get(self.cast.rep.pk, 0)
        assert slots is None or now <= max(slots, used)
        assert not waiting or now >= slots
        if waiting:
            PolicyVersion.objects.filter(policy__key="tracking").update(
                body={**PRESETS["tracking"], "slots": None, "rules": []}
            )
            policies._parsed.cache_clear()
            assert undo.restore_waiting(at=at + timedelta(minutes=2)) == waiting
            assert {o["customer_id"]: o["owner_id"] for o in rows()[0]} == {
                o["customer_id"]: o["owner_id"] for o in before[0]
            }
