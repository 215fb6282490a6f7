# ruff: noqa: E501 - a table: one address a line
"""service: in the table."""

from service.models import OrderKind
from tests.service.sheets.made import drawn

from .contracts_table import pdf
from .page import Page, about
from .rights import EVERYWHERE, OWN, at, both, has, reaches
from .service_world import CODE

ORDER = {"subject": "pump is loud", "priority": "high", "channel": "phone", "reported_at": "2026-03-02T08:30"}
HOURS = {"mon": "09:00-12:00", "country": "CN", "remind_percent": "80", "note": "shorter"}
ROWS = {
    "rows-TOTAL_FORMS": "1",
    "rows-INITIAL_FORMS": "0",
    "rows-0-kind": "*",
    "rows-0-priority": "*",
    "rows-0-level": "*",
    "rows-0-response": "60",
    "rows-0-completion": "480",
}


def recorded(world, case):
    return {"customer": world.get("customer", case).pk, "kind": OrderKind.objects.get(key="training").pk, **ORDER}


def edited(world, case):
    return {"kind": OrderKind.objects.get(key="training").pk, **ORDER, "subject": "another"}


def of_sheet(world, case):
    return {"sheet": world.get("order with a sheet", case).sheets.get().pk}


def saying(world, case):
    return of_sheet(world, case) | {"code": CODE}


def signing(world, case):
    return of_sheet(world, case) | {"signer": "Wang", "signature": drawn()}


seen = reaches("service.view")
works = both(reaches("service.view"), has("after_sales.work"))
manages = both(reaches("service.view"), has("service.manage"))

PLAN = {
    "name": "quarterly",
    "whom": "official",
    "days": "90",
    "visitor": "service",
    "channel": "call",
    "starts_on": "2026-03-02",
    "active": "on",
}
RULES = {"report_days": "5", "bad_score": "1", "ahead_days": "7"}
REPORT = {
    "held_on": "2026-03-02",
    "channel": "call",
    "words": "fine",
    **{f"{name}-{count}_FORMS": "0" for name in ("demands", "ideas") for count in ("TOTAL", "INITIAL")},
}
CORRECTION = {**REPORT, "words": "very pleased", "reason": "mixed up"}
SHEET = {
    "arrived_at": "2026-03-02T07:00",
    "left_at": "2026-03-02T08:00",
    "content": "changed the seal",
    "language": "en",
}
DEAL = {
    "name": "two pumps",
    "intention": "asked for",
    "amount": "5",
    "currency": "CNY",
    "line": "short",
    "expected_close": "2026-05-01",
    "lines-TOTAL_FORMS": "0",
    "lines-INITIAL_FORMS": "0",
}
head = has("service.manage")
decides = both(reaches("service.view"), has("deal.work"), at(OWN))


def visited(world, case):
    return {"customer": world.get("customer", case).pk, "channel": "call", "due_on": "2026-03-02"}


VISITS = [
    Page("service:visits", get=has("service.view")),
    Page("service:visit_filter", get=has("service.view")),
    Page(
        "service:visit_new",
        places=EVERYWHERE,
        get=has("service.record"),
        post=reaches("service.record"),
        data=visited,
        words=True,
    ),
    Page("service:ideas", get=has("service.view")),
    Page("service:visit_plans", get=head),
    Page("service:visit_plan_new", get=head, post=head, data=lambda w, c: PLAN),
    about("visit plan", "service:visit_plan", ("",), get=head, post=head, data=lambda w, c: PLAN),
    Page("service:visit_rules", get=head, post=head, data=lambda w, c: RULES),
    Page("service:visit_aspect_new", get=head, post=head, data=lambda w, c: {"name": "Packing", "active": "on"}),
    about("visit aspect", "service:visit_aspect", ("",), get=head, post=head, data=lambda w, c: {"name": "Packing"}),
    about("visit", "service:visit", EVERYWHERE, get=seen),
    about("visit", "service:visit_report", EVERYWHERE, get=works, post=works, data=lambda w, c: REPORT),
    about(
        "reported visit", "service:visit_correct", EVERYWHERE, get=manages, post=manages, data=lambda w, c: CORRECTION
    ),
    about("visit", "service:visit_hold", EVERYWHERE, post=works, data=lambda w, c: {"held_on": "2026-03-02"}),
    about(
        "visit",
        "service:visit_postpone",
        EVERYWHERE,
        post=works,
        data=lambda w, c: {"due_on": "2026-03-09", "reason": "a fair"},
    ),
    about("visit", "service:visit_cancel", EVERYWHERE, post=works, data=lambda w, c: {"reason": "closed"}),
    about("visit", "service:visit_assign", EVERYWHERE, post=manages, data=lambda w, c: {"person": w.cast.service.pk}),
    about("demand", "service:demand_deal", EVERYWHERE, get=decides, post=decides, data=lambda w, c: DEAL),
    about("demand", "service:demand_aside", EVERYWHERE, get=decides, post=decides, data=lambda w, c: {"reason": "no"}),
    about(
        "idea",
        "service:idea_answer",
        EVERYWHERE,
        get=manages,
        post=manages,
        data=lambda w, c: {"status": "considered", "answer": ""},
    ),
]
SERVICE = [
    *VISITS,
    Page("service:orders", get=has("service.view")),
    Page("service:filter", get=has("service.view")),
    Page(
        "service:new",
        places=EVERYWHERE,
        get=has("service.record"),
        post=reaches("service.record"),
        data=recorded,
        words=True,
    ),
    Page("service:of_customer", get=has("service.record")),
    Page("service:warranty", get=has("service.record")),
    Page("service:statistics", get=has("service.view")),
    Page("service:statistics_export", get=has("service.manage"), notes=True),
    Page("service:lists", get=has("service.manage")),
    Page(
        "service:list",
        args=lambda w, c: {"which": "causes"},
        get=has("service.manage"),
        post=has("service.manage"),
        data=lambda w, c: {"name": "New entry"},
    ),
    Page(
        "service:list_entry",
        args=lambda w, c: {"which": "kinds", "pk": OrderKind.objects.order_by("pk").first().pk},
        get=has("service.manage"),
        post=has("service.manage"),
        data=lambda w, c: {"name": "Renamed"},
    ),
    Page(
        "service:list_do",
        args=lambda w, c: {"which": "kinds", "pk": OrderKind.objects.order_by("pk").first().pk, "what": "switch"},
        post=has("service.manage"),
    ),
    Page("service:targets", get=has("service.view")),
    Page("service:targets_edit", get=has("service.manage"), post=has("service.manage"), data=lambda w, c: HOURS | ROWS),
    about("order", "service:order", EVERYWHERE, get=seen),
    about("order", "service:edit", EVERYWHERE, get=works, post=works, data=edited),
    about("order", "service:file_add", EVERYWHERE, post=works, data=lambda w, c: {"files": pdf()}),
    about("order file", "service:file", EVERYWHERE, get=seen, notes=True),
    about("order file", "service:file_withdraw", EVERYWHERE, post=works, words=True),
    about("order", "service:accept", EVERYWHERE, post=works),
    about("accepted order", "service:start", EVERYWHERE, post=works),
    about("accepted order", "service:wait", EVERYWHERE, post=works, data=lambda w, c: {"waits_for": "parts"}),
    about("waiting order", "service:resume", EVERYWHERE, post=works),
    about(
        "accepted order", "service:finish", EVERYWHERE, post=works, data=lambda w, c: {"content": "changed the seal"}
    ),
    about("done order", "service:confirm", EVERYWHERE, post=works),
    about("done order", "service:close", EVERYWHERE, post=works),
    about("order", "service:sheet_blank", EVERYWHERE, get=seen),
    about("done order", "service:sheet_new", EVERYWHERE, get=works, post=works, data=lambda w, c: SHEET),
    about("order with a sheet", "service:sheet", EVERYWHERE, get=seen),
    about("order with a sheet", "service:sheet_pdf", EVERYWHERE, get=seen),
    about("order with a sheet", "service:sheet_sign", EVERYWHERE, post=works, data=signing),
    about("order with a sheet", "service:sheet_mail", EVERYWHERE, post=works, data=of_sheet),
    about("order with a sheet", "service:sheet_call", EVERYWHERE, post=works, data=of_sheet),
    about("order with a sheet", "service:sheet_confirm", EVERYWHERE, post=works, data=saying),
    about("order with a sheet", "service:sheet_tell", EVERYWHERE, get=works, post=works),
    about("order", "service:cancel", EVERYWHERE, post=works, data=lambda w, c: {"reason": "recorded twice"}),
    about("closed order", "service:reopen", EVERYWHERE, post=works, data=lambda w, c: {"reason": "the same again"}),
    about("order", "service:assign", EVERYWHERE, post=manages, data=lambda w, c: {"person": w.cast.service.pk}),
    about(
        "order", "service:give", EVERYWHERE, post=manages, data=lambda w, c: {"person": w.cast.service.pk}, words=True
    ),
    about("order", "service:move", EVERYWHERE, post=works, data=lambda w, c: {"status": "accepted"}, words=True),
    Page("service:calendar", get=has("after_sales.work")),
]
