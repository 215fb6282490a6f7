# ruff: noqa: E501 - a table: one address a line
"""activities:, approvals:, notices: and audit: in the table."""

from django.core.files.uploadedfile import SimpleUploadedFile

from activities.models import ReceptionLevel

from .page import Page, about
from .rights import (
    DEPT,
    EVERYWHERE,
    HELD,
    OTHER,
    OWN,
    POOLS,
    acts,
    at,
    both,
    either,
    everybody,
    has,
    manages_all,
    mine,
    not_at,
    reaches,
    sees,
)

FOLLOWUP = {
    "kind": "call_out",
    "counterpart": "Wang",
    "answered": "on",
    "content": "talked about the plans for next year in detail",
}


def files(world, case):
    return {"files": SimpleUploadedFile("offer.txt", b"an offer")}


def task(world, case):
    return {"title": "Call", "kind": "task", "due_at": "2026-03-03T10:00", "assignee": world.viewer(case).pk}


ROWS = {
    f"{name}-{count}_FORMS": value
    for name in ("guest", "step", "gift", "task")
    for count, value in (("TOTAL", 0), ("INITIAL", 0))
}


def a_reception(world, case):
    return ROWS | {
        "level": ReceptionLevel.objects.get(name="Standard").pk,
        "purpose": "A look at the works",
        "begins_at": "2026-03-12T10:00",
        "ends_at": "2026-03-12T12:00",
        "place": "Canteen",
        "guest-TOTAL_FORMS": 1,
        "guest-0-name": "Li",
    }


def a_record(world, case):
    there = world.get("past reception", case)
    return ROWS | {
        "occurred_at": "2026-02-27T10:00",
        "ended_at": "2026-02-27T12:00",
        "came": [guest.pk for guest in there.guests.all()],
        "content": "与王经理参观了工厂，确认明年采购两百台，四月签合同",
        "result": "同意四月签合同",
        "next_step": "发送合同草稿",
        "late_reason": "on the road",
    }


def a_level(world, case):
    return {"name": "State visit", "gift_limit": "900", "cost_limit": "5000"}


def reads_request(case):
    """Their own, and those of departments whose requests they decide."""
    return case.place == OWN or case.reaches("request.decide")


writes = both(sees(), reaches("followup.create"), not_at(*POOLS))
reports = either(has("followup.create"), has("followup.review"))
own_entry = mine("followup.create", "customer.view")

ACTIVITIES = [
    about(
        "customer",
        "activities:followup_new",
        EVERYWHERE,
        get=sees("followup.create"),
        # On a customer of others only with the right to log there (Z11).
        post=either(own_entry, both(sees("followup.create"), reaches("followup.others"), not_at(*POOLS))),
        data=lambda w, c: FOLLOWUP,
        words=True,
    ),
    about(
        "customer", "activities:judge", EVERYWHERE, post=sees("followup.create"), data=lambda w, c: FOLLOWUP, idle=True
    ),
    about("customer", "activities:timeline", EVERYWHERE, get=sees()),
    about("customer", "activities:attach", EVERYWHERE, post=writes, data=files, words=True),
    about("attachment", "activities:attachment", HELD, get=sees(), notes=True),
    about("attachment", "activities:attachment_void", HELD, post=own_entry, words=True),
    about("followup", "activities:followup_edit", HELD, get=own_entry, post=own_entry, data=lambda w, c: FOLLOWUP),
    about("followup", "activities:followup_void", HELD, post=own_entry, data=lambda w, c: {"reason": "a mistake"}),
    about(
        "late",
        "activities:followup_check",
        HELD,
        get=both(sees("followup.review"), reaches("followup.review"), not_at(OWN)),
        post=both(sees("followup.review"), reaches("followup.review"), not_at(OWN)),
        data=lambda w, c: {"decision": "confirm"},
    ),
    about(
        "followup",
        "activities:followup_appeal",
        HELD,
        post=own_entry,
        data=lambda w, c: {"appeal": "it did"},
        words=True,
        idle=True,  # nothing was rejected at these places
    ),
    Page("activities:contact_reports", get=reports),
    about(
        "contact report",
        "activities:contact_report",
        HELD,
        get=both(sees(), reports),
        post=both(mine(), reports),
        data=lambda w, c: {"took_part": "Wang, Rep", "text": "the offer is accepted"},
        words=True,
    ),
    Page("activities:review_list", get=has("followup.review")),
    Page("activities:same_day", get=has("followup.review")),
    Page(
        "activities:review_many",
        places=HELD,
        post=has("followup.review"),
        data=lambda w, c: {"ids": [w.get("late", c).pk]},
        idle=True,
    ),
    Page("activities:tasks", get=everybody),
    Page("activities:task_new", get=everybody, post=everybody, data=task),
    Page("activities:customer_options", get=everybody, query={"q": "杭州"}),
    about("task", "activities:task_edit", HELD, get=mine(), post=mine(), data=task),
    about("task", "activities:task_done", HELD, post=mine(), data=lambda w, c: {"done": "1"}),
    about(
        "task",
        "activities:task_finish",
        HELD,
        post=mine(),
        data=lambda w, c: {"result": "与王经理约定下周签约并确认交货时间"},
        words=True,
    ),
    Page("activities:calendar", get=everybody),
    Page("activities:feed", args=lambda w, c: {"token": w.viewer(c).calendar_token}, get=everybody),
    Page(
        "activities:days",
        get=has("lists.manage"),
        post=has("lists.manage"),
        data=lambda w, c: {"day": "2026-03-08", "working": "1"},
    ),
    Page(
        "activities:record_parts",
        get=has("lists.manage"),
        post=has("lists.manage"),
        data=lambda w, c: {"visit_out": ["purpose", "result"]},
    ),
    about("day", "activities:day_clear", ("",), post=has("lists.manage")),
    Page("activities:receptions", get=everybody),
    about("customer", "activities:receptions_of", EVERYWHERE, get=sees("customer.view")),
    about(
        "customer",
        "activities:reception_new",
        EVERYWHERE,
        get=sees("followup.create"),
        post=either(own_entry, both(sees("followup.create"), reaches("followup.others"), not_at(*POOLS))),
        data=a_reception,
        words=True,
    ),
    about("reception", "activities:reception", EVERYWHERE, get=either(sees(), at(OWN))),
    about(
        "reception",
        "activities:reception_edit",
        EVERYWHERE,
        get=own_entry,
        post=own_entry,
        data=a_reception,
        words=True,
    ),
    about(
        "reception",
        "activities:reception_cancel",
        EVERYWHERE,
        post=own_entry,
        data=lambda w, c: {"reason": "They are ill"},
        words=True,
    ),
    about(
        "past reception",
        "activities:reception_record",
        EVERYWHERE,
        get=own_entry,
        post=own_entry,
        data=a_record,
        words=True,
    ),
    about("past reception", "activities:reception_judge", EVERYWHERE, post=own_entry, data=a_record, idle=True),
    Page("activities:reception_levels", get=has("lists.manage"), post=has("lists.manage"), data=a_level),
    about(
        "reception level",
        "activities:reception_level",
        ("",),
        get=has("lists.manage"),
        post=has("lists.manage"),
        data=a_level,
    ),
    Page(
        "activities:reception_level_do",
        args=lambda w, c: {"pk": w.get("reception level", c).pk, "what": "switch"},
        post=has("lists.manage"),
    ),
    Page(
        "activities:reception_rooms",
        get=has("lists.manage"),
        post=has("lists.manage"),
        data=lambda w, c: {"name": "Roof terrace"},
    ),
    about(
        "reception room",
        "activities:reception_room",
        ("",),
        get=has("lists.manage"),
        post=has("lists.manage"),
        data=lambda w, c: {"name": "Roof terrace"},
    ),
    Page(
        "activities:reception_room_do",
        args=lambda w, c: {"pk": w.get("reception room", c).pk, "what": "switch"},
        post=has("lists.manage"),
    ),
    Page("ops:system", get=has("people.manage")),
    Page("ops:backups", get=manages_all),
    Page("ops:backup_now", post=manages_all),
    about("backup", "ops:backup_job", ("",), get=manages_all),
    about("backup", "ops:backup_rehearse", ("",), post=manages_all),
    about("backup", "ops:backup_file", ("",), get=manages_all, asks_again=True),
    Page("ops:find", post=everybody, data=lambda w, c: {"q": "1391234"}, idle=True),
]

APPROVALS = [
    Page("approvals:inbox", get=everybody),
    Page("approvals:mine", get=everybody),
    Page("approvals:decided", get=everybody),
    about("request", "approvals:request", HELD, get=reads_request),
    about("request", "approvals:evidence", HELD, get=reads_request),
    about(
        "waiting", "approvals:decide", HELD, post=mine(), data=lambda w, c: {"do": "refuse", "reason": "no"}, words=True
    ),
    about("request", "approvals:withdraw", HELD, post=mine()),
]

NOTICES = [
    Page("notices:list", get=everybody),
    Page("notices:bell", get=everybody),
    Page("notices:read_all", post=everybody),
    about("notice", "notices:follow", (OWN, OTHER), get=mine(), notes=True),
    about("notice", "notices:read", (OWN, OTHER), post=mine()),
    Page(
        "comment",
        places=EVERYWHERE,
        args=lambda w, c: {"kind": "customer", "pk": w.get("customer", c).pk},
        post=sees(),
        data=lambda w, c: {"text": "Well done"},
    ),
    Page(
        "comment",
        places=(OWN, DEPT, OTHER),
        args=lambda w, c: {"kind": "request", "pk": w.get("request", c).pk},
        post=reads_request,
        data=lambda w, c: {"text": "Well done"},
    ),
    Page(
        "comment",
        places=HELD,
        args=lambda w, c: {"kind": "customer", "pk": w.get("restricted", c).pk},
        post=either(both(mine(), sees()), acts("customer.restricted")),
        data=lambda w, c: {"text": "Well done"},
    ),
]

AUDIT = [
    Page("audit:search", get=has("audit.view")),
    Page("audit:panel", get=has("audit.view")),
    Page("audit:export", post=has("audit.view")),
    Page("audit:prove", post=has("audit.view")),
    about("entry", "audit:entry", ("",), get=has("audit.view")),
]
