"""Headings are recognised, assigned, remembered; what our export writes comes back and changes only what somebody changed in it."""

from datetime import timedelta

import pytest
from django.conf import settings as site
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from crm_project.accounts.models import User
from crm_project.lib.refused import Refused
from crm_project.lib.tables.header import header_row, heading_key
from customers.exporting import jobs as exporting
from customers.filters import listed
from customers.importing import headings, jobs, worker
from customers.importing.conditions import Conditions
from customers.importing.files import Table
from customers.importing.kinds import every_kind
from customers.importing.progress import labels, worded
from customers.models import Contact, Customer, HeadingSynonym, ListItem, Ownership
from tests.cast import NOW, customer
from tests.customers.importing_jobs import ran, received, taken
from tests.customers.tables import told

pytestmark = [pytest.mark.django_db, pytest.mark.req("Z10")]

NAME = "东阳横店影视器材有限公司"
LATER = NOW + timedelta(hours=2)
EDITING = ("customer.edit", "customer.classify")


@pytest.fixture(autouse=True)
def _uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "uploads"


# --- which heading is which column ----------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["people", "customers", "followups", "contracts", "indicators", "payments"])
def test_no_two_columns_of_a_kind_are_called_the_same(kind):
    columns = every_kind()[kind].headings
    seen = {}
    for language, _name in site.LANGUAGES:
        with translation.override(language):
            for column in columns.values():
                assert seen.setdefault(heading_key(str(column)), column.name) == column.name
    for column in columns.values():
        for text in filter(None, column.synonyms.split("|")):
            assert seen.setdefault(heading_key(text), column.name) == column.name, text


@pytest.mark.parametrize(
    "text", ["手机号码（必填）", " 手 机 号 码", "★手机号码：", "手机号码\u200b", "Mobile_Phone", "mobile phone"]
)
def test_a_heading_is_recognised_however_it_is_written(text):
    assert headings.vocabulary("customers")[heading_key(text)] == "contact_mobile"


def test_the_headings_are_where_most_of_them_are_known():
    known = {"客户名称", "电话"}
    assert header_row([["客户名称清单", ""], ["", ""], ["客户名称", "电话"], ["甲", "1"]], known) == 2
    assert header_row([["甲", "乙"], ["1", "2"]], known) == 0


def test_what_a_person_decided_is_remembered_for_their_next_file_of_the_kind(cast, tmp_path):
    file = [{"企业大名": NAME, "内部备注": "x"}]
    job = received(tmp_path, file, by=cast.manager)
    assert (job.state, job.mapping["columns"]) == ("mapping", [None, None])
    job = jobs.set_columns(
        job_id=job.pk, by=cast.manager, at=NOW, columns=["full_name", ""], fixed={"department": "Sales"}
    )
    assert ran(job).summary["counts"] == {"new": 1}
    assert received(tmp_path, file, by=cast.manager).state == "ready"
    assert received(tmp_path, file, by=cast.director).state == "mapping"


@pytest.mark.parametrize(
    ("columns", "fixed", "code"),
    [
        (["full_name", "full_name"], {"department": "Sales"}, "twice"),
        (["full_name", ""], {}, "missing"),
        (["", "address"], {"department": "Sales"}, "missing"),
    ],
)
def test_what_can_not_be_is_refused_and_the_file_waits(cast, tmp_path, columns, fixed, code):
    job = received(tmp_path, [{"甲": NAME, "乙": "x"}], by=cast.manager)
    with pytest.raises(Refused) as caught:
        jobs.set_columns(job_id=job.pk, by=cast.manager, at=NOW, columns=columns, fixed=fixed)
    assert caught.value.code == code
    job.refresh_from_db()
    assert job.state == "mapping"


def test_the_page_of_columns_shows_samples_and_keeps_what_was_chosen(cast, tmp_path, signed_in, clock):
    browser = signed_in(cast.manager)
    job = received(tmp_path, [{"企业大名": NAME, "地址": "杭州"}], by=cast.manager)
    page = reverse("customers:import_columns", args=[job.pk])
    assert browser.get(reverse("customers:import_job", args=[job.pk])).url == page
    shown = browser.get(page).content.decode()
    assert NAME in shown and "Not recognised" in shown and 'value="Company/Sales"' in shown
    answer = browser.post(page, {"column-0": "", "column-1": "address", "fixed-department": "Sales"})
    assert answer.status_code == 422 and "These columns are required: Full name" in answer.content.decode()
    answer = browser.post(page, {"column-0": "full_name", "column-1": "address", "fixed-department": "Sales"})
    assert answer.url == reverse("customers:import_job", args=[job.pk])
    assert (
        browser.get(
            reverse("customers:import_columns", args=[received(tmp_path, [{"x": 1}], by=cast.director).pk])
        ).status_code
        == 404
    )


def test_the_company_adds_headings_of_its_own(cast, tmp_path, signed_in, clock):
    browser, page = signed_in(cast.admin), reverse("customers:headings")
    answer = browser.post(f"{page}?kind=customers", {"text": "企业大名", "target": "full_name"})
    assert answer.status_code == 302 and HeadingSynonym.objects.get().column == "full_name"
    assert "企业大名" in browser.get(page).content.decode()
    assert received(tmp_path, [{"企业大名": NAME, "部门": "Sales"}], by=cast.manager).state == "ready"
    answer = browser.post(f"{page}?kind=customers", {"text": "公司 全称", "target": "address"})
    assert answer.status_code == 422 and "already stands for “Full name”" in answer.content.decode()
    browser.post(reverse("customers:heading_remove", args=[HeadingSynonym.objects.get().pk]))
    assert not HeadingSynonym.objects.exists()
    assert signed_in(cast.manager).get(page).status_code == 403


def test_sentences_name_columns_as_people_do():
    names = {"full_name": "全称", "phone": "电话", "department": "部门"}
    with translation.override("zh-hans"):
        assert worded("phone：“phone”不对。", names) == "电话：“phone”不对。"
        assert worded("在 phone、department 中不同", names) == "在 电话、部门 中不同"
    with translation.override("en"):
        said = worded("phone: bad. Give the phone. full_name is empty.", labels("customers"))
        assert said == "Phone: bad. Give the phone. Full name is empty."


# --- round trip -----------------------------------------------------------------------------------------
def exported(user, tmp_path, language, at=NOW, format="xlsx"):
    with translation.override(language):
        job = exporting.start_export(
            by=user, at=at, query="scope=all", format=format, reason="For the fair", more=False, total=9
        )
    exporting.run_export(job.pk, listed=listed, clock=lambda: at)
    job.refresh_from_db()
    path = tmp_path / f"export.{format}"
    path.write_bytes(job.file.read())
    return path


def changed(path, **cells):
    book = load_workbook(path)
    sheet = book.worksheets[0]
    known = headings.vocabulary("customers")
    places = {known.get(heading_key(cell.value)): cell.column for cell in sheet[1]}
    for name, value in cells.items():
        sheet.cell(2, places[name]).value = value
    book.save(path)
    return path


def facts():
    skipped = {"changed_at"}
    return (
        list(
            Customer.objects.order_by("pk").values(
                *(f.attname for f in Customer._meta.concrete_fields if f.name not in skipped)
            )
        ),
        list(Contact.objects.order_by("pk").values("customer", "name", "title", "mobile", "key", "active")),
        list(Ownership.objects.order_by("pk").values("customer", "owner", "since", "release_at")),
        sorted(Customer.regions.through.objects.values_list("customer", "listitem")),
    )


@pytest.fixture
def company(cast):
    made = customer(
        cast.rep,
        name=NAME,
        code="C-1",
        phone="+86 571 1",
        stage="intent",
        segment="direct",
        value_rating="good",
        address="杭州",
        site=ListItem.objects.get(name="Home"),
        type=ListItem.objects.get(name="EPC"),
    )
    made.regions.set(ListItem.objects.filter(name_zh__in=["浙江", "江苏"]))
    Contact.objects.create(customer=made, name="王经理", mobile="13800000000", key=True, created_at=NOW)
    customer(department=cast.departments["sales"], name="上海公海科技有限公司", code="C-2")
    return made


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_an_export_comes_back_and_changes_nothing(cast, company, tmp_path, language):
    path = exported(cast.manager, tmp_path, language)
    head = [cell.value for cell in load_workbook(path).worksheets[0][1]]
    assert head[0] == ("Full name" if language == "en" else "全称")
    before = facts()
    job = received(tmp_path, path, by=cast.manager, at=LATER)
    assert (job.state, job.summary["counts"]) == ("ready", {"unchanged": 2}), job.summary["first"]
    report = worker.save_file(
        Table(path, path.name, "customers"), "customers", Conditions(at=LATER, filename="x"), write=True
    )
    assert told(report) == {"unchanged": 2} and facts() == before


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_change_in_an_export_changes_exactly_that(cast, company, tmp_path, language):
    path = changed(exported(cast.manager, tmp_path, language), address="宁波", contact_title="总经理")
    before = facts()
    job = taken(tmp_path, path, by=cast.manager, at=LATER)
    assert job.summary["counts"] == {"changed": 1, "unchanged": 1}
    after = facts()
    assert after[0][0] == before[0][0] | {"address": "宁波"} and after[0][1] == before[0][1]
    assert after[1] == [before[1][0] | {"title": "总经理"}] and after[2:] == before[2:]


def test_whoever_may_not_edit_the_file_is_told_so(cast, company, tmp_path):
    path = changed(exported(cast.manager, tmp_path, "en"), address="宁波")
    cast.manager.role.grants = {k: v for k, v in cast.manager.role.grants.items() if k not in EDITING}
    cast.manager.role.save()
    job = received(tmp_path, path, by=User.objects.get(pk=cast.manager.pk), at=LATER)
    sentence = job.refused_rows.get().sentence
    assert "no right to edit it" in sentence and "changed here since" not in sentence


def test_what_somebody_edited_after_the_export_is_not_overwritten(cast, company, tmp_path):
    path = changed(exported(cast.manager, tmp_path, "en"), address="宁波")
    Customer.objects.filter(pk=company.pk).update(address="绍兴", changed_at=NOW + timedelta(hours=1))
    job = received(tmp_path, path, by=cast.manager, at=LATER)
    assert job.summary["counts"] == {"refused": 1, "unchanged": 1}
    assert "was changed here since" in job.refused_rows.get().sentence


def test_hidden_numbers_of_an_export_never_overwrite(cast, company, tmp_path):
    Customer.objects.filter(pk=company.pk).update(vip=True, phone="057188880000")
    path = exported(cast.clerk, tmp_path, "zh-hans")
    assert "057*****0000" in str([[c.value for c in row] for row in load_workbook(path).worksheets[0].iter_rows()])
    before = facts()
    job = received(tmp_path, path, by=cast.clerk, at=LATER)
    assert job.summary["counts"] == {"unchanged": 2} and facts() == before
    job = received(tmp_path, changed(path, phone="0571-2"), by=cast.clerk, at=LATER)
    assert job.summary["counts"] == {"refused": 1, "unchanged": 1}


def test_the_preview_tells_slots_and_deadlines_and_what_is_there_already(cast, company, tmp_path):
    file = [
        {"客户名称": "宁波海曙电子有限公司", "部门": "Direct", "负责人": "direct_rep"},
        {"客户名称": NAME, "部门": "Sales", "负责人": "rep", "联系人": "赵六"},
    ]
    file[0]["负责人"] = next(
        u.username for u in cast.people.values() if u.department == cast.departments["direct"] and u.role.key == "rep"
    )
    job = received(tmp_path, file, by=cast.admin)
    assert job.summary["counts"] == {"new": 1, "changed": 1}, job.summary["first"]
    assert "of 15 slots are taken" in job.summary["effects"][0] and "gets a deadline" in job.summary["effects"][1]
    assert [(line[1], line[4]) for line in job.summary["known"]] == [(NAME, "C-1")]
    assert job.summary["met"]["changed"] == 1


def test_a_row_that_means_what_is_there_already_stands_once_in_the_preview(cast, company, signed_in, clock, tmp_path):
    rows = [{"full_name": name, "department": "Sales"} for name in (NAME, "宁波海曙电子有限公司")]
    job = received(tmp_path, [rows[0] | {"owner": "rep", "contact_name": "赵六"}, rows[1]], by=cast.admin)
    client, page = signed_in(cast.admin), f"/customers/import/{job.pk}/"
    context = client.get(page).context
    assert [line["label"] for line in context["known"]] == [NAME]
    assert [line["label"] for line in context["rows"]] == ["宁波海曙电子有限公司"]
    jobs.confirm(job_id=job.pk, by=cast.admin, at=NOW)
    assert len(ran(job).summary["first"]) == 2
    assert [line["number"] for line in client.get(page).context["rows"]] == [2, 3], "afterwards there is one list"


def test_new_values_stand_with_what_people_call_their_column(cast, signed_in, clock, tmp_path):
    job = received(tmp_path, [{"full_name": NAME, "department": "Direct", "trade": "全新行业"}], by=cast.admin)
    client = signed_in(cast.admin)
    client.cookies["django_language"] = "zh-hans"
    page = client.get(reverse("customers:import_job", args=[job.pk])).content.decode()
    assert "行业：全新行业" in page and "trade: " not in page
