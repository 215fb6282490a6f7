"""The newest notices, for the bell and the list."""

from crm_project.accounts.models import User
from crm_project.approvals.domain.requests import waiting_on
from crm_project.lib.database.counting import CountOf
from crm_project.lib.database.prepared import prepared
from crm_project.lib.time import local_date
from crm_project.notices.models import Notice

from .render import notice_row

NEWEST = 8
CAP = 100  # unread ones, and requests that wait, are counted no further


def glance_of(request, at):
    """`glance` of whoever is signed in, asked once for each request."""
    if not hasattr(request, "bell_glance"):
        request.bell_glance = glance(request.user, at)
    return request.bell_glance


def glance(user, at):
    """(the newest eight notices as parts/bell.html takes them, how many are unread, how many requests wait for this person):
    one query, and a second one only while they never had a notice."""
    day = local_date(at)
    rows = _newest_and_counts(user.pk, day)
    if rows:
        return [notice_row(n, user) for n in rows], rows[0].unread, rows[0].inbox
    return [], 0, _inbox_alone(user.pk, day)[0][0]


@prepared
def _newest_and_counts(user, day):
    unread = Notice.objects.filter(user=user, read_at__isnull=True).order_by().values("pk")[:CAP]
    rows = Notice.objects.filter(user=user).annotate(unread=CountOf(unread), inbox=CountOf(_inbox(user, day)))
    return rows.order_by("-at", "-id")[:NEWEST]


@prepared
def _inbox_alone(user, day):
    return User.objects.filter(pk=user).values_list(CountOf(_inbox(user, day)))


def _inbox(user, day):
    """What waits for this person's decision; nobody decides what they asked for themselves."""
    return waiting_on(user, day).exclude(asked_by=user).order_by().values("pk")[:CAP]


def newest(user):
    """The newest eight notices as parts/bell.html takes them (one query)."""
    return [notice_row(n, user) for n in Notice.objects.filter(user=user).order_by("-at", "-id")[:NEWEST]]


def mark_read(*, by, at, ids=None):
    """Mark one's own notices as read: those named, or all. Returns how many."""
    rows = Notice.objects.filter(user=by, read_at__isnull=True)
    return (rows if ids is None else rows.filter(pk__in=ids)).update(read_at=at)
