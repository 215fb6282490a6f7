"""Masking as data: by the kind of a column, for a class of customers and a role, wherever a value leaves (rows Nb4, Nf15)."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from crm_project.accounts.domain import masks
from crm_project.accounts.models import Role, User
from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from crm_project.lib.sensitive import EMAIL, kinds_of
from customers.domain import records
from customers.domain.access import masking
from customers.domain.comments import write_comment
from customers.domain.duplicates import matching
from customers.models import Contact, Customer
from tests.cast import NOW, customer, followup
from tests.customers.tables import bring

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

PHONE, MOBILE, TYPED = "057188001234", "13805710001", "13905719876"


def file_of(owner, **fields):
    row = customer(owner, name="杭州遮蔽科技有限公司", phone=PHONE, **fields)
    Contact.objects.create(customer=row, name="王芳", mobile=MOBILE, note=f"home {TYPED}", created_at=NOW)
    matching.reindex([row.pk])
    return row


def again(person):
    """The person as the next request loads them."""
    return User.objects.select_related("role", "department").get(pk=person.pk)


def rule(name, admin, **shown):
    """Put a rule into force; `shown`: {role: scope}, roles left out read nothing."""
    reach = {Role.objects.get(key=key).pk: (scope, "") for key, scope in shown.items()}
    masks.set_rule(name=name, reach=reach, by=admin, at=NOW)


@pytest.mark.req("Nb4")
@pytest.mark.parametrize("who", ["clerk", "finance", "auditor", "admin"])
def test_whoever_does_not_talk_to_customers_reads_no_number_of_any(cast, signed_in, who):
    row, client = file_of(cast.rep), signed_in(getattr(cast, who))
    for part in ("timeline", "file", "contacts"):
        text = client.get(f"/customers/{row.pk}/?part={part}").text
        assert PHONE not in text and MOBILE not in text and TYPED not in text, part
    assert "138****0001" in client.get(f"/customers/{row.pk}/?part=contacts").text


@pytest.mark.req("Nb4")
@pytest.mark.parametrize("who", ["rep", "manager", "service", "service_manager", "file_keeper", "general_manager"])
def test_whoever_talks_to_customers_or_keeps_their_files_reads_them(cast, signed_in, who):
    row = file_of(cast.rep)
    assert MOBILE in signed_in(getattr(cast, who)).get(f"/customers/{row.pk}/?part=contacts").text


@pytest.mark.req("Nb4")
def test_a_reason_shows_them_for_four_hours_on_this_customer_and_is_kept(cast, signed_in):
    row, other, client = file_of(cast.rep), customer(cast.rep, phone="057188005678"), signed_in(cast.finance)
    page = client.get(f"/customers/{row.pk}/?part=contacts")
    address = reverse("customers:reveal", args=[row.pk])
    assert address in page.text
    assert client.post(address, {"reason": " "}).status_code == 422
    answer = client.post(address, {"reason": "the transfer came back", "next": f"/customers/{row.pk}/?part=contacts"})
    assert answer.headers["Location"] == f"/customers/{row.pk}/?part=contacts"
    assert MOBILE in client.get(f"/customers/{row.pk}/?part=contacts").text
    assert "057188005678" not in client.get(f"/customers/{other.pk}/?part=file").text
    entry = Entry.objects.get(action="customer.revealed")
    assert (entry.actor, entry.customer_id, entry.reason) == (cast.finance, row.pk, "the transfer came back")
    with time_machine.travel(NOW + timedelta(hours=4, minutes=1), tick=False):
        assert MOBILE not in client.get(f"/customers/{row.pk}/?part=contacts").text


@pytest.mark.req("Nb4")
def test_a_role_that_is_never_shown_them_is_told_whom_to_ask(cast, signed_in):
    row, client = file_of(cast.rep), signed_in(cast.admin)
    assert "Ask the owner" in client.get(f"/customers/{row.pk}/?part=contacts").text
    assert client.get(reverse("customers:reveal", args=[row.pk])).status_code == 403
    with pytest.raises(Refused) as refusal:
        masking.reveal(customer=row, ownership=row.ownership, by=cast.admin, reason="curious", at=NOW)
    assert refusal.value.code == "forbidden"


@pytest.mark.req("Nb4", "Nf15")
def test_numbers_under_another_name_and_in_texts_are_masked_in_timeline_history_audit_and_comments(cast, signed_in):
    row = file_of(cast.rep, vip=True)
    followup(row, cast.rep, NOW, f"王总的私人电话是{TYPED}，下周联系", late_reason=f"he did not answer {TYPED}")
    Customer.objects.filter(pk=row.pk).update(needs=f"call {TYPED} first")
    contact = row.contacts.get()
    records.save_contact(
        customer_id=row.pk, by=cast.rep, at=NOW, fields={"note": f"cell {TYPED}"}, contact_id=contact.pk
    )
    Entry.objects.create(
        at=NOW,
        actor=cast.rep,
        action="customer.changed",
        subject_type="customer",
        subject_id=str(row.pk),
        subject_name=row.name,
        customer_id=row.pk,
        changes={"contact_mobile": [None, MOBILE], "introduction": ["", f"ring {TYPED}"]},
        reason=f"he rang from {TYPED}",
    )
    write_comment(subject=row, by=cast.rep, text=f"try {TYPED}", at=NOW)
    urls = [
        f"/customers/{row.pk}/",
        *(f"/customers/{row.pk}/?part={part}" for part in ("history", "comments")),
        "/audit/",
        reverse("assignment:why", args=[row.pk]),
        reverse("customers:list", query={"columns": "name,needs"}),
    ]
    for url in urls:
        text = signed_in(cast.auditor).get(url).text
        assert TYPED not in text and MOBILE not in text, url
    timeline = reverse("activities:timeline", args=[row.pk])
    assert TYPED not in signed_in(cast.auditor).get(timeline).text
    assert TYPED in signed_in(cast.rep).get(timeline).text


@pytest.mark.req("Nb4")
def test_every_declared_column_is_masked_on_every_page_and_file_once_a_rule_hides_its_kind(cast, signed_in):
    values = {
        "address": "杭州市余杭区仓前街道九号楼",
        "phone": "057188001111",
        "fax": "057188002222",
        "email": "chief@secret.example",
    }
    theirs = {
        "mobile": "13805713333",
        "phone": "057188004444",
        "email": "wang@private.example",
        "im": "wechat_of_wang",
    }
    assert set(values) == set(kinds_of(Customer)), "a column was declared: give it a value here"
    assert set(theirs) == set(kinds_of(Contact))
    row = customer(cast.rep, vip=True, **values)
    Contact.objects.create(customer=row, name="王芳", created_at=NOW, **theirs)
    twin = customer(cast.rep)
    for kind in masks.KINDS:
        rule(f"{kind}.vip", cast.admin, rep="own")
    Entry.objects.create(
        at=NOW,
        action="customer.changed",
        subject_type="customer",
        subject_id=str(row.pk),
        subject_name=row.name,
        customer_id=row.pk,
        changes={**{n: ["", v] for n, v in values.items()}, **{f"contact_{n}": [None, v] for n, v in theirs.items()}},
    )
    secrets = [*values.values(), *theirs.values()]
    contact = row.contacts.get()
    pages = [
        *(f"/customers/{row.pk}/?part={part}" for part in ("timeline", "file", "contacts", "history", "comments")),
        f"/customers/{row.pk}/edit/",
        f"/customers/{row.pk}/contacts/{contact.pk}/",
        f"/customers/{row.pk}/contacts/{contact.pk}/vcard/",
        f"/customers/merge/{row.pk}/{twin.pk}/",
        "/customers/?scope=all&columns=name,phone,address,contact",
        "/customers/print/?scope=all&columns=name,phone,address",
    ]
    client = signed_in(cast.file_keeper)
    for url in pages:
        answer = client.get(url)
        text = b"".join(answer).decode()
        assert answer.status_code == 200 and not [secret for secret in secrets if secret in text], url
    made = client.post("/customers/export/make/", {"format": "csv", "reason": "a letter to all", "query": "scope=all"})
    file = b"".join(client.get(f"{made.headers['Location']}download/")).decode()
    assert row.code in file and not [secret for secret in secrets if secret in file]
    client = signed_in(cast.general_manager)
    text = client.get("/audit/").text
    assert not [secret for secret in secrets if secret in text]
    shown = signed_in(cast.rep).get(f"/customers/{row.pk}/?part=file").text
    assert all(value in shown for value in values.values())


@pytest.mark.req("Nb4", "Nf15")
def test_an_import_changes_only_what_the_importer_may_change_in_the_form(cast, tmp_path):
    row = file_of(cast.rep, vip=True)
    line = {"full_name": row.name, "department": "Sales", "owner": "rep"}
    for cells, column in (({"vip": "no"}, "vip"), ({"phone": "057100000000"}, "phone")):
        report = bring(tmp_path, "customers", [{**line, **cells}], by=cast.file_keeper)
        assert [problem for _n, problem in report.refused] == [f"You can't see {column}: leave the cell empty."]
    row.refresh_from_db()
    assert row.vip and row.phone == PHONE


@pytest.mark.req("Nb4")
def test_a_file_is_no_way_to_guess_what_is_hidden(cast, tmp_path):
    row = file_of(cast.rep, vip=True)
    line = {"full_name": row.name, "department": "Sales", "owner": "rep"}
    said = {
        cell: bring(tmp_path, "customers", [{**line, "phone": cell}], by=cast.file_keeper).refused[0][1]
        for cell in (PHONE, "057100000000")
    }
    assert len(set(said.values())) == 1
    kept = bring(tmp_path, "customers", [{**line, "phone": "057*****1234"}], by=cast.file_keeper)
    assert not kept.refused, "the masked form, as an export gives it, changes nothing"


@pytest.mark.req("Nb4")
@pytest.mark.parametrize("group", ["all", "vip", "core"])
def test_the_search_the_list_and_the_page_agree_for_every_rule_and_person(cast, group):
    rule(f"email.{group}", cast.admin, rep="own", manager="below", clerk="department", service="all")
    rows = [
        customer(owner, vip=vip, level=level)
        for owner in (cast.rep, cast.east_rep, cast.stranger)
        for vip, level in ((True, ""), (False, "core"), (False, "growth"))
    ] + [customer(department=cast.departments["sales"], vip=True, level="core")]
    for person in map(again, cast.people.values()):
        seen = set(Customer.objects.filter(masking.unmasked(person, EMAIL)).values_list("pk", flat=True))
        page = {r.pk for r in rows if EMAIL not in masking.mask_for(person, r, getattr(r, "ownership", None)).kinds}
        listed = {"id": "pk", "vip": "vip", "level": "level"}
        dicts = [{name: getattr(r, column) for name, column in listed.items()} for r in rows]
        assert seen == page == {r.pk for r in rows} - masking.hidden_among(person, dicts, EMAIL), person
        assert seen == {pk for pk, mask in masking.masks_of(person, rows).items() if EMAIL not in mask.kinds}


@pytest.mark.req("Nb4")
def test_masking_costs_a_list_no_query_a_row(cast, signed_in, queries):
    signed_in(cast.file_keeper)
    url = "/customers/?scope=all&columns=name,phone,address"
    file_of(cast.rep, vip=True)
    one = queries(url)
    for _n in range(29):
        customer(cast.rep, vip=True, phone=PHONE)
    assert queries(url) == one


@pytest.mark.req("Nb4")
def test_the_admin_hides_a_kind_of_fields_on_the_page_and_shows_them_again(cast, signed_in):
    row = customer(cast.rep, level="core", email="chief@secret.example")
    client = signed_in(cast.admin)
    assert "Hidden fields" in client.get("/").text or client.get(reverse("accounts:masks")).status_code == 200
    client.post(reverse("accounts:masks"), {"kind": "email", "customers": "core"})
    assert "chief@" not in signed_in(cast.service).get(f"/customers/{row.pk}/?part=file").text
    service = Role.objects.get(key="service")
    client = signed_in(cast.admin)
    page = client.get(reverse("accounts:masks")).text
    assert "E-mail addresses: Core customers" in page
    client.post(reverse("accounts:masks"), {"kind": "email", "customers": "core", f"shown-{service.pk}": "all"})
    assert "chief@secret.example" in signed_in(cast.service).get(f"/customers/{row.pk}/?part=file").text
    assert "chief@" not in signed_in(cast.finance).get(f"/customers/{row.pk}/?part=file").text
    signed_in(cast.admin).post(reverse("accounts:mask_remove"), {"rule": "email.core"})
    assert "chief@secret.example" in signed_in(cast.finance).get(f"/customers/{row.pk}/?part=file").text
    told = Entry.objects.filter(action__startswith="mask.").values_list("action", flat=True)
    assert sorted(told) == sorted(["mask.set", "mask.set", "mask.removed"])


@pytest.mark.req("Nb4", "Na1")
def test_only_whoever_manages_the_whole_company_changes_the_rules(cast, signed_in):
    assert signed_in(cast.manager).get(reverse("accounts:masks")).status_code == 403
    with pytest.raises(Refused):
        masks.set_rule(name="email.all", reach={}, by=cast.manager, at=NOW)
    with pytest.raises(Refused) as refusal:
        masks.set_rule(name="shoe_size.all", reach={}, by=cast.admin, at=NOW)
    assert refusal.value.code == "unknown"


def test_a_role_made_like_another_reads_what_that_one_reads_and_any_other_new_role_nothing_hidden(cast):
    from crm_project.accounts.domain.rights import create_role

    like = create_role(name="Desk", like=Role.objects.get(key="service"), by=cast.admin, at=NOW)
    assert like.masks == Role.objects.get(key="service").masks
    assert Role.objects.create(key="bare").masks == {"phone.vip": {}, "phone.all": {}}
