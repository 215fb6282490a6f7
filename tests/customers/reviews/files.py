"""What the stories of file reviews are told with."""

from django.urls import reverse

from customers.domain.reviews import recording, setting, stored
from customers.domain.reviews.fields import REVIEWED
from tests.cast import NOW


def ruled(cast, department=None, at=NOW, **days):
    """Rules that hold from the day of `at` on, and the dates that follow from them."""
    numbers = dict.fromkeys(("vip", "core", "growth", "ordinary", "other"), 0) | {"remind_days": 7, "escalate_days": 7}
    row = setting.set_rules(department=department, holds_from=at.date(), by=cast.file_keeper, at=at, **numbers | days)
    stored.refresh_all(at=at)
    return row


def review(row, by, at=NOW, **more):
    """A review in which everything is as it should be."""
    given = {"fields": {}, "regions": None, "confirmed": REVIEWED} | more
    return recording.record_review(customer_id=row.pk, by=by, at=at, **given)


def page(client, row):
    return client.get(reverse("customers:review", args=[row.pk]))


def typed(answer, **changes):
    """The form of the page as a browser would send it back, with these changes."""
    form = answer.context["form"]
    sent = {field.name: field.value() for field in form if field.value() not in (None, False)}
    return sent | {form.opened_key: form.opened} | changes
