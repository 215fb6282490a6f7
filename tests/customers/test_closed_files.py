"""Which restricted files stay closed: told from the files that are open, for every role, by whatever hangs on a customer."""

import pytest

from contracts.models import Contract
from crm_project.accounts.models import User
from customers.domain.access import file_scope
from customers.models import Collaborator, Customer
from customers.models.scope import closed_files, in_scope, open_files
from tests.cast import NOW, customer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("M10", "Nb3")]
ACTIONS = ("contract.view", "deal.view", "service.view", "rating.view")


@pytest.fixture
def company(cast):
    """Files of three owners and of a pool, open and restricted, some with a helper; a contract of each."""
    for restricted in (False, True):
        for owner in (cast.rep, cast.mate, cast.stranger, None):
            row = customer(owner, restricted=restricted, **({} if owner else {"department": cast.departments["sales"]}))
            if owner == cast.mate:
                Collaborator.objects.create(customer=row, user=cast.rep, since=NOW)
            Contract.objects.create(
                customer=row, number=f"HT-{row.pk}", signed_at=NOW, amount=1, status="confirmed", recorded_at=NOW
            )


def test_closed_is_what_is_not_open(company):
    for person in User.objects.all():
        for action in ACTIONS:
            restricted = file_scope(person, action).restricted
            opened = set(Customer.objects.filter(open_files(person, restricted)).values_list("pk", flat=True))
            closed = {row["pk"] for row in closed_files(person, restricted)}
            assert closed == set(Customer.objects.values_list("pk", flat=True)) - opened, (person, action)


def test_what_hangs_on_a_customer_is_read_in_reach_and_in_open_files(company):
    for person in User.objects.all():
        for action in ACTIONS:
            scope = file_scope(person, action)
            seen = set(Contract.objects.all().in_files_of(person, scope).values_list("customer", flat=True))
            wanted = Customer.objects.none()
            if not scope.action.nothing:
                wanted = Customer.objects.filter(in_scope(person, scope.action), open_files(person, scope.restricted))
            assert seen == set(wanted.values_list("pk", flat=True)), (person, action)
