"""Grades and rating sheets in the browser (rows T7-T9)."""

import csv
import io
from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from contracts.ratings.domain import grades
from contracts.ratings.models import IndicatorScore, Round
from crm_project.audit.models import Entry
from customers.models import Collaborator
from tests.cast import NOW

from .company import Q, client, rate, total

pytestmark = pytest.mark.django_db

LIST = "/ratings/"


def shown(browser, query="", key="rows"):
    return [line["row"].customer.name for line in browser.get(f"{LIST}?{query}").context[key]]


# --- the list ------------------------------------------------------------------------------------------------------


@pytest.fixture
def graded(cast, clock):
    rows = {
        "aaa": (cast.rep, 90, "direct"),
        "aa": (cast.mate, 85, "distributor"),
        "b": (cast.rep, 60, "direct"),
        "none": (cast.stranger, 30, "direct"),
    }
    made = {}
    for name, (owner, wanted, segment) in rows.items():
        made[name] = client(owner, name=f"杭州{name}科技有限公司", segment=segment)
        total(made[name], wanted)
    rate()
    return made


@pytest.mark.req("T7", "Nb3")
def test_the_list_shows_the_grades_in_scope_the_best_first(cast, graded, signed_in):
    def names(person, query=""):
        return [name.removeprefix("杭州").removesuffix("科技有限公司") for name in shown(signed_in(person), query)]

    assert (
        names(cast.rep) == ["aaa", "b"]
        and names(cast.manager) == ["aaa", "aa", "b"]
        and names(cast.finance) == ["aaa", "aa", "b", "none"]
    )
    assert (
        names(cast.finance, "grade=AA") == ["aa"]
        and names(cast.finance, "grade=none") == ["none"]
        and names(cast.finance, "segment=distributor") == ["aa"]
    )
    assert names(cast.finance, f"department={cast.departments['direct'].pk}") == ["none"] and names(
        cast.finance, "q=aaa"
    ) == ["aaa"]
    assert (
        names(cast.finance, "quarter=2025Q3") == []
        and "No grade matches" in signed_in(cast.finance).get(f"{LIST}?q=zzz").text
    )
    assert signed_in(cast.hr).get(LIST).status_code == 403


def test_a_collaborator_sees_the_grade_of_the_customer_she_helps_with(cast, graded, signed_in):
    Collaborator.objects.create(customer=graded["none"], user=cast.rep, since=NOW)
    assert graded["none"].name in shown(signed_in(cast.rep))


def test_an_empty_list_says_what_comes_first(cast, clock, signed_in):
    assert "Open the rating sheets" in signed_in(cast.rep).get(LIST).text


@pytest.mark.embedded
@pytest.mark.parametrize("who", ["rep", "manager", "finance"])
def test_the_list_takes_the_same_queries_for_one_and_thirty(cast, clock, signed_in, who):
    browser = signed_in(getattr(cast, who))
    total(client(cast.rep), 80)
    rate()
    browser.get(LIST)
    with CaptureQueriesContext(connection) as one:
        browser.get(LIST)
    for _ in range(30):
        total(client(cast.rep), 80)
    rate()
    with CaptureQueriesContext(connection) as many:
        assert len(browser.get(LIST).context["rows"]) == 25
    assert len(many) == len(one) < 20


def test_pages_follow_one_another_without_gap(cast, clock, signed_in):
    for n in range(30):
        total(client(cast.rep), 60 + n % 3)
    rate()
    browser = signed_in(cast.rep)
    first = browser.get(LIST)
    second = browser.get(LIST + first.context["next_url"])
    seen = [line["row"].pk for page in (first, second) for line in page.context["rows"]]
    assert len(seen) == len(set(seen)) == 30


@pytest.mark.req("Na4")
def test_the_export_holds_what_the_list_shows_with_a_mark_and_is_logged(cast, graded, signed_in):
    answer = signed_in(cast.manager).get("/ratings/export/?grade=AA")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["customer"], row["grade"], row["points"], row["credit_performance"]) for row in rows] == [
        (graded["aa"].code, "AA", "85.00", "15")
    ]
    assert (
        rows[0]["exported"].startswith("manager · 2026-03-02")
        and Entry.objects.filter(action="ratings.exported", actor=cast.manager).exists()
    )
    assert signed_in(cast.rep).get("/ratings/export/").status_code == 403


@pytest.mark.req("Na4")
def test_an_export_that_does_not_fit_says_so_instead_of_leaving_grades_out(cast, graded, signed_in, monkeypatch):
    monkeypatch.setattr("contracts.ratings.views.export.MOST", 2)
    page = signed_in(cast.manager).get("/ratings/export/?segment=", follow=True)
    assert "A file can have at most 2 grades" in page.text and len(page.context["rows"]) == 3
    assert not Entry.objects.filter(action="ratings.exported").exists()
    assert len(signed_in(cast.manager).get("/ratings/export/?segment=direct").text.splitlines()) == 3


def test_whoever_manages_the_rating_grades_a_quarter_in_the_background(cast, clock, signed_in, monkeypatch):
    sent = []
    monkeypatch.setattr("contracts.ratings.tasks.run.delay", lambda *arguments: sent.append(arguments))
    monkeypatch.setattr(transaction, "on_commit", lambda call, **_options: call())
    total(client(cast.rep), 80)
    browser = signed_in(cast.general_manager)
    page = browser.post("/ratings/run/", {"quarter": "2025Q4"}, follow=True)
    assert sent == [("2025Q4", cast.general_manager.pk)] and page.context["job"]["state"] == "running"
    assert (
        "is already being graded." in browser.post("/ratings/run/", {"quarter": "2025Q4"}, follow=True).text
        and len(sent) == 1
    )
    grades.run_rating(quarter=Q, at=NOW, resume=True)
    assert "Graded: reload the list." in browser.get("/ratings/run/2025Q4/").text
    assert browser.post("/ratings/run/", {"quarter": "soon"}).status_code == 404


# --- sheets --------------------------------------------------------------------------------------------------------


@pytest.mark.req("T8", "T9")
def test_a_rep_works_through_her_sheets_by_keyboard(cast, clock, signed_in):
    first, second = client(cast.rep), client(cast.rep)
    client(cast.mate)
    Round.objects.create(pk="2025Q4", opened_at=NOW, closes_on=date(2026, 3, 20))
    browser = signed_in(cast.rep)
    listed = browser.get("/ratings/sheets/")
    assert [line["row"] for line in listed.context["rows"]] == [first, second] and "2026-03-20" in listed.text
    page = browser.get(f"/ratings/sheets/2025Q4/{first.pk}/")
    assert [f.name for f in page.context["form"]] == ["legal_standing", "management", "loyalty", "reason"]
    assert "Licence valid and checked" in page.text and "Credit performance" in page.text
    typed = {"legal_standing": "10", "management": "7.5", "loyalty": "5", "then": "next"}
    assert browser.post(f"/ratings/sheets/2025Q4/{first.pk}/", typed).url == f"/ratings/sheets/2025Q4/{second.pk}/"
    assert browser.post(f"/ratings/sheets/2025Q4/{second.pk}/", typed).url == "/ratings/sheets/"
    assert "Nothing is waiting for your rating" in browser.get("/ratings/sheets/").text
    assert [line["row"] for line in browser.get("/ratings/sheets/?done=1").context["rows"]] == [first, second]


def test_a_refusal_keeps_what_was_typed(cast, clock, signed_in):
    row = client(cast.rep)
    page = signed_in(cast.rep).post(f"/ratings/sheets/2025Q4/{row.pk}/", {"management": "11", "loyalty": "3"})
    assert (
        page.status_code == 422
        and page.context["form"]["loyalty"].value() == "3"
        and not IndicatorScore.objects.exists()
    )


@pytest.mark.req("T9")
def test_finance_sees_the_figures_and_corrects_them_with_a_reason(cast, clock, signed_in):
    row = client(cast.rep)
    browser = signed_in(cast.finance)
    page = browser.get(f"/ratings/sheets/2025Q4/{row.pk}/")
    assert "no purchases in either quarter" in page.text and "management" not in page.context["form"].fields
    refused = browser.post(f"/ratings/sheets/2025Q4/{row.pk}/", {"volume": "12"})
    assert refused.status_code == 422 and "with a reason" in str(refused.context["form"].errors["reason"])
    browser.post(
        f"/ratings/sheets/2025Q4/{row.pk}/",
        {"volume": "12", "credit_performance": "15", "reason": "bought through a branch"},
    )
    assert IndicatorScore.objects.count() == 2
    assert browser.get("/ratings/sheets/").context["rows"] == []


def test_a_manager_sees_the_sheets_of_her_departments(cast, clock, signed_in):
    row, far = client(cast.east_rep), client(cast.stranger)
    browser = signed_in(cast.manager)
    assert browser.get("/ratings/sheets/").context["rows"] == []
    assert [line["row"] for line in browser.get("/ratings/sheets/?all=1").context["rows"]] == [row]
    assert browser.get(f"/ratings/sheets/2025Q4/{far.pk}/").status_code == 404
    assert browser.get(f"/ratings/sheets/soon/{row.pk}/").status_code == 404


@pytest.mark.embedded
@pytest.mark.parametrize("who", ["rep", "finance"])
def test_the_sheets_take_the_same_queries_for_one_and_thirty(cast, clock, signed_in, who):
    browser = signed_in(getattr(cast, who))
    client(cast.rep)
    browser.get("/ratings/sheets/")
    with CaptureQueriesContext(connection) as one:
        browser.get("/ratings/sheets/")
    for _ in range(30):
        client(cast.rep)
    with CaptureQueriesContext(connection) as many:
        assert len(browser.get("/ratings/sheets/").context["rows"]) == 25
    assert len(many) == len(one) < 20


def test_an_empty_list_of_a_managers_own_leads_to_those_of_her_departments(cast, clock, signed_in):
    browser = signed_in(cast.manager)
    assert "Customers of your departments are still waiting for a rating." not in browser.get("/ratings/sheets/").text
    client(cast.rep)
    page = browser.get("/ratings/sheets/")
    assert page.context["rows"] == [] and "Customers of your departments are still waiting for a rating." in page.text
    assert [tab.get("count") for tab in page.context["tabs"]] == ["0", "1", None]
