"""The follow-ups of an ended ownership as they were read then; what was corrected or voided afterwards is marked as later."""

from datetime import datetime

from django.utils.translation import gettext as _

from activities.models import FollowUp
from activities.models.choices import FollowUpKind
from crm_project.lib.time import minute

from .rule_text import REASON_NAMES

LISTED = 20


def entries(proof, people, *, user, hidden, mask):
    """(counted, not counted) as parts/why.html lists them, the newest first; two queries."""
    lists = [proof.get(name, [])[-LISTED:][::-1] for name in ("counted", "not_counted")]
    ids = [e["id"] for rows in lists for e in rows]
    live = FollowUp.objects.in_bulk(ids) if ids else {}
    later = _later(live, user)
    return [[_entry(e, live.get(e["id"]), later, people, hidden, mask) for e in rows] for rows in lists]


def _entry(e, row, later, people, hidden, mask):
    kind = e.get("kind") or (row.kind if row else "")
    if hidden:
        text = _("(not shown: the file is restricted)")
    else:
        text = e.get("text", row.content if row else "") or "–"
    text = mask.text(text)
    when = minute(datetime.fromisoformat(e["occurred_at"]))
    label = str(FollowUpKind(kind).label) if kind in FollowUpKind.values else kind
    return {
        "text": text[:300],
        "meta": " · ".join(filter(None, [people.name(e.get("author")), label, when])),
        "reasons": [str(REASON_NAMES.get(code, code)) for code in e.get("reasons", ())],
        "later": later.get(e["id"], ""),
        "url": "",
    }


def _later(live, user):
    """{id: what became of the entry after the ownership had ended or since}, with the new words only where they are the reader's."""
    out = {
        pk: _("voided later, %(when)s") % {"when": minute(row.voided_at)} for pk, row in live.items() if row.voided_at
    }
    for row in FollowUp.objects.filter(corrects_id__in=list(live)) if live else ():
        text = _("corrected later, %(when)s") % {"when": minute(row.recorded_at)}
        out[row.corrects_id] = f"{text}: “{row.content[:120]}”" if row.author_id == user.pk else text
    return out
