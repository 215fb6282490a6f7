"""One company has one credit code: it comes in and goes out with the file, and two customers never have the same (T18, Z10, Ni5)."""

import csv
import threading
from contextlib import suppress

import pytest
from django.urls import reverse

from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from customers.domain import records
from customers.domain.duplicates.taken import holders, taken_code
from customers.domain.removal import remove_customer, restore_customer
from customers.exporting.file import write_file
from customers.importing.files import Table
from customers.models import Customer, ExportJob, Lookup
from tests.cast import NOW, customer
from tests.customers.importing_jobs import received, taken, undone
from tests.customers.tables import text_file
from tests.parallel import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("T18")]
CODE, OTHER = "91330100799655058B", "91350100M000100Y43"
NAMES = ["东阳横店影视器材有限公司", "浦江水晶工艺有限公司"]
READ = "/customers/read/credit-code/"


@pytest.fixture(autouse=True)
def _uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "uploads"


def with_code(owner, code=CODE, **fields):
    row = customer(owner, **fields)
    Customer.objects.filter(pk=row.pk).update(tax_id=code)
    return row


def row(name, heading="税号", code=CODE):
    return {"full_name": name, "department": "Sales", "owner": "rep", heading: code}


def edited(client, customer, **fields):
    """The answer to the form of the file, sent as it was opened but for these fields."""
    page = reverse("customers:edit", args=[customer.pk])
    form = client.get(page).context["form"]
    return client.post(page, {name: form[name].value() or "" for name in form.fields} | {"regions": []} | fields)


def refusals(job):
    return list(job.refused_rows.order_by("number").values_list("sentence", flat=True))


# --- In and out -----------------------------------------------------------------------------------
@pytest.mark.parametrize("heading", ["tax_id", "税号", "统一社会信用代码", "Unified social credit code", "USCC"])
def test_the_page_takes_it_under_any_usual_heading_and_an_undo_takes_it_back(cast, tmp_path, heading):
    known = customer(cast.rep, name=NAMES[1])
    job = taken(tmp_path, [row(NAMES[0], heading, f" {CODE.lower()} "), row(NAMES[1], heading, OTHER)], by=cast.manager)
    assert job.summary["counts"] == {"new": 1, "changed": 1}
    assert dict(Customer.objects.values_list("name", "tax_id")) == {NAMES[0]: CODE, NAMES[1]: OTHER}
    undone(job, by=cast.manager, at=NOW)
    assert Customer.objects.get(pk=known.pk).tax_id == ""


@pytest.mark.req("Z10")
def test_a_mistyped_one_one_of_another_customer_and_one_twice_in_a_file_are_refused(cast, tmp_path):
    other = with_code(cast.stranger)
    file = [row(NAMES[0], code=CODE[:-1] + "1"), row(NAMES[0]), row(NAMES[0], code=OTHER), row(NAMES[1], code=OTHER)]
    said = refusals(received(tmp_path, file, by=cast.manager))
    assert "one of its characters is mistyped." in said[0]
    assert said[1].endswith(f"this is the credit code of {other.code} “{other.name}”, owned by Stranger.")
    assert said[2:] == ["Row 4 of this file is the same customer."]


def test_an_export_holds_it_and_goes_in_again_by_page_and_command(cast, tmp_path):
    made = with_code(cast.rep, name=NAMES[0])
    job = ExportJob.objects.create(by=cast.admin, at=NOW, format="csv", reason="x")
    write_file(job, tmp_path / "out.csv", [made.pk], note="", progress=lambda n: None)
    with (tmp_path / "out.csv").open(encoding="utf-8-sig") as file:
        (line,) = csv.DictReader(file)
    assert line["Unified social credit code"] == CODE
    assert "tax_id" in Table(tmp_path / "out.csv", "out.csv", "customers").columns


def test_to_the_command_its_name_stays_unknown(tmp_path):
    path = text_file(tmp_path / "a.csv", ["full_name", "department", "tax_id"], [[NAMES[0], "Sales", CODE]])
    with pytest.raises(Refused) as caught:
        Table(path, path.name, "customers")
    assert "Unknown column “tax_id”" in caught.value.sentence and "contact_key." in caught.value.sentence


# --- Entering -------------------------------------------------------------------------------------
@pytest.mark.req("Ni5", "Z10")
def test_while_it_is_typed_the_customer_that_has_it_is_shown_like_the_same_name(cast, signed_in):
    other = with_code(cast.stranger)
    client = signed_in(cast.rep)
    page = client.post(READ, {"tax_id": f" {CODE.lower()} "}).text
    assert "With the same credit code:" in page and 'class="is-same"' in page and other.name in page
    assert reverse("customers:apply_duplicate", args=[other.pk]) in page
    assert Lookup.objects.get(kind=Lookup.Kind.NAME).count == 1
    assert "With the same" not in client.post(READ, {"tax_id": OTHER}).text
    mine = with_code(cast.rep, OTHER)
    assert "With the same" not in client.post(f"{READ}?of={mine.pk}", {"tax_id": OTHER}).text


def test_beyond_the_days_limit_nobody_is_told_whose_it_is(cast, signed_in, settings):
    settings.NAME_LOOKUPS_A_DAY = 0
    other = with_code(cast.stranger)
    page = signed_in(cast.rep).post(READ, {"tax_id": CODE}).text
    assert other.name not in page and "daily limit" in page


@pytest.mark.req("Ni5", "Z10")
def test_a_second_customer_with_it_is_refused_and_says_whose_it_is(cast, signed_in):
    other = with_code(cast.stranger)
    with pytest.raises(Refused) as caught:
        records.create_customer(by=cast.rep, at=NOW, owner=cast.rep, fields={"name": NAMES[0], "tax_id": CODE})
    refusal = caught.value
    assert (refusal.code, refusal.field, refusal.details["customer_id"]) == ("duplicate", "tax_id", other.pk)
    mine = customer(cast.rep, name=NAMES[1])
    with pytest.raises(Refused) as caught:
        records.update_customer(customer_id=mine.pk, by=cast.rep, at=NOW, fields={"tax_id": CODE})
    assert caught.value.sentence == (f"This customer already exists: {other.code} “{other.name}”, owned by Stranger.")
    page = edited(signed_in(cast.rep), mine, tax_id=CODE).text
    assert page.index('id="tax_id_read"') < page.index('class="alert alert-danger row-flex') and other.name in page
    assert Customer.objects.count() == 2 and not Entry.objects.filter(action="customer.changed").exists()


def test_its_own_code_and_that_of_a_removed_or_merged_customer_are_no_ones_fault(cast):
    mine = with_code(cast.rep, name=NAMES[0])
    with_code(cast.stranger, removed_at=NOW)
    with_code(cast.stranger, merged_into=mine)
    records.update_customer(customer_id=mine.pk, by=cast.rep, at=NOW, fields={"tax_id": CODE, "website": "x.cn"})
    assert Customer.objects.get(pk=mine.pk).website == "x.cn"
    new = with_code(cast.rep, "", name=NAMES[1])
    Customer.objects.filter(pk=mine.pk).update(removed_at=NOW)
    records.update_customer(customer_id=new.pk, by=cast.rep, at=NOW, fields={"tax_id": CODE})
    assert Customer.objects.get(pk=new.pk).tax_id == CODE


def test_of_a_merged_customer_it_leads_to_what_that_was_merged_into(cast):
    survivor = customer(cast.mate, name=NAMES[1])
    with_code(cast.stranger, merged_into=survivor)
    refusal = taken_code(CODE)
    assert refusal.details["customer_id"] == survivor.pk and taken_code(CODE, survivor.pk) is None


def test_a_removed_customer_does_not_come_back_beside_another_one_with_its_code(cast):
    gone = with_code(cast.rep, name=NAMES[0])
    remove_customer(customer_id=gone.pk, reason="typed twice", by=cast.manager, at=NOW)
    with_code(cast.rep, name=NAMES[1])
    with pytest.raises(Refused) as caught:
        restore_customer(customer_id=gone.pk, by=cast.manager, at=NOW)
    assert NAMES[1] in caught.value.sentence


def test_what_came_in_before_codes_were_checked_stays_in_form_and_file_and_is_nobodys(cast, signed_in, tmp_path):
    old, twin = with_code(cast.rep, "330100", name=NAMES[0]), with_code(cast.rep, "330100", name=NAMES[1])
    client = signed_in(cast.rep)
    assert edited(client, old, website="x.cn").status_code == 302
    old.refresh_from_db()
    assert (old.tax_id, old.website) == ("330100", "x.cn")
    assert edited(client, old, tax_id="330101").status_code == 422
    job = taken(tmp_path, [row(twin.name, code="330100") | {"address": "1 Road"}], by=cast.manager)
    assert job.summary["counts"] == {"changed": 1}
    assert "18 characters" in refusals(received(tmp_path, [row(twin.name, code="330101")], by=cast.manager))[0]


def test_spaces_typed_into_it_do_not_make_it_too_long(cast, signed_in):
    mine = customer(cast.rep, name=NAMES[0])
    assert edited(signed_in(cast.rep), mine, tax_id="9133 0100 7996 5505 8B").status_code == 302
    assert Customer.objects.get(pk=mine.pk).tax_id == CODE


@pytest.mark.postgres
@pytest.mark.soak
@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_not_give_one_code_to_two_customers(cast, monkeypatch):
    both = threading.Barrier(2)
    asked = holders

    def asked_by_both(codes):
        """What stood there when both had asked; who has to wait for the other does not come."""
        found = asked(codes)
        with suppress(threading.BrokenBarrierError):
            both.wait(timeout=2)
        return found

    monkeypatch.setattr("customers.domain.duplicates.taken.holders", asked_by_both)
    entered = at_once(
        [
            lambda name=name: records.create_customer(
                by=cast.rep, at=NOW, owner=cast.rep, fields={"name": name, "tax_id": CODE}, name_confirmed=True
            )
            for name in NAMES
        ]
    )
    assert sorted(getattr(one, "field", "") for one in entered) == ["", "tax_id"]
    assert Customer.objects.count() == 1
