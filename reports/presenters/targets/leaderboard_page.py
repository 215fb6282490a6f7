"""A leaderboard as a page: a column for each figure, its places, whoever is left out (row Nf1)."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from reports.domain.targets import facts, leaderboards, units
from reports.rules.periods import SPANS, period_of

from .names import figure_text, period_text, value_text
from .overview import TABS


def leaderboard_address(department, period):
    """The page of a department's leaderboard for a period."""
    return f"{reverse('reports:leaderboard', args=[department.pk])}?{urlencode({'period': period.key})}"


def page(user, department, leaderboard, period, today):
    """Everything on the page; names only of those on the leaderboard, targets only within the reader's reach."""
    people = leaderboards.people(department, leaderboard)
    names = {one.pk: one for one in people}
    columns = leaderboards.columns(leaderboard, people, period, today) if leaderboard else []
    reach = [one for one in map(units.of_person, people) if units.may_see(user, one)]
    targets = facts.of_period(reach, period) if columns else {}
    inside = today if period.first <= today <= period.last else period.first
    return {
        "department": department,
        "leaderboard": leaderboard,
        "period_text": period_text(period),
        "columns": [
            {
                "label": column.figure.label,
                "says": column.figure.says,
                "total": value_text(column.figure, column.total),
                "rows": [_row(column.figure, place, names[place.person], targets, user) for place in column.places],
            }
            for column in columns
        ],
        "chosen": [figure_text(key) for key in leaderboard.figures] if leaderboard else [],
        "left_out": leaderboard.left_out.count() if leaderboard else 0,
        "tabs": [
            {
                "label": TABS[span],
                "url": leaderboard_address(department, period_of(span, inside)),
                "active": span == period.span,
            }
            for span in SPANS
        ],
        "prev_url": leaderboard_address(department, period.shifted(-1)),
        "next_url": leaderboard_address(department, period.shifted(1)),
        "leaderboards": [
            (str(one), leaderboard_address(one, period), one == department) for one in leaderboards.seen_by(user)
        ],
    }


def _row(figure, place, person, targets, user):
    target = targets.get((f"p{person.pk}", figure.key))
    percent = int(place.value * 100 / target.target) if target and target.target else None
    return {
        "rank": _("%(rank)d (shared)") % {"rank": place.rank} if place.shared else str(place.rank),
        "name": str(person),
        "me": person == user,
        "value": value_text(figure, place.value),
        "percent": _("%(n)d %% of the target") % {"n": percent} if percent is not None else "",
    }
