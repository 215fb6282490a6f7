"""An application to change to intent, handed in within the 30 days, keeps the customer while the manager has not answered (Nc6):
by verbs, in every place that tells of the deadline."""

from datetime import timedelta

import pytest
from django.urls import reverse

from assignment.domain import deadlines, explanation
from assignment.domain.facts import gather
from assignment.domain.forecast.compute import forecast
from assignment.domain.policies.lookup import PolicyBook
from assignment.domain.sweep import run as sweep
from assignment.domain.sweep.reconcile import reconcile
from assignment.models import OwnershipEvent, PolicyVersion, SweepLine
from assignment.rules.policy import NEVER
from assignment.rules.policy_body import read_policy
from crm_project.approvals.domain.requests import decide, withdraw, withdraw_all
from crm_project.approvals.domain.undoing import undo_decision
from customers.domain.stages import ask_intent
from customers.models import Ownership
from tests.cast import NOW, customer, moment, owner_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("Nc6")]
HELD = moment("2026-02-01 09:00")
DUE = moment("2026-03-03 10:00")
REASON = "They asked for a formal quotation this week"


def release_at(row):
    return Ownership.objects.get(pk=row.pk).release_at


@pytest.fixture
def row(cast):
    made = customer(cast.stages_rep, since=HELD)
    deadlines.refresh([made.pk], at=NOW)
    assert release_at(made) == DUE
    return made


def apply(row, cast, at=NOW):
    return ask_intent(customer_id=row.pk, reason=REASON, by=cast.stages_rep, at=at)


def refuse(ask, cast, at):
    return decide(request_id=ask.pk, by=cast.stages_manager, approve=False, decision="no order in sight", at=at)


def test_while_it_waits_the_customer_is_kept_and_approved_it_is_one_of_intent(cast, row):
    ask = apply(row, cast)
    assert release_at(row) == NEVER
    sweep.run(at=DUE + timedelta(days=20))
    assert owner_of(row) == "stages_rep"
    decide(request_id=ask.pk, by=cast.stages_manager, approve=True, decision="", at=DUE + timedelta(days=20))
    assert release_at(row) == moment("2026-04-07 10:00"), "15 days from the change"


def test_refused_after_the_deadline_the_owner_is_reminded_and_has_a_day(cast, row):
    refused = DUE + timedelta(days=2, hours=5)
    ask = refuse(apply(row, cast), cast, refused)
    assert release_at(row) == moment("2026-03-06 10:00")
    sweep.run(at=refused + timedelta(minutes=1))
    assert owner_of(row) == "stages_rep" and OwnershipEvent.objects.filter(customer=row, kind="warned").exists()
    apply(row, cast, at=refused + timedelta(hours=1))
    assert release_at(row) == moment("2026-03-06 10:00"), "a second one after the deadline keeps nothing"
    sweep.run(at=moment("2026-03-06 10:00"))
    event = OwnershipEvent.objects.get(customer=row, kind="released")
    assert event.evidence["floor"] == "application"
    assert event.evidence["application"] == {
        "asked_at": "2026-03-02T09:00:00+08:00",
        "refused_at": "2026-03-05T15:00:00+08:00",
    }
    assert ask.status == "refused"


def test_refused_in_time_or_taken_back_the_deadline_is_as_it_was(cast, row):
    refuse(apply(row, cast), cast, NOW + timedelta(hours=1))
    assert release_at(row) == DUE
    second = apply(row, cast, at=NOW + timedelta(hours=2))
    assert release_at(row) == NEVER
    withdraw(request_id=second.pk, by=cast.stages_rep, at=NOW + timedelta(hours=3))
    assert release_at(row) == DUE
    apply(row, cast, at=NOW + timedelta(hours=4))
    withdraw_all(person=cast.stages_rep, by=cast.admin, at=NOW + timedelta(hours=5))
    assert release_at(row) == DUE


@pytest.mark.parametrize("approve", [True, False])
def test_a_decision_that_is_undone_waits_again_and_keeps_again(cast, row, approve):
    ask = apply(row, cast)
    later = DUE + timedelta(days=1)
    decide(request_id=ask.pk, by=cast.stages_manager, approve=approve, decision="as discussed", at=later)
    assert release_at(row) < NEVER
    undo_decision(
        request_id=ask.pk, arguments={"customer_id": row.pk}, by=cast.stages_manager, at=later + timedelta(minutes=2)
    )
    assert release_at(row) == NEVER and row.stage == "potential"
    assert reconcile(at=later + timedelta(minutes=3))[1] == 0


def test_nobody_else_keeps_it_and_a_policy_that_does_not_ask_waits_for_nothing(cast, row):
    body = PolicyVersion.objects.get(policy__key="stages").body
    rules = [{k: v for k, v in rule.items() if k != "waits_for_application"} for rule in body["rules"]]
    PolicyVersion.objects.filter(policy__key="stages").update(
        body={**body, "rules": rules}, decided_at=NOW - timedelta(minutes=5)
    )
    apply(row, cast)
    assert release_at(row) == DUE
    sweep.run(at=DUE)
    assert owner_of(row) is None


def test_a_stored_deadline_that_knows_nothing_of_it_yet_is_passed_over_with_the_application_named(cast, row, signed_in):
    apply(row, cast)
    Ownership.objects.filter(pk=row.pk).update(release_at=DUE, rule="stage_term")
    done = sweep.run(at=DUE)
    line = SweepLine.objects.get(run=done, customer=row)
    assert (line.outcome, line.evidence["saved_by"]["what"]) == ("skipped", "application")
    text = signed_in(cast.stages_manager).get(reverse("assignment:sweep_run", args=[done.pk])).text
    assert "Saved by the application to change to intent (requested on 2026-03-02 09:00, not decided yet)" in text


def test_as_of_then_it_waited_then(cast, row):
    refuse(apply(row, cast), cast, DUE + timedelta(days=2))
    told = explanation.explain(row.pk, DUE + timedelta(days=1), as_of=True)
    assert [r["reading"].exempt for r in told["rules"]] == ["application", "other_stage"]


def test_the_forecast_of_a_draft_without_it_says_who_would_be_lost(cast, row):
    apply(row, cast)
    body = PolicyVersion.objects.get(policy__key="stages").body
    plain = [{k: v for k, v in rule.items() if k != "waits_for_application"} for rule in body["rules"]]
    until, first_day = DUE + timedelta(days=9), (NOW + timedelta(days=1)).date()

    def lost(rules):
        told = forecast(
            read_policy({**body, "rules": rules}),
            [cast.stages_rep.department],
            at=NOW,
            until=until,
            holds_from=first_day,
        )
        return told["now"], told["draft"]

    assert lost(body["rules"]) == (0, 0) and lost(plain) == (0, 1)


def test_the_pages_say_it(cast, row, signed_in):
    ask = apply(row, cast)
    client = signed_in(cast.stages_rep)
    page = client.get(reverse("customers:detail", args=[row.pk])).text
    assert "The application to change to intent is waiting: the customer is kept until it is decided." in page
    why = client.get(reverse("assignment:why", args=[row.pk])).text
    assert "waits for the decision about the change to intent" in why
    assert "requested on 2026-03-02 09:00, not decided yet" in why
    policy = PolicyVersion.objects.get(policy__key="stages").policy_id
    text = client.get(reverse("assignment:policy", args=[policy])).text
    assert "an application for intent made in time keeps it until the decision." in text
    asked = signed_in(cast.stages_manager).get(reverse("approvals:request", args=[ask.pk])).text
    assert "Deadline when it was requested" in asked and "2026-03-03 10:00" in asked


def test_the_form_says_what_applying_does(cast, row, signed_in, clock):
    client, url = signed_in(cast.stages_rep), reverse("assignment:intent", args=[row.pk])
    assert "the customer is kept until it is decided" in client.get(url).text
    refuse(apply(row, cast), cast, DUE - timedelta(hours=1))
    clock.move_to(DUE + timedelta(minutes=5))
    late = signed_in(cast.stages_rep).get(url).text
    assert "the countdown continues" in late and "is kept until" not in late


def test_whoever_loses_it_reads_that_an_application_would_have_kept_it(cast, row, signed_in):
    sweep.run(at=DUE)
    event = OwnershipEvent.objects.get(customer=row, kind="released")
    page = signed_in(cast.stages_rep).get(reverse("assignment:loss", args=[event.pk])).text
    assert "An application to change it to intent made before" in page
    assert "it would have been kept until the decision." in page
    assert "an application for intent made in time keeps it until the decision." in page


def test_a_list_with_many_costs_one_query_more(cast, django_assert_num_queries):
    rows = [customer(cast.stages_rep, since=HELD) for _n in range(5)]
    for one in rows:
        apply(one, cast)
    book = PolicyBook()
    gather([rows[0].pk], NOW, book=book)
    with django_assert_num_queries(3):
        found = gather([one.pk for one in rows], NOW, book=book)
    assert all(len(facts.applications) == 1 for _policy, facts in found.values())
