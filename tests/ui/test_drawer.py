"""The drawer beside a list: a page there is its content alone, saving is an event, and leads back by `next` without a script."""

import json

import pytest
from django.urls import reverse

from activities.models import FollowUp
from customers.models import Contact
from tests.activities.entries import SINCE
from tests.cast import VALID, customer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

DRAWER = {"HX-Request": "true", "HX-Target": "drawer-body"}
ENTRY = {"kind": "call_out", "counterpart": "王经理", "content": VALID, "answered": "on", "next": "/"}


@pytest.fixture
def form(cast):
    return reverse("activities:followup_new", args=[customer(cast.rep, since=SINCE).pk])


def test_a_page_in_the_drawer_is_its_content_alone(cast, signed_in, form):
    part = signed_in(cast.rep).get(f"{form}?next=/", headers=DRAWER).content.decode()
    assert "<html" not in part and 'id="drawer-title"' in part and "Save and next" in part
    assert '<input type="hidden" name="next" value="/">' in part
    whole = signed_in(cast.rep).get(f"{form}?next=/").content.decode()
    assert "<html" in whole and "<h1>" in whole and "Save and next" not in whole


def test_saving_there_is_an_event_with_the_message(cast, signed_in, form):
    answer = signed_in(cast.rep).post(form, ENTRY, headers=DRAWER)
    assert answer.status_code == 200 and answer["HX-Reswap"] == "none"
    assert json.loads(answer["HX-Trigger"]) == {"drawer-saved": {"refused": False}}
    assert "Recorded: valid." in answer.content.decode() and FollowUp.objects.count() == 1


def test_what_is_wrong_comes_back_into_the_drawer(cast, signed_in, form):
    answer = signed_in(cast.rep).post(form, {**ENTRY, "content": "", "counterpart": ""}, headers=DRAWER)
    assert answer.status_code == 422 and "<html" not in answer.content.decode()


def test_a_page_that_leads_elsewhere_opens_in_the_window(cast, signed_in):
    theirs = customer(cast.mate, since=SINCE)
    url = reverse("assignment:extension", args=[theirs.pk])
    answer = signed_in(cast.manager).get(url, headers=DRAWER)
    assert answer.status_code in (204, 403)
    mine = customer(cast.rep, since=SINCE)
    entry = FollowUp.objects.create(
        customer=mine, author=cast.rep, kind="note", content="x", occurred_at=SINCE, recorded_at=SINCE, voided_at=SINCE
    )
    answer = signed_in(cast.rep).get(reverse("activities:followup_edit", args=[entry.pk]), headers=DRAWER)
    assert (answer.status_code, answer["HX-Redirect"]) == (204, reverse("customers:detail", args=[mine.pk]))


def test_without_a_script_saving_leads_back_to_the_list(cast, signed_in, form):
    assert (
        signed_in(cast.rep).post(form, {**ENTRY, "next": "/customers/?sort=deadline"}).url
        == "/customers/?sort=deadline"
    )


@pytest.mark.parametrize("foreign", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_it_leads_nowhere_else(cast, signed_in, form, foreign):
    page = signed_in(cast.rep).get(form, {"next": foreign}).content.decode()
    assert foreign not in page.split("</main>")[0].split("<main")[1]
    assert signed_in(cast.rep).post(form, {**ENTRY, "next": foreign}).url.startswith("/customers/")


def test_a_suggested_name_alone_is_no_entry(cast, signed_in):
    file = customer(cast.rep, since=SINCE)
    Contact.objects.create(customer=file, name="王总", title="总经理", key=True, created_at=SINCE)
    url = reverse("activities:followup_new", args=[file.pk])
    assert 'value="王总"' in signed_in(cast.rep).get(url).content.decode()
    answer = signed_in(cast.rep).post(url, {**ENTRY, "counterpart": "王总", "content": ""})
    assert answer.status_code == 422 and not FollowUp.objects.exists()
