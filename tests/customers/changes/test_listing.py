"""Major changes of all customers for those who review their files, and the managed list of kinds (row M6)."""

from datetime import date

import pytest
from django.urls import reverse

from crm_project.audit.models import Entry
from customers.domain.changes import recording
from customers.domain.duplicates.merge import merge_customers
from customers.models import MajorChange, MajorChangeKind
from tests.cast import NOW, as_admin, customer

from .entries import kind, record

pytestmark = [pytest.mark.django_db, pytest.mark.req("M6"), pytest.mark.usefixtures("clock")]


def texts(client, **query):
    answer = client.get(reverse("customers:changes"), query)
    assert answer.status_code == 200
    return [row["text"] for row in answer.context["rows"]]


@pytest.mark.req("Nb3")
def test_a_manager_sees_those_of_the_department_the_keeper_all_and_nobody_what_is_closed(cast, signed_in):
    record(customer(cast.rep), cast.rep, text="ours moved")
    record(customer(cast.stranger), cast.stranger, text="theirs moved")
    record(customer(cast.rep, restricted=True), cast.rep, text="closed moved")
    role = cast.manager.role
    role.grants = {key: value for key, value in role.grants.items() if key != "customer.restricted"}
    role.save()
    assert texts(signed_in(cast.manager)) == ["ours moved"]
    assert set(texts(signed_in(cast.file_keeper))) == {"ours moved", "theirs moved", "closed moved"}
    assert signed_in(cast.rep).get(reverse("customers:changes")).status_code == 403


def test_it_narrows_by_kind_department_and_days(cast, signed_in):
    record(customer(cast.rep), cast.rep, text="moved early", happened_on=date(2026, 1, 10))
    record(customer(cast.stranger), cast.stranger, "Large order", text="won the metro")
    record(customer(department=cast.departments["sales"]), cast.file_keeper, text="pool moved")
    client = signed_in(cast.file_keeper)
    assert texts(client, kind=kind("Large order").pk) == ["won the metro"]
    assert texts(client, department=cast.departments["direct"].pk) == ["won the metro"]
    assert set(texts(client, department=cast.departments["sales"].pk)) == {"moved early", "pool moved"}
    assert texts(client, last="2026-01-10") == ["moved early"]
    assert texts(client, first="2026-01-11") == ["pool moved", "won the metro"]
    assert len(texts(client, first="never", kind="x", department="99999")) == 3


def test_void_and_corrected_entries_are_left_out(cast, signed_in):
    row = customer(cast.rep)
    void = record(row, cast.rep, text="void one")
    recording.void_change(change_id=void.pk, reason="no", by=cast.rep, at=NOW)
    old = record(row, cast.rep, text="old one")
    record(row, cast.rep, text="new one", corrects_id=old.pk)
    assert texts(signed_in(cast.file_keeper)) == ["new one"]


@pytest.mark.req("Nb4")
def test_numbers_are_masked_in_the_list(cast, signed_in):
    record(customer(cast.rep, vip=True), cast.rep, text="New line 0571-88886666")
    assert texts(signed_in(cast.manager)) == ["New line 0571-88886666"]
    assert "88886666" not in texts(signed_in(cast.file_keeper))[0]


def test_the_list_takes_as_many_queries_for_thirty_rows_as_for_one(cast, signed_in, queries):
    signed_in(cast.file_keeper)
    row = customer(cast.rep)
    record(row, cast.rep)
    one = queries(reverse("customers:changes"))
    page = queries(f"/customers/{row.pk}/?part=file")
    for _n in range(30):
        record(customer(cast.rep), cast.rep)
        record(row, cast.rep, "Large order", follows=["key"])
    assert queries(reverse("customers:changes")) <= one + 1
    assert queries(f"/customers/{row.pk}/?part=file") <= page + 1


@pytest.mark.req("Ni7")
def test_a_merge_carries_them_along(cast):
    kept, merged = customer(cast.rep), customer(cast.rep)
    change = record(merged, cast.rep)
    merge_customers(one_id=kept.pk, other_id=merged.pk, reason="same", by=cast.general_manager, at=NOW)
    assert MajorChange.objects.get(pk=change.pk).customer == kept


@pytest.mark.req("Z1")
def test_the_file_keeper_manages_the_kinds_and_what_they_propose(cast, signed_in):
    client = signed_in(as_admin(cast.file_keeper))
    url = reverse("customers:change_kind", args=[kind("Other").pk])
    opened = client.get(url).context["form"]
    sent = {"name": "Other", "name_zh": "其他", "follows": ["key", "review"], opened.opened_key: opened.opened}
    assert client.post(url, sent).status_code == 302
    assert kind("Other").follows == ["review", "key"]
    assert Entry.objects.filter(action="list.saved").latest("pk").changes == {"follows": [[], ["review", "key"]]}
    listed = reverse("customers:change_kinds")
    assert client.post(listed, {"name": "Fire", "name_zh": "火灾", "follows": ["review"]}).status_code == 302
    assert client.post(listed, {"name": "fire"}).status_code == 422
    assert kind("Fire").follows == ["review"] and "Review the file" in client.get(listed).content.decode()
    do = reverse("customers:change_kind_do", args=[kind("Fire").pk, "up"])
    client.post(do)
    assert [row.name for row in MajorChangeKind.objects.all()][-2:] == ["Fire", "Other"]
    assert client.post(reverse("customers:change_kind_do", args=[kind("Fire").pk, "eat"])).status_code == 404
    assert signed_in(cast.manager).get(listed).status_code == 403
