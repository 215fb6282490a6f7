"""Key customers, ordinary ones with support and potential ones in the browser (rows T13-T17)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contracts.ratings.domain import key_account_care, key_status
from contracts.ratings.models import Care, KeyStatus
from tests.cast import NOW, followup

from .company import client, rate, total

pytestmark = pytest.mark.django_db


@pytest.mark.req("T14", "T16")
def test_plans_are_written_down_and_closed_on_the_page(cast, clock, signed_in):
    row = client(cast.rep)
    KeyStatus.objects.create(customer=row, kind="key", since=NOW)
    browser = signed_in(cast.rep)
    page = browser.get(f"/ratings/customers/{row.pk}/")
    assert [kind for kind, _label in page.context["care_form"].fields["kind"].choices] == [
        "information",
        "plan",
        "quality",
    ]
    wrong = browser.post(f"/ratings/customers/{row.pk}/care/", {"kind": "support", "text": "samples"})
    assert wrong.status_code == 422
    browser.post(
        f"/ratings/customers/{row.pk}/care/", {"kind": "plan", "text": "A new formula together", "due_on": "2026-02-27"}
    )
    entry = Care.objects.get()
    assert (
        "A new formula together" in browser.get("/ratings/key/").text and "overdue" in browser.get("/ratings/key/").text
    )
    browser.post(f"/ratings/care/{entry.pk}/done/", {"outcome": "two tests passed"})
    assert "two tests passed" in browser.get(f"/ratings/customers/{row.pk}/").text
    assert signed_in(cast.mate).post(f"/ratings/care/{entry.pk}/done/", {"outcome": "x"}).status_code == 404


@pytest.mark.req("T13", "T16", "T17")
def test_each_list_of_key_customers_shows_its_own(cast, clock, signed_in):
    key, supported, potential, far = client(cast.rep), client(cast.rep), client(cast.rep), client(cast.stranger)
    for row in (key, far):
        KeyStatus.objects.create(customer=row, kind="key", since=NOW)
    key_account_care.add_care(
        customer_id=supported.pk, kind="support", text="samples", due_on=None, by=cast.rep, at=NOW
    )
    key_status.nominate_customer(customer_id=potential.pk, reason="buys 30 million a year", by=cast.rep, at=NOW)
    followup(potential, cast.rep, NOW - timedelta(hours=3), kind="visit_out")
    followup(potential, cast.rep, NOW - timedelta(hours=2), kind="letter")

    def rows(person, tab):
        return [line["row"] for line in signed_in(person).get(f"/ratings/key/?tab={tab}").context["rows"]]

    assert (rows(cast.rep, "key"), rows(cast.rep, "supported"), rows(cast.rep, "potential")) == (
        [key],
        [supported],
        [potential],
    )
    assert (
        rows(cast.manager, "key") == [key]
        and rows(cast.finance, "key") == [far, key]
        and rows(cast.stranger, "potential") == []
    )
    met = signed_in(cast.rep).get("/ratings/key/?tab=potential").context["rows"][0]["met"]
    assert (met["calls"], met["visits"], met["mailings"]) == (0, 1, 1)
    assert "Nothing to decide" in signed_in(cast.rep).get("/ratings/key/?tab=changed").text


@pytest.mark.req("T15")
def test_those_whose_standing_changed_are_listed_until_decided(cast, clock, signed_in):
    row = client(cast.rep)
    KeyStatus.objects.create(customer=row, kind="key", since=NOW)
    total(row, 60)
    rate()
    assert [line["row"] for line in signed_in(cast.manager).get("/ratings/key/?tab=changed").context["rows"]] == [row]


@pytest.mark.req("T17")
def test_a_potential_key_customer_is_nominated_on_its_page(cast, clock, signed_in):
    row = client(cast.rep)
    browser = signed_in(cast.rep)
    assert browser.post(f"/ratings/customers/{row.pk}/nominate/", {"reason": ""}).status_code == 422
    browser.post(f"/ratings/customers/{row.pk}/nominate/", {"reason": "buys 30 million a year"})
    assert "buys 30 million a year" in browser.get(f"/ratings/customers/{row.pk}/").text
    browser.post(f"/ratings/customers/{row.pk}/drop/")
    assert not KeyStatus.objects.exists()


@pytest.mark.embedded
@pytest.mark.parametrize("tab", ["key", "potential"])
def test_the_lists_take_the_same_queries_for_one_and_thirty(cast, clock, signed_in, tab):
    browser = signed_in(cast.manager)

    def add():
        KeyStatus.objects.create(customer=client(cast.rep), kind=tab, since=NOW)

    add()
    browser.get(f"/ratings/key/?tab={tab}")
    with CaptureQueriesContext(connection) as one:
        browser.get(f"/ratings/key/?tab={tab}")
    for _ in range(30):
        add()
    with CaptureQueriesContext(connection) as many:
        assert len(browser.get(f"/ratings/key/?tab={tab}").context["rows"]) == 25
    assert len(many) == len(one) < 20
