"""A contract prepared step by step (rows Nc15, Nc16, T18, T19, Nf14)."""

import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import translation
from pypdf import PdfReader

from contracts.domain import lifecycle
from contracts.domain.preparation import lines
from contracts.domain.preparation import steps as preparation
from contracts.domain.texts import standard_texts
from contracts.models import Contract, ContractText, Promise
from contracts.models.choices import Clause
from contracts.presenters import contract_pdf
from contracts.rules.amount_words import capital
from crm_project.lib.refused import Refused
from crm_project.notices.models import Notice
from customers.models import Ownership
from customers.rules import tax_id
from deals.models import Deal, Pipeline, PriceList, Product, Quote, QuoteLine, Stage
from tests.cast import NOW, customer
from tests.contracts.stage import CODE, approved_text, in_force, line, prepared, scan
from tests.forms_of import form_of
from tests.pdf_fonts import all_embedded

pytestmark = pytest.mark.django_db


def refused(code, verb, /, **arguments):
    with pytest.raises(Refused) as refusal:
        verb(**arguments)
    assert refusal.value.code == code, refusal.value.sentence
    return refusal.value


# --- the credit code -----------------------------------------------------------------------------------------------------


@pytest.mark.req("T18")
def test_a_credit_code_is_verified_by_its_check_digit():
    for good in ("91350100M000100Y43", "91110000600037341L", "91440300708461136T", " 9144 0300 7084 6113 6t "):
        assert tax_id.problem(good) == ""
    assert tax_id.problem("91350100M000100Y44") == "digit" and tax_id.problem("91350100M000010Y43") == "digit"
    assert (
        tax_id.problem("") == "empty"
        and tax_id.problem("9135") == "length"
        and tax_id.problem("91350100I000100Y43") == "sign"
    )
    # Any single sign mistyped is found out.
    for place in range(17):
        other = "0" if CODE[place] != "0" else "1"
        assert tax_id.problem(CODE[:place] + other + CODE[place + 1 :]) == "digit"


# --- what is missing -----------------------------------------------------------------------------------------------------


@pytest.mark.req("Nc15", "Nc16", "T18", "T19", "Nf14")
@pytest.mark.parametrize(
    "step, said",
    [
        ("checks", "Legal person is not checked yet."),
        ("text", "Choose the standard text."),
        ("products", "Enter the product."),
        ("promises", "List the gifts and promises, or confirm that there are none."),
        ("terms", "Choose the type of contract."),
        ("signing", "Upload the signed and stamped contract."),
    ],
)
def test_nothing_is_submitted_while_a_step_is_missing_and_the_refusal_names_it(cast, step, said):
    left_out = {step, "terms"} if step == "products" else {step}
    made = prepared(cast, customer(cast.rep), leave_out=left_out)
    refusal = refused("missing", preparation.submit_contract, contract_id=made.pk, by=cast.rep, at=NOW)
    assert said in refusal.sentence and step in {name for name, _sentence in refusal.details["missing"]}
    # The manager can't confirm it either.
    refused("missing", lifecycle.confirm_contract, contract_id=made.pk, by=cast.manager, at=NOW)


@pytest.mark.req("Nc15", "Nc13")
def test_a_complete_one_is_submitted_told_to_the_manager_and_confirmed(cast):
    row = customer(cast.rep)
    made = prepared(cast, row)
    refused("preparation", lifecycle.confirm_contract, contract_id=made.pk, by=cast.manager, at=NOW)
    preparation.submit_contract(contract_id=made.pk, by=cast.rep, at=NOW)
    assert Notice.objects.get(kind="contract_submitted").user == cast.manager
    lifecycle.confirm_contract(contract_id=made.pk, by=cast.manager, at=NOW)
    row.refresh_from_db()
    made.refresh_from_db()
    assert (row.stage, made.status, str(made.amount)) == ("official", "confirmed", "12005.00")


def test_submitted_means_fixed_until_the_manager_gives_it_back(cast):
    made = prepared(cast, customer(cast.rep))
    preparation.submit_contract(contract_id=made.pk, by=cast.rep, at=NOW)
    refused("status", lines.set_lines, contract_id=made.pk, by=cast.rep, at=NOW, lines=[])
    refused("reason", preparation.return_contract, contract_id=made.pk, by=cast.manager, at=NOW, reason=" ")
    preparation.return_contract(contract_id=made.pk, by=cast.manager, at=NOW, reason="the price is wrong")
    lines.set_lines(contract_id=made.pk, by=cast.rep, at=NOW, lines=[line(price="1")])
    assert Notice.objects.get(kind="contract_sent_back").user == cast.rep


@pytest.mark.req("T18")
def test_a_check_needs_its_evidence_and_a_bad_one_stops_the_contract(cast):
    made = prepared(cast, customer(cast.rep), leave_out={"checks"})
    who = {"contract_id": made.pk, "by": cast.rep, "at": NOW, "buyer": "Acme", "signatory": ""}
    refused("evidence", preparation.set_checks, **who, code=CODE, checks={"trade": {"state": "good", "evidence": ""}})
    refused("code", preparation.set_checks, **who, code="91350100M000100Y44", checks={})
    preparation.set_checks(
        **who, code=CODE.lower(), checks={"authority": {"state": "bad", "evidence": "no power of attorney"}}
    )
    check = made.checks.get(kind="authority")
    assert (check.by, check.at, check.state) == (cast.rep, NOW, "bad")
    said = refused("missing", preparation.submit_contract, contract_id=made.pk, by=cast.rep, at=NOW).sentence
    assert "authority failed: resolve it before you sign." in said and "Legal person is not checked yet" in said


def test_evidence_may_be_a_file_and_a_scan_must_be_one_of_paper(cast):
    made = prepared(cast, customer(cast.rep), leave_out={"checks", "signing"})
    checks = {"legal_person": {"state": "good", "evidence": "", "upload": scan("licence.pdf")}}
    preparation.set_checks(contract_id=made.pk, by=cast.rep, at=NOW, buyer="A", code="", signatory="", checks=checks)
    assert made.checks.get(kind="legal_person").file.name == "licence.pdf"
    for name in ("scan.txt", "scan.exe"):
        refused(
            "scan" if name.endswith("txt") else "file",
            preparation.set_signing,
            contract_id=made.pk,
            by=cast.rep,
            at=NOW,
            signed_at=NOW,
            upload=text_file(name),
        )
    refused(
        "future",
        preparation.set_signing,
        contract_id=made.pk,
        by=cast.rep,
        at=NOW,
        signed_at=NOW + timedelta(days=1),
        upload=scan(),
    )


def text_file(name):
    upload = scan(name)
    upload.file = io.BytesIO(b"plain text")
    upload.size = 10
    return upload


@pytest.mark.req("Nc16")
def test_gifts_are_listed_or_denied_also_for_a_contract_noted_after_signing(cast):
    row = customer(cast.rep)
    noted = lifecycle.record_contract(
        customer_id=row.pk, by=cast.rep, at=NOW, fields={"number": "X-1", "signed_at": NOW, "amount": Decimal(5)}
    )
    assert (
        "gifts and promises"
        in refused("missing", lifecycle.confirm_contract, contract_id=noted.pk, by=cast.manager, at=NOW).sentence
    )
    made = prepared(cast, row, leave_out={"promises"})
    who = {"contract_id": made.pk, "by": cast.rep, "at": NOW}
    refused("promises", preparation.set_promises, **who, said="", rows=[])
    refused("promises", preparation.set_promises, **who, said="some", rows=[])
    preparation.set_promises(
        **who, said="some", rows=[{"kind": "gift", "what": "A tablet", "value": Decimal(2000), "due_on": None}]
    )
    assert Promise.objects.get().what == "A tablet"
    preparation.submit_contract(**who)


# --- products -------------------------------------------------------------------------------------------------------------


def test_lines_make_the_amount_and_another_amount_needs_another_plan(cast):
    made = prepared(cast, customer(cast.rep))
    who = {"contract_id": made.pk, "by": cast.rep, "at": NOW}
    lines.set_lines(**who, lines=[line(quantity="3", price="0.3333"), line(quantity="1", price="10")])
    made.refresh_from_db()
    assert str(made.amount) == "11.00" and not made.instalments.exists()
    assert "Plan the payments" in refused("missing", preparation.submit_contract, **who).sentence
    wrong = {
        "type": "x",
        "payment_method": "x",
        "line": "",
        "terms": "",
        "parts": [{"due_on": date(2026, 4, 1), "amount": Decimal("10.99")}],
    }
    refused("sum", preparation.set_terms, **who, **wrong)


@pytest.mark.req("Nc15")
def test_products_come_from_an_approved_quote_of_the_customer(cast):
    row, other = customer(cast.rep), customer(cast.rep)
    mine, theirs, waiting = (
        quote(cast, row, "Q-1"),
        quote(cast, other, "Q-2"),
        quote(cast, row, "Q-3", status="waiting"),
    )
    made = prepared(cast, row, leave_out={"products", "terms"})
    who = {"contract_id": made.pk, "by": cast.rep, "at": NOW}
    for wrong in (theirs, waiting):
        refused("quote", lines.take_quote, **who, quote=wrong)
    lines.take_quote(**who, quote=mine)
    made.refresh_from_db()
    assert (str(made.amount), made.quote, made.lines.get().quantity) == ("900.00", mine, 10)


@pytest.mark.req("Nc15", "T19")
def test_names_from_the_catalogue_are_said_in_the_language_of_the_text_whatever_the_writer_reads(cast):
    row = customer(cast.rep)
    made = prepared(cast, row, leave_out={"products", "terms"}, language="zh-hans")
    who = {"contract_id": made.pk, "by": cast.rep, "at": NOW}
    offer = quote(cast, row, "Q-1")
    Product.objects.update(name_zh="组件")
    with translation.override("en"):
        lines.take_quote(**who, quote=offer)
    assert made.lines.get().name == "P-1 组件"
    with translation.override("zh-hans"):
        preparation.set_text(**who, text_id=approved_text(cast, "en").pk)
    assert made.lines.get().name == "P-1 Module"
    lines.set_lines(**who, lines=[line(name="Module, special paint", product=made.lines.get().product)])
    preparation.set_text(**who, text_id=ContractText.objects.get(language="zh-hans", status="approved").pk)
    assert made.lines.get().name == "Module, special paint"


@pytest.mark.req("Nc15")
def test_lines_changed_by_hand_stay_in_the_currency_of_the_quote(cast):
    row = customer(cast.rep)
    made = prepared(cast, row, leave_out={"products", "terms"})
    who = {"contract_id": made.pk, "by": cast.rep, "at": NOW}
    offer = quote(cast, row, "Q-1")
    Quote.objects.filter(pk=offer.pk).update(currency="EUR")
    lines.take_quote(**who, quote=offer)
    lines.set_lines(**who, lines=[line(price="7")])
    made.refresh_from_db()
    assert (made.currency, str(made.amount)) == ("EUR", "70.00")


@pytest.mark.req("Nc15")
def test_a_quote_turned_down_meanwhile_is_not_taken(cast):
    row = customer(cast.rep)
    made, offer = prepared(cast, row, leave_out={"products", "terms"}), quote(cast, row, "Q-1")
    Quote.objects.filter(pk=offer.pk).update(status="rejected")
    refused("quote", lines.take_quote, contract_id=made.pk, by=cast.rep, at=NOW, quote=offer)


def quote(cast, row, number, status="approved"):
    pipeline, _new = Pipeline.objects.get_or_create(key="test", defaults={"name": "Test"})
    stage, _new = Stage.objects.get_or_create(pipeline=pipeline, number=1, defaults={"name": "Talk"})
    deal = Deal.objects.create(
        customer=row,
        name="Roof",
        intention="x",
        owner=cast.rep,
        department=cast.rep.department,
        stage=stage,
        stage_since=NOW,
        amount=900,
        expected_close=date(2026, 4, 1),
        update_due=date(2026, 4, 1),
        created_at=NOW,
        changed_at=NOW,
    )
    product, _new = Product.objects.get_or_create(code="P-1", defaults={"name": "Module", "unit": "pcs"})
    prices, _new = PriceList.objects.get_or_create(name="2026", defaults={"valid_from": date(2026, 1, 1)})
    made = Quote.objects.create(
        deal=deal,
        number=number,
        status=status,
        price_list=prices,
        total=900,
        valid_until=date(2026, 5, 1),
        created_at=NOW,
    )
    QuoteLine.objects.create(quote=made, product=product, quantity=10, list_price=100, discount=10, amount=900)
    return made


# --- texts and the PDF -------------------------------------------------------------------------------------------------------


@pytest.mark.req("T19")
def test_a_text_is_used_only_once_legal_approved_it_and_nobody_approves_her_own(cast):
    ContractText.objects.all().delete()
    clauses = {clause.value: "x" for clause in Clause}
    row = standard_texts.save_text(by=cast.manager, at=NOW, name="Sale", language="en", title="Sale", clauses=clauses)
    made = prepared(cast, customer(cast.rep), leave_out={"text"})
    refused("text", preparation.set_text, contract_id=made.pk, by=cast.rep, at=NOW, text_id=row.pk)
    for person in (cast.rep, cast.manager, cast.finance):
        refused("forbidden", standard_texts.approve_text, text_id=row.pk, by=person, at=NOW)
    refused(
        "blank",
        standard_texts.save_text,
        by=cast.manager,
        at=NOW,
        name="Sale",
        language="en",
        title="Sale",
        clauses={"price": "{price_of_all}"},
    )
    half = standard_texts.save_text(
        by=cast.manager, at=NOW, name="Half", language="en", title="Half", clauses={"price": "{total}"}
    )
    refused("clauses", standard_texts.approve_text, text_id=half.pk, by=cast.general_manager, at=NOW)
    standard_texts.approve_text(text_id=row.pk, by=cast.general_manager, at=NOW)
    refused(
        "approved",
        standard_texts.save_text,
        by=cast.manager,
        at=NOW,
        name="Sale",
        language="en",
        title="New",
        clauses=clauses,
        text_id=row.pk,
    )
    assert (
        standard_texts.save_text(
            by=cast.manager, at=NOW, name="Sale", language="en", title="New", clauses=clauses
        ).version
        == 2
    )
    preparation.set_text(contract_id=made.pk, by=cast.rep, at=NOW, text_id=row.pk)
    standard_texts.retire_text(text_id=row.pk, by=cast.general_manager, at=NOW)
    refused("text", preparation.set_text, contract_id=made.pk, by=cast.rep, at=NOW, text_id=row.pk)


@pytest.mark.req("T19")
@pytest.mark.parametrize(
    "language, said",
    [
        (
            "en",
            [
                "Contract of sale",
                "Inverter 5 kW",
                "12,005.00",
                "Rights and duties",
                "Disputes",
                "Bank transfer",
                CODE,
                "Company",
            ],
        ),
        ("zh-hans", ["产品销售合同", "Inverter 5 kW", "12,005.00", "壹万贰仟零伍元整", "Bank transfer", CODE]),
    ],
)
def test_the_pdf_says_what_the_contract_says_in_either_language(cast, clock, signed_in, language, said):
    row = customer(cast.rep, name="杭州春意空调有限公司")
    made = prepared(cast, row, language=language)
    answer = signed_in(cast.rep).get(f"/contracts/{made.pk}/pdf/")
    assert answer["Content-Type"] == "application/pdf" and all_embedded(answer.content)
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    flat = "".join(text.split())
    assert made.number in flat and row.name in flat
    for words in said:
        assert "".join(words.split()) in flat, (words, text)
    assert "{" not in flat
    assert signed_in(cast.stranger).get(f"/contracts/{made.pk}/pdf/").status_code == 404


def test_a_contract_of_many_products_makes_several_pages(cast):
    made = prepared(cast, customer(cast.rep), leave_out={"products", "terms"})
    lines.set_lines(contract_id=made.pk, by=cast.rep, at=NOW, lines=[line(name=f"Part {n} <b>&") for n in range(90)])
    with translation.override("en"):
        pages = PdfReader(io.BytesIO(contract_pdf.pdf(Contract.objects.get(pk=made.pk)))).pages
    assert len(pages) > 2 and "Part 89 <b>&" in "".join(page.extract_text() for page in pages)


@pytest.mark.parametrize(
    "amount, words",
    [
        ("12005.00", "壹万贰仟零伍元整"),
        ("0.05", "零元伍分"),
        ("10.50", "壹拾元伍角"),
        ("1000000", "壹佰万元整"),
        ("100000001", "壹亿零壹元整"),
        ("20010.07", "贰万零壹拾元零柒分"),
        ("100200300", "壹亿零贰拾万零叁佰元整"),
    ],
)
def test_amounts_in_capital_characters(amount, words):
    assert capital(Decimal(amount)) == words


# --- the pages -------------------------------------------------------------------------------------------------------------


@pytest.mark.req("Nc15", "Nc16", "T18", "T19", "Nf14")
def test_the_whole_flow_in_the_browser(cast, clock, signed_in):
    row, text = customer(cast.rep), approved_text(cast)
    client = signed_in(cast.rep)
    client.post("/contracts/get-number/", {"customer": row.pk, "series": "HT"})
    made = Contract.objects.get()
    root = f"/contracts/{made.pk}/prepare"
    assert client.get(f"{root}/nonsense/").status_code == 404
    states = {f"state_{kind}": "good" for kind in ("legal_person", "trade", "ability", "authority")}
    evidence = {f"evidence_{kind}": "seen" for kind in ("legal_person", "trade", "ability", "authority")}
    wrong = client.post(
        f"{root}/checks/", {"buyer": row.name, "credit_code": "91350100M000100Y44", **states, **evidence}
    )
    assert wrong.status_code == 422 and "check digit" in wrong.text and row.name in wrong.text
    assert (
        client.post(f"{root}/checks/", {"buyer": row.name, "credit_code": CODE, **states, **evidence}).status_code
        == 302
    )
    assert client.post(f"{root}/text/", {"text": text.pk}).status_code == 302
    formset = {
        "lines-TOTAL_FORMS": 2,
        "lines-INITIAL_FORMS": 0,
        "lines-0-name": "Module",
        "lines-0-quantity": "2",
        "lines-0-price": "50",
    }
    assert client.post(f"{root}/products/", {**formset, "lines-1-name": "No price"}).status_code == 422
    assert client.post(f"{root}/products/", formset).status_code == 302
    empty = {"promises-TOTAL_FORMS": 1, "promises-INITIAL_FORMS": 0, "promises-0-kind": "gift"}
    assert client.post(f"{root}/promises/", {"promises": "none", **empty}).status_code == 302
    plan = {
        "parts-TOTAL_FORMS": 2,
        "parts-INITIAL_FORMS": 0,
        "parts-0-due_on": "2026-04-01",
        "parts-0-amount": "60",
        "parts-1-due_on": "2026-05-01",
    }
    terms = {"type": "Sales contract", "payment_method": "Bank transfer"}
    assert client.post(f"{root}/terms/", {**terms, **plan, "parts-1-amount": "39"}).status_code == 422
    assert client.post(f"{root}/terms/", {**terms, **plan, "parts-1-amount": "40"}).status_code == 302
    page = client.get(f"/contracts/{made.pk}/")
    assert "Upload the signed and stamped contract." in page.text
    assert client.post(f"{root}/signing/", {"signed_on": "2026-03-01", "file": scan()}).status_code == 302
    for step in ("checks", "text", "products", "promises", "terms", "signing"):
        assert client.get(f"{root}/{step}/").status_code == 200
    client.post(f"/contracts/{made.pk}/submit/")
    signed_in(cast.manager).post(f"/contracts/{made.pk}/confirm/")
    row.refresh_from_db()
    made.refresh_from_db()
    assert (made.status, row.stage, made.instalments.count()) == ("confirmed", "official", 2)
    assert Ownership.objects.get(pk=row.pk).owner == cast.rep


@pytest.mark.req("Nf14", "Nf8")
def test_the_scan_is_served_only_to_those_who_see_the_contract(cast, clock, signed_in):
    made = in_force(cast, customer(cast.rep))
    found = made.files.get(kind="scan")
    answer = signed_in(cast.manager).get(f"/contracts/files/{found.pk}/")
    assert answer["Content-Disposition"].startswith("attachment") and b"".join(answer.streaming_content).startswith(
        b"%PDF"
    )
    assert signed_in(cast.stranger).get(f"/contracts/files/{found.pk}/").status_code == 404
    assert signed_in(cast.mate).get(f"/contracts/files/{found.pk}/").status_code == 404


@pytest.mark.req("Nc15")
def test_a_line_of_a_quote_that_is_not_touched_is_not_reckoned_anew(cast):
    row = customer(cast.rep)
    made, offer = prepared(cast, row, leave_out={"products", "terms"}), quote(cast, row, "Q-1")
    one = offer.lines.get()
    QuoteLine.objects.filter(pk=one.pk).update(
        quantity=Decimal("37"), list_price=Decimal("91539.15"), discount=Decimal("4.99"), amount=Decimal("3217824.33")
    )
    gift = QuoteLine.objects.create(
        quote=offer, product=one.product, quantity=2, list_price=Decimal("50"), discount=100, amount=0
    )
    who = {"contract_id": made.pk, "by": cast.rep, "at": NOW}
    lines.take_quote(**who, quote=offer)
    first, second = made.lines.all()
    assert (first.price, first.discount, first.amount) == (Decimal("91539.15"), Decimal("4.99"), Decimal("3217824.33"))
    assert (second.price, second.discount, second.amount) == (gift.list_price, 100, 0)
    rows = [{name: getattr(one, name) for name in lines.COLUMNS} for one in (first, second)]
    lines.set_lines(**who, lines=[rows[0], {**rows[1], "quantity": Decimal(3)}])
    assert [str(one.amount) for one in made.lines.all()] == ["3217824.33", "0.00"]
    lines.set_lines(**who, lines=[{**rows[0], "quantity": Decimal(1)}, rows[1]])
    assert [str(one.amount) for one in made.lines.all()] == ["86971.35", "0.00"]


def test_a_gift_line_is_saved_by_the_page(cast, signed_in):
    made = prepared(cast, customer(cast.rep), leave_out={"products", "terms"})
    url = f"/contracts/{made.pk}/prepare/products/"
    page = form_of(signed_in(cast.rep).get(url), "lines-0-name")
    for field, value in {"name": "Cap", "unit": "pcs", "quantity": "5", "price": "0", "discount": "100"}.items():
        page.fields[f"lines-0-{field}"] = [value]
    assert signed_in(cast.rep).post(url, page.typed()).status_code == 302
    assert [(one.name, one.price, one.amount) for one in made.lines.all()] == [("Cap", 0, 0)]
