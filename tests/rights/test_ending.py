"""What was given for a time ends by itself; nothing that was given otherwise goes with it."""

from datetime import date, timedelta

import pytest

from crm_project.accounts.domain import access, further_rights, people, rights
from crm_project.accounts.domain.authority import manages
from crm_project.accounts.models import FurtherRight, Role
from crm_project.accounts.tasks import tend_rights
from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from crm_project.notices.models import Notice
from tests.cast import NOW, moment

from .told import UNTIL, fresh, granted

pytestmark = [pytest.mark.django_db, pytest.mark.req("Ne6"), pytest.mark.usefixtures("clock")]

LAST_MINUTE, NEXT_DAY = moment("2026-03-20 23:59"), moment("2026-03-21 00:02")


def may(person):
    return access.may(fresh(person), "customer.export")


def told(kind):
    return Notice.objects.filter(kind=kind).count()


def test_it_holds_to_the_end_of_its_last_day_and_then_ends_once(cast):
    granted(cast.rep, cast.manager, cast.admin)
    assert further_rights.end_due(at=LAST_MINUTE) == 0 and may(cast.rep)
    assert further_rights.end_due(at=NEXT_DAY) == 1 and not may(cast.rep)
    assert further_rights.end_due(at=NEXT_DAY + timedelta(hours=1)) == 0
    entry = Entry.objects.get(action="right.ended")
    assert entry.actor is None and entry.changes["right"] == ["customer.export", None]
    assert told("right_ended") == 1


def test_the_timetable_ends_it(cast, clock):
    granted(cast.rep, cast.manager, cast.admin)
    clock.move_to(NEXT_DAY)
    assert tend_rights() == (1, 0) and not may(cast.rep)


def test_some_days_before_the_person_is_told_once(cast):
    granted(cast.rep, cast.manager, cast.admin)
    assert further_rights.remind(at=moment("2026-03-14 09:00")) == 0
    for day in (15, 16, 20):
        further_rights.remind(at=moment(f"2026-03-{day} 09:00"))
    assert told("right_ends_soon") == 1
    assert Notice.objects.get(kind="right_ends_soon").params == {"right": "customer.export", "day": "2026-03-20"}


def test_a_longer_one_goes_on_when_the_first_ends(cast):
    """Asked for more in time: nothing ends, so nobody is told of an end."""
    granted(cast.rep, cast.manager, cast.admin)
    granted(cast.rep, cast.manager, cast.admin, until=date(2026, 4, 30))
    assert further_rights.remind(at=moment("2026-03-16 09:00")) == 0
    assert further_rights.end_due(at=NEXT_DAY) == 1
    assert may(cast.rep) and told("right_ended") == 0
    assert further_rights.end_due(at=moment("2026-05-01 00:02")) == 1 and not may(cast.rep) and told("right_ended") == 1


def test_one_for_good_stays_and_of_two_the_wider_counts_while_it_lasts(cast):
    granted(cast.rep, cast.manager, cast.admin, scope="own", until=None)
    granted(cast.rep, cast.manager, cast.admin, scope="all")
    assert access.scope(fresh(cast.rep), "customer.export") == "all"
    further_rights.end_due(at=NEXT_DAY)
    assert access.scope(fresh(cast.rep), "customer.export") == "own"
    assert further_rights.end_due(at=moment("2030-01-01 09:00")) == 0


def test_what_an_admin_gave_to_the_role_meanwhile_stays(cast):
    granted(cast.rep, cast.manager, cast.admin)
    role = Role.objects.get(key="rep")
    rights.set_rights(role_id=role.pk, grants={**role.grants, "customer.export": "all"}, by=cast.admin, at=NOW)
    further_rights.end_due(at=NEXT_DAY)
    assert access.scope(fresh(cast.rep), "customer.export") == "all" and told("right_ended") == 0


def test_an_admin_ends_it_by_hand_once(cast):
    granted(cast.rep, cast.manager, cast.admin)
    right = FurtherRight.objects.get()
    further_rights.end_right(right_id=right.pk, by=cast.admin, at=NOW)
    further_rights.end_right(right_id=right.pk, by=cast.admin, at=NOW)
    assert not may(cast.rep) and Entry.objects.filter(action="right.ended").count() == 1
    with pytest.raises(Refused):
        further_rights.end_right(right_id=right.pk, by=cast.manager, at=NOW)


@pytest.mark.req("M9", "Na2")
def test_it_ends_with_the_position_and_with_the_account(cast):
    granted(cast.rep, cast.manager, cast.admin)
    people.move_person(
        person_id=cast.rep.pk,
        role=cast.rep.role,
        department=cast.departments["direct"],
        superior=None,
        by=cast.admin,
        at=NOW,
        reason="moves on",
    )
    assert not may(cast.rep) and told("right_ended") == 1

    granted(cast.mate, cast.manager, cast.admin)
    later = NOW + timedelta(minutes=1)
    people.close_person(person_id=cast.mate.pk, by=cast.admin, at=later)
    assert fresh(cast.mate).further_grants == {}
    people.undo_close(person_id=cast.mate.pk, moment=later, stands_in_for=[], by=cast.admin, at=later)
    assert may(cast.mate)


def test_a_move_that_changes_nothing_but_the_superior_ends_nothing(cast):
    granted(cast.rep, cast.manager, cast.admin)
    people.move_person(
        person_id=cast.rep.pk,
        role=cast.rep.role,
        department=cast.rep.department,
        superior=cast.manager,
        by=cast.admin,
        at=NOW,
    )
    assert may(cast.rep)


def test_the_verb_that_gives_refuses_what_no_request_may_bring(cast):
    give = {"action": "customer.export", "scope": "all", "until": UNTIL, "request_id": 1, "at": NOW}
    for person, by, code in (
        (cast.rep, cast.manager, "forbidden"),
        (cast.admin, cast.admin, "own"),
        (cast.clerk, cast.admin, "has"),
    ):
        with pytest.raises(Refused) as refused:
            further_rights.give_right(person_id=person.pk, by=by, **give)
        assert refused.value.code == code


@pytest.mark.req("Nb1")
def test_who_has_a_right_over_the_whole_company_is_managed_by_who_manages_everywhere(cast):
    """Else a department's manager of people could take over an account that reaches further than their own."""
    role = Role.objects.get(key="manager")
    role.grants = {**role.grants, "people.manage": "below"}
    role.save(update_fields=["grants"])
    assert manages(fresh(cast.manager), fresh(cast.rep))
    granted(cast.rep, cast.manager, cast.admin)
    assert not manages(fresh(cast.manager), fresh(cast.rep)) and manages(fresh(cast.admin), fresh(cast.rep))
    with pytest.raises(Refused):
        people.update_person(person_id=cast.rep.pk, by=fresh(cast.manager), at=NOW, email="a@example.com")
