"""Requests for rights at every place, and rights given on them; nothing that they give changes what the viewers may."""

from datetime import timedelta

from django.core.files.base import ContentFile

from crm_project.accounts.models import FurtherRight
from crm_project.approvals.models import Request
from crm_project.rights.models import ProofFile, ReviewedPerson, RightRequest, RightsReview
from tests.cast import NOW

from .rights import BELOW, DEPT, OTHER, OWN

BEFORE = NOW - timedelta(days=3)


def furnish_rights(world):
    """One refused request of everybody, with its proof, and one right that was given to them."""
    for role, viewer in world.viewers.items():
        _of(world, OWN, viewer, role)
        _review(world, OWN, viewer, role)
    _review(world, OTHER, world.cast.solar_manager)
    for place in (DEPT, BELOW, OTHER):
        _of(world, place, world.owners[place])


def _review(world, place, reviewer, role=None):
    row = RightsReview.objects.create(reviewer=reviewer, begun_on=BEFORE.date(), due_on=NOW.date())
    world.keep("rights review", place, row, role)
    line = ReviewedPerson.objects.create(review=row, person=world.cast.stages_rep)
    world.keep("reviewed person", place, line, role)


def _of(world, place, person, role=None):
    boss = world.bosses[place]
    request = Request.objects.create(
        kind="right",
        subject="Export (All)",
        department=world.homes[place],
        reason="the yearly review",
        asked_by=person,
        asked_at=BEFORE,
        due_at=NOW,
        decider=boss,
        decided_by=boss,
        decided_at=BEFORE,
        decision="not now",
        status=Request.Status.REFUSED,
    )
    row = RightRequest.objects.create(
        person=person, action="customer.export", scope="all", asked_at=BEFORE, state="refused", first=request
    )
    Request.objects.filter(pk=request.pk).update(arguments={"right_request_id": row.pk})
    proof = ProofFile(right_request=row, name="order.txt", size=5, by=person, at=BEFORE)
    proof.file.save("order.txt", ContentFile(b"order"))
    world.keep("right request", place, row, role)
    world.keep("proof", place, proof, role)
    right = FurtherRight.objects.create(
        person=person,
        action="customer.export",
        scope="all",
        request_id=row.pk,
        given_by=world.cast.admin,
        given_at=BEFORE,
    )
    world.keep("further right", place, right, role)
