"""Important new customers with too few people in contact: list, filter and weekly reminder (M13)."""

from datetime import timedelta

import pytest
from django.http import QueryDict

from assignment.domain.collaborators import end_collaboration, register_collaborator
from crm_project.accounts.domain import settings_store
from crm_project.notices.models import Notice
from customers.company_settings import IMPORTANT_PEOPLE
from customers.domain.contact_reminders import remind_of_people
from customers.domain.important import lacks_people
from customers.filters import listed
from tests.cast import NOW, customer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("M13")]


def found(user):
    return set(listed(user, QueryDict("alone=on"), NOW))


def test_the_filter_lists_important_new_customers_with_one_person_in_contact(cast):
    vip, core = customer(cast.rep, vip=True), customer(cast.rep, level="core")
    customer(cast.rep)
    customer(cast.rep, vip=True, stage="official")
    customer(None, department=cast.departments["sales"], vip=True)
    assert found(cast.rep) == {vip, core}
    helper = register_collaborator(customer_id=vip.pk, user=cast.mate, note="", by=cast.manager, at=NOW)
    assert found(cast.rep) == {core}
    end_collaboration(collaborator_id=helper.pk, by=cast.manager, at=NOW)
    assert found(cast.rep) == {vip, core}


@pytest.mark.parametrize(("wanted", "helpers", "short"), [(1, 0, False), (2, 0, True), (2, 1, False), (3, 1, True)])
def test_how_many_people_the_company_wants_is_its_choice(cast, wanted, helpers, short):
    row = customer(cast.rep, vip=True)
    for person in [cast.mate][:helpers]:
        register_collaborator(customer_id=row.pk, user=person, note="", by=cast.manager, at=NOW)
    settings_store.set_value(setting=IMPORTANT_PEOPLE, value=wanted, by=cast.admin, at=NOW)
    assert (lacks_people(row, helpers), row in found(cast.rep)) == (short, short)


def test_owners_are_reminded_on_mondays(cast):
    customer(cast.rep, vip=True)
    assert remind_of_people(at=NOW + timedelta(days=1)) == 0
    assert remind_of_people(at=NOW) == 1
    assert remind_of_people(at=NOW) == 1
    assert Notice.objects.get(kind="second_person").user == cast.rep
