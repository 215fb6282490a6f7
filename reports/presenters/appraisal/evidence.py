"""What a decider needs to know about an appeal against a score (rows Ni16, Na10)."""

from decimal import Decimal

from django.utils.translation import gettext as _

from reports.domain.appraisal import access
from reports.domain.appraisal.scoring import month_of

from . import names, pages


def asked(row):
    """What it is and what it should be, for the card in the inbox, from the request itself: no query."""
    said = row.evidence
    return [
        (_("Points now"), names.points_text(Decimal(said["total"]))),
        (_("Points asked for"), names.points_text(Decimal(said["points"]))),
    ]


def score(row, user, at):
    """Every line of the score, for whoever may see it."""
    found = access.visible(user).filter(pk=row.arguments.get("score_id")).select_related("person", "scheme").first()
    if found is None:
        return {"facts": asked(row)}
    month = month_of(found.first)
    shown = pages.closed_score(found, month, user)
    told = [
        (line["name"], _("%(value)s: %(points)s of %(of)s") % {k: line[k] for k in ("value", "points", "of")})
        for line in shown["lines"]
    ]
    told += [(_("Untrue record"), f"{one['text']}: {one['reason']}") for one in shown["untrue"]]
    return {
        "facts": [*asked(row), *told],
        "opens": [(_("Open the score"), pages.score_url(found.person_id, month))],
    }
