"""The card of targets on the home page: this month of one's own or of one's department (rows Nc5, Nf1)."""

from reports.domain.targets import facts, units
from reports.rules.periods import MONTH, period_of

from .names import period_text, unit_text
from .overview import address, line_row

# More stand on the page of targets.
SHOWN = 4


def card(user, today):
    """{name, period, url, rows}; None where no target is set for this month, by two queries then."""
    unit, period = units.start(user), period_of(MONTH, today)
    targets = facts.of_period([unit], period)
    keys = [key for key in facts.measurable() if (unit.key, key) in targets][:SHOWN]
    if not keys:
        return None
    lines = facts.lines([unit], period, targets, keys, today)
    return {
        "name": unit_text(unit),
        "period": period_text(period),
        "url": address(unit, period),
        "rows": [line_row(lines[unit.key, key]) | {"url": address(unit, period, key)} for key in keys],
    }
