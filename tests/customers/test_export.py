"""Customers leave the house as a file: with the right, a reason, a mark, hidden numbers, a limit and an entry in the audit (Na4, Nb4)."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from crm_project.accounts.models import User
from crm_project.audit.models import Entry
from crm_project.lib.tables.header import heading_key
from customers import tasks
from customers.exporting import jobs as exporting
from customers.filters import listed
from customers.importing import worker
from customers.importing.conditions import Conditions
from customers.importing.files import Table
from customers.importing.headings import vocabulary
from customers.models import Contact, Customer, ExportJob, ListItem
from tests.cast import NOW, customer, moment
from tests.customers.tables import told
from tests.forms_of import form_of

pytestmark = [pytest.mark.django_db, pytest.mark.req("Na4")]


@pytest.fixture(autouse=True)
def _sent(monkeypatch, settings, tmp_path):
    """Messages are noted, not sent; files go to a folder of their own."""
    settings.MEDIA_ROOT = tmp_path / "uploads"
    sent = []
    monkeypatch.setattr(tasks.export_file, "delay", lambda pk: sent.append(pk))
    monkeypatch.setattr(transaction, "on_commit", lambda call, **_options: call())
    return sent


@pytest.fixture
def browser(signed_in, cast, clock):
    return signed_in(cast.manager)


def make(browser, query="", **fields):
    return browser.post(
        reverse("customers:export_make"), {"format": "xlsx", "reason": "For the fair in May", "query": query, **fields}
    )


def content(browser, job=None):
    job = job or ExportJob.objects.latest("pk")
    answer = browser.get(reverse("customers:export_download", args=[job.pk]))
    return b"".join(answer.streaming_content)


def table(data):
    """The rows of the first sheet as dicts, by the names of the columns."""
    head, *rows = load_workbook(io.BytesIO(data)).worksheets[0].iter_rows(values_only=True)
    known = vocabulary("customers")
    return [dict(zip([known.get(heading_key(text), text) for text in head], row, strict=True)) for row in rows]


def person(name):
    return User.objects.select_related("role", "department").get(username=name)


@pytest.mark.req("M3")
def test_a_file_of_the_list_with_its_columns(browser, cast):
    made = customer(
        cast.rep,
        name="杭州友好科技有限公司",
        code="C-1",
        phone="0571-1",
        type=ListItem.objects.get(name="EPC"),
        stage="intent",
    )
    made.regions.set(ListItem.objects.filter(name_zh__in=["浙江", "江苏"]))
    Contact.objects.create(customer=made, name="王经理", mobile="13800000000", key=True, created_at=NOW)
    answer = make(browser)
    job = ExportJob.objects.get()
    assert answer.url == reverse("customers:export_job", args=[job.pk]) and (job.state, job.rows) == ("done", 1)
    (row,) = table(content(browser))
    assert (row["full_name"], row["code"], row["department"], row["owner"]) == (
        "杭州友好科技有限公司",
        "C-1",
        "Company/Sales",
        "rep",
    )
    assert (row["type"], set(row["region"].split("; ")), row["phone"], row["stage"]) == (
        "EPC",
        {"Zhejiang", "Jiangsu"},
        "0571-1",
        "Intent",
    )
    assert (row["contact_name"], row["contact_mobile"], row["contact_key"]) == ("王经理", "13800000000", "yes")


def test_every_row_sheet_and_printed_page_says_who_and_when(browser, cast):
    customer(cast.rep)
    make(browser)
    book = load_workbook(io.BytesIO(content(browser)))
    assert table(content(browser))[0]["exported"] == "manager · 2026-03-02T09:00:00+08:00"
    for sheet in book.worksheets:
        assert (
            sheet.oddHeader.left.text
            == sheet.oddFooter.left.text
            == "Manager (manager), 2026-03-02 09:00, confidential"
        )
    about = {line[0].value: line[1].value for line in book["About"].iter_rows()}
    assert (about["Exported by"], about["Reason"], about["Customers"]) == (
        "Manager (manager)",
        "For the fair in May",
        "1",
    )


def test_the_filters_of_the_list_hold(browser, cast):
    customer(cast.rep, stage="intent", code="C-1")
    customer(cast.rep, code="C-2")
    shown = browser.get(reverse("customers:export") + "?stage=intent&after=xyz&sort=name").content.decode()
    assert 'value="stage=intent"' in shown
    make(browser, "stage=intent")
    assert [row["code"] for row in table(content(browser))] == ["C-1"]


@pytest.mark.req("Nb3")
def test_the_right_to_export_has_its_own_scope(cast, clock):
    customer(cast.rep, code="OURS")
    customer(cast.stranger, code="THEIRS")
    customer(department=cast.departments["sales"], code="POOL")
    customer(department=cast.departments["direct"], code="OTHER-POOL")
    role = person("clerk").role
    role.grants |= {"customer.export": "department"}
    role.save()
    clerk = person("clerk")
    User.objects.filter(pk=clerk.pk).update(department=cast.departments["sales"])
    clerk = person("clerk")
    rows = exporting.exportable(clerk, listed(clerk, QueryDict(""), NOW))
    assert set(rows.values_list("code", flat=True)) == {"OURS", "POOL"}
    role.grants |= {"customer.export": "all"}
    role.save()
    clerk = person("clerk")
    assert exporting.exportable(clerk, listed(clerk, QueryDict(""), NOW)).count() == 4


@pytest.mark.req("Nb3")
@pytest.mark.parametrize("name", ["rep", "finance", "hr", "auditor", "service"])
def test_who_does_not_export_gets_nothing(signed_in, cast, clock, name):
    client = signed_in(getattr(cast, name))
    assert client.get(reverse("customers:export")).status_code == 403
    assert make(client).status_code == 403
    assert not ExportJob.objects.exists()


def test_restricted_files_need_the_right_to_open_them(cast, clock):
    customer(cast.rep, code="OPEN")
    customer(cast.rep, code="SECRET", restricted=True)
    for name, codes in [("clerk", {"OPEN"}), ("file_keeper", {"OPEN", "SECRET"})]:
        rows = exporting.exportable(person(name), Customer.objects.all())
        assert set(rows.values_list("code", flat=True)) == codes


@pytest.mark.req("Nf15", "Nb4")
def test_hidden_numbers_stay_hidden(signed_in, cast, clock):
    made = customer(cast.rep, vip=True, phone="057188880000")
    Contact.objects.create(customer=made, name="王", mobile="13800001234", created_at=NOW)
    clerk = signed_in(cast.clerk)
    make(clerk)
    (row,) = table(content(clerk))
    assert (row["phone"], row["contact_mobile"]) == ("057*****0000", "138****1234")
    manager = signed_in(cast.manager)
    make(manager)
    (row,) = table(content(manager))
    assert (row["phone"], row["contact_mobile"]) == ("057188880000", "13800001234")


def test_nothing_in_a_file_starts_a_formula(browser, cast):
    customer(cast.rep, name="=cmd|' /C calc'!A0", phone="+86 571", address="@home", introduction="-1+1")
    make(browser)
    (row,) = table(content(browser))
    assert (row["full_name"], row["phone"], row["address"], row["introduction"]) == (
        "'=cmd|' /C calc'!A0",
        "'+86 571",
        "'@home",
        "'-1+1",
    )
    make(browser, format="csv")
    (row,) = csv.DictReader(io.StringIO(content(browser).decode("utf-8-sig")))
    assert (row["Full name"], row["Phone"]) == ("'=cmd|' /C calc'!A0", "'+86 571")


@pytest.mark.parametrize("format", ["xlsx", "csv"])
def test_a_file_can_come_back_as_it_is(browser, cast, tmp_path, format):
    made = customer(
        cast.rep,
        name="杭州友好科技有限公司",
        phone="+86 571 1",
        vip=True,
        since=moment("2026-02-20 09:00"),
        site=ListItem.objects.get(name="Home"),
    )
    made.regions.set(ListItem.objects.filter(name_zh="浙江"))
    Contact.objects.create(customer=made, name="王经理", mobile="13800000000", created_at=NOW)
    customer(department=cast.departments["sales"], name="上海公海科技有限公司")
    make(browser, "scope=all", format=format)
    path = tmp_path / f"back.{format}"
    path.write_bytes(content(browser))
    report = worker.save_file(
        Table(path, path.name, "customers"), "customers", Conditions(at=NOW, filename=path.name), write=True
    )
    assert (told(report), report.refused) == ({"unchanged": 2}, [])


def test_further_columns_on_request(browser, cast):
    customer(cast.rep, since=NOW)
    make(browser, more="on")
    assert table(content(browser))[0]["Deadline"] == "2026-03-17T10:00:00+08:00"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"reason": "x"}, "Enter the purpose of the file: it is recorded with your name."),
        ({"reason": ""}, "This field is required"),
        ({"format": "docx"}, "docx"),
    ],
)
def test_without_a_reason_there_is_no_file_and_nothing_typed_is_lost(browser, cast, fields, sentence):
    customer(cast.rep)
    answer = make(browser, "stage=potential", **fields)
    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert 'value="stage=potential"' in answer.content.decode()
    assert not ExportJob.objects.exists()


def test_the_audit_keeps_how_many_which_and_what_for(browser, cast):
    customer(cast.rep)
    make(browser, "stage=potential")
    entry = Entry.objects.get(action="export.made")
    assert (entry.actor, entry.reason, entry.changes["rows"], entry.changes["query"]) == (
        cast.manager,
        "For the fair in May",
        [None, 1],
        [None, "stage=potential"],
    )
    content(browser)
    assert Entry.objects.filter(action="export.downloaded", actor=cast.manager).count() == 1


def test_only_its_maker_fetches_it(browser, signed_in, cast):
    customer(cast.rep)
    make(browser)
    job = ExportJob.objects.get()
    other = signed_in(cast.admin)
    for name in ("export_job", "export_progress", "export_download"):
        assert other.get(reverse(f"customers:{name}", args=[job.pk])).status_code == 404


def test_a_file_holds_no_more_than_the_limit_and_says_so(browser, cast, settings):
    settings.EXPORT_LIMIT = 3
    for _ in range(5):
        customer(cast.rep)
    assert (
        "The list has more than 3 customers, the limit for one file: only the first 3 will be in it. Narrow the list to get the others."
        in browser.get(reverse("customers:export")).content.decode()
    )
    make(browser)
    job = ExportJob.objects.get()
    assert (
        job.rows == 3
        and "Only the first 3 customers are in the file, which is the limit: narrow the list to get the others."
        in job.problem
    )
    assert (
        "Only the first 3 customers are in the file, which is the limit: narrow the list to get the others."
        in browser.get(reverse("customers:export_job", args=[job.pk])).content.decode()
    )
    assert len(table(content(browser))) == 3


def test_a_large_file_is_written_in_the_background(browser, cast, monkeypatch, _sent):
    monkeypatch.setattr(exporting, "AT_ONCE", 1)
    for _ in range(3):
        customer(cast.rep)
    make(browser)
    job = ExportJob.objects.get()
    assert (job.state, _sent) == ("running", [job.pk])
    assert "0 of 3 customers" in browser.get(reverse("customers:export_progress", args=[job.pk])).content.decode()
    assert browser.get(reverse("customers:export_download", args=[job.pk])).status_code == 404
    tasks.export_file(job.pk)
    assert browser.get(reverse("customers:export_progress", args=[job.pk]))["HX-Refresh"] == "true"
    tasks.export_file(job.pk)  # delivered a second time
    assert len(table(content(browser))) == 3
    assert Entry.objects.filter(action="export.made").count() == 1


def test_a_lost_message_is_sent_again_after_a_minute(browser, cast, clock, monkeypatch, _sent):
    monkeypatch.setattr(exporting, "AT_ONCE", 0)
    customer(cast.rep)
    make(browser)
    del _sent[:]
    clock.shift(timedelta(seconds=61))
    tasks.take_up_unfinished()
    assert _sent == [ExportJob.objects.get().pk]


def test_files_are_removed_after_a_week(browser, signed_in, cast, clock):
    customer(cast.rep)
    make(browser)
    job = ExportJob.objects.get()
    path = job.file.path
    clock.shift(timedelta(days=8))
    tasks.forget_old_files()
    job.refresh_from_db()
    assert job.state == "removed" and not job.file
    with pytest.raises(FileNotFoundError):
        open(path)
    assert signed_in(cast.manager).get(reverse("customers:export_download", args=[job.pk])).status_code == 404
    assert Entry.objects.filter(action="export.made").exists()


def test_the_number_of_queries_does_not_depend_on_the_number_of_rows(cast, clock):
    counts = []
    for n in (1, 29):
        for _ in range(n):
            made = customer(cast.rep, vip=True)
            made.regions.set(ListItem.objects.filter(name_zh="浙江"))
            Contact.objects.create(customer=made, name="王", created_at=NOW)
        job = exporting.start_export(
            by=cast.manager, at=NOW, query="", format="csv", reason="counting queries", more=True, total=n
        )
        with CaptureQueriesContext(connection) as seen:
            exporting.run_export(job.pk, listed=listed, clock=timezone.now)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_an_empty_list_says_what_to_do(browser, cast):
    assert "No customer to export" in browser.get(reverse("customers:export") + "?q=无此公司").content.decode()


def test_a_very_long_filter_is_kept_whole(browser, cast):
    """The address of a list narrowed by hundreds of values: the file holds what the list shows, and the audit the whole filter."""
    regions = ListItem.objects.bulk_create(
        ListItem(kind="region", name=f"Region {n}", name_zh=f"区{n}", position=100 + n) for n in range(600)
    )
    inside, _outside = customer(cast.rep), customer(cast.rep)
    inside.regions.add(regions[-1])
    query = "scope=department&" + "&".join(f"region={row.pk}" for row in regions)
    assert len(query) > 5_000
    page = browser.get(f"{reverse('customers:export')}?{query}")
    form = form_of(page, "query")
    assert QueryDict(form.fields["query"][0]).getlist("region") == [str(row.pk) for row in regions]
    answer = browser.post(reverse("customers:export_make"), form.typed(reason="For the fair in May"))
    assert answer.status_code == 302, answer.text
    job = ExportJob.objects.latest("pk")
    assert [row["code"] for row in table(content(browser))] == [inside.code] and job.rows == 1
    assert len(Entry.objects.get(action="export.made").changes["query"][1]) == len(job.query) > 5_000
    assert browser.get(reverse("customers:export_job", args=[job.pk])).status_code == 200


def test_a_filter_longer_than_any_address_is_refused_in_words(browser, cast):
    customer(cast.rep)
    answer = make(browser, query="q=" + "x" * 21_000)
    assert answer.status_code == 422 and not ExportJob.objects.exists()
