"""A grade in words: each indicator with value, points, who and when; what changed; its course over the quarters."""

from datetime import datetime

from django.utils.translation import gettext as _

from contracts.ratings.domain.indicators import indicator_name, raters
from contracts.ratings.domain.scorecards import card_of
from contracts.ratings.models.choices import Source
from contracts.ratings.presenters.grade_text import bounds, change_text, number, size, value, why_of, yuan
from contracts.ratings.rules.grading import MISSING
from crm_project.accounts.models import User
from crm_project.lib.language import in_language
from crm_project.lib.money import amount_text
from crm_project.lib.time import day, minute

from ..models import KeyStatus, Rating

HISTORY = 12  # quarters
TONES = {"AAA": "ok", "AA": "ok", "A": "info", "B": "warn", "C": "warn", "": "bad"}


def grade_label(grade):
    return grade or _("No grade")


def lines(rating, card=None):
    """[{label, category, points, full, share, tone, said, who, when, reason, missing}] in the order of the scorecard."""
    card = card or card_of(rating)
    people = User.objects.in_bulk({line.get("by") for line in rating.lines.values()} - {None})
    categories, words = {key: (en, zh) for key, en, zh in card.categories}, raters()
    found = []
    for indicator in card.indicators:
        line = rating.lines.get(indicator.key, {"source": MISSING, "points": "0"})
        source, points = line["source"], float(line["points"])
        by = people.get(line.get("by"))
        found.append(
            {
                "key": indicator.key,
                "label": indicator_name(indicator),
                "category": in_language(*categories.get(indicator.category, ("", ""))),
                "rater": words[indicator.rater],
                "points": number(line["points"]),
                "number": points,
                "full": number(indicator.full),
                "maximum": float(indicator.full),
                "tone": "bad"
                if source == MISSING
                else "ok"
                if points >= float(indicator.full) * 0.8
                else "warn"
                if points < float(indicator.full) / 2
                else "",
                "said": value(indicator, line) if "value" in line else "",
                "missing": source == MISSING,
                "reason": line.get("reason", ""),
                "corrected": source in Source.values and "value" in line,
                "who": str(by)
                if by
                else _("imported")
                if source == Source.IMPORT
                else _("computed")
                if source not in Source.values and source != MISSING
                else "",
                "when": day(datetime.fromisoformat(line["at"])) if line.get("at") else "",
            }
        )
    return found


def why_lines(rating):
    """What the page says of one rating."""
    card = card_of(rating)
    # The grade first, then the indicators as on the scorecard: the database keeps no order.
    order = ["grade", "points", "big", "key", *(i.key for i in card.indicators)]
    changes = [change_text(key, rating.changes[key], card) for key in order if key in rating.changes]
    return {
        "rating": rating,
        "label": grade_label(rating.grade),
        "tone": TONES[rating.grade],
        "why": why_of(rating),
        "lines": lines(rating, card),
        "size": size(rating, card.rules) if rating.grade else "",
        "bounds": bounds(card.rules),
        "points": number(rating.points),
        "when": minute(rating.at),
        "last_year": yuan(rating.last_year),
        "changes": changes,
        "card": rating.scorecard.number if rating.scorecard_id else 1,
    }


def course(ratings):
    """The points of the quarters as a chart, the oldest first; None with fewer than two."""
    ratings = sorted(ratings, key=lambda r: r.quarter)
    if len(ratings) < 2:
        return None
    return {
        "id": "course",
        "name": _("Points by quarter"),
        "heads": [_("Quarter"), _("Points"), _("Grade")],
        "data": {
            "type": "bar",
            "labels": [f"{r.quarter} {r.grade or '–'}" for r in ratings],
            "series": [{"label": _("Points"), "values": [float(r.points) for r in ratings]}],
        },
        "rows": [[r.quarter, number(r.points), grade_label(r.grade)] for r in ratings],
    }


def figures(statements):
    """Yearly figures as a chart in millions of yuan, and as rows."""
    if not statements:
        return None
    million = 1_000_000
    series = [
        {"label": label, "values": [float(getattr(s, name) or 0) / million for s in statements]}
        for name, label in (("revenue", _("Revenue")), ("profit", _("Profit")))
        if any(getattr(s, name) is not None for s in statements)
    ]
    return {
        "id": "figures",
        "name": _("Revenue and profit by year, in millions of yuan"),
        "heads": [_("Year"), *(s["label"] for s in series)],
        "data": {"type": "bar", "labels": [str(s.year) for s in statements], "series": series},
        "rows": [[s.year, *(amount_text(str(one["values"][n])) for one in series)] for n, s in enumerate(statements)],
    }


def before_merging(customer):
    """[(grade in words, points, quarter, file)] that merged files keep, because this customer had its own grade of that quarter."""
    rows = (
        Rating.objects.filter(customer__merged_into=customer, latest=True)
        .select_related("customer")
        .order_by("-quarter", "customer")
    )
    return [
        (grade_label(r.grade), TONES[r.grade], number(r.points), r.quarter, f"{r.customer.code} {r.customer.name}")
        for r in rows[:HISTORY]
    ]


def glance(customer):
    """The latest grade and the course, for the part of the customer page."""
    ratings = list(
        Rating.objects.filter(customer=customer, latest=True).select_related("scorecard").order_by("-quarter")[:HISTORY]
    )
    standing = KeyStatus.objects.filter(customer=customer).first()
    return {"told": why_lines(ratings[0]) if ratings else None, "course": course(ratings), "standing": standing}
