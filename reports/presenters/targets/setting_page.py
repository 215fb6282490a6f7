"""The page on which targets are set: its rows, and how a target is divided among them (rows Nf1, Nf3)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from crm_project.lib.refused import Refused
from reports.domain import figures
from reports.domain.targets import facts, units
from reports.domain.targets.checking import Wanted, in_force
from reports.domain.targets.units import Unit
from reports.models import Target
from reports.rules.periods import MONTH, Period
from reports.rules.targets.sums import ZERO, divide
from reports.rules.targets.tiers import TIERS, Tiers

from .names import period_text, unit_text

UNITS, PERIODS = "units", "periods"
EVENLY, AS_LAST_YEAR = "even", "last"
# Rows of one page; a larger department is set by a sheet.
MOST = 200


@dataclass(frozen=True)
class Slot:
    """One row of the page."""

    unit: Unit
    period: Period
    depth: int
    row: Target | None
    name: str
    locked: bool

    @property
    def key(self):
        """What the form's hidden field names."""
        return f"{self.unit.key}:{self.period.key}"

    @property
    def initial(self):
        """What stands there, as the form takes it."""
        return {"slot": self.key, **{name: getattr(self.row, name) if self.row else None for name in TIERS}}

    def wanted(self, figure, data):
        """What the form says of it; no target means that there shall be none."""
        tiers = Tiers(data["target"], data["floor"], data["stretch"]) if data["target"] is not None else None
        return Wanted(self.unit, figure, self.period, tiers)


def way(unit, asked):
    """Whether the rows are those below the unit or parts of the period: nobody stands below a person."""
    return PERIODS if asked == PERIODS or unit.kind == units.PERSON else UNITS


def slots(user, unit, figure, period, by, today):
    """The rows: those below the unit in this period, or the unit in the period and all that lies in it; those that may be set."""
    if by == PERIODS:
        if not units.may_set(user, unit):
            return []
        spans = facts.of_spans(unit, figure, period)
        return [
            Slot(unit, one, depth, spans.get(one), period_text(one), in_force(one, today))
            for depth, one in period.tree()
            if one.last >= today
        ]
    if not units.may_divide(user, unit):
        return []
    below = [one for one in units.children(unit) if units.may_set(user, one)][:MOST]
    found = facts.of_period(below, period)
    return [
        Slot(one, period, 0, found.get((one.key, figure)), unit_text(one), in_force(period, today)) for one in below
    ]


def wanted(rows, figure, posted):
    """What the form says of these rows. Refuses with code rows where it names one that is not there (any more)."""
    known = {one.key: one for one in rows}
    if any(one.get("slot") not in known for one in posted):
        raise Refused(_("The rows have changed meanwhile: open the page again."), code="rows")
    return [known[one["slot"]].wanted(figure, one) for one in posted]


def lines(rows, forms):
    """[(row, its part of the form)], each told by the row that its hidden field names: others may stand there meanwhile."""
    known = {one.key: one for one in rows}
    return [(known[key], form) for form in forms if (key := form["slot"].value()) in known]


def whole(unit, figure, period):
    """The target that is divided; None where there is none."""
    return facts.of_period([unit], period).get((unit.key, figure))


def spread(rows, figure, tiers, by, how):
    """{slot: {tier: value}} of a target divided evenly, or as last year's figures were; what is longer than a month is its months' sum."""
    step = facts.step_of(facts.measurable()[figure])
    leaves = [one for one in rows if by == UNITS or one.period.span == MONTH]
    weights = _weights(leaves, figure) if how == AS_LAST_YEAR else [ZERO] * len(leaves)
    out: dict[str, dict[str, Decimal]] = {one.key: {} for one in rows}
    for tier in TIERS:
        total = getattr(tiers, tier)
        if total is None:
            continue
        parts = divide(total, weights, step)
        for one in rows:
            inside = [
                part
                for leaf, part in zip(leaves, parts, strict=True)
                if leaf.unit == one.unit and one.period.first <= leaf.period.first <= one.period.last
            ]
            out[one.key][tier] = sum(inside, ZERO)
    return out


def _weights(leaves, figure):
    """What each of them reached in the same period of the year before."""
    people = units.members({one.unit.key: one.unit for one in leaves}.values())
    everybody = set().union(*people.values()) if people else set()
    counted = {}
    out = []
    for one in leaves:
        before = one.period.shifted(-(12 // {"month": 1, "quarter": 3, "half": 6, "year": 12}[one.period.span]))
        if before not in counted:
            counted[before] = figures.count(everybody, before.first, before.last)
        found = counted[before]
        out.append(sum((Decimal(found.get(pk, {}).get(figure, 0)) for pk in people[one.unit.key]), ZERO))
    return out


def texts_after(unit, figure, period, by, gap_texts, below_texts):
    """What does not add up by now, in sentences."""
    one = facts.measurable()[figure]
    if by == PERIODS:
        return gap_texts(one, facts.of_spans(unit, figure, period))
    below = units.children(unit)
    found = facts.of_period(below, period)
    return below_texts(one, whole(unit, figure, period), [row for (_key, key), row in found.items() if key == figure])


def year_choices(today):
    """The years that may be copied into."""
    return [today.year, today.year + 1]


def day_of(text, otherwise: date):
    """The year of an address as a day within it."""
    return date(int(text), 1, 1) if text.isascii() and text.isdecimal() and 2000 <= int(text) <= 2099 else otherwise
