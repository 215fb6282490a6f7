"""Queries put together once: they answer as the plain ones do, for whatever values come next."""

from datetime import timedelta

import pytest
from django.db import DataError, connection, transaction
from django.db.models import F, Q

from crm_project.accounts.models import Department, User
from crm_project.lib.database import prepared as module
from crm_project.lib.database.prepared import prepared

from ..cast import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@prepared
def people(ids):
    return User.objects.select_related("role", "department").filter(pk__in=ids).order_by("pk")


@prepared
def named(name, moment, *, columns):
    return User.objects.filter(username=name, date_joined__lte=moment).values(*columns, team=F("department__name"))


@prepared
def one(pk):
    return User.objects.filter(pk=pk)


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


def test_a_number_that_no_column_holds_is_nobody_s(cast):
    for number in (2**63, -(2**63) - 1, 10**25):
        assert one(number) == []
    assert [p.pk for p in one(cast.rep.pk)] == [cast.rep.pk]


@prepared
def marked(moment, /, *, mark):
    return (
        User.objects.filter(Q(date_joined__lte=moment) & ~Q(full_name__contains=mark))
        .order_by("pk")
        .values_list("pk", "full_name")
    )


def test_constants_stand_in_the_text_as_they_are(cast):
    """A per cent sign, a quote and what looks like a blank are a constant's own business."""
    for mark in ("100%s", "%%", "O'Hara $1", "\\"):
        User.objects.filter(pk=cast.mate.pk).update(full_name=f"a{mark}b")
        found = dict(marked(cast.mate.date_joined + timedelta(days=1), mark=mark))
        assert cast.mate.pk not in found and cast.rep.pk in found


@pytest.mark.postgres
class TestKeptByTheServer:
    def kept(self):
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM pg_prepared_statements WHERE name LIKE 'kept_%'")
            return {name for (name,) in cursor.fetchall()}

    def test_the_second_call_sends_only_the_values(self, cast, django_assert_num_queries):
        people([cast.rep.pk])
        with django_assert_num_queries(1) as sent:
            people([cast.rep.pk])
        assert sent.captured_queries[0]["sql"].startswith("EXECUTE kept_")

    def test_a_connection_keeps_no_more_than_its_bound(self, cast, monkeypatch):
        people([cast.rep.pk])
        monkeypatch.setattr(module, "KEPT", 1)
        # Four of them: no other test has asked that.
        assert {p.pk for p in people([cast.rep.pk, cast.mate.pk, cast.manager.pk, cast.admin.pk])} > {
            cast.rep.pk,
            cast.admin.pk,
        }
        assert len(self.kept()) == 1
        assert [p.pk for p in people([cast.rep.pk])] == [cast.rep.pk]

    def test_a_failed_transaction_loses_nothing(self, cast):
        people([cast.rep.pk])
        with pytest.raises(DataError), transaction.atomic():
            named("x", NOW, columns=("pk",))
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 / 0")
        assert named(cast.rep.username, NOW + timedelta(days=36500), columns=("username",)) == [
            {"username": cast.rep.username, "team": cast.rep.department.name}
        ]

    def test_behind_a_pooler_the_whole_text_is_sent(self, cast, settings, django_assert_num_queries):
        settings.DATABASE_POOLED = True
        with django_assert_num_queries(1) as sent:
            assert [p.pk for p in people([cast.rep.pk])] == [cast.rep.pk]
        assert sent.captured_queries[0]["sql"].startswith("SELECT")
