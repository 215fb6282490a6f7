"""The six classes as data: the book's definitions, their fields and conditions, checked on saving and at night (Ni8, Ni9, Ni24)."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from activities.models import Task
from contracts.models import Contract
from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from customers.domain.classes import class_rules
from customers.domain.classes.class_fit import check_classes, reasons
from customers.domain.completeness import incomplete, missing
from customers.domain.records import update_customer
from customers.models import Contact, Customer, ListItem
from tests.cast import NOW, as_admin, customer
from tests.deals.world import deal

LIST = reverse("customers:class_rules")
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def whole(owner, *, mobile="13800138000", phone="", **fields):
    """A file with all that any class asks for."""
    lists = {kind: ListItem.objects.filter(kind=kind).first() for kind in ("trade", "type", "source")}
    given = {
        "address": "杭州",
        "postal_code": "310000",
        "profile": "制造商",
        "email": "a@b.cn",
        "phone": "0571-1",
    } | lists
    row = customer(owner, **{**given, **fields})
    row.regions.add(ListItem.objects.filter(kind="region").first())
    Contact.objects.create(customer=row, name="王", title="经理", mobile=mobile, phone=phone, created_at=NOW)
    return row


def switched_on(segment="direct", level="core", **changes):
    usual = class_rules.USUAL[segment, level]
    fields = {name: getattr(usual, name) for name in (*class_rules.PLAIN, "required", "deal_lines")}
    return class_rules.set_rule(
        segment=segment, level=level, fields=fields | {"checked": True} | changes, by=None, at=NOW
    )


def opened(row, owner, close=date(2026, 6, 1), line="short"):
    made = deal(row, owner)
    type(made).objects.filter(pk=made.pk).update(expected_close=close, line=line)
    return made


@pytest.mark.req("Ni8", "Ni24")
def test_each_of_the_six_has_the_books_definition_and_its_fields():
    found = class_rules.rules()
    assert len(found) == 6 and "within 12 months" in found["direct", "core"].definition
    assert "12 个月内预计成单" in found["direct", "core"].definition_zh
    assert {len(rule.required) for key, rule in found.items() if key != ("distributor", "growth")} == {11, 10}
    assert "trade" in found["distributor", "core"].required and "trade" not in found["distributor", "growth"].required
    assert (found["direct", "core"].deal_months, found["direct", "growth"].contact_days) == (12, 30)


@pytest.mark.req("Ni8")
@pytest.mark.parametrize(
    ("segment", "level", "mobile", "phone", "lacks"),
    [
        ("direct", "core", "", "0571-88", ["contact's mobile"]),
        ("direct", "growth", "", "0571-88", []),
        ("direct", "growth", "", "", ["contact's phone"]),
        ("distributor", "core", "13800138000", "", []),
    ],
)
def test_a_landline_is_no_mobile_where_a_mobile_is_asked(cast, segment, level, mobile, phone, lacks):
    row = whole(cast.rep, segment=segment, level=level, mobile=mobile, phone=phone)
    assert [str(label) for label in missing(row)] == lacks
    assert incomplete(Customer.objects.filter(pk=row.pk)).exists() == bool(lacks)


@pytest.mark.req("Ni8")
def test_a_core_distributors_trade_is_asked_and_an_ordinary_ones_is_not(cast):
    for level, lacks in (("core", ["trade"]), ("ordinary", [])):
        row = whole(cast.rep, segment="distributor", level=level, trade=None)
        assert [str(label) for label in missing(row)] == lacks
        assert incomplete(Customer.objects.filter(pk=row.pk)).exists() == bool(lacks)


@pytest.mark.req("Ni8", "Ni24")
def test_core_without_a_deal_expected_within_twelve_months_is_refused_on_saving(cast, signed_in):
    switched_on()
    row = whole(cast.rep, segment="direct")
    for close, line in ((None, ""), (date(2027, 6, 1), "short"), (date(2026, 6, 1), "long")):
        if close:
            opened(row, cast.rep, close, line)
        with pytest.raises(Refused, match="an open deal expected to close within 12 months") as refusal:
            update_customer(customer_id=row.pk, by=cast.rep, at=NOW, fields={"level": "core"})
        assert (refusal.value.code, refusal.value.field) == ("class", "level")
    opened(row, cast.rep)
    update_customer(customer_id=row.pk, by=cast.rep, at=NOW, fields={"level": "core"})
    row.refresh_from_db()
    assert row.level == "core"


@pytest.mark.req("Ni8")
def test_the_refusal_names_missing_fields_and_nothing_typed_is_lost(cast, signed_in):
    switched_on(deal_months=0)
    row = customer(cast.rep)
    client, url = signed_in(cast.rep), reverse("customers:edit", args=[row.pk])
    form = client.get(url).context["form"]
    typed = {field.name: field.value() for field in form if field.value() not in (None, False)}
    answer = client.post(url, typed | {"segment": "direct", "level": "core", "website": "https://kept.example"})
    text = answer.content.decode()
    assert (
        answer.status_code == 422
        and "Core requires:" in text
        and "postal code" in text
        and "https://kept.example" in text
    )
    assert Customer.objects.get(pk=row.pk).level == ""


@pytest.mark.req("Ni24")
def test_leads_contracts_and_contacts_are_asked_where_the_class_says_so(cast):
    row = whole(cast.rep, segment="direct", level="growth")
    assert reasons(row, NOW) == ["an open or won deal", "a contact within the last 30 days"]
    opened(row, cast.rep)
    assert reasons(row, NOW) == ["a contact within the last 30 days"]
    assert reasons(row, NOW, segment="distributor") == ["a confirmed contract", "a contact within the last 30 days"]
    Contract.objects.create(customer=row, number="K1", signed_at=NOW, amount=1, status="confirmed", recorded_at=NOW)
    assert reasons(row, NOW, segment="distributor") == ["a contact within the last 30 days"]


@pytest.mark.req("Ni8")
def test_at_night_a_class_that_no_longer_fits_is_one_task_of_the_owner_until_it_fits_again(cast):
    switched_on()
    row = whole(cast.rep, segment="direct", level="core")
    made = opened(row, cast.rep)
    assert check_classes(at=NOW) == (0, 0)
    type(made).objects.filter(pk=made.pk).update(status="lost")
    assert check_classes(at=NOW + timedelta(days=1))[0] == 1 and check_classes(at=NOW + timedelta(days=2))[0] == 0
    task = Task.objects.get()
    assert (task.assignee, task.customer) == (cast.rep, row) and "no longer applies" in task.title
    assert "an open deal expected to close within 12 months" in task.note
    type(made).objects.filter(pk=made.pk).update(status="open")
    assert check_classes(at=NOW + timedelta(days=3)) == (0, 1)
    task.refresh_from_db()
    assert task.done_at is not None


@pytest.mark.req("Ni8")
def test_a_class_that_is_not_checked_neither_refuses_nor_gives_tasks(cast):
    row = whole(cast.rep, segment="direct")
    update_customer(customer_id=row.pk, by=cast.rep, at=NOW, fields={"level": "core"})
    assert check_classes(at=NOW) == (0, 0) and not Task.objects.exists()


@pytest.mark.req("Ni8", "Ni9")
def test_an_admin_changes_definition_outline_and_fields_in_the_browser(cast, signed_in):
    url = reverse("customers:class_rule", args=["direct", "ordinary"])
    client = signed_in(as_admin(cast.file_keeper))
    typed = {
        "definition": "Buys now and then",
        "definition_zh": "偶尔采购",
        "outline": "What they bought last",
        "required": ["name", "address"],
        "deal_months": "0",
        "contact_days": "0",
    }
    wrong = client.post(url, typed | {"deal_months": "99"})
    assert wrong.status_code == 422 and "Buys now and then" in wrong.content.decode()
    assert client.post(url, typed).status_code == 302
    assert "Buys now and then" in client.get(LIST).content.decode()
    outline = client.get(reverse("customers:outline"), {"segment": "direct", "level": "ordinary"}).content.decode()
    assert "Buys now and then" in outline and "What they bought last" in outline
    assert class_rules.rules()["direct", "ordinary"].required == ("name", "address")
    assert Entry.objects.filter(action="class.set", actor=cast.file_keeper).count() == 1
    assert signed_in(cast.rep).get(url).status_code == 403
