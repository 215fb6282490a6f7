"""A form that is sent after the session has ended leads back to its page; an address for forms alone says what it is."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

pytestmark = [pytest.mark.django_db, pytest.mark.req("Ng3")]
LIST = "/customers/?scope=all&sort=-name"


@pytest.fixture
def only_by_form():
    """An address that takes nothing but a form."""
    return reverse("customers:bulk", args=["transfer"])


def led_to(answer):
    """(page, {parameter: [values]}) of a redirect."""
    parts = urlsplit(answer.headers["Location"])
    return parts.path, parse_qs(parts.query)


def test_signing_in_leads_back_to_the_page_with_the_form(client, only_by_form):
    answer = client.post(only_by_form, {"ids": ["1"]}, headers={"Referer": f"http://testserver{LIST}"})
    page, asked = led_to(answer)
    assert page == reverse("account_login")
    assert asked == {"expired": ["1"], "next": [LIST]}


@pytest.mark.parametrize("sender", ["", "https://elsewhere.example/customers/"])
def test_where_the_page_is_not_ours_or_unknown_it_is_the_address_itself(client, only_by_form, sender):
    answer = client.post(only_by_form, headers={"Referer": sender} if sender else {})
    assert led_to(answer)[1] == {"next": [only_by_form]}


def test_an_address_for_forms_alone_says_so(signed_in, cast, only_by_form):
    answer = signed_in(cast.manager).get(only_by_form)
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"
    assert "only takes what a form sends" in answer.text


def test_signing_in_itself_leads_where_it_led(client, cast):
    cast.rep.set_password("walks-back-to-the-list")
    cast.rep.save()
    values = {"login": cast.rep.username, "password": "walks-back-to-the-list", "next": LIST}
    sender = f"http://testserver{reverse('account_login')}?next=/"
    assert client.post(reverse("account_login"), values, headers={"Referer": sender}).headers["Location"] == LIST
