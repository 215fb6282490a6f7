"""A customer named in the address of a form shows what its file says only to those who may read it (rows M10, Nb3)."""

import pytest
from django.urls import reverse

from contracts.models import Contract
from crm_project.lib.refused import Refused
from customers.models import Contact, Customer
from service.domain.visits import planning
from tests.cast import NOW, customer

from .orders import order

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("M10", "Nb3")]
FORMS = ("service:new", "service:visit_new", "service:of_customer")


@pytest.fixture
def row(cast):
    made = customer(cast.rep, since=NOW)
    Contact.objects.create(customer=made, name="陈秘密", created_at=NOW)
    Contract.objects.create(
        customer=made,
        number="HT-SECRET",
        signed_at=NOW,
        amount=5,
        owner=cast.rep,
        recorded_at=NOW,
        status=Contract.Status.CONFIRMED,
    )
    return made


def shown(client, name, row):
    page = client.get(reverse(name), {"customer": row.pk}).text
    return "陈秘密" in page or "HT-SECRET" in page


@pytest.mark.parametrize("name", FORMS)
def test_whoever_records_for_it_chooses_from_its_file(cast, row, signed_in, name):
    assert shown(signed_in(cast.rep), name, row) and shown(signed_in(cast.service), name, row)


@pytest.mark.parametrize("name", FORMS)
def test_nothing_of_a_customer_of_somebody_else(cast, row, signed_in, name):
    assert not shown(signed_in(cast.stranger), name, row)


@pytest.mark.parametrize("name", FORMS)
def test_nothing_of_a_restricted_file_that_one_may_not_open(cast, row, signed_in, name):
    Customer.objects.filter(pk=row.pk).update(restricted=True)
    assert not shown(signed_in(cast.service), name, row)
    assert not shown(signed_in(cast.service_manager), name, row)
    assert shown(signed_in(cast.rep), name, row), "its owner"


def test_a_restricted_customer_is_recorded_for_by_those_who_may_open_its_file(cast, row):
    Customer.objects.filter(pk=row.pk).update(restricted=True)
    for refused in (cast.service, cast.service_manager):
        with pytest.raises(Refused, match="ask its owner or service"):
            order(row, refused)
        with pytest.raises(Refused, match="ask its owner or service"):
            planning.plan_visit(customer_id=row.pk, by=refused, at=NOW, fields={"due_on": NOW.date()})
    assert order(row, cast.rep).customer == row
