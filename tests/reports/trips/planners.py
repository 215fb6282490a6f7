"""What the stories of trips are told with: a region with customers, a plan, a trip that stands."""

from datetime import date

from customers.models import ListItem
from reports.domain.trips import checking, planning, rule_versions
from reports.rules.trips.planning import Days
from tests.cast import NOW, customer, moment

# Wednesday to Thursday of the week in which all stories begin.
FIRST, LAST = date(2026, 3, 4), date(2026, 3, 5)


def region(name="Zhejiang"):
    return ListItem.objects.get(kind="region", name=name)


def there(owner, name, where=None, **fields):
    """A customer of this owner in the region."""
    row = customer(owner, since=moment("2026-02-02 09:00"), name=name, **fields)
    row.regions.add(where or region())
    return row


def plan(*customers, first=FIRST, last=LAST, purpose="price of the new line", where=None, **fields):
    stops = [checking.Stop(row.pk, purpose) for row in customers]
    return checking.Plan(where or region(), Days(first, last), stops, **fields)


def planned(traveller, *customers, at=NOW, **fields):
    """A trip, by the verb."""
    return planning.plan_trip(plan=plan(*customers, **fields), by=traveller, at=at)


def ruled(cast, at=NOW, **fields):
    """Rules of the company, by the verb."""
    given = {"department": None, "holds_from": date(2026, 2, 1), "approval": True, "report_days": 2, **fields}
    return rule_versions.set_rules(by=cast.general_manager, at=at, **given)
