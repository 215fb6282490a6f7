"""Favourites: starred on a page, named in the menu and the search by the rights of today; no query where nothing is shown."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assignment.domain import ownership
from crm_project.accounts.domain import favourites
from crm_project.accounts.models import User
from crm_project.lib.refused import Refused
from tests.cast import NOW, customer

# The fold of the menu that holds them.
FOLD = 'data-fold="favourites"'
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def mark(client, row, on="1", **more):
    return client.post(f"/favourites/customers/{row.pk}/", {"on": on, "next": f"/customers/{row.pk}/"}, **more)


def kept(person):
    return favourites.starred(User.objects.get(pk=person.pk))


def test_a_star_on_the_page_puts_it_into_the_menu_the_list_and_the_empty_search(cast, signed_in):
    row, other = customer(cast.rep, name="宁波星标贸易有限公司"), customer(cast.rep)
    client = signed_in(cast.rep)
    page = client.get(f"/customers/{row.pk}/").text
    assert 'aria-pressed="false"' in page and FOLD not in page
    assert mark(client, row).url == f"/customers/{row.pk}/"
    page = client.get(f"/customers/{row.pk}/").text
    assert 'aria-pressed="true"' in page and FOLD in page
    assert FOLD in client.get("/").text
    for address in ("/favourites/", "/favourites/menu/"):
        shown = client.get(address).text
        assert row.name in shown and f'href="/customers/{row.pk}/"' in shown and other.name not in shown
    opened = {"q": "", "recent": f"/customers/{row.pk}/ /customers/{other.pk}/"}
    found = client.post("/search/live/", opened).context["groups"]
    shown = [(g["key"], [h["name"] for h in g["hits"]]) for g in found]
    assert shown == [("favourites", [row.name]), ("recent", [other.name])]
    mark(client, row, on="")
    assert kept(cast.rep) == [] and FOLD not in client.get("/").text


def test_with_a_script_the_answer_is_the_button_and_the_fold(cast, signed_in):
    row = customer(cast.rep)
    answer = mark(signed_in(cast.rep), row, headers={"HX-Request": "true"}).text
    assert 'aria-pressed="true"' in answer and 'hx-swap-oob="true"' in answer and FOLD in answer
    answer = mark(signed_in(cast.rep), row, on="", headers={"HX-Request": "true"}).text
    assert 'aria-pressed="false"' in answer and FOLD not in answer


@pytest.mark.req("Nb3")
def test_what_one_may_no_longer_see_is_not_named_and_comes_back_with_the_right(cast, signed_in):
    row = customer(cast.rep)
    client = signed_in(cast.rep)
    mark(client, row)
    ownership.transfer(customer_id=row.pk, to=cast.mate, by=cast.manager, reason="x", at=NOW)
    for address in ("/favourites/", "/favourites/menu/"):
        assert client.get(address).context["rows"] == []
    assert client.post("/search/live/", {"q": ""}).context["groups"] == []
    ownership.transfer(customer_id=row.pk, to=cast.rep, by=cast.manager, reason="x", at=NOW)
    assert row.name in client.get("/favourites/").text


def test_nobody_stars_what_they_may_not_see_or_what_has_no_page(cast, signed_in):
    theirs = customer(cast.stranger)
    client = signed_in(cast.rep)
    assert mark(client, theirs).status_code == 404
    assert client.post("/favourites/nonsense/1/", {"on": "1"}).status_code == 404
    assert kept(cast.rep) == []


def test_thirty_are_enough_and_the_newest_stands_first(cast):
    for n in range(30):
        favourites.star(by=cast.rep, kind="customers", pk=n)
    favourites.star(by=cast.rep, kind="customers", pk=3)
    assert kept(cast.rep)[0] == ("customers", 29) and len(kept(cast.rep)) == 30
    with pytest.raises(Refused, match="30 favourites"):
        favourites.star(by=cast.rep, kind="customers", pk=99)


def test_what_one_may_no_longer_see_takes_no_place_from_a_new_one(cast, signed_in):
    """It stands on no page, so nobody could remove it to make room."""
    gone, row = customer(cast.rep), customer(cast.rep)
    client = signed_in(cast.rep)
    mark(client, gone)
    for n in range(1, 30):
        favourites.star(by=User.objects.get(pk=cast.rep.pk), kind="deals", pk=10**6 + n)
    ownership.transfer(customer_id=gone.pk, to=cast.mate, by=cast.manager, reason="x", at=NOW)
    mark(client, row)
    assert kept(cast.rep) == [("customers", row.pk)]


def test_two_windows_lose_nothing(cast):
    one, two = User.objects.get(pk=cast.rep.pk), User.objects.get(pk=cast.rep.pk)
    favourites.star(by=one, kind="customers", pk=1)
    favourites.star(by=two, kind="deals", pk=2)
    assert kept(cast.rep) == [("deals", 2), ("customers", 1)]


def test_the_frame_of_a_page_costs_no_query_more_with_favourites(cast, signed_in):
    row = customer(cast.rep)
    client = signed_in(cast.rep)
    url = "/settings/"
    client.get(url)
    without = _queries(client, url)
    mark(client, row)
    client.get(url)
    assert _queries(client, url) == without
    menu = _queries(client, "/favourites/menu/")
    for _n in range(5):
        mark(client, customer(cast.rep))
    assert _queries(client, "/favourites/menu/") == menu


def _queries(client, url):
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)
