"""Remedial plans and return visits in the search, and saved filters above their lists (rows M16, T23, Nb4, Z17)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from crm_project.lib.search_kind import Asked
from customers.domain import saved_filters
from customers.domain.duplicates import matching
from service.domain.visits import planning
from service.presenters import search_hits
from tests.cast import NOW, customer

from .orders import order
from .remedial.plans import begun

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def row(cast):
    made = customer(cast.rep, since=NOW - timedelta(days=3), name="宁波海风电器有限公司")
    matching.reindex([made.pk])
    return made


def titles(find, user, text):
    return [hit.title for hit in find(Asked(user, text, NOW, 10)).hits]


@pytest.mark.req("Ni22", "Nb3")
def test_orders_by_their_number_as_people_say_it(cast, row):
    made = [order(row, cast.rep).number for _n in range(12)]
    for text in ("S-000012", "s-000012", "000012", "12", "012"):
        assert titles(search_hits.order_hits, cast.service, text) == [made[11]], text
    assert len(titles(search_hits.order_hits, cast.service, "S-")) == 0, "every number begins so"
    assert titles(search_hits.order_hits, cast.mate, "12") == titles(search_hits.order_hits, cast.service, "13") == []


@pytest.mark.req("M16", "Nb3")
def test_plans_by_number_subject_and_customer_within_reach(cast, row):
    plan = begun(cast, row, subject="compressor fails again")
    for text in (plan.number, plan.number[-3:], "fails again", "海风"):
        assert titles(search_hits.plan_hits, cast.service, text) == [plan.number], text
    assert titles(search_hits.plan_hits, cast.mate, plan.number) == []
    assert titles(search_hits.plan_hits, cast.service, "nothing like it") == []


@pytest.mark.req("T23", "Nb3")
def test_visits_by_customer_within_reach(cast, row):
    planning.plan_visit(
        customer_id=row.pk, by=cast.service_manager, at=NOW, fields={"due_on": NOW.date(), "channel": "call"}
    )
    assert titles(search_hits.visit_hits, cast.service, "海风") == [row.name]
    assert titles(search_hits.visit_hits, cast.mate, "海风") == []


@pytest.mark.req("Z17", "Nb4")
@pytest.mark.parametrize(
    ("page", "key", "query"),
    [
        ("service:visits", "return_visits", "tab=all&where=1.channel.in.call"),
        ("service:remedial", "remedial_plans", "tab=all&where=1.step.in.draft"),
    ],
)
def test_a_filter_is_saved_as_a_tab_above_its_list(cast, row, signed_in, page, key, query):
    begun(cast, row)
    planning.plan_visit(
        customer_id=row.pk, by=cast.service_manager, at=NOW, fields={"due_on": NOW.date(), "channel": "call"}
    )
    client, url = signed_in(cast.service), reverse(page)
    seen = client.get(f"{url}?{query}")
    assert len(seen.context["page"].rows) == 1 and f"page={key}" in seen.context["save_url"]
    saved_filters.save_filter(by=cast.service, at=NOW, name="My own", query=query, share="", page=key)
    (tab,) = client.get(f"{url}?{query}").context["saved"]
    assert (tab["label"], tab["active"]) == ("My own", True)
    assert client.get(f"{url}?tab=all&where=1.customer.has.nowhere").context["page"].rows == []
