"""What the stories of follow-ups are told with: a file held since ten days, an entry as typed or recorded, what came of it."""

from django.contrib.messages import get_messages
from django.urls import reverse

from activities.domain import follow_ups
from customers.models import Ownership
from tests.cast import NOW, VALID, moment

SINCE = moment("2026-02-20 09:00")
SPOKEN = {"kind": "call_out", "counterpart": "王经理", "content": VALID}


def record(file, by, at=NOW, **fields):
    """An entry by the verb."""
    why = {"late_reason": "on the road"} if "occurred_at" in fields else {}
    return follow_ups.record_followup(customer_id=file.pk, by=by, at=at, fields={**SPOKEN, **why, **fields})


def logs_on_others(person, reach="all"):
    """Give the role of this person the right to log on others' customers."""
    person.role.grants = {**person.role.grants, "followup.others": reach}
    person.role.save(update_fields=["grants"])


def typed(**changes):
    """An entry as the form posts it."""
    return {**SPOKEN, "answered": "on", "next_when": "", **changes}


def new_url(file):
    return reverse("activities:followup_new", args=[file.pk])


def judge_url(file):
    return reverse("activities:judge", args=[file.pk])


def said(response):
    """The messages that a page leaves."""
    return [str(message) for message in get_messages(response.wsgi_request)]


def deadline(file):
    return Ownership.objects.get(pk=file.pk).release_at
