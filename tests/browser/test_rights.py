"""A right in Chromium: asked for with proof, approved by the superior and by an admin, there, and gone after its time."""

from datetime import timedelta

import pytest

from crm_project.accounts.domain import further_rights
from crm_project.lib.time import local_date
from crm_project.rights.models import RightRequest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]
PRODUCT = "/deals/products/new/"
PROOF = {"name": "order.txt", "mimeType": "text/plain", "buffer": b"an order"}


def _approve(walker, person, request):
    walker.sign_in(person)
    page = walker.open(f"/approvals/{request.pk}/")
    assert "order.txt" in walker.text()
    page.locator("button[value=approve]").click()
    page.wait_for_url("**/approvals/")


@pytest.mark.req("Ne6", "Ne7")
def test_asked_with_proof_approved_twice_there_and_gone(walker, company, now):
    last = local_date(now) + timedelta(days=10)
    walker.sign_in(company.rep)
    page = walker.open("/settings/")
    walker.press("a[href='/rights/']")
    walker.press(".stack a[href='/rights/new/']")
    page.select_option("[name=action]", "product.manage")
    page.select_option("[name=scope]", "all")
    page.fill("[name=until]", last.isoformat())
    page.fill("[name=reason]", "老同事休假期间由我维护价格表")
    page.set_input_files("[name=files]", PROOF)
    walker.press(".form-actions .btn-primary")
    row = RightRequest.objects.get()
    assert page.url.endswith(f"/rights/{row.pk}/") and "order.txt" in walker.text()

    _approve(walker, company.manager, row.first)
    row.refresh_from_db()
    _approve(walker, company.admin, row.second)
    walker.open(f"/people/{company.rep.pk}/")
    assert last.isoformat() in walker.text() and "Admin" in walker.text()

    walker.sign_in(company.rep)
    walker.open("/people/profile/")
    assert last.isoformat() in walker.text()
    walker.open(PRODUCT)
    further_rights.end_due(at=now + timedelta(days=11))
    assert page.goto(f"{walker.address}{PRODUCT}").status == 403
    walker.open(f"/rights/{row.pk}/")
