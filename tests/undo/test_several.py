"""Several at once: each customer is put back on its own; what somebody built on stays and is listed."""

from datetime import timedelta

import pytest

from assignment.domain import ownership
from crm_project.accounts.models import User
from customers.domain import bulk
from customers.models import Customer
from tests.cast import NOW, customer, owner_of

from .steps import remembered, state, undo

pytestmark = pytest.mark.django_db
EARLIER = NOW - timedelta(days=4)
FILE = ("pk", "segment", "level", "value_rating", "type_id", "trade_id", "file_number")


def files():
    return list(Customer.objects.order_by("pk").values_list(*FILE))


def classified(rows, by, **fields):
    done = bulk.classify(rows, by=by, at=NOW, fields=fields)
    values = {str(o.customer.pk): o.values for o in done if o.values}
    return remembered("bulk_classify", by, NOW, values=values)


@pytest.mark.req("Nd9")
@pytest.mark.parametrize("what", ["transfer", "release"])
def test_all_are_back_with_their_periods(cast, what):
    rows = [customer(cast.rep, since=EARLIER - timedelta(days=n)) for n in range(3)]
    before = state()
    more = {"to": cast.mate} if what == "transfer" else {}
    getattr(bulk, what)(rows, by=cast.manager, reason="new areas", at=NOW, **more)
    assert state() != before
    action = remembered(f"bulk_{what}", cast.manager, NOW, customer_ids=[row.pk for row in rows])
    undone = undo(action)
    assert state() == before
    assert (undone.text, undone.stayed) == ("3 customers are as they were before.", ())


def test_what_moved_on_stays_and_is_listed(cast):
    rows = [customer(cast.rep, since=EARLIER) for _ in range(3)]
    bulk.release(rows, by=cast.manager, reason="new areas", at=NOW)
    ownership.claim(customer_id=rows[1].pk, by=cast.mate, at=NOW + timedelta(seconds=5))
    action = remembered("bulk_release", cast.manager, NOW, customer_ids=[row.pk for row in rows])
    undone = undo(action)
    assert [owner_of(row) for row in rows] == ["rep", "mate", "rep"]
    assert undone.stayed == ((rows[1].name, "was claimed by Mate meanwhile"),)
    assert undone.text == "2 customers are as they were before. 1 stays as it is now."
    action.refresh_from_db()
    assert action.stayed == [[rows[1].name, "was claimed by Mate meanwhile"]]


@pytest.mark.req("Ni5")
def test_classes_are_what_they_were_with_the_number_of_the_file(cast):
    rows = [customer(cast.rep, since=EARLIER, segment="direct", level="core") for _ in range(2)]
    rows.append(customer(cast.rep, since=EARLIER))
    classified(rows, cast.file_keeper, level="ordinary", segment="distributor")
    before = files()
    action = classified(rows, cast.file_keeper, level="growth", segment="direct", value_rating="premier")
    assert files() != before
    undo(action)
    assert files() == before


def test_a_value_that_was_changed_again_stays(cast):
    rows = [customer(cast.rep, since=EARLIER, value_rating="good") for _ in range(2)]
    action = classified(rows, cast.file_keeper, value_rating="premier")
    Customer.objects.filter(pk=rows[0].pk).update(value_rating="normal")
    undone = undo(action)
    assert undone.stayed == ((rows[0].name, "has changed since"),)
    assert [row[3] for row in files()] == ["normal", "good"]


def test_the_page_offers_the_undo_also_where_some_were_refused(cast, clock, signed_in):
    rows = [customer(cast.rep, since=EARLIER), customer(cast.mate, since=EARLIER)]
    client = signed_in(User.objects.get(pk=cast.manager.pk))
    data = {"ids": [row.pk for row in rows], "to": cast.mate.pk, "reason": "areas", "confirmed": "1"}
    text = client.post("/customers/several/transfer/", data).content.decode()
    action = cast.manager.recent_actions.get()
    assert "Done for 1 of 2 customers." in text and f"/recent-actions/{action.pk}/undo/" in text
    answer = client.post(f"/recent-actions/{action.pk}/undo/", follow=True)
    assert "1 customer is as it was before." in answer.content.decode()
    assert [owner_of(row) for row in rows] == ["rep", "mate"]
