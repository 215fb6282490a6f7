# ruff: noqa: E501 - a table: one address a line
"""service: in the table."""

from service.models import OrderKind

from .contracts_table import pdf
from .page import Page, about
from .rights import EVERYWHERE, both, has, reaches

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


seen = reaches("service.view")
works = both(reaches("service.view"), has("after_sales.work"))
manages = both(reaches("service.view"), has("service.manage"))

SERVICE = [
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
    about("order", "service:cancel", EVERYWHERE, post=works, data=lambda w, c: {"reason": "recorded twice"}),
    about("closed order", "service:reopen", EVERYWHERE, post=works, data=lambda w, c: {"reason": "the same again"}),
    about("order", "service:assign", EVERYWHERE, post=manages, data=lambda w, c: {"person": w.cast.service.pk}),
]
