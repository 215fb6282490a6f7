"""Whether backups come (rows Na5, Nh4)."""

from datetime import datetime, timedelta

from django.conf import settings

from crm_project.lib.time import minute
from crm_project.ops import alarms
from crm_project.ops.models import Backup, Heartbeat
from crm_project.ops.problems import NEVER, TOO_OLD

from .running import ALARM

WATCHED = "backups watched"  # since when this installation looks for backups


def watch(*, at: datetime) -> bool:
    """Whether backups come: else the alarm. A new installation has a day to make its first one."""
    begun, _new = Heartbeat.objects.get_or_create(name=WATCHED, defaults={"at": at})
    longest = timedelta(hours=settings.BACKUP_MISSING_HOURS)
    made, last = Backup.objects.whole().first(), Backup.objects.whole().filter(problem="").first()
    seen = max(begun.at, last.at) if last else begun.at
    late = at - seen > longest
    if late and made and made.problem and made.at > at - longest:
        # There is one, in one place: that its copy failed is what is wrong.
        alarms.raise_alarm(ALARM, made.problem, made.problem_values, at=at)
    elif late:
        code, values = (TOO_OLD, {"when": minute(last.at)}) if last else (NEVER, {})
        alarms.raise_alarm(ALARM, code, values, at=at)
    return not late
