"""The credit rating in the browser: grades and why, sheets, the customer's page, key customers (rows T7-T17, M7)."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from contracts.models import BadDebt
from contracts.ratings import care, grades, standing
from contracts.ratings.models import Care, IndicatorScore, Papers, Rating, Round, Standing, YearlyStatement
from contracts.ratings.quarters import Quarter
from crm_project.audit.models import Entry
from customers.models import Collaborator
from tests.cast import NOW, followup

from .company import Q, client, points, total

pytestmark = pytest.mark.django_db

LIST = "/ratings/"


def rate(quarter=Q):
    grades.run(quarter=quarter, at=NOW)


def shown(browser, query="", key="rows"):
    return [line["row"].customer.name for line in browser.get(f"{LIST}?{query}").context[key]]


# --- the list ------------------------------------------------------------------------------------------------------


@pytest.fixture
def graded(cast, clock):
    rows = {"aaa": (cast.rep, 90, "direct"), "aa": (cast.mate, 85, "distributor"), "b": (cast.rep, 60, "direct"), "none": (cast.stranger, 30, "direct")}
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

    assert names(cast.rep) == ["aaa", "b"] and names(cast.manager) == ["aaa", "aa", "b"] and names(cast.finance) == ["aaa", "aa", "b", "none"]
    assert names(cast.finance, "grade=AA") == ["aa"] and names(cast.finance, "grade=none") == ["none"] and names(cast.finance, "segment=distributor") == ["aa"]
    assert names(cast.finance, f"department={cast.departments['direct'].pk}") == ["none"] and names(cast.finance, "q=aaa") == ["aaa"]
    assert names(cast.finance, "quarter=2025Q3") == [] and "No grade matches" in signed_in(cast.finance).get(f"{LIST}?q=zzz").text
    assert signed_in(cast.hr).get(LIST).status_code == 403


def test_a_collaborator_sees_the_grade_of_the_customer_she_helps_with(cast, graded, signed_in):
    Collaborator.objects.create(customer=graded["none"], user=cast.rep, since=NOW)
    assert graded["none"].name in shown(signed_in(cast.rep))


def test_an_empty_list_says_what_comes_first(cast, clock, signed_in):
    assert "Open the rating sheets" in signed_in(cast.rep).get(LIST).text


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
    assert [(row["customer"], row["grade"], row["points"], row["credit_performance"]) for row in rows] == [(graded["aa"].code, "AA", "85.00", "15")]
    assert rows[0]["exported"].startswith("manager · 2026-03-02") and Entry.objects.filter(action="ratings.exported", actor=cast.manager).exists()
    assert signed_in(cast.rep).get("/ratings/export/").status_code == 403


def test_whoever_manages_the_rating_grades_a_quarter_in_the_background(cast, clock, signed_in, monkeypatch):
    sent = []
    monkeypatch.setattr("contracts.ratings.tasks.run.delay", lambda *arguments: sent.append(arguments))
    total(client(cast.rep), 80)
    browser = signed_in(cast.general_manager)
    page = browser.post("/ratings/run/", {"quarter": "2025Q4"}, follow=True)
    assert sent == [("2025Q4", cast.general_manager.pk)] and page.context["job"]["state"] == "running"
    assert "is being graded already" in browser.post("/ratings/run/", {"quarter": "2025Q4"}, follow=True).text and len(sent) == 1
    grades.run(quarter=Q, at=NOW, resume=True)
    assert "Graded: open the list anew." in browser.get("/ratings/run/2025Q4/").text
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
    assert "Nothing waits for your rating" in browser.get("/ratings/sheets/").text
    assert [line["row"] for line in browser.get("/ratings/sheets/?done=1").context["rows"]] == [first, second]


def test_a_refusal_keeps_what_was_typed(cast, clock, signed_in):
    row = client(cast.rep)
    page = signed_in(cast.rep).post(f"/ratings/sheets/2025Q4/{row.pk}/", {"management": "11", "loyalty": "3"})
    assert page.status_code == 422 and page.context["form"]["loyalty"].value() == "3" and not IndicatorScore.objects.exists()


@pytest.mark.req("T9")
def test_finance_sees_the_figures_and_corrects_them_with_a_reason(cast, clock, signed_in):
    row = client(cast.rep)
    browser = signed_in(cast.finance)
    page = browser.get(f"/ratings/sheets/2025Q4/{row.pk}/")
    assert "no purchases in either quarter" in page.text and "management" not in page.context["form"].fields
    refused = browser.post(f"/ratings/sheets/2025Q4/{row.pk}/", {"volume": "12"})
    assert refused.status_code == 422 and "with a reason" in str(refused.context["form"].errors["reason"])
    browser.post(f"/ratings/sheets/2025Q4/{row.pk}/", {"volume": "12", "credit_performance": "15", "reason": "bought through a branch"})
    assert IndicatorScore.objects.count() == 2
    assert browser.get("/ratings/sheets/").context["rows"] == []


def test_a_manager_sees_the_sheets_of_her_departments(cast, clock, signed_in):
    row, far = client(cast.east_rep), client(cast.stranger)
    browser = signed_in(cast.manager)
    assert browser.get("/ratings/sheets/").context["rows"] == []
    assert [line["row"] for line in browser.get("/ratings/sheets/?all=1").context["rows"]] == [row]
    assert browser.get(f"/ratings/sheets/2025Q4/{far.pk}/").status_code == 404
    assert browser.get(f"/ratings/sheets/soon/{row.pk}/").status_code == 404


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


# --- one customer --------------------------------------------------------------------------------------------------


@pytest.mark.req("T8")
def test_the_page_lists_what_is_missing_on_the_way_to_the_grade(cast, clock, signed_in):
    row = client(cast.rep)
    page = signed_in(cast.rep).get(f"/ratings/customers/{row.pk}/")
    steps = {step["label"]: (step["done"], step["missing"]) for step in page.context["steps"]}
    assert steps["Papers collected"] == (False, "business licence, identity of the legal representative")
    assert steps["Basic file complete"][0] is False and "address" in steps["Basic file complete"][1]
    assert "Legal standing (sales)" in steps["Rating form of 2025Q4 filled in"][1] and steps["Graded for 2025Q4"] == (False, "not graded yet")
    signed_in(cast.rep).post(f"/ratings/customers/{row.pk}/papers/", {"licence": "on"})
    papers = Papers.objects.get()
    assert papers.licence_by == cast.rep and papers.representative_at is None
    signed_in(cast.manager).post(f"/ratings/customers/{row.pk}/papers/", {"licence": "on", "representative": "on"})
    papers.refresh_from_db()
    assert (papers.licence_by, papers.representative_by) == (cast.rep, cast.manager), "who saw it first stands"


@pytest.mark.req("T7")
def test_every_grade_explains_itself(cast, clock, signed_in):
    row = client(cast.rep)
    total(row, 80)
    points(row, by=cast.rep, management=9)
    rate()
    page = signed_in(cast.rep).get(f"/ratings/customers/{row.pk}/").text
    assert "AA, not AAA, because AAA needs more than 84 points and these are 79." in page
    assert "9 / 10" in page and "Rep · <span" in page and "2026-03-01" in page and "no purchases in either quarter" in page


@pytest.mark.req("T7")
def test_earlier_versions_and_quarters_stay_to_be_read(cast, clock, signed_in):
    row = client(cast.rep)
    total(row, 80)
    total(row, 70, Quarter(2025, 3))
    rate(Quarter(2025, 3))
    rate()
    points(row, legal_standing=2)
    rate()
    browser = signed_in(cast.rep)
    page = browser.get(f"/ratings/customers/{row.pk}/")
    assert page.context["told"]["changes"] == [("grade", "AA", "A"), ("points", "80.00", "72.00"), ("key customer", "yes", "no"), ("Legal standing", "10", "2")]
    assert page.context["course"]["data"]["labels"] == ["2025Q3 A", "2025Q4 A"]
    assert browser.get(f"/ratings/customers/{row.pk}/?quarter=2025Q4&version=1").context["told"]["label"] == "AA"
    assert browser.get(f"/ratings/customers/{row.pk}/?quarter=2025Q3").context["told"]["points"] == "70"


def test_the_part_of_the_customer_page_is_for_those_who_may_see_the_grade(cast, clock, signed_in):
    row = client(cast.rep)
    total(row, 80)
    rate()
    assert "AA, not AAA" in signed_in(cast.rep).get(f"/customers/{row.pk}/?part=grade").text
    clerk = signed_in(cast.clerk).get(f"/customers/{row.pk}/?part=grade")
    assert "AA, not AAA" not in clerk.text and clerk.context["part"] == "timeline"
    pooled = client(department=cast.departments["sales"])
    assert "not yours to see" in signed_in(cast.rep).get(f"/customers/{pooled.pk}/?part=grade").text


def test_a_restricted_file_asks_for_a_reason_first(cast, clock, signed_in):
    row = client(cast.rep, restricted=True)
    assert signed_in(cast.manager).get(f"/ratings/customers/{row.pk}/").url.startswith(f"/customers/{row.pk}/look/")


def test_a_bad_debt_is_told_on_the_page(cast, clock, signed_in):
    row = client(cast.rep)
    total(row, 80)
    BadDebt.objects.create(customer=row, amount=1, declared_on=NOW.date(), reason="gone")
    rate()
    assert "No grade, because bad debts stand on record; without them it would be AA." in signed_in(cast.finance).get(f"/ratings/customers/{row.pk}/").text


@pytest.mark.req("M7")
def test_yearly_figures_are_entered_with_their_document_and_corrected(cast, clock, signed_in):
    row = client(cast.rep)
    browser = signed_in(cast.finance)
    document = SimpleUploadedFile("财务报表.pdf", b"%PDF-1.7 figures")
    typed = {"year": "2024", "revenue": "120000000.50", "profit": "-1200000", "assets": "", "liabilities": "", "note": "a new plant"}
    browser.post(f"/ratings/customers/{row.pk}/statements/", typed | {"document": document})
    kept = YearlyStatement.objects.get()
    assert (str(kept.revenue), str(kept.profit), kept.assets, kept.document_name, kept.by) == ("120000000.50", "-1200000.00", None, "财务报表.pdf", cast.finance)
    browser.post(f"/ratings/customers/{row.pk}/statements/", typed | {"revenue": "130000000", "year": "2024"})
    kept.refresh_from_db()
    assert str(kept.revenue) == "130000000.00" and kept.document_name == "财务报表.pdf"
    page = signed_in(cast.rep).get(f"/ratings/customers/{row.pk}/")
    assert page.context["figures"]["data"]["labels"] == ["2024"] and page.context["figures"]["data"]["series"][0]["values"] == [130.0]
    taken = signed_in(cast.rep).get(f"/ratings/statements/{kept.pk}/document/")
    assert b"".join(taken.streaming_content) == b"%PDF-1.7 figures" and Entry.objects.filter(action="file.downloaded", actor=cast.rep).exists()
    assert signed_in(cast.stranger).get(f"/ratings/statements/{kept.pk}/document/").status_code == 404


@pytest.mark.parametrize("typed, said", [
    ({"year": "2027"}, "There are no figures of the year 2027."), ({"revenue": "-1"}, "less than zero"),
    ({"document": ("figures.pdf", b"MZ program")}, "is not what its name says"), ({"document": ("figures.exe", b"MZ")}, "not kept here"),
])  # fmt: skip
def test_wrong_figures_come_back_with_what_was_typed(cast, clock, signed_in, typed, said):
    row = client(cast.rep)
    typed = {"year": "2024", "revenue": "5", "note": "kept"} | {k: SimpleUploadedFile(*v) if k == "document" else v for k, v in typed.items()}
    page = signed_in(cast.rep).post(f"/ratings/customers/{row.pk}/statements/", typed)
    assert page.status_code == 422 and said in page.text and "kept" in page.text and not YearlyStatement.objects.exists()


# --- key customers -------------------------------------------------------------------------------------------------


@pytest.mark.req("T14", "T16")
def test_plans_are_written_down_and_closed_on_the_page(cast, clock, signed_in):
    row = client(cast.rep)
    Standing.objects.create(customer=row, kind="key", since=NOW)
    browser = signed_in(cast.rep)
    page = browser.get(f"/ratings/customers/{row.pk}/")
    assert [kind for kind, _label in page.context["care_form"].fields["kind"].choices] == ["information", "plan"]
    wrong = browser.post(f"/ratings/customers/{row.pk}/care/", {"kind": "support", "text": "samples"})
    assert wrong.status_code == 422
    browser.post(f"/ratings/customers/{row.pk}/care/", {"kind": "plan", "text": "A new formula together", "due_on": "2026-02-27"})
    entry = Care.objects.get()
    assert "A new formula together" in browser.get("/ratings/key/").text and "overdue" in browser.get("/ratings/key/").text
    browser.post(f"/ratings/care/{entry.pk}/done/", {"outcome": "two tests passed"})
    assert "two tests passed" in browser.get(f"/ratings/customers/{row.pk}/").text
    assert signed_in(cast.mate).post(f"/ratings/care/{entry.pk}/done/", {"outcome": "x"}).status_code == 404


@pytest.mark.req("T13", "T16", "T17")
def test_each_list_of_key_customers_shows_its_own(cast, clock, signed_in):
    key, supported, potential, far = client(cast.rep), client(cast.rep), client(cast.rep), client(cast.stranger)
    for row in (key, far):
        Standing.objects.create(customer=row, kind="key", since=NOW)
    care.add(customer_id=supported.pk, kind="support", text="samples", due_on=None, by=cast.rep, at=NOW)
    standing.nominate(customer_id=potential.pk, reason="buys 30 million a year", by=cast.rep, at=NOW)
    followup(potential, cast.rep, NOW - timedelta(hours=3), kind="visit_out")
    followup(potential, cast.rep, NOW - timedelta(hours=2), kind="letter")

    def rows(person, tab):
        return [line["row"] for line in signed_in(person).get(f"/ratings/key/?tab={tab}").context["rows"]]

    assert (rows(cast.rep, "key"), rows(cast.rep, "supported"), rows(cast.rep, "potential")) == ([key], [supported], [potential])
    assert rows(cast.manager, "key") == [key] and rows(cast.finance, "key") == [far, key] and rows(cast.stranger, "potential") == []
    met = signed_in(cast.rep).get("/ratings/key/?tab=potential").context["rows"][0]["met"]
    assert (met["calls"], met["visits"], met["mailings"]) == (0, 1, 1)
    assert "Nothing to decide" in signed_in(cast.rep).get("/ratings/key/?tab=changed").text


@pytest.mark.req("T15")
def test_those_whose_standing_changed_are_listed_until_decided(cast, clock, signed_in):
    row = client(cast.rep)
    Standing.objects.create(customer=row, kind="key", since=NOW)
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
    assert not Standing.objects.exists()


@pytest.mark.parametrize("tab", ["key", "potential"])
def test_the_lists_take_the_same_queries_for_one_and_thirty(cast, clock, signed_in, tab):
    browser = signed_in(cast.manager)

    def add():
        Standing.objects.create(customer=client(cast.rep), kind=tab, since=NOW)

    add()
    browser.get(f"/ratings/key/?tab={tab}")
    with CaptureQueriesContext(connection) as one:
        browser.get(f"/ratings/key/?tab={tab}")
    for _ in range(30):
        add()
    with CaptureQueriesContext(connection) as many:
        assert len(browser.get(f"/ratings/key/?tab={tab}").context["rows"]) == 25
    assert len(many) == len(one) < 20


def test_everything_is_there_in_chinese(cast, clock, signed_in):
    row = client(cast.rep)
    total(row, 80)
    rate()
    browser = signed_in(cast.rep)
    browser.cookies["django_language"] = "zh-hans"
    with translation.override("en"):  # what the request switches to ends here
        page = browser.get(f"/ratings/customers/{row.pk}/").text
    assert "评为 AA 而非 AAA" in page and "信用履约率" in page and "评级步骤" in page
    assert Rating.objects.count() == 1


def test_closing_a_plan_keeps_what_was_typed_and_passes_the_gate_of_the_file(cast, clock, signed_in):
    row = client(cast.rep)
    Standing.objects.create(customer=row, kind="key", since=NOW)
    entry = care.add(customer_id=row.pk, kind="plan", text="A new formula", due_on=None, by=cast.rep, at=NOW)
    typed = "two tests " * 40
    answer = signed_in(cast.rep).post(f"/ratings/care/{entry.pk}/done/", {"outcome": typed})
    assert answer.status_code == 422 and typed.strip() in answer.text and "at most 300 characters" in answer.text
    row.restricted = True
    row.save(update_fields=["restricted"])
    answer = signed_in(cast.manager).post(f"/ratings/care/{entry.pk}/done/", {"outcome": " "})
    assert answer.status_code == 302 and answer.url.startswith(f"/customers/{row.pk}/look/")


def test_an_empty_list_of_a_managers_own_leads_to_those_of_her_departments(cast, clock, signed_in):
    browser = signed_in(cast.manager)
    assert "Customers of your departments still do." not in browser.get("/ratings/sheets/").text
    client(cast.rep)
    page = browser.get("/ratings/sheets/")
    assert page.context["rows"] == [] and "Customers of your departments still do." in page.text
    assert [tab.get("count") for tab in page.context["tabs"]] == ["0", "1", None]


@pytest.mark.req("Na4")
def test_an_export_that_does_not_fit_says_so_instead_of_leaving_grades_out(cast, graded, signed_in, monkeypatch):
    monkeypatch.setattr("contracts.ratings.views.export.MOST", 2)
    page = signed_in(cast.manager).get("/ratings/export/?segment=", follow=True)
    assert "More than 2 grades do not fit one file" in page.text and len(page.context["rows"]) == 3
    assert not Entry.objects.filter(action="ratings.exported").exists()
    assert len(signed_in(cast.manager).get("/ratings/export/?segment=direct").text.splitlines()) == 3
