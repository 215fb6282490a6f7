"""Countdown, dry run, sweep and explanation never disagree: random histories under random policies, against a plain model."""

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from activities.models import FollowUp
from assignment.domain import deadlines
from assignment.domain.explanation import explain
from assignment.domain.sweep import run as sweep
from assignment.domain.sweep.undo import undo_run
from assignment.models import OwnershipEvent, PolicyVersion
from assignment.rules.policy import NEVER
from assignment.rules.presets import PRESETS
from contracts.models import Contract
from crm_project.approvals.models import Request
from crm_project.lib.time import zone
from customers.models import Collaborator, Contact, Customer, Ownership
from service.models import OrderKind, ServiceOrder
from tests.cast import NOW, VALID, assemble, customer

DAY = timedelta(days=1)
HOURS = st.integers(0, 60 * 24).map(lambda n: NOW - timedelta(hours=n))
TEXTS = st.sampled_from(
    [
        VALID,
        VALID + "。",
        "谈了明年的价格和交货期",
        "外出",
        "沟通",
        "没找到人,外出,无人接听",
        "agreed the delivery dates today",
        "out",
        "好好好好好好好好好",
        "",
    ]
)
# Who made it void, if anybody did.
VOIDED = st.sampled_from(["", "", "", "author", "manager"])


def rules():
    day = st.integers(1, 60)
    contact = st.fixed_dictionaries(
        {
            "kind": st.just("no_contact"),
            "days": day,
            "outcome": st.sampled_from(["release", "rotate"]),
            "remind_days": st.just(0),
        }
    )
    deal = st.fixed_dictionaries(
        {
            "kind": st.just("no_deal"),
            "days": day,
            "outcome": st.sampled_from(["release", "rotate"]),
            "remind_days": st.just(0),
        }
    )
    review = st.fixed_dictionaries(
        {"kind": st.just("no_deal_review"), "days": day, "outcome": st.just("review"), "remind_days": st.just(0)}
    )
    term_of_stage = {
        "kind": st.just("stage_term"),
        "days": day,
        "outcome": st.just("release"),
        "remind_days": st.just(0),
    }
    stage = st.one_of(
        st.fixed_dictionaries({**term_of_stage, "stage": st.just("intent")}),
        st.fixed_dictionaries({**term_of_stage, "stage": st.just("potential"), "waits_for_application": st.booleans()}),
    )
    term = st.fixed_dictionaries(
        {"kind": st.just("protection_term"), "days": day, "outcome": st.just("release"), "remind_days": st.just(0)}
    )
    counts = st.fixed_dictionaries(
        {
            "kind": st.just("invalid_followups"),
            "days": st.integers(1, 4),
            "outcome": st.just("review"),
            "remind_days": st.just(0),
        }
    )
    key = st.fixed_dictionaries(
        {"kind": st.just("no_key_contact"), "days": day, "outcome": st.just("review"), "remind_days": st.just(0)}
    )
    one = st.one_of(contact, deal, review, stage, term, counts, key)
    return st.lists(one, max_size=4, unique_by=lambda r: (r["kind"], r.get("stage")))


HISTORY = st.fixed_dictionaries(
    {
        "since": HOURS,
        "stage": st.sampled_from(["potential", "intent", "official"]),
        "stage_since": HOURS,
        "followups": st.lists(
            st.tuples(HOURS, st.sampled_from(["rep", "mate", "stranger"]), TEXTS, st.booleans(), st.booleans(), VOIDED),
            max_size=6,
        ),
        "helper_since": st.none() | HOURS,
        "contract": st.none() | st.tuples(HOURS, st.sampled_from(["draft", "confirmed", "void"])),
        "key": st.booleans(),
        "extended": st.none() | st.integers(-10, 20).map(lambda n: NOW + n * DAY),
        # (when made, after how many hours answered, by whom, how)
        "applications": st.lists(
            st.tuples(
                HOURS,
                st.none() | st.integers(1, 600),
                st.sampled_from(["rep", "rep", "mate"]),
                st.sampled_from(["refused", "refused", "withdrawn"]),
            ),
            max_size=2,
            unique_by=lambda one: one[2],
        ),
        # (when recorded, after how many hours done and closed, kind)
        "orders": st.lists(
            st.tuples(HOURS, st.none() | st.integers(0, 600), st.sampled_from(["repair_in_warranty", "training"])),
            max_size=3,
        ),
    }
)


def build(cast, history):
    row = customer(cast.rep, since=history["since"], stage=history["stage"], stage_since=history["stage_since"])
    if history["helper_since"]:
        Collaborator.objects.create(customer=row, user=cast.mate, since=history["helper_since"])
    for when, author, text, with_somebody, late, voided in history["followups"]:
        FollowUp.objects.create(
            customer=row,
            author=getattr(cast, author),
            kind="call_out",
            occurred_at=when,
            recorded_at=when,
            content=text,
            counterpart="王经理" if with_somebody else "",
            late=late,
            voided_at=when if voided else None,
            voided_by=getattr(cast, author if voided == "author" else "manager") if voided else None,
        )
    if history["contract"]:
        when, status = history["contract"]
        Contract.objects.create(
            customer=row, number=f"K{row.pk}", signed_at=when, amount=1, status=status, recorded_at=when
        )
    if history["key"]:
        Contact.objects.create(customer=row, name="王", key=True, created_at=history["since"])
    for n, (recorded, hours, kind) in enumerate(history["orders"]):
        ServiceOrder.objects.create(
            number=f"S-{row.pk}-{n}",
            customer=row,
            kind=OrderKind.objects.get(key=kind),
            subject="压缩机不启动",
            reported_at=recorded,
            recorded_at=recorded,
            changed_at=recorded,
            accepted_at=recorded,
            done_at=closed_plainly(recorded, hours),
            closed_at=closed_plainly(recorded, hours),
        )
    for asked, hours, who, answer in history["applications"]:
        person, ended = getattr(cast, who), closed_plainly(asked, hours)
        Request.objects.create(
            kind="intent",
            customer_id=row.pk,
            subject=row.name,
            reason="They asked for a formal quotation",
            asked_by=person,
            asked_at=asked,
            due_at=asked,
            decided_at=ended,
            status=answer if ended else "pending",
        )
    Ownership.objects.filter(pk=row.pk).update(extended_until=history["extended"])
    deadlines.refresh([row.pk], at=NOW)
    return row


# --- a second, plain reading of the rule book, written from the interface and not from the code -------------------------


def counts_plainly(text, with_somebody, late):
    chinese = sum(1 for c in text if "一" <= c <= "鿿")
    long_enough = chinese >= 8 if chinese else len(text.split()) >= 4
    return long_enough and with_somebody and not late and text not in ("没找到人,外出,无人接听", "好好好好好好好好好")


def entries_plainly(history):
    """[(when, valid, valid but for being late)] of what the owner and the helper wrote in this ownership."""
    since, mine, said = history["since"], [], set()
    for when, author, text, somebody, late, voided in sorted(history["followups"], key=lambda f: f[0]):
        if voided == "manager":
            continue
        helps = author == "mate" and history["helper_since"] and history["helper_since"] <= when
        if when < since or not (author == "rep" or helps):
            continue
        new = (author, text.rstrip("。.")) not in said
        good = counts_plainly(text, somebody, False) and new
        if voided and good:
            continue
        mine.append((when, good and not late, good))
        if good and not late and not voided:
            said.add((author, text.rstrip("。.")))
    return mine


def closed_plainly(recorded, hours):
    """An order that would be closed after now is open."""
    return recorded + timedelta(hours=hours) if hours is not None and recorded + timedelta(hours=hours) <= NOW else None


def at_ten(day):
    return datetime(day.year, day.month, day.day, 10, tzinfo=zone())


def waited_plainly(due, history, most):
    """While a repair is open, at most so many days longer; once it is closed, until the next day."""
    closings = [closed_plainly(when, hours) for when, hours, kind in history["orders"] if kind == "repair_in_warranty"]
    if not most or not closings:
        return due
    longest = at_ten(due.astimezone(zone()).date() + most * DAY)
    if None in closings:
        return longest
    return max(due, min(longest, at_ten(max(closings).astimezone(zone()).date() + DAY)))


def applied_plainly(due, anchor, history):
    """Handed in by the owner before the deadline: kept until it is answered, and until the next day where it was refused."""
    for asked, hours, who, answer in history["applications"]:
        if who != "rep" or not anchor <= asked < due:
            continue
        ended = closed_plainly(asked, hours)
        if ended is None:
            return None
        if answer == "refused":
            return max(due, at_ten(ended.astimezone(zone()).date() + DAY))
    return due


def served_plainly(history):
    """When service had done its work; an order that was recorded before may be done in this ownership."""
    ends = [closed_plainly(when, hours) for when, hours, _kind in history["orders"]]
    return [end for end in ends if end]


def due_plainly(rule, history, body=PRESETS["tracking"], spared=None):
    """When the rule applies, or None. `spared`: until when a change of the rules spares at least."""
    most = body.get("order_wait_days")
    since, kind = history["since"], rule["kind"]
    deal = history["contract"][0] if history["contract"] and history["contract"][1] == "confirmed" else None
    mine = entries_plainly(history)
    official = history["stage"] == "official" or deal is not None
    if kind == "invalid_followups":
        bad = [when for when, _ok, ok_but_late in mine if not ok_but_late]
        return bad[rule["days"] - 1] if len(bad) >= rule["days"] else None
    if kind in ("stage_term", "protection_term") and official:
        return None
    if kind == "stage_term" and history["stage"] != rule["stage"]:
        return None
    if kind == "no_key_contact" and history["key"]:
        return None
    anchor = since
    if kind == "no_contact":
        served = served_plainly(history) if body.get("service_contact") else []
        anchor = max([since, *(when for when, ok, _late in mine if ok), *served])
    elif kind in ("no_deal", "no_deal_review") and deal:
        anchor = max(since, deal)
    elif kind == "stage_term":
        anchor = max(since, history["stage_since"])
    due = at_ten(anchor.astimezone(zone()).date() + rule["days"] * DAY)
    if rule["outcome"] != "review" and history["extended"]:
        due = max(due, history["extended"])
    due = max(due, spared or due)
    if rule.get("waits_for_application"):
        due = applied_plainly(due, anchor, history)
    if due is None:
        return None
    return waited_plainly(due, history, most) if rule["outcome"] != "review" else due


def expected(body, history):
    due = [(0 if r["outcome"] != "review" else 1, due_plainly(r, history, body), r["kind"]) for r in body["rules"]]
    due = sorted(d for d in due if d[1] is not None and d[1] <= NOW)
    return {(kind, when) for grave, when, kind in due if (grave, when) == (due[0][0], due[0][1])}


def rows():
    return (
        list(Ownership.objects.order_by("pk").values()),
        list(
            Customer.objects.order_by("pk").values(
                "pk", "department_id", "pooled_at", "pool_reason", "last_owner_id", "former_owners"
            )
        ),
    )


# What chance rarely makes: 30 days of a potential customer have passed, and the owner had applied, or once too late.
TERM = {"kind": "stage_term", "stage": "potential", "days": 30, "outcome": "release", "remind_days": 0}
PLAIN = {
    "since": NOW - 40 * DAY,
    "stage": "potential",
    "stage_since": NOW - 40 * DAY,
    "followups": [],
    "helper_since": None,
    "contract": None,
    "key": False,
    "extended": None,
    "orders": [],
}
APPLIED = [
    {**PLAIN, "applications": [made]}
    for made in (
        (NOW - 11 * DAY, None, "rep", "refused"),
        (NOW - 11 * DAY, 260, "rep", "refused"),
        (NOW - 11 * DAY, 24, "rep", "refused"),
        (NOW - 11 * DAY, 260, "rep", "withdrawn"),
        (NOW - 9 * DAY, None, "rep", "refused"),
        (NOW - 11 * DAY, None, "mate", "refused"),
    )
]


@pytest.mark.req("Z17", "Nc6")
class TestAgreement(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.cast = assemble()

    @settings(
        max_examples=40,
        deadline=None,
        phases=(Phase.explicit, Phase.generate),
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(
        rules=rules(),
        most=st.none() | st.integers(1, 40),
        serves=st.booleans(),
        histories=st.lists(HISTORY, min_size=1, max_size=3),
    )
    @example(rules=[{**TERM, "waits_for_application": True}], most=None, serves=False, histories=APPLIED)
    @example(rules=[TERM], most=2, serves=False, histories=APPLIED)
    def test_one_function_decides(self, rules, most, serves, histories):
        cast = self.cast
        version = PolicyVersion.objects.get(policy__key="tracking")
        body = {**PRESETS["tracking"], "rules": rules, "order_wait_days": most, "service_contact": serves}
        # `decided_at` is part of what parsed policies are remembered by; approved versions never change outside of tests.
        PolicyVersion.objects.filter(pk=version.pk).update(
            body=body, decided_at=NOW + timedelta(microseconds=hash(str(body)) % 10**9)
        )
        made = [(build(cast, history), history) for history in histories]
        before = rows()
        told = {line["customer"]: line for line in sweep.preview(NOW)}
        for row, history in made:
            wanted = expected(body, history)
            line = told.get(row.code)
            assert bool(line) == bool(wanted), (history, line)
            if line:
                assert (line["rule"], datetime.fromisoformat(line["due_at"])) in {
                    (k, w.replace(microsecond=0)) for k, w in wanted
                }
            why = explain(row.pk, NOW)
            for rule, told_of in zip(rules, why["rules"], strict=True):
                assert told_of["reading"].due_at == (due_plainly(rule, history, body) or NEVER), (rule, history)
            stored = Ownership.objects.get(pk=row.pk)
            losing = [r["reading"].due_at for r in why["rules"] if r["reading"].rule.outcome != "review"]
            assert stored.release_at == min([*losing, stored.release_at])
            assert (why["decision"].outcome if why["decision"] else None) == (
                ("rotate" if line["outcome"] == "rotate" else why["decision"].outcome) if line else None
            )
        done = []
        run = sweep.run(at=NOW, tell_line=done.append)
        assert sorted(done, key=lambda line: line["customer"]) == sorted(
            told.values(), key=lambda line: line["customer"]
        )
        taken = OwnershipEvent.objects.filter(run=run, kind__in=["released", "rotated"]).count()
        assert undo_run(run_id=run.pk, by=None, at=NOW + timedelta(minutes=1)) == (taken, [])
        assert rows() == before
