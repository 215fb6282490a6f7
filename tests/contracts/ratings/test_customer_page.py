"""The rating of one customer in the browser: its grade and why, what is missing, plans, yearly figures (rows T7, T8, T14, M7)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from contracts.models import BadDebt
from contracts.ratings.domain import key_account_care
from contracts.ratings.models import Care, KeyStatus, Rating, YearlyStatement
from contracts.ratings.rules.quarters import Quarter
from crm_project.audit.models import Entry
from customers.models import ListItem
from tests.cast import NOW, customer

from .company import client, points, rate, total

pytestmark = pytest.mark.django_db


@pytest.mark.req("T8")
def test_the_page_lists_what_is_missing_on_the_way_to_the_grade(cast, clock, signed_in):
    row = client(cast.rep)
    page = signed_in(cast.rep).get(f"/ratings/customers/{row.pk}/")
    steps = {step["label"]: (step["done"], step["missing"]) for step in page.context["steps"]}
    assert steps["Documents collected"] == (False, "Business licence, ID of the legal representative")
    assert steps["Basic file complete"][0] is False and "address" in steps["Basic file complete"][1]
    assert "Legal standing (sales)" in steps["Rating form of 2025Q4 filled in"][1] and steps["Graded for 2025Q4"] == (
        False,
        "not graded yet",
    )


@pytest.mark.req("T8")
def test_a_rating_without_a_grade_is_no_grade_on_the_way_either(cast, clock, signed_in):
    row = client(cast.rep)
    total(row, 20)
    rate()
    assert Rating.objects.get(customer=row).grade == ""
    page = signed_in(cast.rep).get(f"/ratings/customers/{row.pk}/")
    steps = {step["label"]: (step["done"], step["missing"]) for step in page.context["steps"]}
    done, missing = steps["Graded for 2025Q4"]
    assert not done and missing.startswith("No grade")
    total(row, 80)
    rate()
    page = signed_in(cast.rep).get(f"/ratings/customers/{row.pk}/")
    assert {s["label"]: (s["done"], s["missing"]) for s in page.context["steps"]}["Graded for 2025Q4"] == (True, "")


@pytest.mark.req("T7")
def test_every_grade_explains_itself(cast, clock, signed_in):
    row = client(cast.rep)
    total(row, 80)
    points(row, by=cast.rep, management=9)
    rate()
    page = signed_in(cast.rep).get(f"/ratings/customers/{row.pk}/").text
    assert "AA, not AAA, because AAA needs more than 84 points and these are 79." in page
    assert (
        "9 / 10" in page and "Rep · <span" in page and "2026-03-01" in page and "no purchases in either quarter" in page
    )


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
    assert page.context["told"]["changes"] == [
        ("grade", "AA", "A"),
        ("points", "80.00", "72.00"),
        ("key customer", "yes", "no"),
        ("Legal standing", "10", "2"),
    ]
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
    assert "You may not see this grade" in signed_in(cast.rep).get(f"/customers/{pooled.pk}/?part=grade").text


def test_a_restricted_file_asks_for_a_reason_first(cast, clock, signed_in):
    row = client(cast.rep, restricted=True)
    assert signed_in(cast.manager).get(f"/ratings/customers/{row.pk}/").url.startswith(f"/customers/{row.pk}/look/")


def test_a_bad_debt_is_told_on_the_page(cast, clock, signed_in):
    row = client(cast.rep)
    total(row, 80)
    BadDebt.objects.create(customer=row, amount=1, declared_on=NOW.date(), reason="gone")
    rate()
    assert (
        "No grade, because of open bad debts; without them it would be AA."
        in signed_in(cast.finance).get(f"/ratings/customers/{row.pk}/").text
    )


@pytest.mark.req("M7")
def test_yearly_figures_are_entered_with_their_document_and_corrected(cast, clock, signed_in):
    row = client(cast.rep)
    browser = signed_in(cast.finance)
    document = SimpleUploadedFile("财务报表.pdf", b"%PDF-1.7 figures")
    typed = {
        "year": "2024",
        "revenue": "120000000.50",
        "profit": "-1200000",
        "assets": "",
        "liabilities": "",
        "note": "a new plant",
    }
    browser.post(f"/ratings/customers/{row.pk}/statements/", typed | {"document": document})
    kept = YearlyStatement.objects.get()
    assert (str(kept.revenue), str(kept.profit), kept.assets, kept.document_name, kept.by) == (
        "120000000.50",
        "-1200000.00",
        None,
        "财务报表.pdf",
        cast.finance,
    )
    browser.post(f"/ratings/customers/{row.pk}/statements/", typed | {"revenue": "130000000", "year": "2024"})
    kept.refresh_from_db()
    assert str(kept.revenue) == "130000000.00" and kept.document_name == "财务报表.pdf"
    page = signed_in(cast.rep).get(f"/ratings/customers/{row.pk}/")
    assert page.context["figures"]["data"]["labels"] == ["2024"] and page.context["figures"]["data"]["series"][0][
        "values"
    ] == [130.0]
    taken = signed_in(cast.rep).get(f"/ratings/statements/{kept.pk}/document/")
    assert (
        b"".join(taken.streaming_content) == b"%PDF-1.7 figures"
        and Entry.objects.filter(action="file.downloaded", actor=cast.rep).exists()
    )
    assert signed_in(cast.stranger).get(f"/ratings/statements/{kept.pk}/document/").status_code == 404


@pytest.mark.parametrize(
    "typed, said",
    [
        ({"year": "2027"}, "There are no figures for 2027."),
        ({"revenue": "-1"}, "less than zero"),
        (
            {"document": ("figures.pdf", b"MZ program")},
            "does not match its file type: open it, save it as the correct type, and choose it again.",
        ),
        ({"document": ("figures.exe", b"MZ")}, "this file type is not supported"),
    ],
)
def test_wrong_figures_come_back_with_what_was_typed(cast, clock, signed_in, typed, said):
    row = client(cast.rep)
    typed = {"year": "2024", "revenue": "5", "note": "kept"} | {
        k: SimpleUploadedFile(*v) if k == "document" else v for k, v in typed.items()
    }
    page = signed_in(cast.rep).post(f"/ratings/customers/{row.pk}/statements/", typed)
    assert (
        page.status_code == 422 and said in page.text and "kept" in page.text and not YearlyStatement.objects.exists()
    )


def test_closing_a_plan_keeps_what_was_typed_and_passes_the_gate_of_the_file(cast, clock, signed_in):
    row = client(cast.rep)
    KeyStatus.objects.create(customer=row, kind="key", since=NOW)
    entry = key_account_care.add_care(
        customer_id=row.pk, kind="plan", text="A new formula", due_on=None, by=cast.rep, at=NOW
    )
    typed = "two tests " * 40
    answer = signed_in(cast.rep).post(f"/ratings/care/{entry.pk}/done/", {"outcome": typed})
    assert answer.status_code == 422 and typed.strip() in answer.text and "at most 300 characters" in answer.text
    row.restricted = True
    row.save(update_fields=["restricted"])
    answer = signed_in(cast.manager).post(f"/ratings/care/{entry.pk}/done/", {"outcome": " "})
    assert answer.status_code == 302 and answer.url.startswith(f"/customers/{row.pk}/look/")


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


# --- plans on the customer's own page ------------------------------------------------------------------------


def plans_page(browser, row):
    return browser.get(f"/customers/{row.pk}/?part=plans")


@pytest.mark.req("T14")
def test_plans_and_shared_information_stand_on_the_customers_own_page_and_are_written_there(cast, clock, signed_in):
    row = client(cast.rep)
    KeyStatus.objects.create(customer=row, kind="key", since=NOW)
    browser = signed_in(cast.rep)
    assert f"/customers/{row.pk}/?part=plans" in browser.get(f"/customers/{row.pk}/").text
    here = f"/customers/{row.pk}/?part=plans"
    for kind, text in (("information", "Prices of silicon rise in May"), ("plan", "A common stand at the fair")):
        answer = browser.post(f"/ratings/customers/{row.pk}/care/", {"kind": kind, "text": text, "next": here})
        assert answer.url == here
    page = plans_page(browser, row).text
    assert "Prices of silicon rise in May" in page and "A common stand at the fair" in page and "Joint plan" in page
    entry = Care.objects.get(kind="plan")
    done = browser.post(f"/ratings/care/{entry.pk}/done/", {"outcome": "Stand booked", "next": here})
    assert done.url == here and "Stand booked" in plans_page(browser, row).text


@pytest.mark.req("T14")
def test_an_empty_plan_is_refused_and_others_see_none(cast, clock, signed_in):
    row = client(cast.rep)
    KeyStatus.objects.create(customer=row, kind="key", since=NOW)
    Care.objects.create(customer=row, kind="plan", text="A common stand", by=cast.rep, at=NOW)
    assert (
        signed_in(cast.rep).post(f"/ratings/customers/{row.pk}/care/", {"kind": "plan", "text": ""}).status_code == 422
    )
    assert "A common stand" in plans_page(signed_in(cast.manager), row).text
    assert "A common stand" not in plans_page(signed_in(cast.service), row).text
    pooled = customer(department=cast.departments["sales"])
    KeyStatus.objects.create(customer=pooled, kind="key", since=NOW)
    Care.objects.create(customer=pooled, kind="plan", text="Prices in May", by=cast.manager, at=NOW)
    page = plans_page(signed_in(cast.rep), pooled)
    assert page.status_code == 200 and "Prices in May" not in page.text, "the pool shows the file, not the grade"
    assert "Prices in May" in plans_page(signed_in(cast.manager), pooled).text


@pytest.mark.req("T24")
def test_quality_feedback_is_shared_with_key_customers_only(cast, clock, signed_in):
    key, plain = client(cast.rep), client(cast.rep)
    KeyStatus.objects.create(customer=key, kind="key", since=NOW)
    browser = signed_in(cast.rep)
    told = {"kind": "quality", "text": "Batch 7 was too soft: the dosing was changed on 1 March"}
    browser.post(f"/ratings/customers/{key.pk}/care/", told)
    page = plans_page(browser, key).text
    assert "Quality feedback" in page and "the dosing was changed on 1 March" in page
    assert browser.post(f"/ratings/customers/{plain.pk}/care/", told).status_code == 422
    assert Care.objects.filter(kind="quality").count() == 1


@pytest.mark.req("T24")
def test_prospects_from_conferences_stand_on_the_list_with_their_source(cast, clock, signed_in):
    source = ListItem.objects.get(kind="source", name="Industry conference")
    row = client(cast.rep, source=source)
    KeyStatus.objects.create(customer=row, kind="potential", since=NOW, reason="large", by=cast.rep)
    browser = signed_in(cast.rep)
    assert "source: Industry conference" in browser.get("/ratings/key/?tab=potential").text
    found = browser.get(f"/customers/?source={source.pk}").text
    assert row.name in found and "Industry conference" in browser.get("/customers/new/").text
