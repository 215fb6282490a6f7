"""The progress of a deal as people read it: what happened, what was answered, which figures changed (rows Na10, Ni20)."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm_project.lib.money import amount_text
from crm_project.lib.time import minute
from customers.domain.access.masking import CLEAR
from deals.models.choices import Line, Status

SHOWN = 60


def entries(deal, mask):
    """[{who, time, what, outline, answer, next_step, changes: [(label, old, new)], tone}] the newest first; two queries."""
    names = {stage.number: str(stage) for stage in deal.stage.pipeline.stages.all()}
    rows = deal.progress.select_related("author").order_by("-at", "-id")[:SHOWN]
    return [entry(mask.row(row), names, mask) for row in rows]


def entry(row, names, mask=CLEAR):
    """One record in words; `names` says what the stages of its pipeline are called, by number. `mask`: what the reader may not read."""
    changes = row.changes
    return {
        "who": str(row.author or ""),
        "time": minute(row.at),
        "iso": row.at.isoformat(),
        "outline": row.outline,
        "answer": row.answer,
        "next_step": row.next_step,
        "what": _what(changes, row),
        "tone": _tone(changes),
        "changes": [
            (label, mask.text(old), mask.text(new)) for label, old, new in _changes_text(changes, names) if old != new
        ],
    }


def _what(changes, row):
    if "closed_on" in changes or "asked_by" in changes:
        return _("Figures corrected")
    if "status" in changes:
        old, new = changes["status"]
        return {"won": pgettext("deal", "Won"), "lost": pgettext("deal", "Lost")}.get(new) or (
            _("Opened") if old is None else _("Reopened")
        )
    if "stage" in changes:
        return _("Moved to another stage")
    return pgettext("deal", "Progress") if row.outline else _("Changed")


def _tone(changes):
    new = changes.get("status", ["", ""])[1]
    return {"won": "ok", "lost": "bad"}.get(new) or (
        "warn" if "asked_by" in changes else "info" if "stage" in changes else ""
    )


def _changes_text(changes, names):
    labels = {
        "stage": _("Stage"),
        "amount": _("Amount"),
        "expected_close": _("Expected closing"),
        "owner": _("Owner"),
        "closed_on": _("Closing day"),
        "name": _("Project"),
        "intention": _("Intention"),
        "details": _("Details"),
        "line": pgettext("deal", "Line"),
        "currency": _("Currency"),
        "products": _("Products"),
        "asked_by": _("Requested by"),
    }
    for name, (old, new) in changes.items():
        if name in labels:
            yield labels[name], _value(name, old, names), _value(name, new, names)


def _value(name, value, names):
    if value is None:
        return ""
    if name == "stage":
        return names.get(value, str(value))
    if name == "amount":
        return amount_text(value)
    if name == "line":
        return str(Line(value).label)
    if name == "status":
        return str(Status(value).label)
    return str(value)[:120]
