"""All that a list matches, at once: decided by the server, one message a person, one undo, in the background where there are many."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from assignment.domain import ownership
from assignment.models import OwnershipEvent
from crm_project.accounts.models import User
from crm_project.audit.models import Entry
from crm_project.undo.models import RecentAction
from customers import tasks
from customers.domain import bulk, bulk_jobs
from customers.models import BulkJob, Customer, Ownership
from tests.cast import NOW, customer, owner_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
EARLIER = NOW - timedelta(days=4)
LIST, QUERY = "/customers/", "scope=department&stage=intent"


def asked(client, what="transfer", query=QUERY):
    """The page that asks, for all that match."""
    return client.post(f"/customers/several/{what}/", {"every": "1", "query": query})


def confirmed(client, page, what="transfer", **fields):
    data = {"every": "1", "query": page.context["query"], "mark": page.context["mark"], "confirmed": "1", **fields}
    return client.post(f"/customers/several/{what}/", data)


@pytest.fixture
def at_once(monkeypatch):
    """What is sent to a worker is done at once."""
    monkeypatch.setattr(transaction, "on_commit", lambda call, **_options: call())
    monkeypatch.setattr(tasks.run_bulk, "delay", tasks.run_bulk.run)


# --- offered ----------------------------------------------------------------------------------------------


def test_the_list_offers_all_that_match_where_there_are_more_than_on_the_page(cast, signed_in):
    for _n in range(27):
        customer(cast.rep, stage="intent")
    page = signed_in(cast.manager).get(f"{LIST}?{QUERY}")
    assert page.context["every"]["offer"] == "Choose all 27 that match" and "data-every-offer" in page.text
    assert page.context["every"]["query"] == QUERY
    for row in Customer.objects.all()[:3]:
        ownership.release(customer_id=row.pk, by=cast.manager, reason="x", at=NOW)
    assert "offer" not in signed_in(cast.manager).get(f"{LIST}?{QUERY}").context["every"]


def test_above_the_limit_it_says_so_and_counts_nothing_more(cast, signed_in, monkeypatch, queries):
    monkeypatch.setattr("customers.views.list_frame.MOST_MATCHING", 2)
    monkeypatch.setattr(bulk, "MOST_MATCHING", 2)
    for _n in range(26):
        customer(cast.rep, stage="intent")
    client = signed_in(cast.manager)
    every = client.get(f"{LIST}?{QUERY}").context["every"]
    assert "offer" not in every and every["limit"].startswith("At most 2 customers at once")
    refused = client.post("/customers/several/transfer/", {"every": "1", "query": QUERY}, follow=True)
    assert "At most 2 customers at once" in refused.text and refused.request["QUERY_STRING"] == QUERY


# --- done ---------------------------------------------------------------------------------------------------


@pytest.mark.req("Nd9")
def test_all_that_match_go_to_a_colleague_and_each_person_reads_it_once(cast, signed_in):
    rows = [customer(cast.rep, since=EARLIER, stage="intent", name=f"上海第{n}批贸易有限公司") for n in range(4)]
    rows.append(customer(cast.east_rep, since=EARLIER, stage="intent"))
    other, outside = customer(cast.rep, since=EARLIER), customer(cast.stranger, since=EARLIER, stage="intent")
    client = signed_in(cast.manager)
    page = asked(client)
    assert page.context["n"] == 5 and outside.name not in page.text and 'name="ids"' not in page.text
    done = confirmed(client, page, to=cast.mate.pk, reason="new areas")
    assert "5 transferred, 0 refused" in done.text and f"{LIST}?{QUERY.replace('&', '&amp;')}" in done.text
    assert [owner_of(row) for row in (*rows, other, outside)] == ["mate"] * 5 + ["rep", "stranger"]
    entries = OwnershipEvent.objects.filter(kind="transferred")
    assert set(entries.values_list("closes_owner__username", "owner__username", "reason", "actor__username")) == {
        ("rep", "mate", "new areas", "manager"),
        ("east_rep", "mate", "new areas", "manager"),
    }
    assert Entry.objects.filter(action="ownership.transferred", customer_id__in=[r.pk for r in rows]).count() == 5
    told = {(n.user.username, n.kind, n.params.get("n")) for n in _notices()}
    assert told == {
        ("mate", "transferred_to_many", 5),
        ("rep", "transferred_away_many", 4),
        ("east_rep", "transferred_away", None),
    }


def _notices():
    return [n for person in User.objects.all() for n in person.notices.filter(at=NOW)]


def test_other_customers_than_those_shown_are_not_touched_until_confirmed_again(cast, signed_in):
    customer(cast.rep, stage="intent")
    client = signed_in(cast.manager)
    page = asked(client)
    late = customer(cast.rep, stage="intent")
    answer = confirmed(client, page, to=cast.mate.pk, reason="typed")
    assert answer.status_code == 422 and "there are 2" in answer.text and "typed" in answer.text
    assert owner_of(late) == "rep" and not OwnershipEvent.objects.filter(kind="transferred").exists()
    confirmed(client, answer, to=cast.mate.pk, reason="typed")
    assert owner_of(late) == "mate"


def test_whoever_may_not_transfer_chooses_nobody(cast, signed_in):
    customer(cast.rep, stage="intent")
    assert asked(signed_in(cast.rep), query="stage=intent").status_code == 403
    assert "No customer matches any more." in _followed(signed_in(cast.manager), "stage=official")


def _followed(client, query):
    return client.post("/customers/several/release/", {"every": "1", "query": query}, follow=True).text


def test_ordered_by_deadline_the_pool_is_not_among_them(cast, signed_in):
    """The list leaves it out there: nothing is done to a customer that was not shown."""
    held = customer(cast.rep, stage="intent")
    customer(department=cast.departments["sales"], stage="intent")
    client = signed_in(cast.manager)
    assert [c.pk for c in asked(client, query="scope=all&sort=deadline&stage=intent").context["customers"]] == [held.pk]
    assert asked(client, query="scope=all&stage=intent").context["n"] == 2


# --- the verb for many ----------------------------------------------------------------------------------------


@pytest.mark.req("D1", "Nd9")
def test_slots_reach_as_far_as_they_do_and_official_customers_need_none(cast, monkeypatch):
    rows = [customer(cast.rep, since=EARLIER) for _n in range(3)]
    official = customer(cast.rep, since=EARLIER, stage="official")
    pooled = customer(department=cast.departments["sales"], since=EARLIER)
    monkeypatch.setattr("assignment.domain.ownership.many.slots_free", lambda policy, person: 2)
    outcomes = bulk.transfer([*rows, official, pooled], to=cast.mate, by=cast.manager, reason="", at=NOW)
    assert [owner_of(row) for row in (*rows, official, pooled)] == ["mate", "mate", "rep", "mate", None]
    assert ["slots of Mate are taken" in o.said for o in outcomes] == [False, False, True, False, True]


@pytest.mark.req("Nd9", "Nf5")
def test_from_the_pool_and_from_others_alike_with_the_clocks_of_one(cast):
    alone, other = customer(cast.rep, since=EARLIER), customer(department=cast.departments["sales"], since=EARLIER)
    ownership.transfer(customer_id=alone.pk, to=cast.mate, by=cast.manager, reason="x", at=NOW)
    ownership.transfer(customer_id=other.pk, to=cast.mate, by=cast.manager, reason="x", at=NOW)
    rows = [customer(cast.rep, since=EARLIER), customer(department=cast.departments["sales"], since=EARLIER)]
    bulk.transfer(rows, to=cast.mate, by=cast.manager, reason="x", at=NOW)
    shown = ("owner_id", "department_id", "since", "release_at", "remind_at", "review_at", "rule", "policy_version")
    held = Ownership.objects.order_by("pk")
    assert list(held.filter(pk__in=[r.pk for r in rows]).values_list(*shown)) == list(
        held.filter(pk__in=[alone.pk, other.pk]).values_list(*shown)
    )
    kept = ("kind", "owner_id", "closes_owner_id", "policy_version_id", "reason")
    last = OwnershipEvent.objects.filter(at=NOW, kind="transferred").order_by("customer_id")
    assert [tuple(e.values()) for e in last.values(*kept)[:2]] == [tuple(e.values()) for e in last.values(*kept)[2:]]
    assert [sorted(e.evidence) for e in last][:2] == [sorted(e.evidence) for e in last][2:]


@pytest.mark.parametrize("what", ["transfer", "release"])
def test_thirty_take_hardly_more_statements_than_three(cast, what):
    more = {"to": cast.mate} if what == "transfer" else {}

    def statements(n):
        rows = [customer(cast.rep, since=EARLIER) for _n in range(n)]
        with CaptureQueriesContext(connection) as captured:
            outcomes = getattr(bulk, what)(rows, by=cast.manager, reason="areas", at=NOW, **more)
        assert not [o.said for o in outcomes if o.said]
        return len(captured)

    statements(2)
    # SQLite takes rows in smaller portions than PostgreSQL.
    assert statements(30) <= statements(3) + 4


def test_one_that_was_merged_removed_or_given_to_another_since_is_refused_by_name(cast):
    rows = [customer(cast.rep, since=EARLIER) for _n in range(4)]
    Customer.objects.filter(pk=rows[0].pk).update(merged_into=rows[3])
    Customer.objects.filter(pk=rows[1].pk).update(removed_at=NOW)
    Ownership.objects.filter(pk=rows[2].pk).update(since=NOW + timedelta(seconds=1))
    outcomes = bulk.transfer(rows, to=cast.mate, by=cast.manager, reason="", at=NOW)
    assert [bool(o.said) for o in outcomes] == [True, True, True, False]
    assert f"“{rows[2].name}” has a new owner since." == outcomes[2].said


# --- in the background ----------------------------------------------------------------------------------------


@pytest.mark.req("Nd9")
@pytest.mark.parametrize("what", ["transfer", "release", "classify"])
def test_many_are_done_by_a_worker_and_undone_as_one(cast, signed_in, monkeypatch, at_once, what):
    monkeypatch.setattr(bulk_jobs, "AT_ONCE", 2)
    monkeypatch.setattr(bulk_jobs, "BATCH", 2)
    rows = [customer(cast.rep, since=EARLIER, stage="intent") for _n in range(5)]
    client = signed_in(cast.manager)
    fields = {
        "transfer": {"to": cast.mate.pk, "reason": "areas"},
        "release": {"reason": "areas"},
        "classify": {"segment": "direct", "level": "core"},
    }[what]
    before = _state()
    page = asked(client, what)
    assert "in the background" in page.text
    answer = confirmed(client, page, what, **fields)
    job = BulkJob.objects.get()
    assert answer.url == f"/customers/several/{job.pk}/" and (job.state, job.done, job.refused) == ("done", 5, [])
    assert _state() != before
    shown = client.get(answer.url).text
    assert "5 " in shown and f"/recent-actions/{job.undo_id}/undo/" in shown and QUERY.replace("&", "&amp;") in shown
    back = client.post(f"/recent-actions/{job.undo_id}/undo/", {"next": f"/customers/?{QUERY}"})
    assert _state() == before and RecentAction.objects.get().stayed == []
    assert back.url == f"/customers/?{QUERY}"
    shown = client.get(answer.url).text
    assert "/undo/" not in shown and "You undid this on" in shown
    assert len(rows) == 5


def _state():
    rows = Customer.objects.order_by("pk").values_list("pk", "segment", "level", "file_number", "pooled_at")
    return list(rows), list(Ownership.objects.order_by("pk").values_list("pk", "owner_id", "since", "release_at"))


def running(cast, rows, **fields):
    fields = {"to": cast.mate, "reason": "areas"} | fields
    return bulk_jobs.start(what="transfer", customers=rows, fields=fields, query=QUERY, by=cast.manager, at=NOW)


def test_a_worker_that_was_killed_is_followed_by_the_next_and_nothing_is_done_twice(cast, monkeypatch):
    monkeypatch.setattr(bulk_jobs, "BATCH", 2)
    rows = [customer(cast.rep, since=EARLIER) for _n in range(5)]
    job = running(cast, rows)
    whole, calls = bulk_jobs.do, []

    def killed(*args, **more):
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return whole(*args, **more)

    monkeypatch.setattr(bulk_jobs, "do", killed)
    with pytest.raises(KeyboardInterrupt):
        bulk_jobs.run(job.pk, undo_kind="bulk_transfer", clock=lambda: NOW)
    assert BulkJob.objects.get().done == 2
    assert bulk_jobs.unfinished(at=NOW + timedelta(minutes=2)) == [(job.pk, "transfer")]
    bulk_jobs.run(job.pk, undo_kind="bulk_transfer", clock=lambda: NOW)
    bulk_jobs.run(job.pk, undo_kind="bulk_transfer", clock=lambda: NOW)
    assert OwnershipEvent.objects.filter(kind="transferred").count() == 5
    assert BulkJob.objects.get().state == "done" and RecentAction.objects.count() == 1


def test_the_right_is_asked_again_for_each_batch(cast):
    rows = [customer(cast.rep, since=EARLIER), customer(cast.rep, since=EARLIER)]
    job = running(cast, rows)
    User.objects.filter(pk=cast.manager.pk).update(department=cast.departments["solar"])
    bulk_jobs.run(job.pk, undo_kind="bulk_transfer", clock=lambda: NOW)
    job.refresh_from_db()
    assert [why for _pk, _name, why in job.refused] == ["Your role does not allow this here."] * 2
    assert job.state == "done" and not RecentAction.objects.exists()


def test_what_holds_for_all_ends_it_and_says_how_many_are_left(cast, signed_in):
    job = running(cast, [customer(cast.rep, since=EARLIER) for _n in range(2)], to=cast.finance)
    bulk_jobs.run(job.pk, undo_kind="bulk_transfer", clock=lambda: NOW)
    shown = signed_in(cast.manager).get(f"/customers/several/{job.pk}/").text
    assert "hold customers" in shown and "2 were not processed." in shown


def test_how_far_it_is_only_its_maker_reads(cast, signed_in):
    job = running(cast, [customer(cast.rep, since=EARLIER)])
    client = signed_in(cast.manager)
    assert 'hx-get="/customers/several/' in client.get(f"/customers/several/{job.pk}/").text
    assert "0 of 1 customers" in client.get(f"/customers/several/{job.pk}/progress/").text
    assert signed_in(cast.director).get(f"/customers/several/{job.pk}/").status_code == 404
    bulk_jobs.run(job.pk, undo_kind="bulk_transfer", clock=lambda: NOW)
    assert signed_in(cast.manager).get(f"/customers/several/{job.pk}/progress/")["HX-Refresh"] == "true"
    assert bulk_jobs.forget_old(at=NOW + timedelta(days=31)) == 1


@pytest.mark.req("Nd9")
@pytest.mark.parametrize("at_once_up_to", [0, 200])
def test_where_all_had_the_value_already_there_is_nothing_to_undo(cast, signed_in, monkeypatch, at_once, at_once_up_to):
    monkeypatch.setattr(bulk_jobs, "AT_ONCE", at_once_up_to)
    customer(cast.rep, stage="intent", segment="direct")
    client = signed_in(cast.manager)
    confirmed(client, asked(client, "classify"), "classify", segment="direct")
    assert not RecentAction.objects.exists() and client.get("/recent-actions/").status_code == 200
