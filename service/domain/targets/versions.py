"""Which targets hold at a moment, and setting new ones (row Ni21). Changed targets hold from a moment on; the past keeps its own."""

import json
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.json_values import JsonObject
from crm_project.lib.refused import Refused
from crm_project.lib.time import zone
from customers.domain.numbers import next_numbers
from service.domain import access
from service.domain.remedial import stored as remedial_stored
from service.domain.targets import stored
from service.models import TargetVersion
from service.rules import targets as rules
from service.rules.targets import Targets

WEEK = {day: ["09:00-12:00", "13:30-18:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
# What holds until somebody sets targets: half a day to answer, a week to be done, less for what is urgent.
STANDARD: JsonObject = {
    "hours": WEEK,
    "country": "CN",
    "days_off": [],
    "days_on": [],
    "remind_at": 0.8,
    "targets": [
        {"kind": "*", "priority": "urgent", "class": "*", "response": 60, "completion": 480},
        {"kind": "*", "priority": "high", "class": "*", "response": 120, "completion": 960},
        {"kind": "*", "priority": "*", "class": "*", "response": 240, "completion": 2400},
    ],
}


def version_at(at: datetime) -> TargetVersion | None:
    """The version that holds at a moment; None: the standard."""
    return TargetVersion.objects.filter(holds_from__lte=at).order_by("-holds_from", "-number").first()


def targets_at(at: datetime) -> Targets:
    """The targets that hold at a moment."""
    version = version_at(at)
    return _read(json.dumps(version.body if version else STANDARD), zone())


@lru_cache(maxsize=32)
def _read(body: str, zone: ZoneInfo) -> Targets:
    """Read once in each process: with the targets stay the working hours of the days that were asked for."""
    return rules.read(json.loads(body), zone)


def set_targets(*, body: JsonObject, note: str = "", by: User, at: datetime) -> TargetVersion:
    """Set new targets from now on. Refuses with code denied; TargetsError says what cannot be meant."""
    if not access.manages(by):
        raise Refused(_("Only a service manager sets the targets."), code="denied")
    targets = rules.read(body, zone())
    with transaction.atomic():
        number = next_numbers("service targets")[0]  # two at once wait for each other
        last = version_at(at)
        version = TargetVersion.objects.create(number=number, body=body, holds_from=at, note=note, set_by=by, set_at=at)
        log.record(
            by=by,
            action="service.targets",
            at=at,
            subject=version,
            changes={"body": [last.body if last else STANDARD, body]},
            reason=note,
        )
        stored.refresh_all(at)
        remedial_stored.refresh_all(at, targets)
        return version
