"""How many working days each step may take: setting new ones, from a moment on (row M16)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.json_values import JsonObject
from crm_project.lib.refused import Refused
from customers.domain.numbers import next_numbers
from service.domain.targets.versions import targets_at
from service.models import StepDays
from service.rules import remedial_clock

from . import access, stored


def set_days(*, body: JsonObject, note: str = "", by: User, at: datetime) -> StepDays:
    """Set the days from now on; open plans are counted by them. Refuses with code denied; DaysError where they cannot be meant."""
    if not access.reviews(by):
        raise Refused(_("Only a service manager sets the days of the steps."), code="denied")
    days = remedial_clock.read(body)
    with transaction.atomic():
        number = next_numbers("days of remedial plans")[0]  # two at once wait for each other
        before = stored.days_at(at)
        version = StepDays.objects.create(number=number, body=days, holds_from=at, note=note, set_by=by, set_at=at)
        changes = {step: [before[step], days[step]] for step in days if before[step] != days[step]}
        log.record(by=by, action="remedial.days", at=at, subject=version, changes=changes, reason=note)
        stored.refresh_all(at, targets_at(at))
        return version
