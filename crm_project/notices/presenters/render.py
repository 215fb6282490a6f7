"""Notices in the reader's language, as the bell, the list and the mails take them (rows Nh3, D4)."""

from django.urls import reverse
from django.utils.translation import get_language

from crm_project.lib.time import minute

from .sentences import KINDS

OTHER = ("bell", "info", None)


def text(kind, params):
    """The notice as one sentence in the active language."""
    say = KINDS.get(kind, OTHER)[2]
    if params.get("subject_zh") and (get_language() or "").startswith("zh"):
        params = {**params, "subject": params["subject_zh"]}
    return say(params) if say else " ".join(str(v) for v in params.values() if isinstance(v, str))


def shown(notice):
    """A notice as the bell and the list take it: text, meta, url, icon, tone, unread."""
    icon, tone, _say = KINDS.get(notice.kind, OTHER)
    return {
        "pk": notice.pk,
        "text": text(notice.kind, notice.params),
        "meta": minute(notice.at),
        "url": reverse("notices:follow", args=[notice.pk]),
        "icon": icon,
        "tone": tone,
        "unread": notice.read_at is None,
    }
