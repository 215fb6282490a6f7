"""What a trip is called: fixed by its day, its region and its traveller (row Ni2)."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm_project.notices.presenters.kinds import Params
from reports.models import Trip


def title(trip: Trip) -> str:
    """“2026-12-03 · Zhejiang · Li Ming”: the fixed title."""
    named = {"first": trip.first.isoformat(), "region": trip.region, "name": trip.traveller}
    return pgettext("title of a trip", "%(first)s · %(region)s · Trip · %(name)s") % named


def report_title(trip: Trip) -> str:
    """The same of its report."""
    named = {"first": trip.first.isoformat(), "region": trip.region, "name": trip.traveller}
    return _("%(first)s · %(region)s · Trip report · %(name)s") % named


def with_trip(sentence):
    """The text of a notice with `%(trip)s` (day and region) besides its own parameters."""

    def text(params: dict[str, Any]) -> str:
        about = " · ".join(part for part in (params.get("first", ""), params.get("region", "")) if part)
        return str(sentence) % Params({**params, "trip": about})

    return text
