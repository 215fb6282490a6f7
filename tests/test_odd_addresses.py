"""No address breaks a page: brackets without end in a search, days at the edges of the calendar in a filter."""

import re

import pytest
from django.urls import reverse

from crm_project.lib import query_values
from crm_project.old_addresses import MOVED
from tests.cast import customer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.both]

DAYS = ["0001-01-01", "9999-12-31", "2026-02-30", "0000-00-00", "99999-01-01"]
NESTED = {
    "empty": "(" * 1900 + ")" * 1900,
    "chinese": "(华为" * 1900 + ")" * 1900,
    "latin": "(ab " * 1900 + ")" * 1900,
    "full-width": "（华 为" * 1900,
    "square": "[a" * 1900 + "]" * 1900,
}
SEARCHES = [
    ("customers:list", "q"),
    ("assignment:pool", "q"),
    ("audit:search", "customer"),
    ("audit:search", "q"),
]
FILTERS = [
    ("assignment:losses", "day"),
    ("assignment:ownership_changes", "day"),
    ("assignment:pool", "since"),
    ("audit:search", "since"),
    ("audit:search", "until"),
]


@pytest.mark.parametrize("text", NESTED.values(), ids=NESTED.keys())
@pytest.mark.parametrize(("name", "field"), SEARCHES)
def test_brackets_without_end_find_nothing(cast, signed_in, name, field, text):
    customer(cast.rep, name="华为技术有限公司")
    client = signed_in(cast.general_manager)
    assert client.get(reverse(name), {field: text}).status_code == 200
    assert client.post(reverse("contracts:expense_customers"), {"q": text}).status_code == 200


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize(("name", "field"), FILTERS)
def test_a_day_that_no_company_has_is_passed_over(cast, signed_in, name, field, day):
    customer(cast.rep)
    customer(department=cast.rep.department)
    assert signed_in(cast.general_manager).get(f"{reverse(name)}?{field}={day}").status_code == 200
    posted = {"q": "华", "spent_on": day}
    assert signed_in(cast.general_manager).post(reverse("contracts:expense_customers"), posted).status_code == 200
    url = reverse("customers:list")
    assert signed_in(cast.rep).get(url, {"contact": "contacted", "contact_on": day}).status_code == 200


@pytest.mark.parametrize("text", [*DAYS, "", "x", None, "1899-12-31", "2200-01-01"])
def test_such_a_day_is_none(text):
    assert query_values.day(text) is None


def test_a_day_is_read():
    assert str(query_values.day("2026-03-02")) == "2026-03-02"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/activities/home/", reverse("home")),
        ("/activities/home/rhythm/", reverse("reports:team_rhythm")),
        ("/activities/days/", reverse("activities:days")),
        ("/requests/7/decide/", reverse("approvals:decide", args=[7])),
        ("/ownership/sweeps/3/", reverse("assignment:sweep_run", args=[3])),
        ("/contracts/draw/", reverse("contracts:get_number")),
        ("/contracts/payments/bring/", reverse("contracts:payments_import")),
        ("/contracts/5/credit/", reverse("contracts:commission", args=[5])),
        ("/contracts/5/send-back/", reverse("contracts:send_back", args=[5])),
        ("/customers/import/5/refused/", reverse("customers:import_rejected", args=[5])),
    ],
)
def test_an_address_of_before_leads_on_for_good(client, old, new):
    assert [pattern for pattern, _new in MOVED if re.match(f"/{pattern}", old)]
    for ask in (client.get, client.post):  # 308: a form posts again what was typed
        response = ask(f"{old}?from=before")
        assert (response.status_code, response.headers["Location"]) == (308, f"{new}?from=before")


def test_every_address_of_before_is_tried():
    marks = test_an_address_of_before_leads_on_for_good.pytestmark
    tried = [old for mark in marks if mark.name == "parametrize" for old, _new in mark.args[1]]
    assert all(any(re.match(f"/{pattern}", old) for old in tried) for pattern, _new in MOVED)
