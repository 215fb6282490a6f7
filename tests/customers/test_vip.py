"""VIP customers: part of every number hidden from those who need not see it, wherever it stands (rows Nf15, Nb4)."""

import pytest

from crm_project.audit.models import Entry
from customers.domain import records
from customers.domain.access import masking
from customers.domain.duplicates import matching
from customers.models import Collaborator, Contact, Customer
from tests.cast import NOW, customer

pytestmark = pytest.mark.django_db

FULL, MASKED = "057188001234", "057*****1234"
MOBILE, MOBILE_MASKED = "13805710001", "138****0001"


@pytest.fixture
def vip(cast, clock):
    row = customer(cast.rep, name="杭州贵宾科技有限公司", vip=True, phone=FULL)
    Contact.objects.create(customer=row, name="王芳", mobile=MOBILE, created_at=NOW)
    matching.reindex([row.pk])
    return row


def texts(client, row):
    contact = row.contacts.first()
    pages = {
        "page": f"/customers/{row.pk}/",
        "file": f"/customers/{row.pk}/?part=file",
        "contacts": f"/customers/{row.pk}/?part=contacts",
        "list": "/customers/?scope=all&columns=name,phone,contact",
        "print": "/customers/print/?scope=all&columns=name,phone",
        "vcard": f"/customers/{row.pk}/contacts/{contact.pk}/vcard/",
    }
    return {name: client.get(url).content.decode() for name, url in pages.items()}


@pytest.mark.req("Nf15", "Nb4")
def test_the_owner_and_her_manager_see_the_numbers_everywhere(cast, vip, signed_in):
    for person in (cast.rep, cast.manager):
        shown = texts(signed_in(person), vip)
        assert all(FULL in shown[name] for name in ("page", "file", "list", "print")), person
        assert MOBILE in shown["contacts"] and MOBILE in shown["vcard"]
        assert "see all of it." not in shown["contacts"]


@pytest.mark.req("Nf15", "Nb4")
@pytest.mark.parametrize("who", ["clerk", "service", "finance", "auditor", "admin", "file_keeper"])
def test_others_who_may_see_the_customer_see_only_part_of_each_number(cast, vip, signed_in, who):
    shown = texts(signed_in(getattr(cast, who)), vip)
    for name, text in shown.items():
        assert FULL not in text and MOBILE not in text, name
    assert (
        MASKED in shown["page"]
        and MASKED in shown["list"]
        and MOBILE_MASKED in shown["contacts"]
        and MOBILE_MASKED in shown["vcard"]
    )
    assert "tel:" not in shown["contacts"]


@pytest.mark.req("Nf15")
def test_in_the_pool_even_reps_see_only_part_of_it_until_they_claim(cast, clock, signed_in):
    row = customer(department=cast.departments["sales"], vip=True, phone=FULL)
    Contact.objects.create(customer=row, name="王芳", mobile=MOBILE, created_at=NOW)
    shown = texts(signed_in(cast.rep), row)
    assert all(FULL not in text and MOBILE not in text for text in shown.values())


@pytest.mark.req("Nf15")
def test_a_customer_who_is_no_vip_is_shown_in_full(cast, clock, signed_in):
    row = customer(cast.rep, phone=FULL)
    Contact.objects.create(customer=row, name="王芳", mobile=MOBILE, created_at=NOW)
    assert FULL in texts(signed_in(cast.service), row)["page"]


@pytest.mark.req("Nf15", "Nb4")
@pytest.mark.parametrize("digits", [FULL, FULL[:7], MOBILE, MOBILE[:5], "+86 138-0571-0001"])
def test_a_hidden_number_cannot_be_guessed_by_searching(cast, vip, signed_in, digits):
    for person, found in (
        (cast.rep, True),
        (cast.manager, True),
        (cast.clerk, False),
        (cast.service, False),
        (cast.file_keeper, False),
    ):
        page = signed_in(person).get("/customers/", {"q": digits, "scope": "all"})
        assert [row["id"] for row in page.context["listing"].rows] == ([vip.pk] if found else []), person


def test_a_number_is_found_by_any_four_digits_but_not_where_it_is_hidden(cast, vip, signed_in):
    assert signed_in(cast.rep).get("/customers/?scope=mine&q=0001").context["listing"].rows
    plain = customer(cast.mate, phone="0571-99887766")
    for typed in ("7766", "9988", "057199"):
        listing = signed_in(cast.service).get(f"/customers/?q={typed}").context["listing"]
        assert [row["id"] for row in listing.rows] == [plain.pk], typed


def test_what_is_hidden_on_a_page_and_what_is_hidden_in_a_list_agree_for_everybody(cast, clock):
    rows = [customer(o, vip=True) for o in (cast.rep, cast.east_rep, cast.stranger)]
    rows += [customer(department=cast.departments[d], vip=True) for d in ("sales", "direct")]
    Collaborator.objects.create(customer=rows[2], user=cast.rep, since=NOW)
    Collaborator.objects.create(customer=rows[2], user=cast.service, since=NOW)
    for person in cast.people.values():
        listed = set(Customer.objects.filter(masking.unmasked(person)).values_list("pk", flat=True))
        paged = {r.pk for r in rows if not masking.mask_for(person, r, getattr(r, "ownership", None))}
        assert listed == paged, person


@pytest.mark.req("Nf15")
def test_the_history_masks_numbers_too(cast, vip, signed_in):
    records.update_customer(customer_id=vip.pk, by=cast.rep, at=NOW, fields={"phone": "057188009999"})
    records.save_contact(
        customer_id=vip.pk,
        by=cast.rep,
        at=NOW,
        fields={"mobile": "13905719999"},
        contact_id=vip.contacts.get().pk,
    )
    text = signed_in(cast.auditor).get(f"/customers/{vip.pk}/?part=history").text
    assert MASKED in text and "139****9999" in text
    assert FULL not in text and "057188009999" not in text and "13905719999" not in text and MOBILE not in text
    assert FULL in signed_in(cast.rep).get(f"/customers/{vip.pk}/?part=history").text


@pytest.mark.req("Nf15")
def test_the_search_of_the_audit_masks_numbers_too(cast, vip, signed_in):
    records.update_customer(customer_id=vip.pk, by=cast.rep, at=NOW, fields={"phone": "057188009999"})
    entry = Entry.objects.get(action="customer.changed", customer_id=vip.pk)
    for url in ("/audit/", f"/audit/{entry.pk}/"):
        text = signed_in(cast.auditor).get(url).text
        assert MASKED in text and FULL not in text and "057188009999" not in text, url
        assert FULL in signed_in(cast.general_manager).get(url).text, "whoever sees the number sees it here"
    assert FULL not in signed_in(cast.auditor).post("/audit/export/").text
    plain = customer(cast.rep, phone=FULL)
    records.update_customer(customer_id=plain.pk, by=cast.rep, at=NOW, fields={"phone": "057188007777"})
    assert "057188007777" not in signed_in(cast.auditor).get("/audit/").text, "an auditor gives a reason first"
    assert "057188007777" in signed_in(cast.general_manager).get("/audit/").text


@pytest.mark.req("Nf15")
def test_whoever_may_not_read_the_numbers_can_neither_change_them_nor_take_the_mark_away(cast, vip, signed_in):
    client = signed_in(cast.file_keeper)
    page = client.get(f"/customers/{vip.pk}/edit/")
    assert FULL not in page.text and "phone" not in page.context["form"].fields
    client.post(
        f"/customers/{vip.pk}/edit/",
        {"name": vip.name, "kind": "company", "address": "新地址", "phone": "000"},
    )
    vip.refresh_from_db()
    assert vip.vip and vip.phone == FULL and vip.address == "新地址"
    contact = vip.contacts.get()
    assert MOBILE not in client.get(f"/customers/{vip.pk}/contacts/{contact.pk}/").text
    client.post(f"/customers/{vip.pk}/contacts/{contact.pk}/", {"name": "王小芳", "mobile": "000", "active": "on"})
    contact.refresh_from_db()
    assert contact.name == "王小芳" and contact.mobile == MOBILE


@pytest.mark.req("Nf15")
def test_the_check_while_typing_and_the_merge_preview_show_no_number(cast, vip, signed_in):
    other = customer(cast.mate, phone="057188005678")
    assert FULL not in signed_in(cast.mate).post("/customers/check/", {"name": "杭州贵宾"}).text
    text = signed_in(cast.file_keeper).get(f"/customers/merge/{vip.pk}/{other.pk}/").text
    assert FULL not in text and MASKED in text


@pytest.mark.req("Nf15")
def test_the_page_says_that_service_does_not_call(cast, vip, signed_in):
    assert "VIP: no service calls" in signed_in(cast.service).get(f"/customers/{vip.pk}/").text
