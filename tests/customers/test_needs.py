"""The customer's needs stand in the file, with the day since which they are known (row Nh8)."""

import pytest
from django.urls import reverse

from crm_project.audit.models import Entry
from customers.domain import needs, records
from customers.domain.reviews.currency import currency
from customers.models import Customer
from tests.cast import NOW, customer, moment
from tests.customers.reviews.files import review

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


def written(row, text="Looks for storage", day="2025-01-10"):
    Customer.objects.filter(pk=row.pk).update(needs=text, needs_on=day)
    row.refresh_from_db()
    return row


def test_needs_grow_old_and_are_confirmed_with_one_click_by_whom(cast, signed_in):
    row = written(customer(cast.rep))
    assert needs.are_old(row, NOW) and Customer.objects.filter(needs.old_needs(NOW)).get() == row
    client, page = signed_in(cast.rep), reverse("customers:detail", args=[row.pk]) + "?part=file"
    assert "to be confirmed" in client.get(page).text
    assert client.post(reverse("customers:needs_confirm", args=[row.pk])).url.startswith(page)
    row.refresh_from_db()
    assert (str(row.needs_on), row.needs_by, needs.are_old(row, NOW)) == ("2026-03-02", cast.rep, False)
    assert "to be confirmed" not in client.get(page).text and "confirmed by Rep" in client.get(page).text
    assert Entry.objects.filter(action="customer.needs_confirmed", customer_id=row.pk).count() == 1
    assert signed_in(cast.stranger).post(reverse("customers:needs_confirm", args=[row.pk])).status_code == 404


def test_the_page_of_needs_keeps_what_stood_there_before(cast, signed_in):
    row = written(customer(cast.rep))
    client, url = signed_in(cast.rep), reverse("customers:needs", args=[row.pk])
    form = client.get(url).context["form"]
    assert form["needs"].value() == "Looks for storage"
    client.post(url, form_of(form, needs="Wants two inverters"))
    client.post(url, form_of(client.get(url).context["form"]))
    shown = client.get(url).text
    assert "Wants two inverters" in shown and "Looks for storage" in shown and "replaced by Rep" in shown
    assert Entry.objects.filter(action="customer.needs_confirmed").count() == 1, "saved unchanged, it is confirmed"
    assert signed_in(cast.auditor).get(url).context["form"] is None


def form_of(form, **changes):
    return {field.name: field.value() for field in form} | changes


def test_a_follow_up_confirms_them_with_one_tick(cast, signed_in):
    row = written(customer(cast.rep))
    client, url = signed_in(cast.rep), reverse("activities:followup_new", args=[row.pk])
    assert 'name="needs_confirmed"' in client.get(url).text
    said = {"kind": "call_out", "counterpart": "王经理", "answered": "on", "content": "谈了下半年的储能项目预算"}
    client.post(url, said)
    assert str(Customer.objects.get(pk=row.pk).needs_on) == "2025-01-10"
    client.post(url, said | {"content": "他们还需要储能，预算不变", "needs_confirmed": "on"})
    row.refresh_from_db()
    assert (str(row.needs_on), row.needs_by) == ("2026-03-02", cast.rep)
    assert (
        'name="needs_confirmed"'
        not in client.get(reverse("activities:followup_new", args=[customer(cast.rep).pk])).text
    )


def test_a_file_review_confirms_them_and_counts_the_old_ones(cast, signed_in):
    row = written(customer(cast.rep))
    (line,) = currency(cast.manager, NOW, NOW.date(), NOW.date())
    assert line.figures["old_needs"] == 1
    listed = signed_in(cast.manager).get(reverse("customers:reviews") + "?tab=needs")
    assert [one["name"] for one in listed.context["rows"]] == [row.name]
    review(row, cast.manager)
    row.refresh_from_db()
    assert (str(row.needs_on), row.needs_by) == ("2026-03-02", cast.manager)
    (line,) = currency(cast.manager, NOW, NOW.date(), NOW.date())
    assert line.figures["old_needs"] == 0
