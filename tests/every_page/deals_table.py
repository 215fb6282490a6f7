# ruff: noqa: E501 - a table: one address a line
"""deals: in the table."""

from deals.models import Stage

from .contracts_table import not_own_unless_on_top
from .page import Page, about
from .rights import EVERYWHERE, both, either, has, mine, reaches

NO_LINES = {"lines-TOTAL_FORMS": "0", "lines-INITIAL_FORMS": "0"}
FIGURES = {
    "name": "Line two",
    "intention": "more",
    "line": "mid",
    "amount": "5000",
    "currency": "CNY",
    "expected_close": "2026-05-01",
    **NO_LINES,
}


def opened(world, case):
    return {"customer": world.get("customer", case).pk, **FIGURES}


def lines(world, case):
    line = {
        "lines-TOTAL_FORMS": "1",
        "lines-INITIAL_FORMS": "0",
        "lines-0-product": world.things["product"][None, ""].pk,
        "lines-0-quantity": "2",
        "lines-0-discount": "1",
    }
    return {"valid_until": "2026-04-05", **line}


def first_stage(world, case):
    return {"stage": Stage.objects.get(pipeline__key="standard", number=0).pk}


def stages(world, case):
    rows = world.get("pipeline", case).stages.all()
    return {
        f"s{r.pk}-{name}": value
        for r in rows
        for name, value in (("name", r.name), ("probability", r.probability), ("update_days", 9))
    }


said = {"outline": "talked", "expected_close": "2026-05-01", "amount": "1000"}
works, keeps = reaches("deal.view", "deal.work"), has("product.manage")
# Only whoever owns the customer quotes and opens deals (Z11).
own = mine("deal.view", "deal.work")

DEALS = [
    *(
        Page(f"deals:{name}", get=has("deal.view"))
        for name in ("board", "list", "filter", "quotes", "plans", "analysis")
    ),
    Page("deals:new", places=EVERYWHERE, get=has("deal.work"), post=own, data=opened, words=True),
    about("deal", "deals:detail", EVERYWHERE, get=reaches("deal.view")),
    about("deal", "deals:edit", EVERYWHERE, get=works, post=works, data=lambda w, c: FIGURES),
    about("deal", "deals:progress", EVERYWHERE, post=works, data=lambda w, c: said),
    about("deal", "deals:move", EVERYWHERE, post=works, data=first_stage),
    about(
        "deal",
        "deals:close",
        EVERYWHERE,
        get=works,
        post=works,
        data=lambda w, c: {"result": "lost", "reason": "too dear"},
    ),
    about(
        "lost deal",
        "deals:reopen",
        EVERYWHERE,
        post=both(works, reaches("request.decide"), not_own_unless_on_top),
        data=lambda w, c: {"reason": "they came back"},
    ),
    about(
        "won deal",
        "deals:correction",
        EVERYWHERE,
        get=works,
        post=works,
        data=lambda w, c: {"amount": "7", "closed_on": "2026-03-01", "reason": "typo"},
    ),
    about("deal", "deals:quote_new", EVERYWHERE, get=own, post=own, data=lines),
    about("deal", "deals:quote_preview", EVERYWHERE, post=own, data=lines, idle=True),
    about("deal", "deals:quote_preview_pdf", EVERYWHERE, post=own, data=lines, idle=True),
    about("draft", "deals:quote", EVERYWHERE, get=reaches("deal.view")),
    about("draft", "deals:quote_pdf", EVERYWHERE, get=reaches("deal.view"), notes=True),
    about("draft", "deals:quote_edit", EVERYWHERE, get=own, post=own, data=lines),
    about("draft", "deals:quote_finish", EVERYWHERE, post=own),
    about("approved quote", "deals:quote_mark", EVERYWHERE, post=own, data=lambda w, c: {"status": "sent"}),
    Page("deals:products", get=either(has("deal.view"), keeps)),
    Page("deals:product_new", get=keeps, post=keeps, data=lambda w, c: {"code": "N", "name": "New", "unit": "pcs"}),
    about(
        "product",
        "deals:product",
        ("",),
        get=keeps,
        post=keeps,
        data=lambda w, c: {"code": "P-1", "name": "Renamed", "unit": "pcs"},
    ),
    Page("deals:limits", post=keeps, data=lambda w, c: {f"role_{w.cast.rep.role_id}": "6"}),
    Page(
        "deals:price_list_new",
        get=keeps,
        post=keeps,
        data=lambda w, c: {"name": "Spring", "currency": "CNY", "valid_from": "2026-03-01"},
    ),
    about(
        "price list",
        "deals:price_list",
        ("",),
        get=keeps,
        post=keeps,
        data=lambda w, c: {"name": "Renamed", "currency": "CNY", "valid_from": "2026-03-01"},
    ),
    Page("deals:pipelines", get=keeps),
    about("pipeline", "deals:pipeline", ("",), get=keeps, post=keeps, data=stages),
    about("stage", "deals:stage_switch", ("",), post=keeps),
    about("pipeline", "deals:stage_new", ("",), post=keeps, data=lambda w, c: {"name": "Trial"}),
    Page(
        "deals:plan_new",
        get=has("deal.work"),
        post=has("deal.work"),
        data=lambda w, c: {
            "period": "month:2026-03-01",
            "amount": "5",
            "new_customers": "1",
            "visits": "1",
            "note": "by calling",
        },
    ),
]
