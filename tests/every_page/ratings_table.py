# ruff: noqa: E501 - a table: one address a line
"""ratings: in the table."""

from django.core.files.uploadedfile import SimpleUploadedFile

from .page import Page, about
from .rights import EVERYWHERE, HELD, LEVELS, OWN, at, both, either, has, reaches, sees

QUARTER = "2025Q4"

# The customer's own page must open, and the grade must be in reach.
grade = both(sees("customer.view"), reaches("rating.view"))
rates = both(grade, either(reaches("rating.sales"), reaches("rating.finance"), reaches("rating.manage")))
cares = both(grade, either(reaches("rating.sales"), reaches("rating.manage")))
states = rates
reads_cards = either(has("rating.view"), has("rating.manage"))
lists_sales = both(grade, has("rating.sales"), either(reaches("rating.sales"), reaches("rating.manage")))


def sheet_args(world, case):
    return {"quarter": QUARTER, "pk": world.get("rated", case).pk}


def sheet_data(world, case):
    key = "credit_performance" if case.reaches("rating.finance") and not case.reaches("rating.sales") else "management"
    return {key: "7", "reason": "looked again"}


def card_data(world, case):
    # What the page shows to whoever may change it, with a reason.
    if not case.has("rating.manage"):
        return {"note": "test"}
    shown = world.form_of("ratings:revise", {"segment": "direct"})
    return shown | {"note": "test"}


def paper(world, case):
    return {
        "kind": "licence",
        "dated_on": "2020-05-01",
        "file": SimpleUploadedFile("licence.pdf", b"%PDF-1.4 licence"),
    }


def excepts(case):
    """A director or above who may rate it."""
    return cares(case) and LEVELS[case.role] >= 2


RATINGS = [
    Page("ratings:list", get=has("rating.view")),
    Page("ratings:export", get=has("rating.view", "customer.export"), notes=True),
    Page("ratings:run", post=has("rating.manage"), data=lambda w, c: {"quarter": QUARTER}),
    Page("ratings:progress", args=lambda w, c: {"quarter": QUARTER}, get=has("rating.view")),
    Page("ratings:sheets", get=either(has("rating.sales"), has("rating.finance"), has("rating.manage"))),
    Page("ratings:sheet", args=sheet_args, places=HELD, get=rates, post=rates, data=sheet_data, words=True),
    Page("ratings:key_customers", get=has("rating.view")),
    Page("ratings:scorecards", get=reads_cards),
    Page("ratings:scorecard", args=lambda w, c: {"segment": "direct"}, get=reads_cards),
    Page(
        "ratings:revise",
        args=lambda w, c: {"segment": "direct"},
        get=has("rating.manage"),
        post=has("rating.manage"),
        data=card_data,
    ),
    about("rated", "ratings:customer", EVERYWHERE, get=grade),
    about("rated", "ratings:papers", EVERYWHERE, post=cares, data=paper, words=True),
    about(
        "rated",
        "ratings:papers_exception",
        EVERYWHERE,
        post=excepts,
        data=lambda w, c: {"exception_reason": "listed company"},
        words=True,
    ),
    about("paper copy", "ratings:paper", EVERYWHERE, get=grade, notes=True),
    about("paper copy", "ratings:paper_withdraw", EVERYWHERE, post=both(grade, at(OWN)), words=True),
    about(
        "rated",
        "ratings:care",
        EVERYWHERE,
        post=cares,
        data=lambda w, c: {"kind": "support", "text": "samples"},
        words=True,
    ),
    about("care", "ratings:care_done", EVERYWHERE, post=cares, data=lambda w, c: {"outcome": "ordered"}, words=True),
    about("rated", "ratings:nominate", EVERYWHERE, post=lists_sales, data=lambda w, c: {"reason": "large"}, words=True),
    about("potential", "ratings:drop", EVERYWHERE, post=lists_sales, words=True),
    about(
        "rated",
        "ratings:statement",
        EVERYWHERE,
        post=states,
        data=lambda w, c: {"year": "2024", "revenue": "1000"},
        words=True,
    ),
    about("statement", "ratings:document", EVERYWHERE, get=grade, notes=True),
]
