"""A closed account is open again, with its password, and what was passed on comes back."""

from datetime import timedelta

import pytest

from activities.models import Task
from assignment.domain.handover import leaving
from assignment.domain.handover.run import continue_handover
from assignment.domain.undo.closing import held_before
from assignment.models import Handover
from crm_project.accounts.models import User
from crm_project.approvals.models import Request
from crm_project.lib.refused import Refused
from crm_project.notices.models import Notice
from customers.models import Collaborator
from tests.cast import NOW, customer

from .steps import remembered, state, undo

pytestmark = pytest.mark.django_db
EARLIER = NOW - timedelta(days=4)


def company():
    """Everything that closing an account changes."""
    return (
        state(),
        list(Task.objects.order_by("pk").values_list("pk", "assignee", "done_at", "closed_because", "reminded_at")),
        list(Collaborator.objects.filter(until=None).order_by("customer").values_list("customer", "user")),
        list(Request.objects.order_by("pk").values_list("pk", "status", "decider", "decided_at")),
        list(
            User.objects.order_by("pk").values_list("pk", "is_active", "closed_at", "superior", "stand_in", "password")
        ),
    )


def closed(person, by, **more):
    held = held_before(person)
    leaving.close_account(person_id=person.pk, by=by, at=NOW, reason="leaves", **more)
    return remembered("close_account", by, NOW, person_id=person.pk, **held)


def ask(kind, by, decider, department):
    return Request.objects.create(
        kind=kind, subject="x", asked_by=by, decider=decider, department=department, asked_at=EARLIER, due_at=NOW
    )


@pytest.fixture
def busy(cast):
    """A rep with customers, tasks here and there, a seat, requests, somebody who reports to them and somebody they stand in for."""
    mine, theirs = customer(cast.rep, since=EARLIER), customer(cast.mate, since=EARLIER)
    Collaborator.objects.create(customer=theirs, user=cast.rep, since=EARLIER, registered_by=cast.mate)
    for row in (mine, theirs, None):
        Task.objects.create(
            title="t",
            due_at=NOW + timedelta(days=1),
            assignee=cast.rep,
            created_by=cast.rep,
            created_at=EARLIER,
            customer=row,
        )
    ask("extension", cast.rep, cast.manager, cast.departments["sales"])
    ask("extension", cast.mate, cast.rep, cast.departments["sales"])
    User.objects.filter(pk=cast.mate.pk).update(superior=cast.rep)
    User.objects.filter(pk=cast.east_rep.pk).update(stand_in=cast.rep)
    return cast.rep


@pytest.mark.req("M9", "Na2", "Ne9")
@pytest.mark.parametrize("planned", [False, True])
def test_everything_is_with_the_person_again(cast, busy, planned):
    before = company()
    action = closed(busy, cast.admin, **({"successors": [cast.east_rep]} if planned else {}))
    assert company() != before and Handover.objects.exists() == planned
    undone = undo(action)
    assert company() == before
    assert undone.stayed == () and not Handover.objects.exists()
    told = set(Notice.objects.filter(at=NOW).values_list("user", flat=True)) - {cast.admin.pk}
    assert told and told == set(Notice.objects.filter(kind="account_reopened").values_list("user", flat=True))


def test_a_handover_that_has_begun_keeps_the_account_closed(cast, busy):
    action = closed(busy, cast.admin, successors=[cast.east_rep])
    continue_handover(handover_id=Handover.objects.get().pk, by=cast.admin, at=NOW + timedelta(seconds=9))
    with pytest.raises(Refused) as no:
        undo(action)
    assert "the handover of the customers has begun" in no.value.sentence
    assert not User.objects.get(pk=busy.pk).is_active


def test_what_somebody_has_taken_up_stays_and_is_listed(cast, busy):
    action = closed(busy, cast.admin)
    asked = Request.objects.get(asked_by=cast.mate)
    Request.objects.filter(pk=asked.pk).update(status="refused")
    undone = undo(action)
    assert undone.stayed == (("1 request to decide", "somebody else has taken it up"),)


def test_a_withdrawn_request_that_nobody_took_stays_withdrawn_and_is_to_be_made_again(cast, busy):
    asked = ask("sales_plan", busy, cast.manager, cast.departments["sales"])
    Request.objects.filter(pk=asked.pk).update(arguments={"plan_id": 0})
    action = closed(busy, cast.admin)
    undone = undo(action)
    why = "it stays withdrawn: make the request again if it is still needed"
    assert undone.stayed == (("1 own request (withdrawn)", why),)
    assert Request.objects.get(pk=asked.pk).status == "withdrawn"


def test_an_account_opened_by_hand_meanwhile_is_left_alone(cast, busy):
    action = closed(busy, cast.admin)
    User.objects.filter(pk=busy.pk).update(is_active=True, closed_at=None)
    with pytest.raises(Refused) as no:
        undo(action)
    assert "the account has been changed since" in no.value.sentence


def test_the_page_offers_the_undo(cast, clock, signed_in):
    client = signed_in(cast.admin)
    client.post(f"/people/{cast.hr.pk}/close/", {"reason": "leaves"})
    action = cast.admin.recent_actions.get()
    answer = client.post(f"/recent-actions/{action.pk}/undo/", follow=True)
    assert "open again, with the same password" in answer.content.decode()
    assert User.objects.get(pk=cast.hr.pk).is_active
