"""The tidy list: the nightly search for duplicates and doubtful names, gaps, invalid entries (rows Nc1, Ne8, Ni4)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assignment.models import OwnershipEvent
from contracts.models import Contract
from crm_project.lib.refused import Refused
from crm_project.notices.models import Notice
from customers.domain import records, removal
from customers.domain.duplicates import matching, review
from customers.models import Contact, Customer, DuplicatePair, MergeRecord, NameDoubt, TidyRun
from tests.cast import NOW, customer, owner_of

pytestmark = pytest.mark.django_db


# --- the nightly search ---------------------------------------------------------------------------------------


@pytest.fixture
def tidy(cast, clock):
    """Six customers: a pair by core, a pair by number, one doubtful name, a branch with its parent."""
    rows = {
        "core": customer(cast.rep, name="杭州友好科技有限公司"),
        "core2": customer(cast.mate, name="浙江友好科技有限公司"),
        "phone": customer(cast.rep, name="宁波金桥贸易有限公司", phone="0574-88001234"),
        "phone2": customer(cast.mate, name="上海长虹实业有限公司"),
        "odd": customer(cast.rep, name="友达"),
        "branch": None,
    }
    Contact.objects.create(customer=rows["phone2"], name="王", phone="057488001234", created_at=NOW)
    rows["branch"] = customer(cast.rep, name="杭州友好科技有限公司上海分公司", parent=rows["core"])
    matching.reindex([r.pk for r in rows.values()])
    return rows


def found():
    return {(p.one.name, p.other.name): p.how for p in DuplicatePair.objects.select_related("one", "other")}


@pytest.mark.req("Nc1", "Ne8")
def test_the_nightly_search_finds_pairs_by_name_and_number_and_no_branches(cast, tidy):
    run = review.search(at=NOW)
    pairs = found()
    assert pairs.pop((tidy["core"].name, tidy["core2"].name)) in ("core", "similar")
    assert pairs.pop((tidy["phone"].name, tidy["phone2"].name)) == "phone"
    assert not any("上海分公司" in name and tidy["core"].name in names for names in pairs for name in names)
    assert run.pairs == DuplicatePair.objects.count() and TidyRun.objects.count() == 1


@pytest.mark.req("Nc1", "Ne8")
def test_doubtful_names_are_listed_with_the_reason_until_confirmed(cast, tidy, signed_in):
    review.search(at=NOW)
    client = signed_in(cast.manager)
    page = client.get("/customers/duplicates/?tab=names")
    assert "友达" in page.text and "It looks like an abbreviation" in page.text
    client.post(f"/customers/{tidy['odd'].pk}/confirm-name/")
    tidy["odd"].refresh_from_db()
    assert tidy["odd"].name_confirmed and not NameDoubt.objects.filter(customer=tidy["odd"]).exists()
    review.search(at=NOW + timedelta(days=1))
    assert not NameDoubt.objects.filter(customer=tidy["odd"]).exists()


def test_a_name_that_was_corrected_is_doubted_no_longer(cast, tidy):
    review.search(at=NOW)
    records.update_customer(
        customer_id=tidy["odd"].pk,
        by=cast.rep,
        at=NOW + timedelta(hours=3),
        fields={"name": "杭州友达科技有限公司"},
    )
    review.search(at=NOW + timedelta(days=1))
    assert not NameDoubt.objects.filter(customer=tidy["odd"]).exists()


def test_what_a_person_decided_is_not_asked_again(cast, tidy, signed_in):
    review.search(at=NOW)
    one = DuplicatePair.objects.get(how="phone")
    client = signed_in(cast.manager)
    client.post(f"/customers/duplicates/{one.pk}/dismiss/")
    review.search(at=NOW + timedelta(days=1))
    one.refresh_from_db()
    assert one.state == "different" and one.decided_by == cast.manager
    assert tidy["phone"].name not in client.get("/customers/duplicates/").text
    assert signed_in(cast.direct_manager).post(f"/customers/duplicates/{one.pk}/dismiss/").status_code == 404


def test_the_second_night_finds_what_is_new_and_nothing_twice(cast, tidy):
    review.search(at=NOW)
    before = DuplicatePair.objects.count()
    assert review.search(at=NOW + timedelta(days=1)).pairs == 0
    fresh = customer(cast.stranger, name="杭州友好科技（集团）有限公司", since=NOW + timedelta(days=1))
    matching.reindex([fresh.pk])
    assert review.search(at=NOW + timedelta(days=2)).pairs > 0 and DuplicatePair.objects.count() > before


@pytest.mark.req("Ne8")
def test_gaps_are_listed_with_what_is_missing(cast, clock, signed_in):
    row = customer(cast.rep, address="a", email="a@b.cn")
    page = signed_in(cast.manager).get("/customers/duplicates/?tab=gaps")
    assert row.name in page.text and "contact, phone" in page.text


def test_the_work_list_shows_only_ones_own_scope_and_needs_the_right(cast, clock, signed_in):
    DuplicatePair.objects.create(
        one=customer(cast.rep), other=customer(cast.stranger), how="core", score=90, found_at=NOW
    )
    mine = DuplicatePair.objects.create(
        one=customer(cast.rep), other=customer(cast.mate), how="core", score=80, found_at=NOW
    )
    assert [p.pk for p, _sides in signed_in(cast.manager).get("/customers/duplicates/").context["pairs"]] == [mine.pk]
    assert len(signed_in(cast.file_keeper).get("/customers/duplicates/").context["pairs"]) == 2
    assert signed_in(cast.rep).get("/customers/duplicates/").status_code == 403


@pytest.mark.embedded
@pytest.mark.parametrize("tab", ["pairs", "names", "gaps", "merged", "invalid"])
def test_every_tab_takes_the_same_queries_for_one_row_and_for_thirty(cast, clock, signed_in, tab):
    client = signed_in(cast.manager)

    def grow(n):
        for _n in range(n):
            a, b = customer(cast.rep, created_by=cast.rep), customer(cast.mate)
            DuplicatePair.objects.create(one=a, other=b, how="core", score=90, found_at=NOW)
            NameDoubt.objects.create(customer=a, codes=["no_region"], found_at=NOW)
            c, d = customer(cast.rep), customer(cast.mate)
            MergeRecord.objects.create(kept=c, merged=d, by=cast.manager, at=NOW)
            gone = customer(
                department=cast.departments["sales"],
                created_by=cast.rep,
                removed_by=cast.manager,
                removed_at=NOW,
            )
            Customer.objects.filter(pk=gone.pk).update(pooled_at=None)

    grow(1)
    client.get(f"/customers/duplicates/?tab={tab}")
    with CaptureQueriesContext(connection) as one:
        client.get(f"/customers/duplicates/?tab={tab}")
    grow(29)
    with CaptureQueriesContext(connection) as many:
        assert client.get(f"/customers/duplicates/?tab={tab}").status_code == 200
    assert len(many) == len(one)


# --- invalid entries --------------------------------------------------------------------------------------------


@pytest.mark.req("Ni4")
def test_an_invalid_customer_is_removed_and_counts_against_its_creator(cast, clock, signed_in):
    row = customer(cast.rep, created_by=cast.rep)
    client = signed_in(cast.manager)
    assert client.post(f"/customers/{row.pk}/remove/", {"reason": ""}).status_code == 422
    client.post(f"/customers/{row.pk}/remove/", {"reason": "No such company"})
    row.refresh_from_db()
    assert owner_of(row) is None and row.pooled_at is None and row.removed_by == cast.manager
    event = OwnershipEvent.objects.get(customer=row, closes_owner=cast.rep)
    assert signed_in(cast.rep).get(f"/customers/{row.pk}/").url == f"/ownership/events/{event.pk}/"
    assert signed_in(cast.mate).get(f"/customers/{row.pk}/").status_code == 404
    assert not signed_in(cast.rep).get("/customers/?scope=all").context["listing"].rows
    page = signed_in(cast.manager).get("/customers/duplicates/?tab=invalid")
    assert "No such company" in page.text and [(p.username, n) for p, n in page.context["creators"]] == [("rep", 1)]
    assert Notice.objects.filter(kind="removed", user=cast.rep).exists()


@pytest.mark.req("Ni4")
def test_a_removed_customer_can_be_restored_into_the_pool(cast, clock, signed_in):
    row = customer(cast.rep)
    removal.remove_customer(customer_id=row.pk, reason="x", by=cast.manager, at=NOW)
    client = signed_in(cast.manager)
    assert "removed this customer as invalid" in client.get(f"/customers/{row.pk}/").text
    client.post(f"/customers/{row.pk}/restore/")
    row.refresh_from_db()
    assert row.removed_at is None and row.pooled_at == NOW


@pytest.mark.req("Ni4")
def test_who_may_not_remove_and_what_is_never_invalid(cast, clock, signed_in):
    row = customer(cast.rep)
    assert signed_in(cast.rep).post(f"/customers/{row.pk}/remove/", {"reason": "x"}).status_code == 403
    assert signed_in(cast.direct_manager).post(f"/customers/{row.pk}/remove/", {"reason": "x"}).status_code == 404
    Contract.objects.create(customer=row, number="N1", signed_at=NOW, amount=1, status="confirmed", recorded_at=NOW)
    page = signed_in(cast.manager).post(f"/customers/{row.pk}/remove/", {"reason": "x"})
    assert "has signed a contract" in page.text and owner_of(row) == "rep"


def test_nothing_can_be_done_to_a_removed_customer(cast, clock):
    row = customer(cast.rep)
    removal.remove_customer(customer_id=row.pk, reason="x", by=cast.manager, at=NOW)
    with pytest.raises(Refused, match="removed as invalid"):
        records.update_customer(customer_id=row.pk, by=cast.manager, at=NOW, fields={"address": "x"})
    with pytest.raises(Refused, match="removed as invalid"):
        removal.remove_customer(customer_id=row.pk, reason="x", by=cast.manager, at=NOW)
    with pytest.raises(Refused, match="removed as invalid"):
        records.create_customer(by=cast.mate, at=NOW, fields={"name": row.name}, name_confirmed=True)
