"""What another policy over a department would do to the customers owned there, for whoever decides (rows M15, Nh7)."""

from datetime import datetime, time, timedelta

from assignment.domain.policies.changes import earliest_day, following
from assignment.domain.policies.lookup import PolicyBook
from assignment.rules.policy_body import read_policy
from crm_project.accounts.models import Department
from crm_project.lib.json_values import JsonObject
from crm_project.lib.time import local_date, zone
from customers.models import Ownership

from .compute import forecast
from .jobs import AT_ONCE, DAYS

__all__ = ["AT_ONCE", "forecast_under"]
# What of a forecast is shown beside a decision.
SHOWN = ("until", "holds_from", "total", "now", "draft", "shift", "first", "activity", "by_rep")


def forecast_under(department: Department, body: JsonObject, *, at: datetime, most: int | None) -> JsonObject | None:
    """The forecast over the next 30 days if the department lived under this body as soon as it may.

    None where more customers than `most` are owned there (None: however many).
    """
    day = earliest_day(PolicyBook().for_department(department, at), at)
    departments = following(department, day)
    if most is not None and Ownership.objects.filter(department__in=departments)[: most + 1].count() > most:
        return None
    until = datetime.combine(local_date(at) + timedelta(days=DAYS), time(23, 59, 59), zone())
    found = forecast(read_policy(body, zone=zone()), departments, at=at, until=until, holds_from=day)
    return {name: found[name] for name in SHOWN}
