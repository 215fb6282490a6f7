"""What the team did this week beside the same days of last week, by the figures' own definitions (row Z2)."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from crm_project import catalogue
from crm_project.accounts.models import User
from crm_project.lib.figure import Value
from crm_project.lib.time import local_date
from reports.domain import figures

from .figures import value_text

# Work, customers won and lost, what moved.
SHOWN = ("valid_followups", "visits", "new_customers", "claims", "released", "deals_moved", "deals_won", "contracts")
# Beyond so many people the figures are asked for on their page.
MOST = 200


def card(user: User, at: datetime) -> dict[str, Any] | None:
    """{rows: [{label, now, before, more}], url}: from Monday until today; None without people, or with too many."""
    people = figures.people(user).filter(is_active=True).exclude(pk=user.pk)
    ids = list(people.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
    if not ids or len(ids) > MOST:
        return None
    today = local_date(at)
    monday, week = today - timedelta(days=today.weekday()), timedelta(days=7)
    now, before = (
        _sums(figures.count(ids, monday, today, SHOWN)),
        _sums(figures.count(ids, monday - week, today - week, SHOWN)),
    )
    days = urlencode({"since": monday.isoformat(), "until": today.isoformat()})
    known = catalogue.figures()
    return {
        "rows": [
            {
                "label": known[key][0].label,
                "now": value_text(known[key][0], now.get(key, 0)),
                "before": value_text(known[key][0], before.get(key, 0)),
            }
            for key in SHOWN
        ],
        "url": f"{reverse('reports:figures')}?{days}",
    }


def _sums(found: dict[int, dict[str, Value]]) -> dict[str, Value]:
    return {key: sum(values.get(key, 0) for values in found.values()) for key in SHOWN}
