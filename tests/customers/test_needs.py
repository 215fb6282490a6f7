"""The customer's needs stand in the file, with the day since which they are known (row Nh8)."""

import pytest
from django.urls import reverse

from crm_project.audit.models import Entry
from customers.domain import records
from customers.models import Customer
from tests.cast import NOW, customer, moment

pytestmark = [pytest.mark.django_db, pytest.mark.req("Nh8"), pytest.mark.usefixtures("clock")]


def edited(client, row, **changes):
    """The form of the file sent back with these changes."""
    url = reverse("customers:edit", args=[row.pk])
    form = client.get(url).context["form"]
    typed = {field.name: field.value() for field in form if field.value() not in (None, False)}
    return client.post(url, typed | changes)


def test_needs_are_entered_with_the_file_and_dated(cast):
    made = records.create_customer(
        by=cast.rep, at=NOW, owner=cast.rep, fields={"name": "杭州需求科技有限公司", "needs": "Storage"}
    )
    plain = records.create_customer(by=cast.rep, at=NOW, owner=cast.rep, fields={"name": "杭州无求科技有限公司"})
    assert (str(made.needs_on), plain.needs_on) == ("2026-03-02", None)


def test_a_change_of_the_needs_is_dated_shown_and_kept_in_the_history(cast, clock, signed_in):
    row = customer(cast.rep)
    client = signed_in(cast.rep)
    assert edited(client, row, needs="Looks for 2 MW of storage").status_code == 302
    clock.move_to(moment("2026-03-09 09:00"))
    client = signed_in(cast.rep)
    assert edited(client, row, website="https://example.com").status_code == 302
    for part in ("timeline", "file"):
        page = client.get(f"/customers/{row.pk}/?part={part}").content.decode()
        assert "Looks for 2 MW of storage (as of 2026-03-02)" in page, part
    edited(client, row, needs="Has bought; needs service")
    row.refresh_from_db()
    assert str(row.needs_on) == "2026-03-09"
    changes = Entry.objects.filter(action="customer.changed", customer_id=row.pk).order_by("-pk")[0].changes
    assert changes == {"needs": ["Looks for 2 MW of storage", "Has bought; needs service"]}


def test_needs_that_are_too_long_are_refused_and_stay_to_be_shortened(cast, signed_in):
    row = customer(cast.rep)
    answer = edited(signed_in(cast.rep), row, needs="x" * 501)
    assert answer.status_code == 422 and "x" * 501 in answer.content.decode()
    assert Customer.objects.get(pk=row.pk).needs == ""
