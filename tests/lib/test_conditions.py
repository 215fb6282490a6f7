"""What apps declare to filter by: no masked column but by whether it is filled, and every field with its words."""

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.http import QueryDict
from django.urls import reverse

from crm_project import catalogue
from crm_project.lib.conditions import address
from customers.domain.access.texts import is_text

MODELS = {
    "customers": "customers.Customer",
    "deals": "deals.Deal",
    "contracts": "contracts.Contract",
    "service_orders": "service.ServiceOrder",
    "return_visits": "service.ReturnVisit",
    "remedial_plans": "service.RemedialPlan",
}
FIELDS = [(one.key, field) for one in catalogue.condition_lists().values() for field in one.fields]


def column_of(model, path):
    """The model field at the end of a path like ownership__owner."""
    for name in path.split("__"):
        found = model._meta.get_field(name)
        model = found.related_model or model
    return found


@pytest.mark.req("Nb4", "Nf15")
@pytest.mark.parametrize(("key", "field"), FIELDS, ids=[f"{key}.{field.key}" for key, field in FIELDS])
def test_a_masked_column_is_asked_only_whether_it_is_filled(key, field):
    for path in field.columns:
        try:
            column = column_of(apps.get_model(MODELS[key]), path)
        except FieldDoesNotExist:
            pytest.fail(f"{key}.{field.key} names no column: {path}")
        if hasattr(column, "sensitive"):
            assert {one.key for one in field.operators} <= {"empty", "filled"} and field.within, field.key


@pytest.mark.parametrize("declared", catalogue.condition_lists().values(), ids=lambda one: one.key)
def test_each_list_has_an_address_and_keys_that_an_address_can_hold(declared):
    assert reverse(declared.url)
    keys = [field.key for field in declared.fields]
    assert len(keys) == len(set(keys)) and all(key.isidentifier() for key in keys)
    for field in declared.fields:
        assert str(field.label) and str(field.topic)
        assert len({one.key for one in field.operators}) == len(field.operators)


def test_a_tree_is_written_as_it_is_read():
    text = "where=1.name.has.a.b&where=1.vip.yes&where=2.entered.between.%7E2026-03-01&any=1&match=any"
    tree = address.read(QueryDict(text))
    assert [one.values for group in tree.groups for one in group.conditions] == [("a.b",), (), ("", "2026-03-01")]
    assert address.read(address.replaced(QueryDict(), tree)) == tree
    assert address.replaced(QueryDict("q=x&where=1.vip.no"), tree.without(0)).urlencode() == (
        "q=x&where=1.entered.between.~2026-03-01"
    )


@pytest.mark.req("Nb4")
@pytest.mark.parametrize("key, field", FIELDS, ids=[f"{key}-{field.key}" for key, field in FIELDS])
def test_a_condition_on_a_free_text_says_who_reads_the_numbers_in_it(key, field):
    """Else a number that is masked is found digit by digit."""
    texts = [column_of(apps.get_model(MODELS[key]), column) for column in field.columns if field.operator("has")]
    assert not any(is_text(column) for column in texts) or field.numbers
