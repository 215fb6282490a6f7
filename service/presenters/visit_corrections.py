"""Corrections of a visit's report as its page tells them: what stood there, what stands there now (row T21)."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from crm_project.lib.time import minute
from service.models import VisitAspect, VisitCorrection
from service.models.visit_choices import VisitChannel


def rows(corrections: Iterable[VisitCorrection]) -> list[dict[str, Any]]:
    """[{correction, when, changes: [(what, before, now)]}], the newest first; one query for the aspects."""
    found = list(corrections)
    aspects = {str(row.pk): str(row) for row in VisitAspect.objects.all()} if found else {}
    return [{"correction": row, "when": minute(row.at), "changes": _changes(row, aspects)} for row in found]


def _changes(row: VisitCorrection, aspects: dict[str, str]) -> list[tuple[str, str, str]]:
    out = []
    for name, label in _labels().items():
        if name in row.before or name in row.after:
            sides = [_text(name, side.get(name), aspects) for side in (row.before, row.after)]
            out.append((label, sides[0] or "–", sides[1] or "–"))
    return out


def _labels() -> dict[str, str]:
    return {
        "held_on": _("Day of the visit"),
        "channel": _("How"),
        "contact": _("Spoke with"),
        "scores": _("Scores"),
        "words": _("What did they say?"),
        "demands": _("Market demand"),
        "ideas": _("Ideas for improvement"),
    }


def _text(name: str, value: Any, aspects: dict[str, str]) -> str:
    if not value:
        return ""
    if name == "channel":
        return str(VisitChannel(value).label)
    if name == "scores":
        return _("; ").join(f"{aspects.get(key, key)} {score}" for key, score in value.items())
    return _("; ").join(value) if isinstance(value, list) else str(value)
