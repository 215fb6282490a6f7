"""Entries of the audit as a page shows them: a constant number of queries for any number of rows."""

import re

from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.audit.domain.chain import FIRST, digest
from crm_project.audit.models import Entry
from crm_project.catalogue import audits
from crm_project.lib.money import amount_text
from crm_project.lib.time import minute

from .text import action_words, field_words, reason_text, subject_of, subject_text, subject_url, tone, worded

# An amount as entries keep it: to the cent, nothing separated.
_FIGURE = re.compile(r"-?\d{1,14}\.\d\d", re.ASCII)


def _plain(value, names):
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return _(", ").join(_plain(v, names) for v in value)
    if isinstance(value, dict):
        return ", ".join(f"{k}: {_plain(v, names)}" for k, v in value.items())
    if isinstance(value, int):
        return names.get(value, str(value))
    text = str(value)
    if _FIGURE.fullmatch(text):
        return amount_text(text)
    moment = parse_datetime(text) if "T" in text and len(text) > 18 else None
    return minute(moment) if moment is not None and moment.tzinfo else text


def masked_changes(changes, mask):
    """(field, old, new) of what an entry keeps, in the order of the fields; `mask` (None: nothing) hides what the reader may not see."""
    for name, pair in sorted((changes or {}).items()):
        old, new = pair if isinstance(pair, list) and len(pair) == 2 else (None, pair)
        yield (name, mask.change(name, old), mask.change(name, new)) if mask else (name, old, new)


def owner_names(entries):
    """{key: name} of the people whom entries name as owners; at most one query."""
    owners = {v for e in entries for v in (e.changes or {}).get("owner", []) if isinstance(v, int)}
    return {u.pk: str(u) for u in User.objects.filter(pk__in=owners)} if owners else {}


def in_words(subject_type, changes, mask, names=None):
    """[(field, old, new)] of what an entry keeps, as every page shows it: codes by their labels, moments and amounts as they are
    written, owners by `names` ({key: name}); `mask` (None: nothing) hides what the reader may not see."""
    out = []
    for name, old, new in masked_changes(changes, mask):
        old, new = (worded(subject_type, name, value) for value in (old, new))
        known = names or {} if name == "owner" else {}
        out.append((field_words(name, subject_type), _plain(old, known), _plain(new, known)))
    return out


def masks_for(user, ids):
    """{customer id: mask} of these customers, as `user` may read them."""
    ids, found = {pk for pk in ids if pk}, {}
    for audit in audits():
        if ids and audit.masks:
            found |= audit.masks(user, ids)
    return found


def _text(text, mask):
    return mask.text(text) if mask else text


def _openable(entries, user, at):
    """{type: keys} of the subjects that not everybody may open, as far as `user` may; one query for each such type."""
    asked = {}
    for e in entries:
        if subject_of(e.subject_type).opened and str(e.subject_id).isdecimal():
            asked.setdefault(e.subject_type, set()).add(int(e.subject_id))
    found = {}
    for kind, keys in asked.items():
        if opened := subject_of(kind).opened:
            found[kind] = set(opened(user, at).order_by().filter(pk__in=keys).values_list("pk", flat=True))
    return found


def _url(entry, openable):
    """The page of the subject; empty where it has none, or none for this reader."""
    if subject_of(entry.subject_type).opened:
        keys = openable.get(entry.subject_type, ())
        if not str(entry.subject_id).isdecimal() or int(entry.subject_id) not in keys:
            return ""
    return subject_url(entry.subject_type, entry.subject_id)


def table(entries, user, at=None):
    """Rows for the list, the entry's page and the export, as `user` may read them; with links to what they may open at `at`."""
    names = owner_names(entries)
    masks = masks_for(user, {e.customer_id for e in entries})
    openable = _openable(entries, user, at) if at else {}
    return [
        {
            "pk": e.pk,
            "url": reverse("audit:entry", args=[e.pk]),
            "time": minute(e.at),
            "who": str(e.actor) if e.actor_id else _("the system"),
            "what": action_words(e.action),
            "tone": tone(e.action),
            "subject": _text(subject_text(e.subject_type, e.subject_name), masks.get(e.customer_id)),
            "subject_url": _url(e, openable) if at else "",
            "reason": _text(reason_text(e.reason), masks.get(e.customer_id)),
            "changes": in_words(e.subject_type, e.changes, masks.get(e.customer_id), names),
            "address": e.address,
            "seal": e.seal or "",
            "digest": e.digest,
            "request_id": e.request_id,
            "kind": e.subject_type,
        }
        for e in entries
    ]


def state(proof):
    """How the chain stands: what is sealed, what waits, and what the last proof found."""
    last = Entry.objects.filter(seal__isnull=False).order_by("-seal").values("seal", "at").first()
    waiting = Entry.objects.filter(seal__isnull=True).count()
    return {
        "sealed": last["seal"] if last else 0,
        "sealed_at": minute(last["at"]) if last else "",
        "waiting": waiting,
        "proof": {**proof, "at": minute(proof["at"])} if proof else None,
    }


def holds(entry):
    """Whether this one sealed entry still fits between its neighbours; None while it is not sealed."""
    if entry.seal is None:
        return None
    before = (
        Entry.objects.filter(seal=entry.seal - 1).values_list("digest", flat=True).first() if entry.seal > 1 else FIRST
    )
    row = Entry.objects.filter(pk=entry.pk).values().first()
    return before is not None and row is not None and digest(before, row) == entry.digest
