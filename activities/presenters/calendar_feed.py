"""One's tasks and deadlines as iCalendar (RFC 5545), for the calendar on the phone (row Nf12)."""

from datetime import UTC, timedelta

from django.utils.translation import gettext as _

from customers.models import Ownership

from .agenda import mine

BACK_DAYS, AHEAD_DAYS, MOST = 60, 400, 500
DEFAULT_LENGTH = timedelta(minutes=30)


def escaped(text):
    """TEXT value: backslash, semicolon, comma and line breaks (3.3.11); other control characters are left out."""
    plain = (text or "").replace("\r\n", "\n").replace("\r", "\n")
    plain = "".join(c for c in plain if c in "\n\t" or c >= " ")
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def folded(line):
    """A content line in pieces of at most 75 octets, never inside a character (3.1)."""
    pieces, piece, room = [], b"", 75
    for char in line:
        raw = char.encode()
        if len(piece) + len(raw) > room:
            pieces.append(piece)
            piece, room = b"", 74
        piece += raw
    return b"\r\n ".join([*pieces, piece]) + b"\r\n"


def stamp(moment):
    """A moment in UTC: 20260302T010000Z."""
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _event(uid, changed, start, end, title, note, url, *, busy):
    return [
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"DTSTAMP:{stamp(changed)}",
        f"DTSTART:{stamp(start)}",
        f"DTEND:{stamp(end)}",
        f"SUMMARY:{escaped(title)}",
        *([f"DESCRIPTION:{escaped(note)}"] if note else []),
        *([f"URL:{url}"] if url else []),
        f"TRANSP:{'OPAQUE' if busy else 'TRANSPARENT'}",
        "END:VEVENT",
    ]


def calendar(user, at, address):
    """The feed as bytes. `address(customer id)` gives the absolute link of a customer. Two queries."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//CRM//Tasks and deadlines//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(_('CRM: %(person)s') % {'person': user})}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
    ]
    window = {"due_at__gte": at - timedelta(days=BACK_DAYS), "due_at__lt": at + timedelta(days=AHEAD_DAYS)}
    columns = (
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
    for pk, kind, title, note, due, ends, done, created, customer_id, customer, place in (
        mine(user).filter(**window).order_by("due_at", "id").values_list(*columns)[:MOST]
    ):
        said = f"{'✓ ' if done else ''}{title}{f' · {customer}' if customer else ''}"
        event = _event(
            f"task-{pk}@crm",
            max(created, done or created),
            due,
            ends or due + DEFAULT_LENGTH,
            said,
            note,
            address(customer_id) if customer_id else "",
            busy=kind in ("meeting", "visit") and not done,
        )
        if kind == "visit" and place:
            event.insert(-1, f"LOCATION:{escaped(place)}")
        lines += event
    held = Ownership.objects.filter(
        owner=user, release_at__gte=at - timedelta(days=1), release_at__lt=at + timedelta(days=AHEAD_DAYS)
    )
    for pk, due, since, customer in held.order_by("release_at").values_list(
        "customer_id", "release_at", "since", "customer__name"
    )[:MOST]:
        title = _("Deadline: %(name)s") % {"name": customer}
        lines += _event(f"deadline-{pk}@crm", since, due, due + DEFAULT_LENGTH, title, "", address(pk), busy=False)
    coming = Ownership.objects.filter(
        owner=user, coming_at__gte=at - timedelta(days=1), coming_at__lt=at + timedelta(days=AHEAD_DAYS)
    )
    for pk, due, first_day, since, customer in coming.order_by("coming_at").values_list(
        "customer_id", "coming_at", "coming_from", "since", "customer__name"
    )[:MOST]:
        if due is None or first_day is None:
            continue
        title = _("Deadline by the rule from %(day)s: %(name)s") % {"day": first_day.isoformat(), "name": customer}
        lines += _event(f"coming-{pk}@crm", since, due, due + DEFAULT_LENGTH, title, "", address(pk), busy=False)
    lines.append("END:VCALENDAR")
    return b"".join(folded(line) for line in lines)
