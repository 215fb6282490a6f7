"""Queries put together once: they answer as the plain ones do, for whatever values come next."""

from datetime import timedelta

import pytest
from django.db.models import F

from crm_project.accounts.models import Department, User
from crm_project.lib import prepared as module
from crm_project.lib.prepared import prepared

from ..cast import NOW

pytestmark = pytest.mark.django_db


@prepared
def people(ids):
    return User.objects.select_related("role", "department").filter(pk__in=ids).order_by("pk")


@prepared
def named(name, moment, *, columns):
    return User.objects.filter(username=name, date_joined__lte=moment).values(*columns, team=F("department__name"))


def test_rows_are_objects_with_what_belongs_to_them(cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = people([cast.rep.pk, cast.manager.pk])
        assert {p.pk: (p.role.grants, p.department.name) for p in found} == {
            p.pk: (p.role.grants, p.department.name) for p in (cast.rep, cast.manager)
        }
    assert [p.pk for p in people([cast.mate.pk])] == [cast.mate.pk]
    assert people([]) == []


def test_the_next_call_asks_for_its_own_values(cast):
    User.objects.update(date_joined=NOW)
    columns = ("pk", "username")
    for person in (cast.rep, cast.manager):
        row = {"pk": person.pk, "username": person.username, "team": person.department.name}
        assert named(person.username, NOW, columns=columns) == [row]
    assert named(cast.rep.username, NOW - timedelta(seconds=1), columns=columns) == []
    assert named("nobody'; --", NOW, columns=columns) == []


def test_what_was_written_in_between_is_read(cast):
    [before] = people([cast.rep.pk])
    Department.objects.filter(pk=before.department_id).update(name="Renamed")
    assert people([cast.rep.pk])[0].department.name == "Renamed"


def test_a_long_list_is_asked_as_ever_and_kept_by_nobody(cast, monkeypatch):
    monkeypatch.setattr(module, "LONG", 1)
    assert [p.pk for p in people([cast.rep.pk, cast.manager.pk])] == sorted([cast.rep.pk, cast.manager.pk])
