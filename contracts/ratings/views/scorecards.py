"""Scorecards: what is looked at and how points follow; whoever manages the rating makes a new version (row T7)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from contracts.ratings.domain import scorecards as verbs
from contracts.ratings.domain.indicators import guidance, indicator_name, raters
from contracts.ratings.domain.rating_rounds import quarter_on
from contracts.ratings.domain.scorecard_forecast import forecast
from contracts.ratings.presenters.grade_text import bounds, number, yuan
from contracts.ratings.rules.indicators import COMPUTED
from contracts.ratings.rules.quarters import Quarter
from contracts.ratings.rules.scorecard import SEGMENTS, problems, read
from crm_project.accounts.decorators import allowed
from crm_project.accounts.domain.access import may
from crm_project.lib.language import in_language
from crm_project.lib.refused import Refused
from crm_project.lib.time import day, local_date
from crm_project.lib.views import now, posted, refusal_into
from customers.models.choices import Segment

from ..forms.scorecard import ScorecardForm
from ..models import Scorecard
from .explanation import grade_label


@allowed("rating.view", "rating.manage")
@require_GET
def scorecards(request):
    """The scorecard of each segment in force, and how grades follow from points."""
    cards = verbs.Cards(Quarter.of(local_date(now())))
    shown = [
        {
            "segment": segment,
            "name": Segment(segment).label,
            "version": row.number if row else 1,
            "from": row.holds_from if row else _("the beginning"),
            "count": len(cards[segment].indicators),
            "grading": _grading(cards[segment]),
        }
        for segment, row in ((segment, cards.rows[segment]) for segment in SEGMENTS)
    ]
    return render(
        request, "ratings/scorecards.html", {"cards": shown, "may_manage": may(request.user, "rating.manage")}
    )


def _grading(card):
    """How grades follow from points on this card: [(grade, points)], who is a big customer, what else is asked."""
    rules = card.rules
    big = _("%(grades)s and at least %(amount)s purchased last year") % {
        "grades": " / ".join(rules.big_grades),
        "amount": yuan(rules.big_amount),
    }
    return {"bounds": bounds(rules), "big": big, "needs_credit": rules.needs_credit, "papers": card.papers}


def _versions(segment):
    rows = list(Scorecard.objects.filter(segment=segment).select_related("made_by"))
    return rows, {row.number: row for row in rows}


@allowed("rating.view", "rating.manage")
@require_GET
def scorecard(request, segment):
    """One version, the newest where the address names none (`?version=1` is the default)."""
    if segment not in SEGMENTS:
        raise Http404
    rows, known = _versions(segment)
    wanted = request.GET.get("version", "")
    wanted = int(wanted) if wanted.isdecimal() else (rows[0].number if rows else 1)
    if wanted != 1 and wanted not in known:
        raise Http404
    row = known.get(wanted)
    card = read(segment, verbs.body_of(segment, row))
    words = raters()
    groups = [
        (
            in_language(en, zh),
            [
                {
                    "label": indicator_name(i),
                    "key": i.key,
                    "full": number(i.full),
                    "rater": words[i.rater],
                    "guidance": guidance(i),
                    "rule": _rule(i),
                }
                for i in card.indicators
                if i.category == key
            ],
        )
        for key, en, zh in card.categories
    ]
    context = {
        "segment": segment,
        "name": Segment(segment).label,
        "row": row,
        "version": wanted,
        "groups": groups,
        "card": card,
        "grading": _grading(card),
        "versions": [(r.number, r.holds_from, r.note, r.made_by, day(r.made_at)) for r in rows]
        + [(1, _("the beginning"), _("Built in"), "", "")],
        "may_manage": may(request.user, "rating.manage"),
        "crumbs": [(_("Scorecards"), reverse("ratings:scorecards"))],
    }
    return render(request, "ratings/scorecard.html", context)


def _rule(indicator):
    if indicator.rater != COMPUTED:
        return ""
    rule = indicator.rule
    if rule["kind"] == "steps":
        return " · ".join(
            _("from %(value)s: %(points)s") % {"value": number(least), "points": number(points)}
            for least, points in rule["steps"]
        )
    return _("in proportion, from 0 points at %(zero)s %% to the full marks at %(full)s %%") % {
        "zero": number(rule["zero"]),
        "full": number(rule["full"]),
    }


@allowed("rating.manage")
@require_http_methods(["GET", "POST"])
def revise(request, segment):
    """Typed over the newest version; quarters that are over keep theirs."""
    if segment not in SEGMENTS:
        raise Http404
    at = now()
    newest = verbs.latest(segment)
    version = newest.number if newest else 1
    form = ScorecardForm(
        posted(request),
        segment=segment,
        body=verbs.body_of(segment, newest),
        version=version,
        at_quarter=Quarter.of(local_date(at)),
    )
    foreseen = None
    if request.method == "POST" and form.is_valid() and request.POST.get("do") == "forecast":
        foreseen = _foreseen(form, segment, at)
    elif request.method == "POST" and form.is_valid():
        try:
            row = verbs.revise_scorecard(
                segment=segment,
                holds_from=form.quarter(),
                body=form.revised(),
                note=form.cleaned_data["note"],
                after=form.cleaned_data["after"],
                by=request.user,
                at=at,
            )
            messages.success(
                request, _("Version %(n)s applies from %(quarter)s.") % {"n": row.number, "quarter": row.holds_from}
            )
            return redirect("ratings:scorecard", segment)
        except Refused as refusal:
            refusal_into(form, refusal)
    context = {
        "form": form,
        "foreseen": foreseen,
        "segment": segment,
        "name": Segment(segment).label,
        "crumbs": [
            (_("Scorecards"), reverse("ratings:scorecards")),
            (Segment(segment).label, reverse("ratings:scorecard", args=[segment])),
        ],
    }
    return render(request, "ratings/revise.html", context, status=422 if form.errors else 200)


def _foreseen(form, segment, at):
    """Who would change grade, for the page; what is wrong with the draft goes to its fields instead."""
    body = form.revised()
    wrong = [verbs.refusal_of(problem) for problem in problems(body)]
    for refusal in wrong:
        refusal_into(form, refusal)
    if wrong:
        return None
    found = forecast(segment=segment, body=body, quarter=quarter_on(at))
    return {
        "quarter": str(found.quarter),
        "judged": f"{found.judged:,}",
        "total": f"{found.total:,}",
        "cut": found.judged < found.total,
        "better": found.better,
        "worse": found.worse,
        "big": (found.big_before, found.big),
        "moves": [(grade_label(now), grade_label(then), n) for (now, then), n in found.moves.most_common()],
        "changed": [
            (customer, grade_label(now), grade_label(then), number(points))
            for customer, now, then, points in found.changed
        ],
    }
