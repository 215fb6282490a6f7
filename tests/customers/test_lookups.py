"""Customers beyond one's scope are not to be counted through: signed references, a limit a day, the log, a word to the admin (Ni5, Nb3)."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from crm_project.notices.models import Notice
from customers.domain.access import lookups
from customers.domain.duplicates import matching
from customers.models import Customer, ListItem, Lookup
from tests.cast import NOW, customer
from tests.forms_of import form_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

ADDRESSES = ["customers:apply_duplicate", "assignment:validity", "assignment:conflict", "assignment:cooperation"]


@pytest.fixture
def theirs(cast):
    row = customer(cast.stranger, name="杭州他人科技有限公司")
    matching.reindex([row.pk])
    return row


@pytest.mark.req("Nb3", "Ni5")
@pytest.mark.parametrize("name", ADDRESSES)
def test_counting_ids_tells_nothing(cast, theirs, signed_in, name):
    client = signed_in(cast.rep)
    for method in (client.get, client.post):
        answer = method(reverse(name, args=[theirs.pk]), {"reason": "guess", "other": cast.stranger.pk})
        assert answer.status_code == 404 and theirs.name not in answer.text and str(cast.stranger) not in answer.text


@pytest.mark.req("Nb3", "Ni6")
def test_the_duplicate_check_offers_what_it_shows(cast, theirs, signed_in):
    client = signed_in(cast.rep)
    shown = client.post("/customers/check/", {"name": theirs.name}).text
    link = shown.split('href="')[1].split('"')[0]
    assert link.startswith(reverse("customers:apply_duplicate", args=[theirs.pk]))
    assert str(cast.stranger) in client.get(link).text
    assert client.post(link, {"reason": "I have worked on it since May"}).status_code == 302
    entry = Entry.objects.get(action="customer.asked_about")
    assert (entry.actor, entry.customer_id) == (cast.rep, theirs.pk)


@pytest.mark.req("Nb3")
@pytest.mark.parametrize("name", ADDRESSES)
def test_a_reference_is_for_one_person_one_customer_and_half_a_day(cast, theirs, signed_in, name):
    other = customer(cast.stranger)
    ref = lookups.reference(cast.rep, theirs.pk)

    def status(person, row, text):
        return signed_in(person).get(reverse(name, args=[row.pk]), {"ref": text}).status_code

    assert status(cast.rep, theirs, ref) == 200
    assert status(cast.mate, theirs, ref) == 404
    assert status(cast.rep, other, ref) == 404
    assert status(cast.rep, theirs, ref + "x") == 404
    with time_machine.travel(NOW + timedelta(hours=12, minutes=1), tick=False):
        assert status(cast.rep, theirs, ref) == 404


@pytest.mark.req("Nb3")
def test_so_many_a_day_and_the_admin_hears_of_it_before(cast, signed_in, settings):
    settings.QUESTIONS_A_DAY = 4
    rows = [customer(cast.stranger) for _n in range(6)]
    client = signed_in(cast.rep)

    def ask(row):
        ref = lookups.reference(cast.rep, row.pk)
        return client.get(reverse("assignment:validity", args=[row.pk]), {"ref": ref}, follow=True)

    for n, row in enumerate(rows[:4], 1):
        assert row.name in ask(row).text
        told = Notice.objects.filter(kind="lookups_unusual", user=cast.admin).count()
        assert told == (n >= 2)
    page = ask(rows[4])
    assert rows[4].name not in page.text and "ask an admin if you need more" in page.text
    assert Lookup.objects.get().count == 4
    assert Entry.objects.filter(action="lookup.unusual", subject_id=str(cast.rep.pk)).count() == 1
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        signed_in(cast.rep)
        assert rows[5].name in ask(rows[5]).text


@pytest.mark.req("Nb3", "Nc2")
def test_the_duplicate_check_shows_customers_of_others_only_so_often_and_ones_own_always(
    cast, theirs, signed_in, settings
):
    settings.NAME_LOOKUPS_A_DAY = 2
    mine = customer(cast.rep, name="杭州自己科技有限公司")
    matching.reindex([mine.pk])
    client = signed_in(cast.rep)
    for _n in range(2):
        assert theirs.code in client.post("/customers/check/", {"name": theirs.name}).text
    text = client.post("/customers/check/", {"name": theirs.name}).text
    assert theirs.code not in text and str(cast.stranger) not in text and "ask an admin" in text
    assert mine.code in client.post("/customers/check/", {"name": mine.name}).text


def test_who_sees_everything_is_not_counted(cast, theirs, signed_in):
    signed_in(cast.file_keeper).post("/customers/check/", {"name": theirs.name})
    assert not Lookup.objects.exists()


def test_the_limit_refuses_in_words(cast, settings):
    settings.QUESTIONS_A_DAY = 0
    with pytest.raises(Refused) as refusal:
        lookups.count(by=cast.rep, kind=Lookup.Kind.QUESTION, at=NOW)
    assert refusal.value.code == "limit"


@pytest.mark.req("Nb3", "Ni5")
@pytest.mark.parametrize("url", ["/customers/new/", "/customers/{pk}/edit/"])
def test_a_name_that_is_refused_on_saving_is_counted_and_logged_like_the_check(cast, theirs, signed_in, settings, url):
    settings.NAME_LOOKUPS_A_DAY = 2
    mine = customer(cast.rep, address="文三路1号", phone="0571-88001234", introduction="组件")
    client, url = signed_in(cast.rep), url.format(pk=mine.pk)
    asked = {"trade": ListItem.objects.filter(kind="trade").values_list("pk", flat=True).first()}
    data = form_of(client.get(url), "name").typed(
        name=theirs.name,
        address="文三路",
        phone="0571-88009999",
        introduction="组件",
        contact_name="王",
        contact_mobile="13800000009",
        **asked,
    )
    data.pop("form_token", None)
    for n in (1, 2):
        answer = client.post(url, data)
        assert answer.status_code == 422 and theirs.code in answer.text and str(cast.stranger) in answer.text
        assert Lookup.objects.get(user=cast.rep, kind=Lookup.Kind.NAME).count == n
        entries = Entry.objects.filter(action="customer.asked_about", customer_id=theirs.pk, actor=cast.rep)
        assert entries.count() == n
    answer = client.post(url, data)
    assert answer.status_code == 422 and "ask an admin" in answer.text and "already exists" in answer.text
    assert theirs.code not in answer.text and str(cast.stranger) not in answer.text


def test_the_twin_that_one_may_see_is_not_counted(cast, theirs, signed_in):
    client = signed_in(cast.file_keeper)
    data = form_of(client.get("/customers/new/"), "name").typed(name=theirs.name)
    client.post("/customers/new/", data)
    assert not Lookup.objects.exists()


@pytest.mark.req("Nb4")
@pytest.mark.parametrize(
    "url",
    [
        "/customers/check/?name=13805710001",
        "/customers/options/?q=13805710001",
        "/contracts/expenses/customers/?q=13805710001",
    ],
)
def test_lookups_while_typing_take_no_text_from_an_address(cast, signed_in, url):
    assert signed_in(cast.rep).get(url).status_code == 405


@pytest.mark.req("Nb4")
def test_a_choice_of_customers_is_found_by_number_within_ones_own_scope(cast, theirs, signed_in):
    mine = customer(cast.rep, phone="0571-88001234")
    Customer.objects.filter(pk=theirs.pk).update(phone="0571-88001234")
    asked = {"q": "8800-1234", "spent_on": "2026-03-02"}
    for url in ("/customers/options/", "/contracts/expenses/customers/"):
        found = signed_in(cast.rep).post(url, asked).json()["results"]
        assert [row["value"] for row in found] == [mine.pk], url


@pytest.mark.req("Nb3")
def test_counting_codes_in_the_search_soon_tells_nothing_and_each_is_on_record(cast, signed_in, settings):
    settings.CODE_LOOKUPS_A_DAY = 2
    rows = [customer(cast.stranger) for _n in range(4)]
    client = signed_in(cast.rep)
    pages = [client.get(reverse("customers:list"), {"q": row.code}).text for row in rows]
    assert [row.name in page for row, page in zip(rows, pages, strict=True)] == [True, True, False, False]
    assert "You have looked up 2 customers of others today" in pages[3] and str(cast.stranger) not in pages[3]
    asked = Entry.objects.filter(action="customer.looked_up", actor=cast.rep)
    assert set(asked.values_list("customer_id", flat=True)) == {row.pk for row in rows[:2]}
    assert Notice.objects.filter(user=cast.admin, kind="lookups_unusual").count() == 1
    assert rows[3].name in client.get(reverse("customers:list"), {"q": rows[3].name}).text, "a name one has to know"
