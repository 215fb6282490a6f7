"""The cards of the home page as people arrange them, and the card of the team's week (rows Nc5, Z2)."""

import pytest
from django.urls import reverse

from reports.presenters import home_cards
from tests.activities.entries import SINCE
from tests.cast import customer, followup, moment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("Nc5")]
PAGE = reverse("reports:home_cards")


def stands(signed_in, person):
    """{column: keys of its cards}"""
    found = signed_in(person).get("/").context["columns"]
    return {place: [card.key for card in cards] for place, cards in found.items()}


def test_each_has_the_cards_of_their_work_in_the_usual_order(cast, signed_in):
    rep, manager, admin = (stands(signed_in, one) for one in (cast.rep, cast.manager, cast.admin))
    assert rep["wide"] == ["introductions", "overdue_instalments"]
    assert rep["narrow"] == ["outing", "reports", "targets", "slots", "asked", "later", "news"]
    assert {"team", "team_week"} <= set(manager["wide"]) and "to_check" in manager["narrow"]
    assert "steps" in admin["wide"] and "system" in admin["narrow"] and not admin["hidden"]


def test_cards_are_ordered_moved_and_left_out_and_the_standard_comes_back(cast, signed_in):
    client = signed_in(cast.rep)
    shown = client.get(PAGE).text
    assert shown.index("Introductions") < shown.index("Overdue payments") < shown.index("My requests")
    keys = ["asked", "overdue_instalments", "introductions"]
    places = {"place-asked": "wide", "place-introductions": "hidden", "place-overdue_instalments": "nowhere"}
    answer = client.post(PAGE, {"cards": [*keys, "system", "asked"], **places})
    assert answer.url == "/"
    found = stands(signed_in, cast.rep)
    assert found["wide"] == ["asked", "overdue_instalments"] and found["hidden"] == ["introductions"]
    assert found["narrow"] == ["outing", "reports", "targets", "slots", "later", "news"]
    assert stands(signed_in, cast.mate)["wide"] == ["introductions", "overdue_instalments"], "only their own page"
    signed_in(cast.rep).post(PAGE, {"usual": "1"})
    assert stands(signed_in, cast.rep)["wide"] == ["introductions", "overdue_instalments"]


def test_a_card_that_came_later_stands_where_it_stands_unasked(cast, signed_in, monkeypatch):
    signed_in(cast.rep).post(PAGE, {"cards": ["asked"], "place-asked": "wide"})
    new = home_cards.HomeCard("people", "New", home_cards.WIDE, lambda user, roles: True)
    monkeypatch.setattr(home_cards, "CARDS", (*home_cards.CARDS, new))
    assert [card.key for card, _place in home_cards.choices(cast.rep, home_cards.roles_of(cast.rep))][-1] == "people"


@pytest.mark.req("Z2")
def test_the_week_of_the_team_counts_as_the_figures_do(cast, signed_in):
    file = customer(cast.rep, since=SINCE)
    followup(file, cast.rep, moment("2026-03-02 08:00"))
    followup(file, cast.rep, moment("2026-02-23 08:00"), "We agreed on the price of twelve pumps for the new hall")
    followup(file, cast.rep, moment("2026-02-24 08:00"), "They will decide on the compressors after the holidays")
    page = signed_in(cast.manager).get(reverse("reports:team_week"))
    rows = {str(row["label"]): (row["now"], row["before"]) for row in page.context["week"]["rows"]}
    assert rows["Valid follow-ups"] == ("1", "1"), "Tuesday of last week is not one of the same days"
    assert "since=2026-03-02&until=2026-03-02" in page.context["week"]["url"]
    assert signed_in(cast.stranger).get(reverse("reports:team_week")).context["week"] is None
