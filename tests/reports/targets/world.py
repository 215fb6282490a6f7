"""What targets are told with in tests."""

from datetime import date
from decimal import Decimal

from crm_project.accounts.models import Department
from reports.domain.targets import units
from reports.domain.targets.checking import Wanted
from reports.domain.targets.setting import set_targets
from reports.models import Target
from reports.rules.periods import period_from
from reports.rules.targets.tiers import Tiers
from tests.cast import NOW

# The clock stands at 2 March 2026: March is in force, April is to come, February is over.
MARCH, APRIL, FEBRUARY = map(period_from, ("2026-03", "2026-04", "2026-02"))
TODAY = date(2026, 3, 2)


def unit(row):
    """The person or department as somebody who has targets."""
    return units.of_department(row) if isinstance(row, Department) else units.of_person(row)


def tiers(target, floor=None, stretch=None):
    return Tiers(*(None if one is None else Decimal(one) for one in (target, floor, stretch)))


def wanted(row, target, period=APRIL, figure="visits", floor=None, stretch=None):
    """A wish; `target` None: no target."""
    return Wanted(unit(row), figure, period, None if target is None else tiers(target, floor, stretch))


def put(row, target, period=APRIL, figure="visits", **rest):
    """A target that stands there already, whoever set it."""
    columns = unit(row).columns
    fields = {"figure": figure, "span": period.span, "starts_on": period.first, "changed_at": NOW, **columns, **rest}
    return Target.objects.create(target=target, **fields)


def set_as(person, *wishes, reason=""):
    return set_targets(wanted=wishes, by=person, at=NOW, reason=reason)
