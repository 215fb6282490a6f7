"""What the page about the state of the system shows (rows Nh4, Nh5, Na5)."""

import shutil
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from crm_project.lib.time import minute

from . import health, heartbeats, nightly_backup, outbox
from .models import Alarm, Backup
from .problems import problem_text

PARTS = {
    "web": gettext_lazy("Web"),
    "database": gettext_lazy("Database"),
    "queue": gettext_lazy("Queue"),
    "worker": gettext_lazy("Background work"),
    "files": gettext_lazy("Uploaded files"),
    "beat": gettext_lazy("Scheduled jobs"),
    "disk": gettext_lazy("Disk"),
}
ALARMS = {"backup": gettext_lazy("Backup")}
CHECKS = {
    "sums": gettext_lazy("Totals of contracts and payments"),
    "audit": gettext_lazy("Integrity check of the audit"),
}
SHOWN = 10  # backups


def parts(report: dict[str, str]) -> list[dict[str, Any]]:
    """The parts as the pages list them."""
    return [
        {"name": PARTS[name], "state": state, "well": state in (health.OK, health.BUSY), "busy": state == health.BUSY}
        for name, state in report.items()
    ]


def context() -> dict[str, Any]:
    """Everything on the page."""
    report = health.report()
    last, whole = nightly_backup.last_made(), nightly_backup.last_whole()
    return {
        "parts": [{**part, "note": _note(name)} for name, part in zip(report, parts(report), strict=True)],
        "well": health.is_well(report),
        "alarms": [
            {
                "name": ALARMS.get(a.name, a.name),
                "since": _moment(a.since),
                "problem": problem_text(a.problem, a.problem_values),
            }
            for a in Alarm.objects.order_by("since")
        ],
        "last": last and _backup(last),
        "whole": whole and _backup(whole),
        "backups": [_backup(row) for row in Backup.objects.order_by("-at")[:SHOWN]],
        "folder": settings.BACKUP_ROOT,
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


def _backup(row: Backup) -> dict[str, Any]:
    return {
        "when": _moment(row.at),
        "file": row.file,
        "size": filesizeformat(row.size) if row.size else "",
        "copied": row.copied,
        "problem": problem_text(row.problem, row.problem_values),
    }


def _moment(at: datetime) -> str:
    return minute(at)
