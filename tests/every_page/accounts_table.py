# ruff: noqa: E501 - a table: one address a line
"""accounts: in the table."""

from crm_project.catalogue import company_settings
from crm_project.presets.domain.plan import chosen, plan
from tests.cast import NOW

from .page import Page, about
from .rights import BELOW, DEPT, HELD, OTHER, OWN, both, everybody, has, manages, manages_all, not_at, reaches

ELSEWHERE = (DEPT, BELOW, OTHER)


def new_person(world, case):
    return {
        "username": "newcomer",
        "full_name": "New Comer",
        "department": world.departments["stages"].pk,
        "role": world.cast.rep.role_id,
    }


def moved(world, case):
    person = world.get("person", case)
    taker = next(p for p in (world.cast.mate, world.cast.east_rep) if p != person)
    return {"department": world.departments["direct"].pk, "role": world.cast.clerk.role_id, "successors": [taker.pk]}


def rights(world, case):
    return {"part": "rights", "confirmed": "1", "right.customer.view": "own"}


def presets(world, case):
    department, books = world.departments["stages"], chosen(["Nf"])
    made = plan(presets=books, department=department, by=world.cast.admin, at=NOW)
    return {"department": department.pk, "preset": "Nf", "token": made.token}


def company(world, case):
    """All company settings, one of them changed."""
    return {key: s.usual() for key, s in company_settings().items()} | {"export.rows": 20}


ACCOUNTS = [
    Page("accounts:people", get=has("people.view")),
    Page("accounts:people_panel", get=has("people.view")),
    Page("accounts:person_new", get=has("people.manage"), post=has("people.manage"), data=new_person),
    about("person", "accounts:person", HELD, get=reaches("people.view")),
    about(
        "person", "accounts:person_edit", HELD, get=manages, post=manages, data=lambda w, c: {"full_name": "Renamed"}
    ),
    about("person", "accounts:person_move", HELD, get=manages, post=manages, data=moved),
    about(
        "person",
        "accounts:person_close",
        HELD,
        get=manages,
        post=both(manages, not_at(OWN)),
        # Whom they borrowed archive folders for is named.
        data=lambda w, c: {"taker": w.viewers["general_manager"].pk},
        words=True,
    ),
    about("closed", "accounts:person_reopen", ELSEWHERE, post=manages),
    about("person", "accounts:invite", HELD, post=manages),
    about("invited", "accounts:uninvite", ELSEWHERE, post=manages),
    about("session", "accounts:end_sessions", HELD, post=manages),
    about("second factor", "accounts:second_factor_off", ELSEWHERE, post=manages),
    about("person", "accounts:train_again", HELD, post=manages),
    about("further right", "accounts:right_end", HELD, post=manages, words=True),
    Page("presets:choose", get=manages_all),
    Page(
        "presets:preview",
        get=manages_all,
        post=manages_all,
        query={"preset": "Nf"},
        data=presets,
    ),
    Page("accounts:departments", get=manages_all),
    Page("accounts:department_new", get=manages_all, post=manages_all, data=lambda w, c: {"name": "South"}),
    about(
        "department",
        "accounts:department",
        ("",),
        get=manages_all,
        post=manages_all,
        data=lambda w, c: {"name": "Renamed"},
    ),
    about(
        "department",
        "accounts:department_move",
        ("",),
        post=manages_all,
        data=lambda w, c: {"parent": w.departments["sales"].pk},
    ),
    about("empty department", "accounts:department_close", ("",), post=manages_all),
    about("closed department", "accounts:department_reopen", ("",), post=manages_all),
    Page("accounts:roles", get=manages_all),
    Page(
        "accounts:role_new",
        get=manages_all,
        post=manages_all,
        data=lambda w, c: {"name": "Junior", "like": w.cast.rep.role_id},
    ),
    about("role", "accounts:role", ("",), get=manages_all, post=manages_all, data=rights),
    about("spare role", "accounts:role_remove", ("",), post=manages_all),
    Page("accounts:company_settings", get=manages_all, post=manages_all, data=company),
    Page(
        "accounts:masks",
        get=manages_all,
        post=manages_all,
        data=lambda w, c: {"kind": "email", "customers": "vip"},
    ),
    Page("accounts:mask_remove", post=manages_all, data=lambda w, c: {"rule": "phone.vip"}),
    Page("accounts:security", get=has("audit.view")),
    Page("accounts:security_checked", post=has("audit.view")),
    Page(
        "accounts:profile", get=everybody, post=everybody, data=lambda w, c: {"full_name": "Renamed", "digest": "daily"}
    ),
    Page(
        "accounts:away",
        get=everybody,
        post=everybody,
        data=lambda w, c: {"away_from": "2026-03-05", "away_until": "2026-03-06"},
    ),
    Page("accounts:calendar_reset", post=everybody),
    Page(
        "accounts:list_columns",
        args=lambda w, c: {"key": "deals"},
        post=has("deal.view"),
        data=lambda w, c: {"columns": ["stage"]},
    ),
    Page(
        "accounts:list_column_width",
        args=lambda w, c: {"key": "deals"},
        post=has("deal.view"),
        data=lambda w, c: {"column": "stage", "width": "120"},
    ),
    Page("accounts:keepalive", post=everybody, idle=True),
    Page("accounts:training", get=everybody, post=everybody, data=lambda w, c: {"understood": "on"}, idle=True),
    Page("accounts:help", get=everybody),
]

# Whoever has the link, signed in or not: tests/accounts/test_invitations.py.
OPEN_TO_ALL = {"accounts:invitation"}
