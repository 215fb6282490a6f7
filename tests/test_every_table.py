"""What the product may take out of its tables: rows of declared ones only, and never those that hang on them unseen (row Ne2)."""

from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from crm_project.approvals.models import Request
from tests.every_table import deletions
from tests.every_table.declared import DELETED

pytestmark = pytest.mark.req("Ne2")
ROOT = Path(__file__).resolve().parent.parent
TABLES = {model._meta.label: model for model in apps.get_models(include_auto_created=True)}


def test_every_declared_table_exists_and_says_when_rows_go():
    assert set(DELETED) <= set(TABLES) and all(DELETED.values())


@pytest.mark.parametrize(
    "label", ["audit.Entry", "assignment.OwnershipEvent", "approvals.Request", "customers.Customer"]
)
def test_what_decisions_rest_on_is_not_declared(label):
    assert label in TABLES and label not in DELETED


def test_nothing_that_stays_goes_along_with_a_row_that_goes():
    along = [
        f"{link.related_model._meta.label}.{link.field.name}"
        for label in DELETED
        for link in TABLES[label]._meta.related_objects
        if getattr(link, "on_delete", None) is models.CASCADE and link.related_model._meta.label not in DELETED
    ]
    assert along == []


@pytest.mark.django_db
def test_a_deletion_that_is_not_declared_is_noticed_in_whatever_test_it_happens():
    place = ROOT / "customers" / "domain" / "made_up.py"
    exec(compile("model.objects.all()._raw_delete('default')", str(place), "exec"), {"model": Request})
    seen, deletions.found[:] = list(deletions.found), []
    said = "customers/domain/made_up.py:1 deletes rows of approvals.Request, which tests/every_table/declared.py does not say"
    assert seen == [said]


@pytest.mark.django_db
def test_a_test_may_take_away_what_it_likes():
    Request.objects.all()._raw_delete("default")
    assert deletions.found == []
