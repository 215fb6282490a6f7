"""A major change in Chromium: recorded on the customer's page with its proof, told to the manager, found in the list, void again."""

from datetime import timedelta

import pytest

from activities.models import Task
from customers.models import MajorChange, MajorChangeKind
from tests.cast import customer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.mark.req("M6")
def test_a_change_is_recorded_reaches_the_manager_and_is_voided(walker, company, now):
    row = customer(company.rep, since=now - timedelta(days=5), name="杭州甲电子有限公司")
    kind = MajorChangeKind.objects.get(name="Dispute or lawsuit")

    walker.sign_in(company.rep)
    page = walker.open(f"/customers/{row.pk}/?part=file")
    walker.press(f"#changes a[href='/customers/{row.pk}/changes/new/']")
    walker.press(f"a[href='?kind={kind.pk}']")
    assert page.is_checked("[name=follows][value=grade]") and page.is_checked("[name=follows][value=hold]")
    page.uncheck("[name=follows][value=grade]")
    page.fill("[name=text]", "上游供应商起诉，涉案金额约 160 万元")
    page.fill("[name=source]", "法院公告网")
    page.set_input_files("[name=uploads]", {"name": "notice.txt", "mimeType": "text/plain", "buffer": b"court notice"})
    walker.press("form[data-draft] .btn-primary")
    change = MajorChange.objects.get()
    assert (change.follows, change.files.count()) == (["hold"], 1)
    assert Task.objects.get().assignee == company.finance
    panel = page.locator("#changes").inner_text()
    assert "160 万元" in panel and "notice.txt" in panel

    walker.sign_in(company.manager)
    page = walker.open("/notices/")
    assert row.name in walker.text()
    page = walker.open(f"/customers/changes/?kind={kind.pk}")
    walker.press("table a[data-row-link]")
    walker.press(f"#changes a[href$='/changes/{change.pk}/void/']")
    page.fill("[name=reason]", "同名的另一家公司")
    walker.press("form[data-draft] .btn-danger")
    assert "同名的另一家公司" in page.locator("#changes").inner_text()
    assert Task.objects.get().closed_because == "void"
    walker.open("/customers/changes/")
    assert row.name not in walker.text()
