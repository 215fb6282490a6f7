"""Official customers in service: handed over by sales, given to a person, introduced and ticked off (row Nc13)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contracts.domain import after_sales_people as people
from contracts.models import AfterSalesCustomer
from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from crm_project.notices.models import Notice
from tests.cast import NOW, customer, person
from tests.contracts.test_signing import official
from tests.service.orders import order
from tests.service.visits.made import TODAY, visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
LIST = reverse("contracts:after_sales")


def given(cast, *rows, to=None):
    ids = [row.pk for row in rows]
    return people.assign_customers(customer_ids=ids, person=to, by=cast.service_manager, at=NOW)


def of(row):
    return AfterSalesCustomer.objects.get(pk=row.pk)


@pytest.mark.req("Nc13")
def test_a_confirmed_contract_hands_the_customer_over_to_be_introduced(cast, signed_in):
    row = official(cast)
    assert (of(row).person, of(row).handed_over_at, of(row).introduced_at) == (None, NOW, None)
    page = signed_in(cast.service_manager).get(f"{LIST}?tab=unassigned")
    assert row.name in page.text
    posted = {"customer": row.pk, "person": cast.service.pk, "next": LIST}
    signed_in(cast.service_manager).post(reverse("contracts:after_sales_assign"), posted)
    assert (
        of(row).person == cast.service and Notice.objects.filter(kind="after_sales_given", user=cast.service).exists()
    )
    introduced = reverse("contracts:after_sales_introduced", args=[row.pk])
    assert introduced in signed_in(cast.service).get(f"{LIST}?tab=introduce").text
    signed_in(cast.service).post(introduced)
    assert of(row).introduced_at == NOW
    assert row.name not in signed_in(cast.service).get(f"{LIST}?tab=introduce").text
    actions = Entry.objects.filter(customer_id=row.pk, action__startswith="after_sales.").order_by("pk")
    assert [one.action for one in actions] == ["after_sales.assigned", "after_sales.introduced"]


@pytest.mark.req("Nc13")
def test_my_customers_with_their_open_orders_and_next_return_visit(cast, signed_in):
    mine, other = official(cast), official(cast, "HT-2")
    given(cast, mine, to=cast.service)
    given(cast, other, to=cast.service_manager)
    order(mine, cast.service)
    visit(mine, cast.service, person=cast.service, due_on=TODAY + timedelta(days=5))
    visit(mine, cast.service, person=cast.service, due_on=TODAY + timedelta(days=2))
    (row,) = signed_in(cast.service).get(LIST).context["rows"]
    assert (row["customer"], row["customer"].open_orders, row["next_visit"]) == (mine, 1, "2026-03-04")
    found = signed_in(cast.service).get(f"{LIST}?tab=all").context["rows"]
    assert {one["customer"] for one in found} == {mine, other}


@pytest.mark.req("Nc13")
def test_each_to_the_one_with_the_fewest(cast):
    second = person("second", "service", cast.service.department)
    rows = [official(cast, f"HT-{n}") for n in range(4)]
    given(cast, rows[0], to=cast.service)
    assert given(cast, *rows[1:]) == 3
    assert sorted(str(of(row).person) for row in rows) == sorted([str(cast.service)] * 2 + [str(second)] * 2)


def test_who_gives_and_to_whom(cast):
    row = official(cast)
    with pytest.raises(Refused, match="service manager"):
        people.assign_customers(customer_ids=[row.pk], person=None, by=cast.service, at=NOW)
    with pytest.raises(Refused, match="not service staff"):
        given(cast, row, to=cast.rep)
    given(cast, row, to=cast.service)
    with pytest.raises(Refused, match="looks after"):
        people.introduce(customer_id=row.pk, by=cast.rep, at=NOW)
    people.introduce(customer_id=row.pk, by=cast.service, at=NOW)
    with pytest.raises(Refused, match="already"):
        people.introduce(customer_id=row.pk, by=cast.service, at=NOW)
    assert given(cast, row, to=cast.service) == 0
    given(cast, row, to=cast.service_manager)
    assert of(row).introduced_at is None, "another person introduces themselves anew"


@pytest.mark.req("M10")
def test_a_restricted_file_is_given_to_nobody_who_may_not_open_it(cast):
    row = official(cast, restricted=True)
    assert given(cast, row, to=cast.service) == 0


@pytest.mark.req("Nc13")
def test_an_introduction_that_waits_is_asked_for_once_a_term(cast):
    given(cast, official(cast), official(cast, "HT-2"), to=cast.service)
    days = timedelta(days=1)
    assert people.remind(at=NOW + 6 * days) == 0
    assert people.remind(at=NOW + 7 * days) == 1 and people.remind(at=NOW + 8 * days) == 0
    assert Notice.objects.get(kind="after_sales_late").params["n"] == 2
    assert people.remind(at=NOW + 14 * days) == 1


@pytest.mark.embedded
def test_the_list_takes_the_same_queries_for_one_and_ten(cast, signed_in):
    client = signed_in(cast.service_manager)

    def cost():
        client.get(f"{LIST}?tab=all")
        with CaptureQueriesContext(connection) as captured:
            client.get(f"{LIST}?tab=all")
        return len(captured)

    given(cast, official(cast), to=cast.service)
    one = cost()
    for n in range(9):
        given(cast, official(cast, f"HT-{n + 2}"), to=cast.service)
    assert cost() <= one


def test_marked_nobody_is_said_and_nothing_changes(cast, signed_in):
    row = customer(cast.stages_rep, stage="official")
    answer = signed_in(cast.service_manager).post(reverse("contracts:after_sales_assign"), {"person": ""}, follow=True)
    assert "Mark the customers" in answer.text and not AfterSalesCustomer.objects.filter(pk=row.pk).exists()
