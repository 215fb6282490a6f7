"""The message, its button, and the list of recent actions: reachable, in words, once, one's own."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from crm_project.catalogue import undo_kinds
from crm_project.undo.domain import actions
from crm_project.undo.models import RecentAction
from customers.models import Ownership
from tests.cast import NOW, customer, moment, owner_of

from .steps import claimed, given_up, remembered, transferred

pytestmark = pytest.mark.django_db
EARLIER = NOW - timedelta(days=4)
RECENT = "/recent-actions/"


def text_of(answer):
    return answer.content.decode()


@pytest.fixture
def pooled(cast):
    return customer(department=cast.departments["sales"], since=EARLIER)


@pytest.mark.req("Nc14")
def test_claiming_is_one_post_and_undoing_one_more(cast, clock, signed_in, pooled):
    client = signed_in(cast.rep)
    text = text_of(client.post(f"/ownership/pool/{pooled.pk}/claim/", follow=True))
    action = cast.rep.recent_actions.get()
    assert f'action="{RECENT}{action.pk}/undo/"' in text and 'aria-keyshortcuts="u"' in text
    answer = client.post(f"{RECENT}{action.pk}/undo/", follow=True)
    assert "is in the public pool again" in text_of(answer)
    assert answer.redirect_chain[-1][0] == reverse("assignment:pool")
    assert owner_of(pooled) is None


@pytest.mark.parametrize(
    ("page", "who", "data"),
    [
        ("give_up", "rep", {"reason": "too far away"}),
        ("release", "manager", {"reason": "nobody works on it"}),
        ("transfer", "manager", {"reason": "knows them"}),
    ],
)
def test_each_verb_of_a_customer_offers_its_undo(cast, clock, signed_in, page, who, data):
    row, person = customer(cast.rep, since=EARLIER), getattr(cast, who)
    client = signed_in(person)
    data |= {"to": cast.mate.pk} if page == "transfer" else {}
    client.post(reverse(f"assignment:{page}", args=[row.pk]), data)
    action = person.recent_actions.get()
    assert owner_of(row) != "rep"
    answer = client.post(f"{RECENT}{action.pk}/undo/", follow=True)
    assert owner_of(row) == "rep"
    assert answer.redirect_chain[-1][0] == reverse("customers:detail", args=[row.pk])
    assert answer.status_code == 200


def test_a_vanished_message_is_no_loss(cast, clock, signed_in, pooled):
    claimed(pooled, cast.rep, NOW)
    client = signed_in(cast.rep)
    assert f'href="{RECENT}"' in text_of(client.get("/"))
    text = text_of(client.get(RECENT))
    assert "Claimed “it”" in text and "can be undone until 09:10" in text and "/undo/" in text


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_twice_too_late_somebody_elses_and_gone_are_answered_by_a_sentence(cast, clock, signed_in, pooled, language):
    said = {
        "en": ["undone at 2026-03-02 09:00 already", "possible until 2026-03-02 09:10", "nothing of yours to undo"],
        "zh-hans": ["已于 2026-03-02 09:00 撤销", "2026-03-02 09:10", "没有您可以撤销的操作"],
    }[language]
    first = claimed(pooled, cast.rep, NOW)
    late = given_up(customer(cast.rep, since=EARLIER), cast.rep, NOW)
    theirs = transferred(customer(cast.rep, since=EARLIER), cast.mate, cast.manager, NOW)
    client = signed_in(cast.rep)
    client.cookies["django_language"] = language

    def post(pk):
        answer = client.post(f"{RECENT}{pk}/undo/", follow=True)
        assert answer.redirect_chain[-1][0] == RECENT
        return text_of(answer)

    client.post(f"{RECENT}{first.pk}/undo/")
    assert said[0] in post(first.pk)
    before = list(Ownership.objects.order_by("pk").values())
    assert said[2] in post(theirs.pk) and said[2] in post(10**9)
    clock.move_to(moment("2026-03-02 09:10"))
    assert said[1] in post(late.pk)
    assert list(Ownership.objects.order_by("pk").values()) == before


def test_the_list_says_why_something_stays(cast, clock, signed_in):
    row = customer(cast.rep, since=EARLIER)
    given_up(row, cast.rep, NOW)
    claimed(row, cast.mate, NOW + timedelta(seconds=3))
    text = text_of(signed_in(cast.rep).get(RECENT))
    assert "It can&#x27;t be undone any more: was claimed by Mate meanwhile." in text and "/undo/" not in text


def test_an_empty_list_says_what_will_stand_there(cast, clock, signed_in):
    assert "Nothing done lately" in text_of(signed_in(cast.hr).get(RECENT))


def test_an_undo_needs_its_post_and_somebody_signed_in(cast, client, signed_in, pooled, clock):
    action = claimed(pooled, cast.rep, NOW)
    assert client.post(f"{RECENT}{action.pk}/undo/").headers["Location"].startswith("/accounts/")
    assert signed_in(cast.rep).get(f"{RECENT}{action.pk}/undo/").status_code == 405
    assert owner_of(pooled) == "rep"


def test_old_actions_leave_the_list_after_a_week_and_the_table_after_a_month(cast):
    row = customer(department=cast.departments["sales"], since=EARLIER)
    claimed(row, cast.rep, NOW)
    week, month = NOW + timedelta(days=8), NOW + timedelta(days=31)
    assert actions.recent(cast.rep, NOW) and not actions.recent(cast.rep, week)
    assert (actions.forget_old(at=week), actions.forget_old(at=month)) == (0, 1)


def test_an_action_of_an_app_that_is_gone_is_shown_and_not_undone(cast, clock, signed_in, pooled):
    action = claimed(pooled, cast.rep, NOW)
    RecentAction.objects.update(kind="nobody_knows", subject="Acme")
    assert "Acme" in text_of(signed_in(cast.rep).get(RECENT))
    client = signed_in(cast.rep)
    assert "does not allow this here" in text_of(client.post(f"{RECENT}{action.pk}/undo/", follow=True))


def test_every_kind_says_what_was_done(cast):
    examples = {"values": {"1": {}}, "customer_ids": [1], "request_id": 1, "task_id": 1, "customer_id": 1}
    examples |= {"what": "dead", "done": {"1": 1}}
    for key, kind in undo_kinds().items():
        action = RecentAction(kind=key, subject="Acme", arguments=examples)
        said = kind.text(action)
        assert said and "%" not in said and ("Acme" in said or "1 customer" in said or "1 dead customer" in said), key


def test_thirty_old_rows_cost_what_one_costs(cast, clock, signed_in, pooled):
    client = signed_in(cast.rep)
    remembered("claim", cast.rep, NOW - timedelta(hours=1), customer_id=pooled.pk)
    counts = []
    for _ in range(2):
        client.get(RECENT)
        with CaptureQueriesContext(connection) as captured:
            client.get(RECENT)
        counts.append(len(captured))
        for n in range(2, 31):
            remembered("claim", cast.rep, NOW - timedelta(hours=n), customer_id=pooled.pk)
    assert counts[0] == counts[1]
