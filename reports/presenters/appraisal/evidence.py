"""What a decider needs to know about an appeal against a score (rows Ni16, Na10)."""

from decimal import Decimal

from django.utils.translation import gettext as _

from reports.domain.appraisal import access
from reports.models import Score
from reports.rules.periods import month_of

from . import names, pages


def asked(row):
    """What it is and what it should be, for the card in the inbox, from the request itself: no query."""
    labels = {"total": _("Points now"), "points": _("Points asked for")}
    return [
        (label, names.points_text(Decimal(row.evidence[key]))) for key, label in labels.items() if key in row.evidence
    ]


def score(row, user, at):
    """Every line of the score, for whoever may see it."""
    seen = access.visible(user)
    # Whoever decides reads what it is about, though no other score.
    scores = Score.objects.all() if row.decider_id == user.pk else seen
    found = scores.filter(pk=row.arguments.get("score_id")).select_related("person", "scheme").first()
    if found is None:
        return {"facts": asked(row)}
    month = month_of(found.first)
    shown = pages.closed_score(found, month, user)
    told = [
        (line["name"], _("%(value)s: %(points)s of %(of)s") % {k: line[k] for k in ("value", "points", "of")})
        for line in shown["lines"]
    ]
    told += [(_("Untrue record"), f"{one['text']}: {one['reason']}") for one in shown["untrue"]]
    told += [(one["what"], f"{one['values']}: {one['reason']} ({one['by']})") for one in shown["corrections"]]
    opens = (
        [(_("Open the score"), pages.score_url(found.person_id, month))] if seen.filter(pk=found.pk).exists() else []
    )
    return {"facts": [*asked(row), *told], "opens": opens}
