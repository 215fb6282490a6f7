"""The board of orders: by status and by person, what a move does, what is refused in words (rows Ni21, Ni22)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from service.domain.orders import ending, working
from service.models import ServiceOrder
from service.models.choices import Status
from service.presenters.board import CARDS, COUNTED
from tests.cast import NOW, customer, person

from .orders import order

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("Ni21", "Ni22")]


@pytest.fixture
def row(cast):
    return customer(cast.rep, since=NOW - timedelta(days=3), name="宁波海风电器有限公司")


def board(client, view="board", **asked):
    return client.get(reverse("service:orders"), {"view": view, **asked})


def columns(answer):
    """{column: subjects of its cards} of those that have any."""
    shown = answer.context["board"].columns
    return {column.key: [card["order"].subject for card in column.cards] for column in shown if column.cards}


def move(client, made, **to):
    return client.post(reverse("service:move", args=[made.pk]), to, follow=True)


def through(made, by, *steps):
    for step in steps:
        step(order_id=made.pk, by=by, at=NOW)
    return made


def accepted(row, by, **fields):
    return through(order(row, by, **fields), by, working.accept_order)


def test_a_column_for_each_status_and_the_same_filters_as_the_list(cast, row, signed_in):
    order(row, cast.rep, subject="new", priority="urgent")
    accepted(row, cast.service, subject="taken")
    through(order(row, cast.service, subject="begun"), cast.service, working.start_order)
    waits = accepted(row, cast.service, subject="waits")
    working.wait_with_order(order_id=waits.pk, waits_for="parts", by=cast.service, at=NOW)
    done = accepted(row, cast.service, subject="done")
    working.finish_order(order_id=done.pk, content="ok", by=cast.service, at=NOW)
    through(accepted(row, cast.service, subject="over"), cast.service, working.start_order)
    ending.cancel_order(order_id=ServiceOrder.objects.get(subject="over").pk, reason="x", by=cast.service, at=NOW)
    client = signed_in(cast.service)
    everything = {
        name: [subject]
        for name, subject in zip(
            ("recorded", "accepted", "under_way", "waiting", "done"),
            ("new", "taken", "begun", "waits", "done"),
            strict=True,
        )
    }
    assert columns(board(client)) == everything
    assert columns(board(client, priority="urgent")) == columns(board(client, q="new")) == {"recorded": ["new"]}
    assert columns(board(client, where="1.subject.has.tak")) == {"accepted": ["taken"]}
    assert "recorded" not in columns(board(client, tab="mine"))
    # The list leads to the board with what narrows it, and back.
    views = client.get(reverse("service:orders"), {"tab": "mine", "priority": "urgent"}).context["views"]
    assert [one["url"] for one in views] == [
        "?tab=mine&priority=urgent",
        "?tab=mine&priority=urgent&view=board",
        "?tab=mine&priority=urgent&view=people",
    ]
    text = board(client).text
    assert "海风" in text and "Response" in text and str(cast.service) in text


def test_by_person_the_unassigned_first_and_managers_see_who_has_none(cast, row, signed_in):
    idle = person("service_idle", "service", cast.service.department)
    order(row, cast.rep, subject="nobody's")
    accepted(row, cast.service, subject="theirs")
    manager = board(signed_in(cast.service_manager), "people")
    assert columns(manager) == {"0": ["nobody's"], str(cast.service.pk): ["theirs"]}
    assert [column.key for column in manager.context["board"].columns] == ["0", str(idle.pk), str(cast.service.pk)] or (
        {column.key for column in manager.context["board"].columns} == {"0", str(idle.pk), str(cast.service.pk)}
    )
    staff = board(signed_in(cast.service), "people")
    assert [column.key for column in staff.context["board"].columns] == ["0", str(cast.service.pk)]
    assert not any(card["ways"] for column in staff.context["board"].columns for card in column.cards)


@pytest.mark.parametrize(
    ("before", "to", "after"),
    [
        ((), "accepted", "accepted"),
        ((), "under_way", "under_way"),
        ((working.accept_order,), "under_way", "under_way"),
    ],
)
def test_a_move_is_the_step_that_leads_there(cast, row, signed_in, before, to, after):
    made = through(order(row, cast.rep), cast.service, *before)
    answer = move(signed_in(cast.service), made, status=to, next=f"{reverse('service:orders')}?view=board")
    made.refresh_from_db()
    assert made.status == after and answer.redirect_chain[-1][0].endswith("?view=board")


def test_what_is_done_is_confirmed_and_closed_by_moving_it(cast, row, signed_in):
    made, client = accepted(row, cast.service), signed_in(cast.service)
    working.finish_order(order_id=made.pk, content="ok", by=cast.service, at=NOW)
    for to in (Status.CONFIRMED, Status.CLOSED):
        move(client, made, status=to)
        made.refresh_from_db()
        assert made.status == to


@pytest.mark.parametrize(
    ("to", "step", "typed"),
    [
        ("waiting", "wait", {"waits_for": "parts"}),
        ("done", "finish", {"content": "changed the seal"}),
    ],
)
def test_a_move_that_asks_something_opens_its_form_and_leads_back_to_the_board(cast, row, signed_in, to, step, typed):
    made, client = accepted(row, cast.service), signed_in(cast.service)
    here = f"{reverse('service:orders')}?view=board&tab=mine"
    answer = client.post(reverse("service:move", args=[made.pk]), {"status": to, "next": here})
    assert answer.url.startswith(reverse("service:order", args=[made.pk])) and answer.url.endswith(f"#{step}-form")
    page = client.get(answer.url)
    assert f'id="{step}-form"' in page.text and 'value="/service/?view=board&amp;tab=mine"' in page.text
    saved = client.post(reverse(f"service:{step}", args=[made.pk]), typed | {"next": here})
    made.refresh_from_db()
    assert saved.url == here and made.status == to


@pytest.mark.parametrize(
    ("before", "to", "said"),
    [
        ((), "waiting", "is “Recorded”: from there it goes to “Accepted”, “Under way”."),
        ((), "done", "from there it goes to “Accepted”"),
        ((working.accept_order,), "recorded", "is “Accepted”: from there it goes to “Under way”, “Waiting”, “Done”."),
        ((working.accept_order,), "accepted", "is “Accepted” already."),
        ((working.accept_order,), "nonsense", "from there it goes to"),
    ],
)
def test_a_move_that_no_step_allows_is_refused_in_words(cast, row, signed_in, before, to, said):
    made = through(order(row, cast.rep), cast.service, *before)
    stood = ServiceOrder.objects.get(pk=made.pk).status
    assert said in move(signed_in(cast.service), made, status=to).text
    assert ServiceOrder.objects.get(pk=made.pk).status == stood


def test_moved_to_a_person_it_is_assigned_by_managers_only(cast, row, signed_in):
    made, url = order(row, cast.rep), reverse("service:orders") + "?view=people"
    give = reverse("service:give", args=[made.pk])
    refused = signed_in(cast.service).post(give, {"person": cast.service.pk, "next": url}, follow=True)
    assert "Only a service manager may do this." in refused.text
    client = signed_in(cast.service_manager)
    assert "only they work on orders" in client.post(give, {"person": "0", "next": url}, follow=True).text
    assert "only they work on orders" in client.post(give, {"person": cast.rep.pk}, follow=True).text
    client.post(give, {"person": cast.service.pk, "next": url})
    assert ServiceOrder.objects.get(pk=made.pk).assigned == cast.service


def test_who_may_only_look_has_no_move(cast, row, signed_in):
    order(row, cast.rep)
    (card,) = board(signed_in(cast.rep)).context["board"].columns[0].cards
    assert card["ways"] == []
    assert "Only service staff" in move(signed_in(cast.rep), card["order"], status="accepted").text


def test_a_column_is_cut_off_and_leads_to_all_of_its_orders(cast, row, signed_in):
    for n in range(CARDS + 2):
        order(row, cast.rep, subject=f"number {n}")
    client = signed_in(cast.service)
    column = board(client, channel="phone").context["board"].columns[0]
    assert (len(column.cards), column.count) == (CARDS, str(CARDS + 2))
    listed = client.get(column.all_url).context["page"]
    assert len(listed.rows) == CARDS + 2 and "channel=phone" in column.all_url and "view" not in column.all_url
    assert COUNTED == 100


@pytest.mark.embedded
@pytest.mark.parametrize("view", ["board", "people"])
def test_the_board_takes_the_same_queries_for_few_and_many(cast, row, signed_in, view):
    client = signed_in(cast.service)

    def cost():
        board(client, view)
        with CaptureQueriesContext(connection) as captured:
            board(client, view)
        return len(captured)

    accepted(row, cast.service)
    order(row, cast.rep)
    few = cost()
    for _n in range(10):
        accepted(row, cast.service)
        order(row, cast.rep)
        through(order(row, cast.rep), cast.service, working.start_order)
    assert cost() <= few <= 22
