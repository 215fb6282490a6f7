"""The published filters "contacted" and "not contacted" decide exactly as the sweep does (row Z17)."""

from datetime import date, datetime, timedelta
from random import Random

import pytest
from django.http import QueryDict

from assignment.domain import deadlines
from assignment.domain.facts import gather
from assignment.domain.policies import versions
from assignment.domain.policies.announce import announce
from assignment.domain.policies.lookup import PolicyBook
from assignment.domain.policies.versions import preset, put_under
from assignment.domain.sweep import run as sweep
from assignment.models import Policy
from assignment.rules.policy import NO_CONTACT, readings
from crm_project.lib.time import zone
from customers.domain import contacted
from customers.domain.completeness import incomplete, percent
from customers.filters import listed
from customers.models import Customer, ListItem, Ownership
from tests.cast import CHINA, NOW, assemble, customer, followup, moment

pytestmark = [pytest.mark.django_db, pytest.mark.both]

AT = moment("2026-03-02 10:00")


def names(person, query, at=AT):
    return set(listed(person, QueryDict(query), at).values_list("name", flat=True))


def hour(day, clock_hour=10):
    return datetime(day.year, day.month, day.day, clock_hour, tzinfo=CHINA)


def by_the_rule(at):
    """Names of customers whose no-contact rule is due at this moment, as the policy reads it."""
    book, out = PolicyBook(), set()
    rows = dict(Customer.objects.values_list("pk", "name"))
    for pk, (policy, facts) in gather(list(rows), at, book=book).items():
        due = [r.due_at for r in readings(policy, facts) if r.rule.kind == NO_CONTACT] if policy else []
        if due and min(due) <= at:
            out.add(rows[pk])
    return out


def scatter(cast, seed=1, n=40):
    """Customers of all departments with follow-ups that count and some that don't, extensions and undone releases."""
    rng = Random(seed)
    people = [
        cast.rep,
        cast.mate,
        cast.solar_rep,
        cast.solar_mate,
        cast.stranger,
        cast.stages_rep,
        cast.east_rep,
    ]
    for _n in range(n):
        owner = rng.choice(people)
        since = AT - timedelta(days=rng.randint(0, 130), minutes=rng.randint(0, 1439))
        row = customer(owner, since=since)
        for _m in range(rng.randint(0, 3)):
            when = since + (AT - since) * rng.random()
            followup(
                row,
                rng.choice([owner, owner, cast.manager]),
                when,
                content=rng.choice([None, "外出"]) or "与王经理电话沟通了采购计划和价格",
            )
        if rng.random() < 0.2:
            floor = rng.choice(["extended_until", "spared_until"])
            Ownership.objects.filter(pk=row.pk).update(**{floor: AT + timedelta(days=rng.randint(-5, 20))})
            deadlines.refresh([row.pk], at=AT)


@pytest.mark.req("Z17")
@pytest.mark.parametrize("seed", range(3))
def test_not_contacted_is_what_the_rule_says_for_any_day(cast, clock, seed):
    scatter(cast, seed)
    for day in (date(2026, 3, 2), date(2026, 2, 20), date(2026, 3, 20), date(2026, 6, 30)):
        listed_names = names(cast.clerk, f"contact=not_contacted&contact_on={day}")
        assert listed_names == by_the_rule(hour(day)), day
        rest = names(cast.clerk, f"contact=contacted&contact_on={day}")
        ruled = Ownership.objects.exclude(owner__in=[cast.stranger, cast.stages_rep]).values_list(
            "customer__name", flat=True
        )
        assert rest == set(ruled) - listed_names, day


@pytest.mark.parametrize("floor", ["extended_until", "spared_until"])
def test_a_deadline_that_was_put_off_is_put_off_here_too(cast, clock, floor):
    row = customer(cast.rep, since=AT - timedelta(days=40))
    Ownership.objects.filter(pk=row.pk).update(**{floor: hour(date(2026, 3, 5))})
    deadlines.refresh([row.pk], at=AT)
    for day, told in ((2, set()), (4, set()), (5, {row.name}), (6, {row.name})):
        day = date(2026, 3, day)
        assert names(cast.rep, f"contact=not_contacted&contact_on={day}") == told == by_the_rule(hour(day)), day


@pytest.mark.req("Z17")
def test_not_contacted_is_the_list_that_the_sweep_acts_on(cast, clock):
    solar = cast.departments["solar"]
    for days in (5, 40, 89, 90, 91, 120):
        customer(cast.solar_rep, since=AT - timedelta(days=days))
    spoken = customer(cast.solar_rep, since=AT - timedelta(days=120))
    followup(spoken, cast.solar_rep, AT - timedelta(days=10))
    told = {line["name"] for line in sweep.preview(AT) if line["rule"] == NO_CONTACT and line["outcome"] != "remind"}
    assert names(cast.solar_rep, "contact=not_contacted") == told and len(told) == 3
    sweep.run(at=AT)
    assert Ownership.objects.filter(department=solar, owner=cast.solar_rep).count() == 4


@pytest.mark.req("Z17")
def test_a_rep_and_her_manager_read_the_same_decision(cast, clock):
    old = customer(cast.rep, since=AT - timedelta(days=20))
    fresh = customer(cast.rep, since=AT - timedelta(days=2))
    for person in (cast.rep, cast.manager):
        assert names(person, "contact=not_contacted") == {old.name}
        assert names(person, "contact=contacted") == {fresh.name}


def test_an_invalid_follow_up_does_not_make_a_customer_contacted(cast, clock):
    row = customer(cast.rep, since=AT - timedelta(days=20))
    followup(row, cast.rep, AT - timedelta(days=1), content="外出")
    assert names(cast.rep, "contact=not_contacted") == {row.name}
    followup(row, cast.rep, AT - timedelta(hours=1))
    assert names(cast.rep, "contact=not_contacted") == set()


@pytest.mark.req("Z17")
def test_a_rule_that_leaves_more_days_is_told_from_its_first_day_on(cast, clock):
    row = customer(cast.rep, since=moment("2026-02-17 09:00"))
    policy = Policy.objects.get(key="tracking")
    body = policy.versions.first().body
    policy.versions.create(
        number=99,
        body={
            **body,
            "rules": [{**rule, "days": 30} if rule["kind"] == NO_CONTACT else rule for rule in body["rules"]],
        },
        status="approved",
        holds_from=date(2026, 3, 4),
        drafted_at=NOW,
        decided_at=NOW,
    )
    announce(at=AT)
    for day, told in ((date(2026, 3, 4), set()), (date(2026, 3, 18), set()), (date(2026, 3, 19), {row.name})):
        assert names(cast.rep, f"contact=not_contacted&contact_on={day}") == told == by_the_rule(hour(day)), day


@pytest.mark.req("Z17")
@pytest.mark.parametrize("state", ["approved a moment ago", "announced", "in force", "one of two that are coming"])
@pytest.mark.parametrize("seed", range(2))
def test_the_grace_after_a_shortened_rule_is_told_too(db, clock, seed, state):
    cast = assemble()
    scatter(cast, seed, 25)
    policy = preset("tracking", at=NOW)
    body = policy.versions.first().body
    rules = [{**rule, "days": 5} if rule["kind"] == NO_CONTACT else rule for rule in body["rules"]]
    policy.versions.create(
        number=99,
        body={**body, "rules": rules},
        status="approved",
        holds_from=date(2026, 3, 2) if state == "in force" else date(2026, 3, 4),
        drafted_at=NOW,
        decided_at=NOW,
    )
    if state != "approved a moment ago":
        announce(at=AT)
        versions.take_effect(at=AT)
    if state.startswith("one of two"):
        policy.versions.create(
            number=100, body=body, status="approved", holds_from=date(2026, 3, 12), drafted_at=NOW, decided_at=NOW
        )
        announce(at=AT)
    for day in (date(2026, 3, 2), date(2026, 3, 4), date(2026, 3, 5), date(2026, 3, 11), date(2026, 3, 20)):
        assert names(cast.clerk, f"contact=not_contacted&contact_on={day}") == by_the_rule(hour(day)), day


@pytest.mark.req("Z17")
def test_the_rule_stands_above_the_list_as_a_sentence(cast, clock, signed_in):
    customer(cast.solar_rep, since=AT - timedelta(days=100))
    page = signed_in(cast.solar_rep).get("/customers/?contact=not_contacted")
    assert "90 days after the last valid follow-up" in page.text and "(Solar)" in page.text
    assert "15 days after" not in page.text, "rules of other departments are not theirs"


def test_departments_without_such_a_rule_are_in_neither_list(cast, clock):
    customer(cast.stranger, since=AT - timedelta(days=300))
    customer(department=cast.departments["sales"])
    assert names(cast.clerk, "contact=not_contacted") == names(cast.clerk, "contact=contacted") == set()


def test_a_department_that_changes_its_policy_changes_its_filter(cast, clock):
    row = customer(cast.stranger, since=AT - timedelta(days=300))
    put_under(
        department=cast.departments["direct"],
        policy=preset("solar", at=NOW),
        by=None,
        at=moment("2026-01-01 09:00"),
    )
    assert names(cast.stranger, "contact=not_contacted") == {row.name}


def test_both_filters_stand_ready_for_everybody(cast, clock, signed_in):
    page = signed_in(cast.rep).get("/customers/")
    assert [one["label"] for one in page.context["saved"]] == ["Contacted", "Not contacted"]


def test_the_day_is_the_companys_day(cast, clock):
    """At 07:30 in China it is still yesterday in UTC."""
    early = moment("2026-03-02 07:30")
    row = customer(cast.rep, since=hour(date(2026, 2, 15), 23))
    assert contacted.narrow(Customer.objects.all(), False, early.astimezone(zone()).date()).count() == 1
    assert names(cast.rep, "contact=not_contacted", early) == {row.name}


@pytest.mark.req("Z3", "Ni8")
@pytest.mark.parametrize("seed", range(3))
def test_the_filter_for_incomplete_files_agrees_with_the_figure_on_the_page(cast, seed):
    rng = Random(seed)

    def some(name, value):
        return {name: value} if rng.random() < 0.8 else {}

    kinds = {kind: ListItem.objects.filter(kind=kind).first() for kind in ("type", "source", "trade", "region")}
    for _n in range(40):
        fields = {}
        for name, value in [
            ("address", "a"),
            ("email", "a@b.cn"),
            ("phone", "1"),
            ("postal_code", "1"),
            ("profile", "p"),
        ]:
            fields |= some(name, value)
        for name in ("type", "source", "trade"):
            fields |= some(name, kinds[name])
        row = customer(
            cast.rep,
            level=rng.choice(["", "core"]),
            segment=rng.choice(["", "direct", "distributor"]),
            **fields,
        )
        if rng.random() < 0.8:
            row.regions.add(kinds["region"])
        if rng.random() < 0.8:
            row.contacts.create(
                name="王",
                created_at=NOW,
                active=rng.random() < 0.9,
                **some("title", "t"),
                **some("mobile", "1"),
            )
    lacking = {c.pk for c in Customer.objects.all() if percent(c) < 100}
    assert set(incomplete(Customer.objects.all()).values_list("pk", flat=True)) == lacking
    assert 0 < len(lacking) < 40


@pytest.mark.parametrize("name", ["type", "regions"])
def test_a_key_larger_than_any_filters_nothing_and_breaks_nothing(cast, clock, signed_in, name):
    assert signed_in(cast.rep).get("/customers/", {name: "9" * 5000}).status_code == 200
