"""Everybody works under an account of their own, and what is done is written down under that name."""

import pytest
from django.urls import reverse

from activities.models import FollowUp
from assignment.domain.handover import leaving
from crm_project.accounts.domain import people
from crm_project.accounts.models import Role, User
from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from tests.activities.entries import new_url, typed
from tests.cast import NOW, customer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.mark.req("Ne1")
def test_what_two_people_do_is_written_down_under_each_ones_own_name(cast, signed_in):
    for person in (cast.rep, cast.mate):
        file = customer(person)
        signed_in(person).post(new_url(file), typed())
        row = FollowUp.objects.get(customer=file)
        assert row.author == person
        assert Entry.objects.get(action="followup.recorded", customer_id=file.pk).actor == person


@pytest.mark.req("Ne1")
@pytest.mark.parametrize("name", ["home", "customers:list", "approvals:inbox", "activities:tasks"])
def test_nobody_works_without_an_account(client, name):
    answer = client.get(reverse(name))
    assert answer.status_code == 302 and "/login/" in answer.url


@pytest.mark.req("Ne1")
def test_an_account_is_never_given_on_to_somebody_else(cast):
    given = {"full_name": "New Person", "role": Role.objects.get(key="rep"), "department": cast.rep.department}
    with pytest.raises(Refused, match="is taken"):
        people.create_person(username="rep", by=cast.admin, at=NOW, **given)
    leaving.close_account(person_id=cast.mate.pk, by=cast.admin, at=NOW)
    with pytest.raises(Refused, match="is taken"):
        people.create_person(username="mate", by=cast.admin, at=NOW, **given)
    assert User.objects.filter(username__in=["rep", "mate"]).count() == 2
