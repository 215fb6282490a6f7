"""A number searched for is found and linked, and stands in no address."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from crm_project.ops.private_search import is_number, linked, opened
from customers.models import Contact
from tests.cast import NOW, customer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("Nb4")]
LIST, FIND = reverse("customers:list"), reverse("ops:find")
NUMBER = "139-1234-5678"


@pytest.fixture
def row(cast):
    """A customer of the rep with a contact who has that number."""
    row = customer(cast.rep)
    Contact.objects.create(customer=row, name="张三", mobile="13912345678", created_at=NOW)
    return row


def test_a_number_is_posted_found_and_linked_encrypted(cast, row, signed_in):
    client = signed_in(cast.rep)
    answer = client.post(FIND, {"q": NUMBER, "next": LIST, "stage": "potential"})
    assert answer.status_code == 302 and answer.url.startswith(LIST)
    asked = parse_qs(urlsplit(answer.url).query)
    assert asked["stage"] == ["potential"] and opened(asked["q"][0]) == NUMBER
    page = client.get(answer.url)
    text = page.content.decode()
    assert row.name in text and f'value="{NUMBER}"' in text, "the box shows what was typed"
    links = [part.split('"')[0] for part in text.split('href="')[1:]]
    assert not [link for link in links if "5678" in link or NUMBER in link]
    assert [link for link in links if "q=f1" in link], "the other tabs keep the search"
    assert client.get(answer.url).status_code == 200, "the link works again"


def test_a_name_stays_readable_in_the_address(cast, row, signed_in):
    answer = signed_in(cast.rep).post(FIND, {"q": "杭州 T-000123", "next": LIST})
    assert parse_qs(urlsplit(answer.url).query)["q"] == ["杭州 T-000123"]


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example/", "", "javascript:alert(1)"])
def test_it_leads_nowhere_else(cast, signed_in, target):
    assert signed_in(cast.rep).post(FIND, {"q": "x", "next": target}).url == f"{LIST}?q=x"


def test_what_somebody_else_encrypted_finds_nothing(cast, row, signed_in):
    assert signed_in(cast.rep).get(LIST, {"q": "f1:gAAAAA-made-up"}).status_code == 200


def test_the_search_boxes_post(cast, row, signed_in):
    text = signed_in(cast.rep).get(LIST).content.decode()
    for begin in ('<form class="top-search"', '<form class="find"'):
        form = text.split(begin)[1].split("</form>")[0]
        assert 'method="post"' in form and f'action="{FIND}"' in form and "csrfmiddlewaretoken" in form


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1391", True),
        ("+86 (139) 1234-5678", True),
        ("139", False),
        ("HT-2026-0001", False),
        ("华为 13912345678", False),
    ],
)
def test_what_is_taken_for_a_number(text, number):
    assert is_number(text) is number


@pytest.mark.parametrize("name", ["customers:filters_panel", "assignment:pool_filter"])
def test_the_filter_panel_carries_it_encrypted(cast, row, signed_in, name):
    text = signed_in(cast.rep).get(reverse(name), {"q": NUMBER}).content.decode()
    assert NUMBER not in text and 'value="f1:' in text


def test_the_form_of_conditions_carries_it_encrypted_and_hands_it_on(cast, row, signed_in):
    client = signed_in(cast.rep)
    form = client.get(reverse("ui:conditions", args=["customers"]), {"q": linked(NUMBER)})
    assert NUMBER not in form.text and "q=f1%3A" in form.context["kept"]
    filled = {"do": "show", "kept": form.context["kept"], "row": "1.1.vip", "op1": "no"}
    shown = client.get(reverse("ui:conditions", args=["customers"]), filled)
    assert NUMBER not in shown.url and len(client.get(shown.url).context["listing"].rows) == 1
