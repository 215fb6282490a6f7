"""Numbers typed into any free text of anything that hangs on a customer: on no page shown to a reader who may not see them (rows Nb4, Nf15).

The columns are found by following the models' keys, the addresses are those of tests/every_page/*_table.py: what is new is covered.
"""

import re

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.urls import reverse

from crm_project.accounts.models import Role
from crm_project.notices.models import Comment
from customers.domain.access.texts import is_text
from customers.models import Customer
from tests.cast import NOW
from tests.every_page.rights import Case
from tests.every_page.stage import furnished, signed_in_as
from tests.test_every_page import TABLE

# What is masked for whom hangs on no database; the triggers that guard the ledgers are taken off as SQLite lets one.
pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

APPS = (
    "activities",
    "approvals",
    "audit",
    "assignment",
    "contracts",
    "customers",
    "deals",
    "ratings",
    "reports",
    "service",
)


def hangs(model, seen=()):
    """Whether things of this model hang on a customer, by their keys."""
    fields = model._meta.concrete_fields
    if model in (Customer, Comment) or any(f.name == "customer_id" or f.related_model is Customer for f in fields):
        return True
    near = {f.related_model for f in fields if isinstance(f, models.ForeignKey)} - {model, *seen}
    return any(hangs(other, (*seen, model)) for other in near if other._meta.app_label in APPS)


def texts(model):
    """Names of the columns in which people write freely."""
    return [field.name for field in model._meta.concrete_fields if is_text(field)]


# Made by their verbs alone -> why a row of any kind would not do.
PECULIAR = {"service.VisitDemand": "only visits that were held have demands"}


def _value(field):
    if field.choices:
        return field.choices[0][0]
    kind = field.get_internal_type()
    given = {"DateField": NOW.date(), "DateTimeField": NOW, "JSONField": {}, "BooleanField": False}
    return given.get(kind, 1 if kind in ("DecimalField", "IntegerField", "PositiveSmallIntegerField") else "x")


def _one(model, **given):
    """A row of this model, with something in every column that must have something."""
    for field in model._meta.concrete_fields:
        if field.name in given or field.null or field.has_default() or field.primary_key:
            continue
        near = field.related_model if isinstance(field, models.ForeignKey) else None
        given[field.name] = near._base_manager.first() if near else _value(field)
    return model(**given)


def abound():
    """Something of every kind at everything that it may hang on, where there is none yet and the database takes it."""
    for model in apps.get_models():
        if model._meta.app_label not in APPS or not hangs(model) or not texts(model) or model._meta.label in PECULIAR:
            continue
        for field in model._meta.concrete_fields:
            near = field.related_model if isinstance(field, models.ForeignKey) else None
            if near is None or not hangs(near) or field.null:
                continue
            for parent in near._base_manager.exclude(pk__in=model._base_manager.values(field.attname)):
                try:
                    with transaction.atomic():
                        _one(model, **{field.name: parent}).save(force_insert=True)
                except (IntegrityError, ValueError):
                    break


def columns(model):
    return {field.attname for field in model._meta.concrete_fields}


# Texts of which the world holds no row; their pages are tried elsewhere (tests/customers/test_masking.py, tests/service/test_masked.py).
BARE = {"customers.FolderPages.name", "notices.Comment.text", "reports.PlanItem.text", "service.PlanMove.reason"}


def planted(world):
    """{number: column}: a telephone number of its own in every free text of every row."""
    found = {}
    abound()
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')
    for model in apps.get_models():
        if model._meta.app_label not in (*APPS, "notices") or not hangs(model):
            continue
        for name in texts(model):
            number = f"1390571{len(found) + 1000}"
            rows = (
                model._base_manager.exclude(customer_id=None)
                if "customer_id" in columns(model)
                else model._base_manager
            )
            if rows.update(**{name: f"ring {number}"}):
                found[number] = f"{model._meta.label}.{name}"
            else:
                world.bare.add(f"{model._meta.label}.{name}")
    return found


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The world of all cases, with numbers in all texts and a rule that hides numbers of customers from everybody."""
    with furnished(django_db_blocker, named="shipped roles") as built:
        built.bare = set()
        built.numbers = planted(built)
        Role.objects.update(masks={"phone.all": {}})
        built.client_of = {role: signed_in_as(viewer) for role, viewer in built.viewers.items()}.get
        yield built


# Other views of pages, beside the one that the table asks: {page: queries}.
VIEWS = {
    "activities:calendar": ({"view": "list"},),
    "activities:review_list": ({"tab": "outings"}, {"tab": "done"}),
    "activities:tasks": ({"tab": "overdue"}, {"tab": "coming"}, {"tab": "done"}, {"of": "given"}),
    "approvals:decided": ({},),
    "assignment:collaborations": ({"ended": "1"},),
    "assignment:losses": ({"show": "mine"},),
    "contracts:expenses": ({"of": "team"},),
    "customers:detail": tuple(
        {"part": part} for part in ("file", "contacts", "history", "comments", "deals", "contracts", "service", "plans")
    ),
    "customers:list": ({"scope": "all", "columns": "name,needs,profile,phone"},),
    "deals:list": ({"status": "won"}, {"status": "lost"}),
    "reports:search": ({"q": "ring"},),
    "reports:side": ({},),
    "service:orders": ({"tab": "all"}, {"view": "board"}, {"view": "people"}),
    "service:remedial": ({"tab": "all"},),
    "service:visits": ({"tab": "all"},),
}
# Who sees most of each kind; the seller sees their own, from which a rule may hide numbers as well.
READERS = ("rep", "service_manager", "finance", "general_manager")


def told(world, page, case, query):
    """Numbers that the page tells in clear."""
    url = reverse(page.name, kwargs=page.args(world, case) or None)
    with transaction.atomic():
        answer = world.client_of(case.role).get(url, query)
        transaction.set_rollback(True)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    found = set(re.findall(r"1390571\d{4}", body.decode(errors="replace")))
    return [world.numbers[number] for number in sorted(found)]


@pytest.mark.slow
@pytest.mark.req("Nb4", "Nf15")
@pytest.mark.parametrize("role", READERS)
def test_no_page_tells_a_number_that_somebody_typed_to_a_reader_who_may_not_see_it(world, role):
    wrong = []
    for page in TABLE:
        if page.get is None:
            continue
        for query in (page.query, *VIEWS.get(page.name, ())):
            for place in {page.places[0], page.places[-1]}:
                found = told(world, page, Case(role, place), query)
                wrong += [f"{page.name} {query} ({place}): {', '.join(found)}"] if found else []
    assert not wrong, "\n" + "\n".join(wrong)


def test_there_is_something_of_every_kind_to_be_told(world):
    assert world.bare == BARE, "say how a row of it is made, or why there is none"
