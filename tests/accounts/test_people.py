"""Accounts begin, change, move, close and come back; rights follow the position at once."""

import pytest
from allauth.usersessions.models import UserSession
from django.urls import reverse

from assignment.domain.handover import leaving
from crm_project.accounts.domain import access, people
from crm_project.accounts.models import Role, User
from crm_project.approvals.models import Request
from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from crm_project.notices.models import Notice
from tests.cast import NOW, customer, person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def role(key):
    return Role.objects.get(key=key)


def opened(cast, **fields):
    given = {
        "username": "lin",
        "full_name": "林小芳",
        "role": role("rep"),
        "department": cast.departments["sales"],
        "by": cast.admin,
        "at": NOW,
    }
    return people.create_person(**{**given, **fields})


def last(action):
    return Entry.objects.filter(action=action).order_by("-id").first()


@pytest.mark.req("Na1", "Nb1")
def test_a_new_account_has_the_rights_of_its_position_and_no_password(cast):
    lin = opened(cast)
    assert access.may(lin, "customer.claim") and not access.may(lin, "people.manage")
    assert not lin.has_usable_password()
    assert last("person.created").changes["role"] == [None, "Rep"]


@pytest.mark.req("Na3", "Ne1")
@pytest.mark.parametrize("name", ["rep", "REP"])
def test_a_user_name_belongs_to_one_account_whatever_its_case(cast, name):
    with pytest.raises(Refused, match="is taken") as refusal:
        opened(cast, username=name)
    assert refusal.value.field == "username"


def test_a_user_name_with_blanks_is_refused_at_its_field(cast):
    with pytest.raises(Refused) as refusal:
        opened(cast, username="lin xiao")
    assert refusal.value.field == "username"
    assert not User.objects.filter(full_name="林小芳").exists()


@pytest.mark.req("Na2")
def test_a_move_changes_the_rights_with_the_next_click(cast, signed_in):
    browser = signed_in(cast.rep)
    assert browser.get(reverse("accounts:roles")).status_code == 403
    people.move_person(
        person_id=cast.rep.pk,
        role=role("admin"),
        department=cast.departments["company"],
        superior=None,
        by=cast.admin,
        at=NOW,
    )
    assert browser.get(reverse("accounts:roles")).status_code == 200
    assert last("person.moved").changes == {"role": ["Rep", "Admin"], "department": ["Sales", "Company"]}


@pytest.mark.req("Na2", "Z16")
def test_where_the_admin_hands_over_nothing_the_manager_is_told_and_the_mover_keeps_the_customers_until_then(cast):
    held = customer(cast.rep)
    grants = {action: scope for action, scope in cast.admin.role.grants.items() if action != "handover.run"}
    type(cast.admin.role).objects.filter(pk=cast.admin.role_id).update(grants=grants)
    leaving.move_person(
        person_id=cast.rep.pk,
        role=role("rep"),
        department=cast.departments["direct"],
        superior=None,
        by=User.objects.get(pk=cast.admin.pk),
        at=NOW,
    )
    assert held.ownership.owner == cast.rep
    notice = Notice.objects.get(user=cast.manager, kind="handover_suggested")
    assert notice.params == {"person": "Rep", "n": 1}


def test_another_superior_alone_moves_no_customer(cast):
    held = customer(cast.rep)
    leaving.move_person(
        person_id=cast.rep.pk,
        role=role("rep"),
        department=cast.departments["sales"],
        superior=cast.director,
        by=cast.admin,
        at=NOW,
    )
    assert held.ownership.owner == cast.rep and not Notice.objects.filter(kind="handover_suggested").exists()


@pytest.mark.req("M9", "Na2", "Nb1")
def test_closing_ends_every_session_at_once(cast, client):
    client.force_login(cast.rep)
    client.get(reverse("accounts:profile"))
    assert UserSession.objects.filter(user=cast.rep).count() == 1
    leaving.close_account(person_id=cast.rep.pk, by=cast.admin, at=NOW, reason="left")
    assert not UserSession.objects.filter(user=cast.rep).exists()
    assert client.get(reverse("accounts:profile")).status_code == 302
    assert last("person.closed").reason == "left"


@pytest.mark.req("M9")
def test_a_session_that_nobody_listed_is_worth_nothing_once_the_account_is_closed(cast, client):
    client.force_login(cast.rep)  # no page yet: the list of sessions does not know it
    people.close_person(person_id=cast.rep.pk, by=cast.admin, at=NOW)
    assert client.get(reverse("accounts:profile")).status_code == 302


@pytest.mark.req("M9")
def test_what_waited_for_a_leaver_waits_for_the_superior_and_the_leavers_own_is_withdrawn(cast):
    asked = {"asked_at": NOW, "due_at": NOW, "subject": "x", "department": cast.departments["sales"]}
    waiting = Request.objects.create(kind="extension", decider=cast.manager, asked_by=cast.rep, **asked)
    own = Request.objects.create(kind="intent", decider=cast.director, asked_by=cast.manager, **asked)
    leaving.close_account(person_id=cast.manager.pk, by=cast.admin, at=NOW)
    waiting.refresh_from_db(), own.refresh_from_db()
    assert waiting.decider == cast.director
    assert own.status == Request.Status.WITHDRAWN


def test_whoever_moves_away_from_deciding_passes_on_what_waits_but_keeps_her_own_requests(cast):
    asked = {"asked_at": NOW, "due_at": NOW, "subject": "x", "department": cast.departments["sales"]}
    waiting = Request.objects.create(kind="extension", decider=cast.manager, asked_by=cast.rep, **asked)
    own = Request.objects.create(kind="intent", decider=cast.director, asked_by=cast.manager, **asked)
    leaving.move_person(
        person_id=cast.manager.pk,
        role=role("rep"),
        department=cast.departments["sales"],
        superior=None,
        by=cast.admin,
        at=NOW,
    )
    waiting.refresh_from_db(), own.refresh_from_db()
    assert waiting.decider == cast.director
    assert own.status == Request.Status.PENDING


def test_a_policy_that_waited_for_a_leaver_goes_to_somebody_who_may_approve_it(cast):
    second = person("second_gm", "general_manager", cast.departments["company"])
    waiting = Request.objects.create(kind="policy", decider=cast.general_manager, asked_at=NOW, due_at=NOW, subject="x")
    leaving.close_account(person_id=cast.general_manager.pk, by=cast.admin, at=NOW)
    waiting.refresh_from_db()
    assert waiting.decider == second


@pytest.mark.req("Nb1")
def test_nobody_closes_the_own_account(cast):
    with pytest.raises(Refused, match="another admin"):
        people.close_person(person_id=cast.admin.pk, by=cast.admin, at=NOW)


@pytest.mark.req("Nb1", "Ne5")
def test_the_last_who_manages_people_can_neither_be_moved_nor_closed(cast):
    boss = person("boss", "admin")
    people.close_person(person_id=cast.admin.pk, by=boss, at=NOW)  # two admins: one may go
    with pytest.raises(Refused, match="nobody could manage people"):
        people.move_person(person_id=boss.pk, role=role("rep"), department=None, superior=None, by=boss, at=NOW)
    with pytest.raises(Refused, match="nobody could manage people"):
        people.close_person(person_id=boss.pk, by=None, at=NOW)
    boss.refresh_from_db()
    assert boss.is_active and boss.role.key == "admin"


def test_an_account_that_comes_back_needs_a_new_password(cast):
    cast.rep.set_password("an old password 1")
    cast.rep.save()
    people.close_person(person_id=cast.rep.pk, by=cast.admin, at=NOW)
    again = people.reopen_person(person_id=cast.rep.pk, by=cast.admin, at=NOW)
    assert again.is_active and not again.has_usable_password() and again.role == role("rep")


def test_nobody_stands_above_herself(cast):
    people.update_person(person_id=cast.rep.pk, superior=cast.manager, by=cast.admin, at=NOW)
    with pytest.raises(Refused, match="reports to") as refusal:
        people.update_person(
            person_id=cast.manager.pk, superior=User.objects.get(pk=cast.rep.pk), by=cast.admin, at=NOW
        )
    assert refusal.value.field == "superior"


@pytest.fixture
def local_admin(cast):
    """Manages people of Sales and below, nowhere else."""
    keeper = Role.objects.create(
        key="local", name="Local admin", grants={"people.view": "below", "people.manage": "below"}
    )
    return User.objects.create(
        username="local", full_name="Local", role=keeper, department=cast.departments["sales"], trained_at=NOW
    )


@pytest.mark.req("Nb3", "Nh2")
@pytest.mark.parametrize("other", ["stranger", "direct_manager", "hr"])
def test_a_local_admin_manages_nobody_elsewhere(cast, local_admin, other):
    with pytest.raises(Refused, match="manage the people of this department."):
        people.update_person(person_id=getattr(cast, other).pk, full_name="X", by=local_admin, at=NOW)
    people.update_person(person_id=cast.east_rep.pk, full_name="X", by=local_admin, at=NOW)


@pytest.mark.req("Nb3", "Nh2")
def test_a_local_admin_can_neither_give_nor_touch_a_role_that_reaches_the_company(cast, local_admin):
    sales = cast.departments["sales"]
    with pytest.raises(
        Refused, match="covers the whole company: only somebody who manages people everywhere may grant or change it."
    ):
        people.move_person(
            person_id=cast.rep.pk, role=role("admin"), department=sales, superior=None, by=local_admin, at=NOW
        )
    auditor = person("sales_auditor", "auditor", sales)
    with pytest.raises(
        Refused, match="covers the whole company: only somebody who manages people everywhere may grant or change it."
    ):
        people.update_person(person_id=auditor.pk, email="mine@example.com", by=local_admin, at=NOW)
    people.move_person(
        person_id=cast.rep.pk, role=role("manager"), department=sales, superior=None, by=local_admin, at=NOW
    )


def test_nobody_is_placed_in_a_closed_department(cast):
    cast.departments["stages"].closed_at = NOW
    with pytest.raises(Refused, match="is closed"):
        opened(cast, department=cast.departments["stages"])
