"""Every address of everything that hangs on a restricted customer, as every role: the gate, 404 or 403, and nothing changed (row M10).

The addresses are those of tests/every_page/*_table.py; what hangs on a customer is found by following the models' keys.
"""

import pytest
from django.db import models

from crm_project.approvals.models import Request
from customers.models import Customer
from tests.every_page.rights import GRANTS, OWN, Case
from tests.every_page.stage import furnished
from tests.test_every_page import TABLE, told_apart, tried

# The gate stands before what is looked up behind it: the same on both databases.
pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

# What answers without the file: {address: why}. Everything else about a restricted customer stands behind the gate.
ANSWERS = {
    "customers:look": "the gate itself",
    "customers:apply_duplicate": "tells name, code and owner, as the duplicate check does",
    "assignment:validity": "tells name, code and owner, as the duplicate check does",
    "assignment:conflict": "tells name, code and owner, as the duplicate check does",
    "assignment:cooperation": "tells name, code and owner, as the duplicate check does",
    "assignment:claim_form": "makes its user the owner, who may open the file",
    "customers:dismiss": "decides about two names",
    "customers:information_new": "takes what its giver knows, and shows nothing of the file",
    "customers:confirm_name": "decides about a name",
    "customers:folder_take_back": "notes that a folder is back in the file room, and shows nothing of the file",
    "approvals:request": "shows what is asked, not the file",
    "approvals:evidence": "shows what is asked, not the file",
    "approvals:decide": "decides what is asked",
    "assignment:loss": "explains an ended ownership, without the words of a restricted file",
    "assignment:undo_event": "puts an ownership back and shows nothing of the file",
    "reports:favourite": "names what the search names, and shows nothing of the file",
    **dict.fromkeys(
        [
            "reports:contradiction",
            "reports:contradiction_explain",
            "reports:contradiction_decide",
            "reports:contradiction_appeal",
            "reports:contradiction_final",
        ],
        "names when records were made and what was said of that, and shows nothing of the file",
    ),
    "reports:spot_check_row": "names the customer and what was said of the record, and shows nothing of the file",
    "reports:spot_check_verify": "notes what was found, and shows nothing of the file",
    "reports:spot_check_state": "takes a statement, and shows nothing of the file",
    "reports:spot_check_decide": "decides about a record, and shows nothing of the file",
    "assignment:handover_redirect": "names another successor and shows nothing of the file",
    "assignment:handover_tick": "ticks off an introduction and shows nothing of the file",
}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The world of all cases, in which every file is restricted."""
    with furnished(django_db_blocker, named="shipped roles") as built:
        Customer.objects.update(restricted=True)
        yield built


def customer_of(thing, depth=3):
    """The primary key of the customer that this thing hangs on, by the keys of its model; None where it hangs on none."""
    if isinstance(thing, Customer):
        return thing.pk
    if isinstance(thing, Request):
        return thing.customer_id
    for field in thing._meta.concrete_fields:
        if field.name == "customer_id":
            return getattr(thing, field.name)
        if isinstance(field, models.ForeignKey) and field.related_model is Customer:
            return getattr(thing, field.attname)
    for field in thing._meta.concrete_fields:
        if isinstance(field, models.ForeignKey) and field.related_model._meta.app_label in (
            "contracts",
            "deals",
            "service",
            "activities",
        ):
            near = getattr(thing, field.name)
            found = customer_of(near, depth - 1) if near is not None and depth else None
            if found:
                return found
    return None


def hanging(world):
    """{kind: whether things of this kind hang on customers}"""
    return {kind: any(customer_of(thing) for thing in things.values()) for kind, things in world.things.items()}


def kinds_of(page, world, case):
    """The kinds of things whose key the address of this page names."""
    asked = []
    get = world.get

    def noted(kind, case):
        asked.append(kind)
        return get(kind, case)

    world.get = noted
    try:
        page.args(world, case)
    finally:
        del world.get
    return asked


@pytest.mark.slow
@pytest.mark.req("M10", "Nb3")
@pytest.mark.parametrize("role", GRANTS)
def test_whatever_hangs_on_a_restricted_customer_stands_behind_the_gate(world, role):
    hangs, wrong = hanging(world), []
    for page in TABLE:
        for place in told_apart(role, page.places):
            case = Case(role, place)
            if place in (OWN, "") or page.name in ANSWERS:
                continue
            if not any(hangs[kind] for kind in kinds_of(page, world, case)):
                continue
            for method, rule in (("get", page.get), ("post", page.post)):
                if rule is None or page.name == "comment" and "request" in kinds_of(page, world, case):
                    continue
                status, written = tried(world, page, method, case)
                if not (status in (302, 403, 404) and not written):
                    wrong.append(f"{method.upper()} {page.name} as {role} ({place}): {status} {written[:1]}"[:150])
    assert not wrong, "\n" + "\n".join(wrong)
