"""Anyone in sales hands in what they know; the file keeper takes it over field by field; the giver sees what became of it (row T1)."""

import pytest
from django.urls import reverse

from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from crm_project.notices.models import Notice
from customers.domain import records
from customers.domain.access.lookups import reference
from customers.domain.duplicates import matching
from customers.domain.information import deciding, giving
from customers.domain.information.fields import PROPOSED, trace
from customers.models import Customer, InformationReport
from tests.cast import NOW, customer

pytestmark = [pytest.mark.django_db, pytest.mark.req("T1"), pytest.mark.usefixtures("clock")]

KNOWN = {"text": "They move to a new plant in May", "source": "Their driver"}


def hand_in(row, by, **more):
    return giving.hand_in(customer=row, by=by, at=NOW, **{**KNOWN, "proposed": {}} | more)


def take(report, by, **values):
    row = Customer.objects.get(pk=report.customer_id)
    seen = {name: trace(name, row) for name in values}
    return deciding.take_over(report_id=report.pk, values=values, seen=seen, by=by, at=NOW)


def test_about_a_colleagues_customer_the_page_shows_the_name_and_nothing_else(cast, signed_in):
    row = customer(
        cast.stranger, phone="0571-12345678", address="Secret street 1", website="https://secret.example.com"
    )
    url, ref = reverse("customers:information_new", args=[row.pk]), reference(cast.rep, row.pk)
    client = signed_in(cast.rep)
    shown = client.get(url, {"ref": ref}).content.decode()
    assert row.name in shown
    for secret in ("12345678", "Secret street", "secret.example.com", "Stranger", row.code):
        assert secret not in shown
    sent = client.post(url, {**KNOWN, "field_0": "address", "value_0": "Plant road 9", "ref": ref})
    assert sent.url == reverse("customers:information_mine")
    report = InformationReport.objects.get()
    assert (report.proposed, report.given_by, report.status) == ({"address": "Plant road 9"}, cast.rep, "open")
    told = Notice.objects.get(kind="information_given")
    assert (told.user, told.url) == (cast.file_keeper, reverse("customers:information_one", args=[report.pk]))


def test_without_an_offer_a_customer_that_one_does_not_see_is_not_there(cast, signed_in):
    row = customer(cast.stranger)
    client = signed_in(cast.rep)
    url = reverse("customers:information_new", args=[row.pk])
    assert client.get(url).status_code == client.post(url, KNOWN).status_code == 404
    assert client.get(url, {"ref": reference(cast.mate, row.pk)}).status_code == 404


def test_the_search_leads_to_it_also_for_customers_of_others(cast, signed_in):
    row = customer(cast.stranger)
    matching.index([(row.pk, row.name)])
    found = signed_in(cast.rep).post(reverse("reports:search_live"), {"q": row.name}).content.decode()
    assert reverse("customers:information_new", args=[row.pk]) in found


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"text": "hm"}, "text"),
        ({"source": " "}, "source"),
        ({"field_0": "address"}, "value_0"),
        ({"value_0": "Plant road 9"}, "field_0"),
        ({"field_0": "address", "value_0": "Road 9", "field_2": "address", "value_2": "Road 8"}, "field_2"),
        ({"field_0": "address", "value_0": "Road 9", "field_1": "email", "value_1": "no address"}, "value_1"),
        ({"field_0": "phone", "value_0": "li@firm.cn"}, "value_0"),
        ({"field_0": "fax", "value_0": "li@firm.cn"}, "value_0"),
        ({"field_0": "postal_code", "value_0": "3" * 13}, "value_0"),
    ],
)
def test_what_is_missing_is_asked_for_at_its_field(cast, signed_in, given, field):
    row = customer(cast.rep)
    answer = signed_in(cast.rep).post(reverse("customers:information_new", args=[row.pk]), KNOWN | given)
    assert answer.status_code == 422 and field in answer.context["form"].errors
    assert not InformationReport.objects.exists()


def test_a_value_that_the_file_can_not_take_is_refused(cast):
    row = customer(cast.rep)
    for name, value in [
        ("email", "not an address"),
        ("phone", "li@firm.cn"),
        ("profile", "x" * 51),
        ("level", "core"),
        ("vip", "1"),
    ]:
        with pytest.raises(Refused):
            hand_in(row, cast.rep, proposed={name: value})
    assert not InformationReport.objects.exists() and "level" not in PROPOSED


def test_the_keeper_takes_over_single_fields_by_the_verb_of_the_file_and_the_giver_hears(cast, signed_in):
    row = customer(cast.stranger, website="https://old.example.com")
    report = hand_in(row, cast.rep, proposed={"address": "Plant road 9", "website": "https://new.example.com"})
    client = signed_in(cast.file_keeper)
    page = client.get(reverse("customers:information_one", args=[report.pk]))
    assert "https://old.example.com" in page.content.decode()
    form = page.context["form"]
    sent = {field.html_name: field.value() for field in form if field.value()} | {"take_address": "on"}
    sent["value_address"] = "Plant road 9, gate 2"
    assert client.post(reverse("customers:information_one", args=[report.pk]), sent).status_code == 302
    row.refresh_from_db()
    report.refresh_from_db()
    assert (row.address, row.website) == ("Plant road 9, gate 2", "https://old.example.com")
    assert (report.status, report.taken, report.decided_by) == ("taken", ["address"], cast.file_keeper)
    assert Entry.objects.get(action="customer.changed").changes == {"address": ["", "Plant road 9, gate 2"]}
    assert Notice.objects.get(kind="information_taken").user == cast.rep


def test_the_giver_reads_what_became_of_it_and_nothing_of_the_file(cast, signed_in):
    row = customer(cast.stranger, address="Secret street 1")
    report = hand_in(row, cast.rep, proposed={"address": "Plant road 9"})
    deciding.decline(report_id=report.pk, reason="That is their old plant", by=cast.file_keeper, at=NOW)
    Customer.objects.filter(pk=row.pk).update(name="Renamed since")
    shown = signed_in(cast.rep).get(reverse("customers:information_mine")).content.decode()
    assert "That is their old plant" in shown and "Plant road 9" in shown and row.name in shown
    assert "Secret street" not in shown and "Renamed since" not in shown
    assert Notice.objects.get(kind="information_declined").params["reason"] == "That is their old plant"
    assert report.text not in signed_in(cast.mate).get(reverse("customers:information_mine")).content.decode()


def test_a_note_is_kept_in_the_file_and_declining_needs_a_reason(cast, signed_in):
    row = customer(cast.stranger)
    kept, declined = hand_in(row, cast.rep), hand_in(row, cast.rep, text="They are bankrupt, I think")
    deciding.keep_note(report_id=kept.pk, by=cast.file_keeper, at=NOW)
    with pytest.raises(Refused) as refusal:
        deciding.decline(report_id=declined.pk, reason=" ", by=cast.file_keeper, at=NOW)
    assert refusal.value.field == "reason"
    shown = signed_in(cast.stranger).get(f"/customers/{row.pk}/?part=file").content.decode()
    assert kept.text in shown and declined.text not in shown


def test_it_is_decided_once_and_not_over_a_field_that_changed_meanwhile(cast):
    row = customer(cast.stranger)
    report = hand_in(row, cast.rep, proposed={"address": "Plant road 9"})
    seen = {"address": trace("address", row)}
    records.update_customer(
        customer_id=row.pk, by=cast.stranger, at=NOW, fields={"address": "Street 2"}, name_confirmed=True
    )
    with pytest.raises(Refused) as refusal:
        deciding.take_over(
            report_id=report.pk, values={"address": "Plant road 9"}, seen=seen, by=cast.file_keeper, at=NOW
        )
    assert refusal.value.code == "moved" and Customer.objects.get(pk=row.pk).address == "Street 2"
    with pytest.raises(Refused) as refusal:
        take(report, cast.file_keeper)
    assert refusal.value.code == "none"
    take(report, cast.file_keeper, address="Plant road 9")
    with pytest.raises(Refused) as refusal:
        deciding.keep_note(report_id=report.pk, by=cast.file_keeper, at=NOW)
    assert refusal.value.code == "done"


def test_after_the_file_changed_the_page_shows_both_values_and_is_sent_again(cast, signed_in):
    row = customer(cast.stranger)
    report = hand_in(row, cast.rep, proposed={"address": "Plant road 9", "email": "li@firm.cn"})
    client, url = signed_in(cast.file_keeper), reverse("customers:information_one", args=[report.pk])
    sent = {field.html_name: field.value() for field in client.get(url).context["form"] if field.value()}
    sent |= {
        "take_address": "on",
        "take_email": "on",
        "value_email": "nonsense",
        "value_address": "Plant road 9, gate 2",
    }
    records.update_customer(
        customer_id=row.pk, by=cast.stranger, at=NOW, fields={"address": "Street 2"}, name_confirmed=True
    )
    answer = client.post(url, sent)
    assert answer.status_code == 422 and set(answer.context["form"].errors) == {"value_address", "value_email"}
    assert "Street 2" in answer.content.decode()
    again = {field.html_name: field.value() for field in answer.context["form"] if field.value()}
    assert (again["value_address"], again["take_address"]) == ("Plant road 9, gate 2", True)
    assert client.post(url, again | {"value_email": "li@firm.cn"}).status_code == 302
    row.refresh_from_db()
    assert (row.address, row.email) == ("Plant road 9, gate 2", "li@firm.cn")


@pytest.mark.parametrize("who", ["rep", "stranger", "manager", "service", "admin"])
def test_only_who_reviews_the_file_decides(cast, who):
    report = hand_in(customer(cast.stranger), cast.rep, proposed={"address": "Plant road 9"})
    with pytest.raises(Refused) as refusal:
        take(report, getattr(cast, who), address="Plant road 9")
    assert refusal.value.code == "forbidden"


def test_masked_numbers_are_neither_shown_nor_taken_over_unseen(cast, signed_in):
    row = customer(cast.stranger, vip=True, phone="0571-88886666")
    report = hand_in(row, cast.rep, text="New number 0571-77775555", proposed={"phone": "0571-77775555"})
    role = cast.file_keeper.role
    role.masks = {**role.masks, "phone.vip": {}}
    role.save()
    shown = signed_in(cast.file_keeper).get(reverse("customers:information_one", args=[report.pk])).content.decode()
    assert "77775555" not in shown and "88886666" not in shown and "value_phone" not in shown


def test_the_lists_take_as_many_queries_for_twenty_rows_as_for_one(cast, signed_in, queries):
    signed_in(cast.file_keeper)
    hand_in(customer(cast.stranger), cast.file_keeper)
    urls = [reverse("customers:information"), reverse("customers:information_mine")]
    few = [queries(url) for url in urls]
    for _n in range(19):
        hand_in(customer(cast.stranger), cast.file_keeper)
    assert [queries(url) for url in urls] <= few
