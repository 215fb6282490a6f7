"""What the page about the state of the system shows (rows Nh4, Nh5, Na5)."""

import shutil
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from crm_project import catalogue
from crm_project.lib.status_line import Status, StatusLine
from crm_project.lib.time import minute

from . import backup_page, health, heartbeats, outbox, part_history
from .models import Alarm, Backup
from .part_history import Interruption
from .parts import MEANS, PARTS, SYSTEM
from .problems import problem_text

ALARMS = {"backup": gettext_lazy("Backup"), "rehearsal": gettext_lazy("Rehearsal of the backup")}
LISTED = 20  # interruptions of one part
CHECKS = {
    "sums": gettext_lazy("Totals of contracts and payments"),
    "audit": gettext_lazy("Integrity check of the audit"),
    "rehearsal": gettext_lazy("Rehearsal of the backup"),
}


def parts(report: dict[str, str]) -> list[dict[str, Any]]:
    """The parts as the pages list them."""
    return [
        {"name": PARTS[name], "state": state, "well": state in (health.OK, health.BUSY), "busy": state == health.BUSY}
        for name, state in report.items()
    ]


def lines(at: datetime) -> list[tuple[StatusLine, Status]]:
    """[(line, how it stands)] of all that the apps watch."""
    return [(line, line.look(at)) for line in catalogue.status_lines()]


def context(at: datetime) -> dict[str, Any]:
    """Everything on the page."""
    report = health.report()
    since = at - part_history.SHOWN
    failed = part_history.interruptions(since)
    last = Backup.objects.whole().first()
    return {
        "parts": [
            {**part, "note": _note(name), "means": MEANS[name], "history": _history(failed.get(name, []), since, at)}
            for name, part in zip(report, parts(report), strict=True)
        ],
        "stopped": _history(failed.get(SYSTEM, []), since, at),
        "well": health.is_well(report),
        "alarms": [
            {
                "name": ALARMS.get(a.name, ""),
                "since": minute(a.since),
                "problem": problem_text(a.problem, a.problem_values),
            }
            for a in Alarm.objects.order_by("since")
        ],
        "lines": [
            {"label": line.label, "means": line.means, "text": found.text, "well": found.well}
            for line, found in lines(at)
        ],
        "last": last and backup_page.line(last, at),
        "second": settings.BACKUP_SECOND_FOLDER,
        "checks": [
            {"name": CHECKS[name], "text": "" if text == heartbeats.NOT_YET else text, "well": text.startswith("ok")}
            for name, text in health.details().items()
            if name in CHECKS
        ],
    }


def _note(part: str) -> str:
    if part == "disk":
        disk = shutil.disk_usage(settings.CRM_DATA)
        return _("%(free)s of %(total)s free") % {
            "free": filesizeformat(disk.free),
            "total": filesizeformat(disk.total),
        }
    if part == "queue":
        n = outbox.waiting()
        return (
            ngettext("%(n)d task is waiting to be sent", "%(n)d tasks are waiting to be sent", n) % {"n": n}
            if n
            else ""
        )
    return ""


def _history(found: list[Interruption], since: datetime, at: datetime) -> dict[str, Any]:
    """{text, rows}: how often and how long it failed, and each time."""
    if not found:
        return {"text": "", "rows": []}
    minutes = max(round(part_history.lasted(found, since, at).total_seconds() / 60), 1)
    text = ngettext(
        "%(n)d interruption in %(days)d days, %(minutes)d min",
        "%(n)d interruptions in %(days)d days, %(minutes)d min",
        len(found),
    )
    return {
        "text": text % {"n": len(found), "days": part_history.SHOWN.days, "minutes": minutes},
        "rows": [
            {
                "begin": minute(one.begin),
                "end": minute(one.end) if one.end else "",
                "state": "" if one.state == part_history.STOPPED else one.state,
            }
            for one in found[:LISTED]
        ],
    }
