"""A change of settings that waits, as pages show it: old → new, and whether something else stands there by now (row Nh9)."""

from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from crm_project.accounts.domain.access import may
from crm_project.accounts.models import User
from crm_project.approvals.models import Request
from crm_project.audit.presenters.rows import in_words
from crm_project.audit.presenters.text import action_words, reason_text, subject_text
from crm_project.lib.time import since
from crm_project.settings_changes.domain import asking, replaying
from crm_project.settings_changes.domain.pages import actions_of

# So many fields of a change stand on its card in the inbox.
ON_CARD = 4
LISTED = 5


def title(entries, language):
    """“Oil filter: saved a product”, in one language."""
    with override(language):
        if not entries:
            return _("Change of settings")
        first = entries[0]
        name = subject_text(first["type"], first["name"])
        text = f"{name}: {action_words(first['action'])}" if name else action_words(first["action"])
        return f"{text} (+{len(entries) - 1})" if len(entries) > 1 else text


def rows_of(entries):
    """What is changed, for templates/settings_changes/changes.html."""
    names = _names(entries)
    return [
        {
            "what": action_words(entry["action"]),
            "subject": subject_text(entry["type"], entry["name"]),
            "reason": reason_text(entry["reason"]),
            "changes": in_words(entry["type"], entry["changes"], None, names),
        }
        for entry in entries
    ]


def _names(entries):
    owners = {v for e in entries for v in (e["changes"] or {}).get("owner", []) if isinstance(v, int)}
    return {u.pk: str(u) for u in User.objects.filter(pk__in=owners)} if owners else {}


def on_card(row):
    """[(field, old → new)] of the card in the inbox, from the request itself."""
    empty = _("(empty)")
    pairs = [
        (label, f"{old or empty} → {new or empty}")
        for entry in row.evidence.get("entries", [])
        for label, old, new in in_words(entry["type"], entry["changes"], None)
    ]
    return pairs[:ON_CARD] + ([("…", str(len(pairs) - ON_CARD))] if len(pairs) > ON_CARD else [])


def evidence(row, user, at):
    """Old → new as it was asked; while it waits, also whether the same would still be changed, tried and taken back."""
    entries = row.evidence.get("entries", [])
    told = {
        "panels": ["settings_changes/changes.html"],
        "facts": [(_("Asked by"), str(row.asked_by))],
        "changes": rows_of(entries),
        "opens": _page_of(row, user),
    }
    if row.status != Request.Status.PENDING or row.decider is None:
        return told
    outcome, refusal = replaying.sent(
        row.arguments.get("path", ""), row.arguments.get("data", {}), by=row.decider, asked_by=row.asked_by, keep=False
    )
    if outcome is None or not outcome.wrote:
        return told | {"stale": True, "refusal": refusal}
    if asking.has_moved(row, outcome):
        return told | {"stale": True, "now": rows_of(outcome.entries)}
    return told


def _page_of(row, user):
    """The page from which it was asked, for who may open it."""
    try:
        actions = actions_of(resolve(row.evidence.get("page") or "").func)
    except Resolver404:
        return []
    if actions and not any(may(user, action) for action in actions):
        return []
    return [(_("Open the page"), row.evidence["page"])]


def note_of(user, module, at):
    """For the head of a page: what waits from it."""
    rows = list(asking.waiting(user, module)[: LISTED + 1])
    return {
        "waiting": [
            {
                "title": row.title,
                "url": reverse("approvals:request", args=[row.pk]) if row.asked_by_id == user.pk else "",
                "who": "" if row.asked_by_id == user.pk else str(row.asked_by),
                "age": since(row.asked_at, at),
            }
            for row in rows[:LISTED]
        ],
        "more": len(rows) > LISTED,
    }
