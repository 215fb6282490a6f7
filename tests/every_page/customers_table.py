# ruff: noqa: E501 - a table: one address a line
"""customers: in the table."""

from django.core.files.uploadedfile import SimpleUploadedFile

from crm_project.accounts.models.default_roles import DEFAULT_ROLES, default_masks
from customers.domain.access.lookups import reference
from customers.domain.information.fields import trace
from customers.domain.rhythm import NUMBERS, USUAL
from customers.models import FeedbackKind

from .page import Page, about, pk_of
from .rights import (
    EVERYWHERE,
    OPEN,
    OTHER,
    OWN,
    POOLS,
    acts,
    at,
    both,
    either,
    everybody,
    has,
    mine,
    not_at,
    reaches,
    sees,
)


def ids(world, case):
    return {"ids": [world.get("customer", case).pk]}


def transfer(world, case):
    return ids(world, case) | {"confirmed": "1", "to": world.taker.pk, "reason": "test"}


def new_customer(world, case):
    return {
        "name": "杭州全新测试科技有限公司",
        "kind": "company",
        "address": "Street 1",
        "phone": "0571-88888888",
        "introduction": "An introduction.",
        "trade": world.trade,
        "contact_name": "Wang",
        "contact_mobile": "13800000001",
        "department_of": world.departments["stages"].pk,
    }


def changed(world, case):
    row = world.get("customer", case)
    return {"name": row.name, "kind": row.kind, "address": "New street 1"}


def taken_over(world, case):
    row = world.get("information", case)
    seen = trace("address", row.customer)
    return {"take_address": "on", "value_address": "New street 5", "seen_address": seen}


def said_text(world, case):
    return {"text": "We settle it with them this week"}


def a_matter(world, case):
    return {
        "title": "A dispute",
        "text": "They refuse to pay the last delivery",
        "department": world.cast.departments["sales"].pk,
        "answerer": world.cast.mate.pk,
        "due_on": "2026-03-06",
    }


def passed_matter(world, case):
    return {"to": world.cast.stranger.pk, "text": "This is for another department"}


def asked_matter(world, case):
    return {"text": "By when do they pay?", "due_on": "2026-03-06"}


def a_reader(world, case):
    return {"readers": [world.cast.stranger.pk]}


def a_feedback(world, case):
    kind = FeedbackKind.objects.get(name="Wish").pk
    said = {"kind": kind, "text": "They want a report each quarter", "channel": "phone"}
    return said | {"received_at": "2026-03-02T08:00"}


def an_answer(world, case):
    return {"text": "They get one from May on", "how": "phone", "told_at": "2026-03-02T08:30"}


def feedback_kind(world, case):
    return {"name": "Thanks", "name_zh": "感谢", "goes_to": "owner", "days": "2"}


def review_days(world, case):
    days = dict.fromkeys(("vip", "core", "growth", "ordinary", "other"), 90)
    return {**days, "remind_days": 7, "escalate_days": 7, "holds_from": "2026-03-02"}


def contact(world, case):
    return world.get("customer", case).pk, world.get("contact", case).pk


def contact_args(world, case):
    pk, contact_pk = contact(world, case)
    return {"pk": pk, "contact_pk": contact_pk}


def recorded_change(world, case):
    kind = world.get("major change", case).kind_id
    return {"kind": kind, "happened_on": "2026-02-20", "text": "They moved", "source": "A call", "follows": ["hold"]}


def change_args(world, case):
    return {"pk": world.get("customer", case).pk, "change_pk": world.get("major change", case).pk}


def two(world, case):
    return {"one": world.get("customer", case).pk, "other": world.get("second", case).pk}


def sheet():
    return SimpleUploadedFile(
        "customers.csv", "full_name,department\n杭州导入测试科技有限公司,Company/Stages\n".encode()
    )


NEW_RHYTHM = {f"{segment}-{level}-{name}": 3 for segment, level in USUAL for name in NUMBERS}


def said(text):
    return lambda world, case: {"reason": text}


def offered(world, case):
    """The reference that the duplicate check hands the viewer."""
    return reference(world.viewer(case), world.get("customer", case).pk)


edits = both(sees(), either(reaches("customer.edit"), reaches("customer.classify")))
marks = both(sees("customer.view"), either(edits, reaches("service.manage")))


def reads_numbers(case):
    """The role reads the numbers of ordinary customers, at once or for a reason."""
    known = case.role in {key for key, *_rest in DEFAULT_ROLES}
    return bool(default_masks(case.role)["phone.all"]) if known else False


unlocked = either(mine("customer.view"), acts("customer.restricted"))


CUSTOMERS = [
    Page("customers:list", get=has("customer.view")),
    Page("customers:print", get=has("customer.view"), notes=True),
    Page("customers:filters_panel", get=has("customer.view")),
    Page(
        "customers:cell",
        args=lambda w, c: {"pk": w.get("customer", c).pk, "column": "rating"},
        get=edits,
        post=edits,
        places=EVERYWHERE,
        data=lambda w, c: {"value_rating": "premier"},
    ),
    Page("customers:columns", post=has("customer.view"), data=lambda w, c: {"columns": ["name"]}),
    Page("customers:column_width", post=has("customer.view"), data=lambda w, c: {"column": "stage", "width": "120"}),
    Page("customers:classes", get=has("customer.view")),
    Page("ui:conditions", args=lambda w, c: {"key": "customers"}, get=has("customer.view")),
    Page(
        "customers:save_filter",
        get=has("customer.view"),
        post=has("customer.view"),
        data=lambda w, c: {"name": "kept", "query": "stage=intent"},
    ),
    about("filter", "customers:drop_filter", (OWN, OTHER), post=mine("customer.view"), words=True),
    about(
        "filter",
        "customers:edit_filter",
        (OWN, OTHER),
        get=mine("customer.view"),
        post=mine("customer.view"),
        data=lambda w, c: {"name": "renamed"},
    ),
    Page("customers:saved_filters", get=has("customer.view")),
    Page(
        "customers:place_filter",
        args=lambda w, c: {"pk": w.get("filter", c).pk, "what": "hide"},
        places=(OWN, OTHER),
        post=mine("customer.view"),
        words=True,
    ),
    *(
        Page(
            "customers:bulk",
            args=lambda w, c, what=what: {"what": what},
            post=rule,
            places=EVERYWHERE,
            data=data,
            words=True,
        )
        for what, rule, data in [
            ("transfer", acts("customer.transfer"), transfer),
            (
                "release",
                both(acts("customer.transfer"), not_at(*POOLS)),
                lambda w, c: ids(w, c) | {"confirmed": "1", "reason": "test"},
            ),
            (
                "classify",
                acts("customer.classify"),
                lambda w, c: ids(w, c) | {"confirmed": "1", "segment": "direct", "level": "core"},
            ),
        ]
    ),
    Page("customers:new", get=has("customer.create"), post=has("customer.create"), data=new_customer),
    Page(
        "customers:check_name",
        post=has("customer.create"),
        idle=True,
        data=lambda w, c: {"name": "杭州试验1号科技有限公司"},
    ),
    Page(
        "customers:read_registry",
        post=lambda case: case.has("customer.create") or case.has("customer.edit"),
        idle=True,
        data=lambda w, c: {"tax_id": ""},
    ),
    Page("customers:read_card", post=has("customer.create"), idle=True, data=lambda w, c: {"card": "王芳"}),
    Page(
        "customers:read_tax_id",
        post=has("customer.create"),
        idle=True,
        data=lambda w, c: {"tax_id": "91350100M000100Y43"},
    ),
    Page("customers:outline", get=has("customer.view")),
    Page("customers:options", post=has("customer.view"), idle=True, data=lambda w, c: {"q": "杭州"}),
    Page("customers:address_book", get=has("customer.view")),
    Page("customers:vcard_book", get=has("customer.view"), notes=True),
    Page("customers:information", get=has("customer.review")),
    Page("customers:information_mine", get=has("customer.view")),
    about(
        "customer",
        "customers:information_new",
        EVERYWHERE,
        get=both(has("customer.view"), sees()),
        post=has("customer.view"),
        data=lambda w, c: {"text": "They build a second plant", "source": "Trade fair", "ref": offered(w, c)},
        words=True,
    ),
    about(
        "information",
        "customers:information_one",
        EVERYWHERE,
        get=acts("customer.review"),
        post=acts("customer.review"),
        data=taken_over,
    ),
    about("information", "customers:information_keep", EVERYWHERE, post=acts("customer.review")),
    about(
        "information", "customers:information_decline", EVERYWHERE, post=acts("customer.review"), data=said("not so")
    ),
    Page("customers:matters", get=everybody),
    about("customer", "customers:matters_of", EVERYWHERE, get=sees()),
    about("customer", "customers:matter_new", EVERYWHERE, get=sees(), post=sees(), data=a_matter, words=True),
    about("matter", "customers:matter", EVERYWHERE, get=either(sees(), mine())),
    about("confidential matter", "customers:matter", EVERYWHERE, get=mine(), notes=True),
    about("matter", "customers:matter_answer", EVERYWHERE, post=mine(), data=said_text, words=True),
    about("matter", "customers:matter_pass", EVERYWHERE, post=mine(), data=passed_matter, words=True),
    about("answered matter", "customers:matter_ask", EVERYWHERE, post=mine(), data=asked_matter),
    about("answered matter", "customers:matter_close", EVERYWHERE, post=mine()),
    about("confidential matter", "customers:matter_readers", EVERYWHERE, post=mine(), data=a_reader),
    Page("customers:tidying", get=has("customer.merge")),
    Page(
        "customers:tidy",
        args=lambda world, case: {"kind": "gaps"},
        places=(OWN,),
        post=both(has("customer.merge"), reaches("customer.merge")),
        data=lambda w, c: {"ids": [w.get("customer", c).pk], "due_on": "2026-03-06"},
        words=True,
    ),
    Page("customers:feedback", get=everybody),
    Page("customers:feedback_figures", get=everybody),
    about("customer", "customers:feedback_of", EVERYWHERE, get=sees("customer.view")),
    about(
        "customer",
        "customers:feedback_new",
        EVERYWHERE,
        get=sees("customer.view"),
        post=sees("customer.view"),
        data=a_feedback,
        words=True,
    ),
    about("feedback", "customers:feedback_one", EVERYWHERE, get=either(sees(), mine())),
    about("feedback", "customers:feedback_answer", EVERYWHERE, post=mine(), data=an_answer, words=True),
    about("feedback", "customers:feedback_pass", EVERYWHERE, post=mine(), data=passed_matter, words=True),
    about("feedback", "customers:feedback_close", EVERYWHERE, post=mine(), data=said_text, words=True),
    about("answered feedback", "customers:feedback_reopen", EVERYWHERE, post=mine(), data=said_text, words=True),
    Page("customers:feedback_kinds", get=has("lists.manage"), post=has("lists.manage"), data=feedback_kind),
    about(
        "feedback kind",
        "customers:feedback_kind",
        ("",),
        get=has("lists.manage"),
        post=has("lists.manage"),
        data=feedback_kind,
    ),
    Page(
        "customers:feedback_kind_do",
        args=lambda world, case: {"pk": world.get("feedback kind", case).pk, "what": "switch"},
        post=has("lists.manage"),
    ),
    about(
        "customer",
        "customers:needs",
        EVERYWHERE,
        get=sees("customer.view"),
        post=edits,
        data=lambda w, c: {"needs": "Two inverters by May"},
        words=True,
    ),
    about("customer", "customers:needs_confirm", EVERYWHERE, post=either(edits, mine("followup.create"))),
    Page("customers:changes", get=has("customer.review")),
    Page(
        "customers:change_new",
        args=pk_of("customer"),
        places=EVERYWHERE,
        get=sees("customer.view"),
        post=sees("customer.view"),
        data=recorded_change,
    ),
    Page(
        "customers:change_void",
        args=change_args,
        places=EVERYWHERE,
        get=acts("customer.review"),
        post=acts("customer.review"),
        data=said("another company"),
    ),
    Page(
        "customers:change_kinds",
        get=has("lists.manage"),
        post=has("lists.manage"),
        data=lambda w, c: {"name": "New kind", "follows": ["review"]},
    ),
    about(
        "change kind",
        "customers:change_kind",
        ("",),
        get=has("lists.manage"),
        post=has("lists.manage"),
        data=lambda w, c: {"name": "Renamed", "follows": ["key"]},
    ),
    Page(
        "customers:change_kind_do",
        args=lambda w, c: {"pk": w.get("change kind", c).pk, "what": "switch"},
        post=has("lists.manage"),
    ),
    Page("customers:reviews", get=has("customer.review")),
    Page("customers:reviews_done", get=has("customer.review")),
    Page("customers:review_figures", get=has("customer.review")),
    Page("customers:review_rules", get=has("lists.manage")),
    Page("customers:review_rules_new", get=has("lists.manage"), post=has("lists.manage"), data=review_days),
    about(
        "customer",
        "customers:review",
        EVERYWHERE,
        get=acts("customer.review"),
        post=acts("customer.review"),
        data=lambda w, c: {**changed(w, c), "rest": "on"},
    ),
    Page("customers:duplicates", get=has("customer.merge")),
    about("pair", "customers:dismiss", EVERYWHERE, post=acts("customer.merge")),
    Page(
        "customers:merge",
        args=two,
        places=EVERYWHERE,
        get=acts("customer.merge"),
        post=acts("customer.merge"),
        data=said("same"),
    ),
    about("record", "customers:unmerge", EVERYWHERE, post=acts("customer.merge"), words=True),
    Page("customers:lists", get=has("lists.manage"), post=has("lists.manage"), data=lambda w, c: {"name": "New entry"}),
    about(
        "list item",
        "customers:list_item",
        ("",),
        get=has("lists.manage"),
        post=has("lists.manage"),
        data=lambda w, c: {"name": "Renamed"},
    ),
    Page(
        "customers:list_item_do",
        args=lambda w, c: {"pk": w.get("list item", c).pk, "what": "switch"},
        post=has("lists.manage"),
    ),
    Page("customers:required_fields", get=has("lists.manage")),
    Page("customers:class_rules", get=has("lists.manage")),
    Page(
        "customers:class_rule",
        args=lambda w, c: {"segment": "direct", "level": "core"},
        get=has("lists.manage"),
        post=has("lists.manage"),
        data=lambda w, c: {"definition": "A large one", "deal_months": "6", "contact_days": "0"},
    ),
    Page(
        "customers:headings",
        get=has("lists.manage"),
        post=has("lists.manage"),
        data=lambda w, c: {"text": "企业大名", "target": "full_name"},
    ),
    about("heading", "customers:heading_remove", ("",), post=has("lists.manage")),
    Page("customers:rhythm", get=has("lists.manage"), post=has("lists.manage"), data=lambda w, c: NEW_RHYTHM),
    about(
        "department",
        "customers:required_fields_edit",
        ("",),
        get=has("lists.manage"),
        post=has("lists.manage"),
        data=lambda w, c: {"asked": ["address"]},
    ),
    about("customer", "customers:detail", (*EVERYWHERE, OPEN), get=sees("customer.view")),
    about("customer", "customers:timeline", (*EVERYWHERE, OPEN), get=sees("customer.view")),
    about(
        "restricted",
        "customers:look",
        EVERYWHERE,
        get=both(sees("customer.view"), unlocked),
        post=both(sees("customer.view"), unlocked, not_at(OWN)),
        data=said("a query"),
        words=True,
    ),
    about("customer", "customers:edit", EVERYWHERE, get=edits, post=edits, data=changed),
    about(
        "customer",
        "customers:apply_duplicate",
        EVERYWHERE,
        get=both(has("customer.claim"), sees()),
        post=both(has("customer.claim"), not_at(OWN, *POOLS)),
        data=lambda w, c: {"reason": "I know them", "ref": offered(w, c)},
        words=True,
    ),
    about(
        "customer",
        "customers:reveal",
        EVERYWHERE,
        get=both(sees("customer.view"), reads_numbers),
        post=both(sees("customer.view"), reads_numbers),
        data=lambda w, c: {"reason": "asked about the order"},
    ),
    about("customer", "customers:service_calls", EVERYWHERE, get=sees("customer.view")),
    about("customer", "customers:service_calls_mark", EVERYWHERE, post=marks, data=said("by mail only")),
    about("second", "customers:service_calls_clear", EVERYWHERE, post=marks),
    about(
        "customer",
        "customers:service_call_allow",
        EVERYWHERE,
        post=both(sees("customer.view"), either(at(OWN), reaches("followup.review"))),
        data=lambda w, c: {"reason": "the pump leaks", "until": "2026-03-05"},
    ),
    about("customer", "customers:confirm_name", EVERYWHERE, post=acts("customer.merge")),
    about("customer", "customers:merge_with", EVERYWHERE, get=acts("customer.merge")),
    about(
        "second",
        "customers:remove",
        EVERYWHERE,
        get=acts("customer.classify"),
        post=acts("customer.classify"),
        data=said("no company"),
    ),
    about("removed", "customers:restore", POOLS, post=reaches("customer.view", "customer.classify")),
    about(
        "customer",
        "customers:contact_new",
        EVERYWHERE,
        get=both(edits, has("customer.view")),
        post=both(edits, has("customer.view")),
        data=lambda w, c: {"name": "Li", "mobile": "13800000002", "active": "on"},
    ),
    Page(
        "customers:contact_edit",
        args=contact_args,
        places=EVERYWHERE,
        get=both(edits, has("customer.view")),
        post=both(edits, has("customer.view")),
        data=lambda w, c: {"name": "Li", "mobile": "13800000002", "active": "on"},
    ),
    Page("customers:vcard", args=contact_args, places=EVERYWHERE, get=sees("customer.view")),
]

# An import or an export is looked at by whoever began it, and by nobody else.
# Payments come in from a file by whoever records them.
imports = either(has("customer.import"), has("payment.record"), has("service.manage"))
brought, taken = both(mine(), imports), mine("customer.export")
JOBS = [
    Page("customers:import", get=imports),
    Page(
        "customers:import_upload",
        post=imports,
        data=lambda w, c: {"kind": "customers" if c.has("customer.import") else "payments", "file": sheet()},
    ),
    Page("customers:import_template", args=lambda w, c: {"kind": "customers"}, get=has("customer.import")),
    Page(
        "customers:import_template", args=lambda w, c: {"kind": "people"}, get=has("customer.import", "people.manage")
    ),
    about("import", "customers:import_job", (OWN, OTHER), get=brought),
    about(
        "import",
        "customers:import_columns",
        (OWN, OTHER),
        get=brought,
        post=brought,
        data=lambda w, c: {"column-0": "full_name", "column-1": "department"},
    ),
    about("done import", "customers:import_undo", (OWN, OTHER), post=brought),
    about("import", "customers:import_progress", (OWN, OTHER), get=brought),
    about("import", "customers:import_confirm", (OWN, OTHER), post=brought),
    about("import", "customers:import_discard", (OWN, OTHER), post=brought),
    about("import", "customers:import_rejected", (OWN, OTHER), get=brought),
    Page("customers:export", get=has("customer.export")),
    Page(
        "customers:export_make",
        post=has("customer.export"),
        data=lambda w, c: {"format": "csv", "reason": "a letter to all"},
    ),
    about("bulk", "customers:bulk_job", (OWN, OTHER), get=mine("customer.view")),
    about("bulk", "customers:bulk_progress", (OWN, OTHER), get=mine("customer.view")),
    about("export", "customers:export_job", (OWN, OTHER), get=taken),
    about("export", "customers:export_progress", (OWN, OTHER), get=taken),
    about("export", "customers:export_download", (OWN, OTHER), get=taken, notes=True),
]
