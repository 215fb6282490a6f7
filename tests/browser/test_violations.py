"""A violation in Chromium: opened by the manager, answered by the person with a file, decided by HR (row Nh6)."""

import pytest
from playwright.sync_api import expect

from crm_project.violations.models import Violation, ViolationKind

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.req("Nh6")]
NOTE = {"name": "note.txt", "mimeType": "text/plain", "buffer": b"a note"}


def test_from_opening_to_the_decision(walker, company):
    walker.sign_in(company.manager)
    page = walker.open("/violations/new/")
    page.select_option("[name=person]", str(company.rep.pk), force=True)
    page.select_option("[name=kind]", str(ViolationKind.objects.first().pk), force=True)
    page.fill("[name=what]", "The password stood on a note.")
    walker.press("main form .btn-primary")
    row = Violation.objects.get()
    one = f"/violations/{row.pk}/"
    walker.sign_in(company.rep)
    walker.open("/violations/")
    walker.press("main [data-row-link]")
    page.fill("[name=statement]", "It was not mine.")
    page.set_input_files("[name=files]", NOTE)
    walker.press("form[action$='/statement/'] .btn-primary")
    expect(page.locator("main")).to_contain_text("note.txt")
    walker.sign_in(company.hr)
    walker.open("/violations/counts/")
    walker.press("main tbody td.num a")
    walker.open(one)
    page.select_option("[name=decision]", "upheld", force=True)
    page.select_option("[name=effect]", "warning", force=True)
    page.fill("form[action$='/decide/'] [name=reason]", "The log says so.")
    walker.press("form[action$='/decide/'] .btn-primary")
    row.refresh_from_db()
    assert row.effect == "warning" and row.expires_on is not None
    walker.sign_in(company.rep)
    walker.open(one)
    expect(page.locator("main")).to_contain_text("The log says so.")
