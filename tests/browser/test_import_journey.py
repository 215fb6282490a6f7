"""Bringing in a list as people have it: how many actions it takes, on a desktop and a phone, in both languages."""

import pytest
from openpyxl import Workbook

from customers import tasks
from customers.importing import worker
from customers.models import Customer, ImportJob

pytestmark = [pytest.mark.browser, pytest.mark.journey, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

ROWS, MOST = 200, 5


@pytest.fixture(autouse=True)
def _worker(monkeypatch, settings, tmp_path, now):
    """The worker takes a file up as soon as it is sent."""
    settings.MEDIA_ROOT = tmp_path / "uploads"
    monkeypatch.setattr(tasks.import_file, "delay", lambda pk: worker.run_import(pk, clock=lambda: now))


def people_have(path):
    """A list with a title, Chinese headings, a running number and a totals row."""
    book = Workbook()
    sheet = book.active
    sheet.append(["2026年意向客户名单"])
    sheet.append(["序号", "公司名称", "部门", "负责人", "联系人", "职务", "手机", "联系电话", "地址"])
    for n in range(1, ROWS + 1):
        phone = f"0512-6688{n:04d}"
        sheet.append(
            [
                n,
                f"苏州第{n}号新能源科技有限公司",
                "Sales",
                "rep",
                "王芳",
                "经理",
                f"1380013{n:04d}",
                phone,
                "苏州工业园区",
            ]
        )
    sheet.append(["合计", ROWS])
    book.save(path)
    return path


@pytest.mark.req("Z10")
def test_two_hundred_rows_with_chinese_headings_in_five_actions(walker, company, tmp_path):
    path = people_have(tmp_path / "客户名单.xlsx")
    walker.sign_in(company.manager)
    page = walker.open("/customers/import/")
    actions = 1  # Import, in the menu
    page.set_input_files("[name=file]", str(path))
    walker.press("form[enctype] button.btn-primary")
    actions += 2
    page.wait_for_selector("#confirm-import")
    walker.check()
    assert str(ROWS) in page.inner_text("#confirm-import")
    walker.press("#confirm-import button")
    actions += 1
    page.wait_for_selector("form[action$='/undo/']")
    walker.check()
    assert (ImportJob.objects.get().state, Customer.objects.count()) == ("done", ROWS)
    assert actions <= MOST
    # One more, and another to say yes: all of it is taken back.
    page.locator("form[action$='/undo/'] button").click()
    with page.expect_navigation():
        page.locator("dialog[open] .btn-primary, .modal.show .btn-primary").last.click()
    page.wait_for_selector("[role=status]")
    walker.check()
    assert ImportJob.objects.get().state == "undone" and not Customer.objects.filter(removed_at=None).exists()


def test_unknown_columns_are_assigned_on_a_page_of_their_own(walker, company, tmp_path):
    book = Workbook()
    book.active.append(["企业大名", "微信号", "地址"])
    book.active.append(["苏州恒远新能源有限公司", "fang88", "苏州工业园区"])
    book.save(tmp_path / "名单.xlsx")
    walker.sign_in(company.manager)
    page = walker.open("/customers/import/")
    page.set_input_files("[name=file]", str(tmp_path / "名单.xlsx"))
    walker.press("form[enctype] button.btn-primary")
    page.wait_for_selector("#columns-form")
    walker.check()
    page.select_option("[name=column-0]", "full_name", force=True)
    walker.press("button[form=columns-form]")
    page.wait_for_selector("#confirm-import")
    walker.check()
    walker.press("#confirm-import button")
    assert Customer.objects.get().department == company.manager.department
    walker.sign_in(company.admin)
    walker.open("/customers/lists/headings/")
