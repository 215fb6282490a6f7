"""Customers that somebody who moved still holds: nobody forgets them (rows Ne9, M9)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from assignment import tasks
from assignment.domain.handover import leaving
from assignment.domain.handover import run as handover
from assignment.models import Handover
from crm_project.accounts.models import Role
from crm_project.notices.models import Notice
from tests.cast import NOW, customer, owner_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
INTRODUCTIONS = reverse("assignment:introductions")
LINE = "has moved, 1 customer to hand over"


def move(cast, *, by, role="rep", department="direct", **choice):
    return leaving.move_person(
        person_id=cast.rep.pk,
        role=Role.objects.get(key=role),
        department=cast.departments[department] if department else cast.rep.department,
        superior=None,
        by=by,
        at=NOW,
        **choice,
    )[1]


def chase(*hours):
    for one in hours:
        tasks.introductions.remind_of_introductions(at=NOW + timedelta(hours=one))
    return Notice.objects.filter(kind="handover_waits_moved")


@pytest.mark.req("Ne9", "M9")
@pytest.mark.parametrize(("role", "department"), [("rep", "direct"), ("clerk", None)])
def test_a_movers_planned_handover_is_asked_for_every_day_until_it_is_carried_out(cast, signed_in, role, department):
    row = customer(cast.rep)
    made = move(cast, by=cast.admin, role=role, department=department, successors=[cast.mate])
    page = reverse("assignment:handover", args=[made.pk])
    client = signed_in(cast.manager)
    home = client.get("/").content.decode()
    assert LINE in home and page in home
    listing = client.get(INTRODUCTIONS).content.decode()
    assert "Rep has moved and still holds 1 customer." in listing and page in listing
    told = chase(1, 2, 25)
    assert [(n.user, n.params["n"], n.url) for n in told] == [(cast.manager, 1, page)] * 2
    assert LINE not in signed_in(cast.direct_manager).get("/").content.decode(), "the customers are not theirs"
    handover.continue_handover(handover_id=made.pk, by=cast.manager, at=NOW)
    assert owner_of(row) == "mate" and chase(49).count() == 2
    assert LINE not in signed_in(cast.manager).get("/").content.decode()


@pytest.mark.req("Ne9")
@pytest.mark.parametrize(("role", "department"), [("rep", "direct"), ("clerk", None)])
def test_where_nobody_planned_one_the_manager_is_asked_all_the_same(cast, role, department):
    customer(cast.rep)
    assert move(cast, by=None, role=role, department=department) is None and not Handover.objects.exists()
    told = chase(1, 25)
    assert [n.user for n in told] == [cast.manager] * 2
    assert told[0].url == reverse("assignment:handover_new") + f"?person={cast.rep.pk}"


@pytest.mark.req("Ne9")
def test_what_stays_with_a_reason_and_a_plan_of_somebody_in_place_are_not_asked_for(cast, signed_in):
    customer(cast.rep), customer(cast.mate)
    Role.objects.create(key="senior", grants=cast.rep.role.grants)
    move(cast, by=cast.admin, role="senior", department=None, keep_reason="they asked for them")
    handover.start_handover(leaver=cast.mate, successors=[cast.rep], reason="", by=cast.manager, at=NOW)
    assert not chase(1, 25)
    assert LINE not in signed_in(cast.manager).get("/").content.decode()
