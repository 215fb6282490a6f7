# ruff: noqa: E501 - a table: one address a line
"""assignment: in the table."""

from customers.domain.access.lookups import reference

from .page import Page, about
from .rights import (
    BELOW,
    DEPT,
    EVERYWHERE,
    FAR,
    HELD,
    OPEN,
    OTHER,
    OWN,
    POOL,
    POOLS,
    acts,
    at,
    both,
    either,
    has,
    mine,
    nobody,
    not_at,
    reaches,
    sees,
    wider_than,
)
from .world import RECEIVED

HANDED = (DEPT, BELOW, OTHER, RECEIVED)
POLICIES = (DEPT, OTHER)
REASON = {"reason": "a reason that is long enough"}


def reason(world, case):
    return REASON


def first_contact(world, case):
    return {
        "contact_name": "Wang",
        "contact_mobile": "13800000003",
        "kind": "call_out",
        "content": "talked about the plans for next year",
    }


def start(world, case):
    return {"leaver": world.get("person", case).pk, "successors": [world.taker.pk], "do": "start"}


def with_scraped(name):
    """The fields of the page's own form, as somebody who may everything sees it."""
    return lambda world, case: world.scraped(name, case)


def offered(world, case):
    """The reference that the duplicate check hands the viewer."""
    return reference(world.viewer(case), world.get("customer", case).pk)


def shares(case):
    """The owner and whoever may transfer the customer."""
    return (
        case.place not in POOLS
        and case.sees()
        and case.has("customer.view")
        and (case.place == OWN or case.reaches("customer.transfer"))
    )


def reads_policy(case):
    """Those of departments in scope; the own department's for everybody who may read policies at all."""
    return case.reaches("policy.view") or case.has("policy.view") and case.place == DEPT


# The policy of Stages holds for the department below it, too.
edits_policy = both(reaches("policy.edit"), wider_than("department", "policy.edit"))


def sees_handover(case):
    """Those run by them, and those in which they receive a customer."""
    return case.has("customer.view") and (case.reaches("handover.run") or case.place == RECEIVED)


ticks = either(both(has("customer.view"), reaches("handover.run")), both(has("customer.view"), at(RECEIVED)))
claims = both(has("customer.claim"), at(POOL, OPEN), sees())
runs_it = reaches("handover.run")

ASSIGNMENT = [
    Page("assignment:pool", get=has("pool.view")),
    Page("assignment:pool_filter", get=has("pool.view")),
    # The policy of Stages wants the first contact with the claim: a click leads to that form.
    about("customer", "assignment:claim", (*EVERYWHERE, OPEN), post=claims, words=True, idle=True),
    about(
        "customer",
        "assignment:claim_form",
        (*EVERYWHERE, OPEN),
        get=both(has("customer.claim"), at(POOL, FAR, OPEN), sees()),
        post=claims,
        data=first_contact,
        words=True,
    ),
    Page(
        "assignment:slots",
        places=(OWN,),
        get=has("customer.claim"),
        post=has("customer.claim"),
        data=lambda w, c: REASON | {"give_up": w.get("customer", c).pk},
    ),
    Page(
        "assignment:waiting_restores",
        get=either(has("customer.claim"), has("sweep.undo")),
        post=nobody,
        data=lambda w, c: {"waiting": "0", "do": "now"},
        idle=True,
    ),
    about(
        "customer",
        "assignment:give_up",
        EVERYWHERE,
        get=mine("customer.claim", "customer.view"),
        post=mine("customer.claim", "customer.view"),
        data=reason,
        words=True,
    ),
    about(
        "second",
        "assignment:extension",
        EVERYWHERE,
        get=mine("customer.claim", "customer.view"),
        post=mine("customer.claim", "customer.view"),
        data=lambda w, c: REASON | {"days": 3},
        words=True,
    ),
    about(
        "customer",
        "assignment:intent",
        EVERYWHERE,
        get=mine("customer.claim", "customer.view"),
        post=mine("customer.claim", "customer.view"),
        data=reason,
        words=True,
    ),
    about(
        "customer",
        "assignment:transfer",
        EVERYWHERE,
        get=acts("customer.transfer"),
        post=acts("customer.transfer"),
        data=lambda w, c: {"to": w.taker.pk, "reason": "test"},
    ),
    about(
        "customer",
        "assignment:release",
        EVERYWHERE,
        get=both(acts("customer.transfer"), not_at(*POOLS)),
        post=both(acts("customer.transfer"), not_at(*POOLS)),
        data=reason,
        words=True,
    ),
    about(
        "customer",
        "assignment:collaborator_new",
        EVERYWHERE,
        get=shares,
        post=shares,
        data=lambda w, c: {"user": w.taker.pk, "note": "x"},
    ),
    about("collaborator", "assignment:collaborator_end", HELD, post=shares),
    about(
        "customer",
        "assignment:validity",
        EVERYWHERE,
        get=both(has("customer.claim"), sees()),
        post=both(has("customer.claim"), not_at(OWN, *POOLS)),
        data=lambda w, c: REASON | {"ref": offered(w, c)},
        words=True,
    ),
    about(
        "customer",
        "assignment:conflict",
        EVERYWHERE,
        get=both(has("customer.claim"), sees()),
        post=has("customer.claim"),
        data=lambda w, c: REASON | {"other": w.cast.rep.pk, "ref": offered(w, c)},
        words=True,
    ),
    about(
        "customer",
        "assignment:cooperation",
        EVERYWHERE,
        get=both(has("customer.claim"), sees()),
        post=both(has("customer.claim"), not_at(OWN, *POOLS)),
        data=lambda w, c: REASON | {"ref": offered(w, c)},
        words=True,
    ),
    Page("assignment:collaborations", get=has("customer.view")),
    about("customer", "assignment:letter", EVERYWHERE, get=both(sees("customer.view"), not_at(*POOLS)), words=True),
    about("customer", "assignment:letter_mail", EVERYWHERE, post=shares),
    about("customer", "assignment:why", (*EVERYWHERE, OPEN), get=sees("customer.view")),
    about("event", "assignment:loss", HELD, get=lambda case: case.place == OWN or case.reaches("sweep.undo")),
    about("event", "assignment:ask_back", HELD, post=lambda case: case.place == OWN, data=reason),
    about(
        "event",
        "assignment:undo_event",
        HELD,
        post=both(reaches("sweep.undo"), not_at(OWN)),
        data=lambda w, c: {"hold_until": "2026-03-05"},
        words=True,
    ),
    Page("assignment:policies", get=has("policy.view")),
    Page(
        "assignment:policy_new",
        get=has("policy.edit"),
        post=has("policy.edit"),
        data=lambda w, c: {"name": "Mine", "source": "preset:solar"},
    ),
    Page(
        "assignment:policy_scope",
        places=POLICIES,
        get=has("policy.edit"),
        post=reaches("policy.approve", "policy.edit"),
        data=lambda w, c: {"department": w.homes[c.place].pk, "policy": "none", "holds_from": "2026-03-10"},
        words=True,
    ),
    about("policy", "assignment:policy", POLICIES, get=reads_policy),
    Page(
        "assignment:policy_version",
        places=POLICIES,
        args=lambda w, c: {"pk": w.get("policy", c).pk, "number": 1},
        get=reads_policy,
    ),
    about(
        "policy",
        "assignment:policy_draft",
        POLICIES,
        get=edits_policy,
        post=edits_policy,
        data=with_scraped("assignment:policy_draft"),
    ),
    about(
        "policy",
        "assignment:policy_forecast",
        POLICIES,
        post=edits_policy,
        data=with_scraped("assignment:policy_draft"),
    ),
    about(
        "policy",
        "assignment:policy_forecast_waiting",
        POLICIES,
        post=either(has("policy.approve"), reaches("policy.edit")),
    ),
    about(
        "policy",
        "assignment:policy_submit",
        POLICIES,
        get=edits_policy,
        post=edits_policy,
        data=lambda w, c: REASON | {"holds_from": "2026-03-10"},
        notes=True,
    ),
    about(
        "forecast",
        "assignment:forecast",
        POLICIES,
        get=either(has("policy.approve"), both(reads_policy, has("policy.edit"))),
    ),
    Page("assignment:release_log", get=has("sweep.view")),
    about("run", "assignment:sweep_run", HELD, get=reaches("sweep.view")),
    about("run", "assignment:sweep_run_filter", HELD, get=reaches("sweep.view")),
    about(
        "run",
        "assignment:undo_run",
        HELD,
        post=both(reaches("sweep.undo"), reaches("sweep.view"), wider_than("own", "sweep.undo")),
        data=lambda w, c: {"hold_until": "2026-03-05"},
    ),
    Page("assignment:losses", get=has("pool.view")),
    Page("assignment:ownership_changes", get=has("sweep.view")),
    about("person", "assignment:ownership_changes_person", HELD, get=reaches("sweep.view")),
    Page("assignment:handovers", get=has("customer.view")),
    Page(
        "assignment:handover_new",
        places=(DEPT, BELOW, OTHER),
        get=has("handover.run"),
        post=reaches("handover.run"),
        data=start,
        words=True,
    ),
    Page("assignment:introductions", get=either(has("customer.claim"), has("handover.run"))),
    about("handover", "assignment:handover", HANDED, get=sees_handover),
    about("handover", "assignment:handover_run", HANDED, post=runs_it),
    about("handover", "assignment:handover_progress", HANDED, get=sees_handover),
    about("handover", "assignment:handover_letters", HANDED, get=sees_handover),
    about(
        "handover",
        "assignment:handover_wording",
        HANDED,
        get=runs_it,
        post=runs_it,
        data=lambda w, c: {"subject": "Hello", "body": "A letter"},
    ),
    about("handover", "assignment:handover_mail", HANDED, post=sees_handover, idle=True),
    about("unmoved", "assignment:handover_redirect", HANDED, post=runs_it, data=lambda w, c: {"to": ""}),
    about("moved", "assignment:handover_tick", HANDED, post=ticks, data=lambda w, c: {"what": "introduced", "on": "1"}),
]
