# ruff: noqa: E501 - a table: one address a line
"""contracts: in the table."""

from django.core.files.uploadedfile import SimpleUploadedFile

from .page import Page, about
from .rights import EVERYWHERE, HELD, OWN, acts, at, both, either, has, mine, reaches


def noted(world, case):
    return {
        "customer": world.get("customer", case).pk,
        "number": "K-NEW",
        "signed_on": "2026-03-01",
        "amount": "100",
        "currency": "CNY",
        "promises": "none",
    }


def not_own_unless_on_top(case):
    """Nobody confirms what they recorded themselves, unless nobody stands above them."""
    return case.place != OWN or case.role == "general_manager"


def pdf(name="scan.pdf"):
    return SimpleUploadedFile(name, b"%PDF-1.4")


def step(world, case):
    return {"pk": world.get("drawn", case).pk, "step": "promises"}


def payment(world, case):
    return {"customer": world.get("customer", case).pk, "received_on": "2026-03-01", "amount": "5", "currency": "CNY"}


def statement(world, case):
    text = f"customer,received_on,amount,reference\n{world.get('customer', case).code},2026-03-01,5,R-NEW\n"
    return {"file": SimpleUploadedFile("bank.csv", text.encode())}


def clauses(world, case):
    return {"name": "Another", "language": "en", "title": "Title", "price": "as agreed"}


def expense(world, case):
    return {
        "customer": world.get("customer", case).pk,
        "kind": "visit",
        "spent_on": "2026-03-02",
        "amount": "5",
        "currency": "CNY",
        "what": "train",
        "file": pdf(),
    }


def plan(world, case):
    return {"parts-TOTAL_FORMS": 1, "parts-INITIAL_FORMS": 0, "parts-0-due_on": "2026-05-01", "parts-0-amount": "1000"}


def division(world, case):
    return {"other": world.taker.pk, "share_other": "100", "reason": "test"}


def figures(world, case):
    return {"amount": "900", "signed_at": "2026-02-27", "reason": "test"}


def match(world, case):
    return {f"part-{world.get('forced', case).instalments.get().pk}": "1"}


def allocation(world, case):
    return {"allocation": world.get("payment", case).allocations.get().pk}


def said(text):
    return lambda world, case: {"reason": text}


seen, money = reaches("contract.view"), reaches("payment.record")
works, confirms = reaches("contract.view", "contract.record"), reaches("contract.view", "contract.confirm")
fulfils = both(seen, either(reaches("contract.record"), money))
writes = both(has("contract.view"), either(has("contract.confirm"), has("text.approve")))
own_money = both(seen, money)


def given_away(world, case):
    return {"customer": world.get("in service", case).pk, "person": world.cast.service_manager.pk}


CONTRACTS = [
    Page("contracts:after_sales", get=has("after_sales.work")),
    Page("contracts:after_sales_assign", post=has("service.manage"), data=given_away),
    about("in service", "contracts:after_sales_introduced", ("",), post=has("service.manage"), words=True),
    Page("contracts:list", get=has("contract.view")),
    Page(
        "contracts:new",
        places=EVERYWHERE,
        get=has("contract.record"),
        post=acts("contract.record"),
        data=noted,
        words=True,
    ),
    Page(
        "contracts:get_number",
        places=EVERYWHERE,
        get=has("contract.record"),
        post=acts("contract.record"),
        data=lambda w, c: {"customer": w.get("customer", c).pk, "series": "HT"},
        words=True,
    ),
    Page("contracts:numbers", get=has("contract.view")),
    Page(
        "contracts:series",
        get=has("lists.manage"),
        post=has("lists.manage"),
        data=lambda w, c: {"key": "ZZ", "name": "Trials"},
    ),
    about(
        "series",
        "contracts:series_rename",
        ("",),
        get=has("lists.manage"),
        post=has("lists.manage"),
        data=lambda w, c: {"name": "Renamed"},
    ),
    about("series", "contracts:series_switch", ("",), post=has("lists.manage")),
    about("contract", "contracts:detail", EVERYWHERE, get=seen),
    about("contract", "contracts:confirm", HELD, post=both(confirms, not_own_unless_on_top), words=True),
    about("contract", "contracts:void", EVERYWHERE, post=confirms, data=said("cancelled")),
    about("submitted", "contracts:send_back", HELD, post=both(confirms, not_own_unless_on_top), data=said("the price")),
    about("drawn", "contracts:pdf", EVERYWHERE, get=seen, notes=True),
    Page(
        "contracts:step",
        places=EVERYWHERE,
        args=step,
        get=works,
        post=works,
        data=lambda w, c: {"promises": "none", "promises-TOTAL_FORMS": 0, "promises-INITIAL_FORMS": 0},
    ),
    about("drawn", "contracts:take_quote", EVERYWHERE, post=works, data=lambda w, c: {"quote": w.get("offer", c).pk}),
    about("drawn", "contracts:submit", EVERYWHERE, post=works, idle=True),
    about(
        "contract", "contracts:file_add", EVERYWHERE, post=fulfils, data=lambda w, c: {"file": pdf(), "kind": "other"}
    ),
    about("contract file", "contracts:file", EVERYWHERE, get=seen, notes=True),
    about("contract file", "contracts:file_withdraw", EVERYWHERE, post=both(seen, at(OWN)), words=True),
    about("forced", "contracts:plan", EVERYWHERE, get=confirms, post=confirms, data=plan),
    about("forced", "contracts:commission", EVERYWHERE, get=confirms, post=confirms, data=division),
    about("forced", "contracts:correct", EVERYWHERE, get=works, post=works, data=figures),
    about(
        "forced",
        "contracts:delivery_add",
        EVERYWHERE,
        post=fulfils,
        data=lambda w, c: {"planned_on": "2026-05-01", "what": "lot", "amount": "5"},
    ),
    about(
        "forced",
        "contracts:paper_add",
        EVERYWHERE,
        post=fulfils,
        data=lambda w, c: {"due_on": "2026-05-01", "what": "invoice"},
    ),
    about(
        "delivery", "contracts:delivered", EVERYWHERE, post=fulfils, data=lambda w, c: {"delivered_on": "2026-03-01"}
    ),
    about("paper", "contracts:paper_received", EVERYWHERE, post=fulfils),
    Page("contracts:collections", get=has("contract.view")),
    Page("contracts:ageing", get=has("contract.view")),
    Page("contracts:payments", get=has("contract.view")),
    Page(
        "contracts:payment_new",
        places=EVERYWHERE,
        get=has("payment.record"),
        post=acts("payment.record"),
        data=payment,
        words=True,
    ),
    Page(
        "contracts:payments_import",
        places=(OWN,),
        get=has("payment.record"),
        post=has("payment.record"),
        data=statement,
    ),
    about("payment", "contracts:payment", EVERYWHERE, get=seen),
    about("payment", "contracts:payment_match", EVERYWHERE, post=own_money, data=match),
    about("payment", "contracts:payment_match_preview", EVERYWHERE, post=own_money, data=match, idle=True),
    about("payment", "contracts:payment_release", EVERYWHERE, post=own_money, data=allocation),
    about("payment", "contracts:payment_void", EVERYWHERE, post=own_money, data=said("wrong")),
    about(
        "customer",
        "contracts:bad_debt",
        EVERYWHERE,
        get=acts("payment.record"),
        post=acts("payment.record"),
        data=lambda w, c: {"amount": "5", "reason": "lost"},
    ),
    about("bad debt", "contracts:bad_debt_clear", EVERYWHERE, post=acts("payment.record")),
    Page("contracts:texts", get=has("contract.view")),
    about("text", "contracts:text", ("",), get=has("contract.view")),
    Page("contracts:text_new", get=writes, post=writes, data=clauses),
    about("text", "contracts:text_write", ("",), get=writes, post=writes, data=clauses),
    about("text", "contracts:text_approve", ("",), post=has("text.approve")),
    about("text in use", "contracts:text_retire", ("",), post=has("text.approve")),
    Page("contracts:expenses", get=has("expense.record"), query={"of": "team"}),
    Page(
        "contracts:expense_new",
        places=HELD,
        get=has("expense.record"),
        post=mine("expense.record"),
        data=expense,
        words=True,
    ),
    Page("contracts:expense_customers", post=has("expense.record"), idle=True, data=lambda w, c: {"q": "x"}),
    about(
        "expense",
        "contracts:receipt",
        HELD,
        get=both(has("expense.record"), either(money, reaches("expense.record"))),
        notes=True,
    ),
]
