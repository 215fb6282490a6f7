"""What a grade says of itself: why it is no better, what is missing, what changed (T7)."""

from decimal import Decimal

from django.utils.translation import gettext as _

from contracts.ratings.domain.indicators import indicator_name, raters
from contracts.ratings.domain.scorecards import card_of
from contracts.ratings.models.choices import PaperKind
from contracts.ratings.rules.grading import ABOVE, BAD_DEBT, BELOW, CREDIT, PAPERS
from crm_project.lib.language import with_note
from crm_project.lib.money import money_text


def number(value):
    """Points and figures without needless zeros: 87.5, 1,200,000."""
    text = f"{Decimal(str(value)):f}"
    return f"{Decimal(text.rstrip('0').rstrip('.') if '.' in text else text):,f}"


def yuan(value):
    """¥1,200,000; with cents only where there are any."""
    found = Decimal(str(value))
    return money_text(found, "CNY", 0 if found == found.to_integral_value() else 2)


def why(codes, card):
    """The sentences of a rating's `why`, in one line; a grade that lacks nothing says so."""
    texts = [_reason_text(code, card) for code in codes]
    return " ".join(texts) if texts else _("AAA: nothing is lacking.")


def why_of(rating):
    """Why a rating is no better, in words."""
    return why(rating.why, card_of(rating))


def published(judged, cards):
    """A judgement in the published form (interfaces: `rate --json`)."""
    f = judged.fields
    return {
        "customer": judged.code,
        "segment": f["segment"],
        "points": float(f["points"]),
        "grade": f["grade"] or None,
        "why": why(f["why"], cards[f["segment"]]),
        "big": f["big"],
        "key": f["key"],
    }


def _reason_text(code, card):
    kind = code["code"]
    if kind == ABOVE:
        return _(
            "%(grade)s, not %(better)s, because %(better)s needs more than %(bound)s points and these are %(points)s."
        ) % {
            **code,
            "points": number(code["points"]),
        }
    if kind == CREDIT:
        return _("%(grade)s, not %(better)s, because %(better)s also needs full marks in credit performance.") % code
    if kind == BELOW:
        return _("No grade, because C needs %(bound)s points and these are %(points)s.") % {
            **code,
            "points": number(code["points"]),
        }
    if kind == PAPERS:
        papers = _(", ").join(str(PaperKind(paper).label) for paper in code["lacking"])
        return _("No grade before the documents are in the file: %(papers)s. With them it would be %(grade)s.") % {
            "papers": papers,
            "grade": code["grade"],
        }
    if kind == BAD_DEBT:
        if code["grade"]:
            return _("No grade, because of open bad debts; without them it would be %(grade)s.") % code
        return _("No grade, because of open bad debts.")
    return missing(code["indicators"], card)


def size(rating, rules):
    """Whether it is a big customer by this scorecard, with the figures that decide it (T12)."""
    told = {
        "grades": _(" or ").join(rules.big_grades),
        "least": yuan(rules.big_amount),
        "bought": yuan(rating.last_year),
    }
    if rating.big:
        return _("A big customer: %(bought)s purchased last year; the scorecard requires %(least)s.") % told
    return (
        _("Not a big customer: this requires %(grades)s and %(least)s purchased last year; it was %(bought)s.") % told
    )


def bounds(rules):
    """[(grade, from how many points)] in words."""
    rows = [(grade, _("above %(points)s") % {"points": number(bound)}) for grade, bound in rules.bounds]
    rows[-1] = ("C", _("%(points)s and above") % {"points": number(rules.bounds[-1][1])})
    return rows


def missing(keys, card):
    """Which indicators nobody has rated, with whose turn it is."""
    words, found = raters(), [card.get(key) for key in keys]
    names = _(", ").join(with_note(indicator_name(i), words[i.rater]) for i in found if i)
    return _("Not rated yet, 0 points: %(names)s.") % {"names": names}


def value(indicator, line):
    """A computed value with its figures: “98.5 % of 1,200,000 due”."""
    found, figures = line.get("value"), line.get("figures") or {}
    if found is None:
        nothing = {
            "growth": _("no purchases in either quarter"),
            "evenness": _("no purchases in twelve months"),
            "timeliness": _("nothing due within a year"),
            "years": _("no cooperation yet"),
        }
        return nothing.get(indicator.measure, "")
    shown = number(found)
    if indicator.measure == "volume":
        return yuan(found)
    if indicator.measure == "growth":
        return _("%(value)s %% (from %(before)s to %(now)s)") % {
            "value": shown,
            "before": yuan(figures["before"]),
            "now": yuan(figures["now"]),
        }
    if indicator.measure == "evenness":
        return _("%(value)s %% (purchases in %(bought)s of %(months)s months, variation %(variation)s)") % {
            "value": shown,
            **figures,
        }
    if indicator.measure == "timeliness":
        pattern = (
            _("%(value)s %% of %(due)s due")
            if figures["window"] == "quarter"
            else _("%(value)s %% of %(due)s due within the year")
        )
        return pattern % {"value": shown, "due": yuan(figures["due"])}
    return _("%(value)s years, since %(since)s") % {"value": shown, **figures}


def change_text(key, pair, card):
    """One difference to the version before: (what, old, new)."""
    indicator = card.get(key)
    label = (
        indicator_name(indicator)
        if indicator
        else {"points": _("points"), "grade": _("grade"), "big": _("big customer"), "key": _("key customer")}.get(
            key, key
        )
    )
    return label, *(_plain(one) for one in pair)


def _plain(one):
    if one is None or one == "":
        return "–"
    if isinstance(one, bool):
        return _("yes") if one else _("no")
    return str(one)
