"""What was typed comes back after a reload, and puts back nothing that others saved meanwhile."""

from datetime import timedelta

import pytest

from customers.domain import records
from customers.models import Customer
from tests.cast import customer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_restored_draft_keeps_what_others_saved_and_shows_what_both_changed(walker, company, now):
    row = customer(
        company.rep, since=now - timedelta(days=3), address="Road 1", introduction="modules", business_scope="a"
    )
    walker.sign_in(company.rep)
    page = walker.open(f"/customers/{row.pk}/edit/")
    page.fill("[name=introduction]", "modules and frames")
    changed = {"address": "Road 9", "introduction": "trackers"}
    records.update_customer(customer_id=row.pk, by=company.manager, at=now, fields=changed)
    page = walker.open(f"/customers/{row.pk}/edit/")
    assert page.input_value("[name=introduction]") == "modules and frames"
    assert page.input_value("[name=address]") == "Road 9"
    walker.press("main form button.btn-primary")
    assert "trackers" in walker.text() and page.input_value("[name=introduction]") == "modules and frames"
    walker.press("main form button.btn-primary")
    row = Customer.objects.get()
    assert (row.address, row.introduction) == ("Road 9", "modules and frames")
