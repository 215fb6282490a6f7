"""The company tree: departments begin, hang elsewhere, close; nobody's clock changes because of a chart."""

import pytest
from django.urls import reverse

from assignment.domain.policies import reorganisation
from assignment.domain.policies.lookup import PolicyBook
from assignment.models import PolicyScope
from crm_project.accounts.domain import departments
from crm_project.accounts.models import Department, User
from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from tests.cast import NOW, customer, moment

pytestmark = [pytest.mark.django_db, pytest.mark.req("Nb1"), pytest.mark.usefixtures("clock")]


def policy_of(department):
    return PolicyBook().policy_id_for(Department.objects.get(pk=department.pk), local_date(NOW))


def test_a_new_department_lives_under_the_policy_above(cast):
    made = departments.create_department(name="West", parent=cast.departments["sales"], by=cast.admin, at=NOW)
    assert made.path == f"{cast.departments['sales'].path}{made.pk}/"
    assert policy_of(made) == policy_of(cast.departments["sales"])


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("East", "There is already a department with this name."), ("A/B", "can't contain"), ("  ", "needs a name")],
)
def test_a_name_that_cannot_be_is_refused_at_its_field(cast, name, sentence):
    with pytest.raises(Refused, match=sentence) as refusal:
        departments.create_department(name=name, parent=cast.departments["sales"], by=cast.admin, at=NOW)
    assert refusal.value.field == "name"


def test_own_words_for_the_stages(cast):
    departments.update_department(
        department_id=cast.departments["sales"].pk, name="Sales", stage_intent="Hot", by=cast.admin, at=NOW
    )
    assert Department.objects.get(name="Sales").stage_intent == "Hot"
    assert Entry.objects.get(action="department.changed").changes == {"stage_intent": ["", "Hot"]}


def test_a_moved_department_takes_along_all_below_and_keeps_its_policy(cast):
    sales, direct, east = (cast.departments[n] for n in ("sales", "direct", "east"))
    held = customer(cast.east_rep, since=moment("2026-02-27 09:00"))
    held.ownership.refresh_from_db()
    before, due = policy_of(east), held.ownership.release_at
    reorganisation.move_department(department_id=east.pk, parent=direct, by=cast.admin, at=NOW)
    assert Department.objects.get(pk=east.pk).path == f"{direct.path}{east.pk}/"
    assert policy_of(east) == before != policy_of(direct)
    held.ownership.refresh_from_db()
    assert held.ownership.release_at == due
    reorganisation.move_department(department_id=sales.pk, parent=direct, by=cast.admin, at=NOW)
    assert policy_of(sales) == before


def test_a_department_that_lived_under_no_policy_gets_none_by_moving(cast):
    free = departments.create_department(name="Office", parent=cast.departments["company"], by=cast.admin, at=NOW)
    below = departments.create_department(name="Archive", parent=free, by=cast.admin, at=NOW)
    reorganisation.move_department(department_id=free.pk, parent=cast.departments["sales"], by=cast.admin, at=NOW)
    assert policy_of(free) is None and policy_of(below) is None
    assert PolicyScope.objects.filter(department=free, policy=None).exists()


def test_a_department_cannot_hang_below_itself(cast):
    with pytest.raises(Refused, match="belong to itself."):
        reorganisation.move_department(
            department_id=cast.departments["sales"].pk, parent=cast.departments["east"], by=cast.admin, at=NOW
        )


def test_a_department_closes_once_nobody_and_no_customer_is_in_it(cast):
    east = cast.departments["east"]
    with pytest.raises(Refused, match="1 people are still in this department: move them first."):
        reorganisation.close_department(department_id=east.pk, by=cast.admin, at=NOW)
    User.objects.filter(department=east).update(department=cast.departments["sales"])
    lost = customer(department=east)
    with pytest.raises(
        Refused, match="1 customers belong to this department, including its public pool: transfer them first."
    ):
        reorganisation.close_department(department_id=east.pk, by=cast.admin, at=NOW)
    lost.department = cast.departments["sales"]
    lost.save()
    assert reorganisation.close_department(department_id=east.pk, by=cast.admin, at=NOW).closed_at == NOW


def test_departments_below_must_close_first(cast):
    with pytest.raises(Refused):
        reorganisation.close_department(department_id=cast.departments["company"].pk, by=cast.admin, at=NOW)


@pytest.mark.req("Nb3")
def test_the_page_shows_policy_and_people_and_saves(cast, signed_in):
    browser = signed_in(cast.admin)
    url = reverse("accounts:department", args=[cast.departments["sales"].pk])
    page = browser.get(url).content.decode()
    assert "Policy: “Tracking”." in page
    browser.post(url, {"name": "Sales China", "stage_potential": "Lead"})
    assert Department.objects.get(pk=cast.departments["sales"].pk).stage_potential == "Lead"


@pytest.mark.embedded
def test_the_tree_costs_the_same_however_many_departments(cast, signed_in, django_assert_max_num_queries):
    browser = signed_in(cast.admin)
    browser.get(reverse("accounts:departments"))
    for n in range(30):
        Department.objects.create(name=f"Team {n}", parent=cast.departments["sales"])
    with django_assert_max_num_queries(9):
        browser.get(reverse("accounts:departments"))
