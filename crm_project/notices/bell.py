"""The newest notices, for the bell and the list."""

from django.db.models import IntegerField, Subquery

from .models import Notice
from .render import shown

NEWEST = 8
CAP = 100  # unread ones are counted no further


class _CountOf(Subquery):
    """How many rows a (sliced) query has, as a column."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def glance(user):
    """(the newest eight notices as parts/bell.html takes them, how many are unread up to a hundred) in one query."""
    unread = Notice.objects.filter(user=user, read_at__isnull=True).order_by().values("pk")[:CAP]
    rows = list(Notice.objects.filter(user=user).annotate(unread=_CountOf(unread)).order_by("-at", "-id")[:NEWEST])
    return [shown(n) for n in rows], rows[0].unread if rows else 0


def newest(user):
    """The newest eight notices as parts/bell.html takes them (one query)."""
    return [shown(n) for n in Notice.objects.filter(user=user).order_by("-at", "-id")[:NEWEST]]


def mark_read(*, by, at, ids=None):
    """Mark one's own notices as read: those named, or all. Returns how many."""
    rows = Notice.objects.filter(user=by, read_at__isnull=True)
    return (rows if ids is None else rows.filter(pk__in=ids)).update(read_at=at)
