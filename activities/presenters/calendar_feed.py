"""One's tasks and deadlines as iCalendar (RFC 5545), for the calendar on the phone (row Nf12)."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vDuration

from crm_project import catalogue
from crm_project.accounts.models import User
from crm_project.lib.sensitive import ADDRESS
from crm_project.lib.time import local_date
from customers.domain.access.masking import of_rows
from customers.models import Ownership
from service.presenters import agenda as service

from .agenda import mine

BACK_DAYS, AHEAD_DAYS, MOST = 60, 400, 500
DEFAULT_LENGTH = timedelta(minutes=30)
# What a text may not hold (3.3.11); line breaks and tabs may.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_TASK_COLUMNS = (
    "pk",
    "kind",
    "title",
    "note",
    "due_at",
    "ends_at",
    "done_at",
    "created_at",
    "customer_id",
    "customer__name",
    "customer__address",
)


def calendar(user: User, at: datetime, address: Callable[[int], str], site: Callable[[str], str]) -> bytes:
    """The feed. `address(customer id)` gives the absolute link of a customer, `site(path)` that of any page.

    Three queries, one for each declared (`lib.agenda_entry`), up to three more for service work.
    """
    feed = Calendar()
    feed.add("version", "2.0")
    feed.add("prodid", "-//CRM//Tasks and deadlines//EN")
    feed.add("calscale", "GREGORIAN")
    feed.add("method", "PUBLISH")
    feed.add("x-wr-calname", _text(_("CRM: %(person)s") % {"person": user}))
    feed.add("refresh-interval", vDuration(timedelta(hours=1)), parameters={"VALUE": "DURATION"})
    feed.add("x-published-ttl", vDuration(timedelta(hours=1)))
    until = at + timedelta(days=AHEAD_DAYS)
    for event in (
        *_tasks(user, at, until, address),
        *_deadlines(user, at, until, address),
        *_service(user, at, until, address),
        *_declared(user, at, until, site),
    ):
        feed.add_component(event)
    return feed.to_ical()


def _tasks(user, at, until, address):
    rows = mine(user).filter(due_at__gte=at - timedelta(days=BACK_DAYS), due_at__lt=until)
    found = list(rows.order_by("due_at", "id").values(*_TASK_COLUMNS)[:MOST])
    masks = of_rows(user, found)
    for row in found:
        pk, kind, title, note, due, ends, done, created, customer_id, customer, place = row.values()
        mask = masks[customer_id]
        title, note, place = mask.text(title), mask.text(note), mask(ADDRESS, place or "")
        event = _event(
            f"task-{pk}@crm",
            changed=max(created, done or created),
            start=due,
            end=ends or due + DEFAULT_LENGTH,
            title=f"{'✓ ' if done else ''}{title}{f' · {customer}' if customer else ''}",
            url=address(customer_id) if customer_id else "",
            busy=kind in ("meeting", "visit") and not done,
        )
        if note:
            event.add("description", _text(note))
        if kind == "visit" and place:
            event.add("location", _text(place))
        yield event


def _deadlines(user, at, until, address):
    held = Ownership.objects.filter(owner=user)
    soon = held.filter(release_at__gte=at - timedelta(days=1), release_at__lt=until).order_by("release_at")
    for pk, due, since, customer in soon.values_list("customer_id", "release_at", "since", "customer__name")[:MOST]:
        title = _("Deadline: %(name)s") % {"name": customer}
        yield _event(f"deadline-{pk}@crm", changed=since, start=due, title=title, url=address(pk))
    coming = held.filter(coming_at__gte=at - timedelta(days=1), coming_at__lt=until).order_by("coming_at")
    columns = ("customer_id", "coming_at", "coming_from", "since", "customer__name")
    for pk, due, first_day, since, customer in coming.values_list(*columns)[:MOST]:
        if due is None or first_day is None:
            continue
        title = _("Deadline under the rule from %(day)s: %(name)s") % {"day": first_day.isoformat(), "name": customer}
        yield _event(f"coming-{pk}@crm", changed=since, start=due, title=title, url=address(pk))


def _service(user, at, until, address):
    first = local_date(at - timedelta(days=BACK_DAYS))
    for entry in service.entries(user, first, local_date(until), person=user.pk):
        yield _event(
            f"{entry.uid}@crm",
            changed=entry.changed,
            start=entry.moment,
            title=entry.label,
            url=address(entry.customer),
        )


def _declared(user, at, until, site):
    first, last = local_date(at - timedelta(days=BACK_DAYS)), local_date(until)
    for entry in (entry for entries in catalogue.agenda() for entry in entries(user, first, last)):
        if entry.begins:
            yield _timed(entry, site)
            continue
        event = Event()
        event.add("uid", f"{entry.uid}@crm")
        event.add("dtstamp", entry.changed.astimezone(UTC))
        event.add("dtstart", entry.first)
        event.add("dtend", entry.last + timedelta(days=1))  # the day on which one is back
        event.add("summary", _text(entry.label))
        event.add("url", site(entry.url))
        event.add("transp", "OPAQUE")
        yield event


def _timed(entry, site):
    event = _event(
        f"{entry.uid}@crm",
        changed=entry.changed,
        start=entry.begins,
        end=entry.ends,
        title=entry.label,
        url=site(entry.url),
        busy=not entry.done,
    )
    if entry.place:
        event.add("location", _text(entry.place))
    return event


def _event(uid, *, changed, start, title, url, end=None, busy=False):
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", changed.astimezone(UTC))
    event.add("dtstart", start.astimezone(UTC))
    event.add("dtend", (end or start + DEFAULT_LENGTH).astimezone(UTC))
    event.add("summary", _text(title))
    if url:
        event.add("url", url)
    event.add("transp", "OPAQUE" if busy else "TRANSPARENT")
    return event


def _text(value) -> str:
    return _CONTROL.sub("", str(value).replace("\r\n", "\n").replace("\r", "\n"))
