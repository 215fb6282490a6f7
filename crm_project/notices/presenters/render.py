"""Notices in the reader's language, as the bell, the list and the mails take them (rows Nh3, D4)."""

from django.urls import reverse

from crm_project.catalogue import notice_kinds
from crm_project.lib.language import is_chinese
from crm_project.lib.time import minute

from .kinds import NoticeKind
from .numbers import hidden


def _strings(params):
    return " ".join(str(value) for value in params.values() if isinstance(value, str))


# A kind that no app declares (any more): its notices show what they hold.
UNKNOWN = NoticeKind("", "bell", "info", _strings)


def _kind(key):
    return notice_kinds().get(key, UNKNOWN)


def text(kind, params):
    """The notice as one sentence in the active language."""
    if params.get("subject_zh") and is_chinese():
        params = {**params, "subject": params["subject_zh"]}
    return _kind(kind).text(params)


def notice_row(notice, reader):
    """A notice as the bell and the list take it: text as `reader`, whose notice it is, may read it; meta, url, icon, tone, unread."""
    kind = _kind(notice.kind)
    return {
        "pk": notice.pk,
        "text": hidden(text(notice.kind, notice.params), notice.url, reader),
        "meta": minute(notice.at),
        "url": reverse("notices:follow", args=[notice.pk]),
        "icon": kind.icon,
        "tone": kind.tone,
        "unread": notice.read_at is None,
    }
