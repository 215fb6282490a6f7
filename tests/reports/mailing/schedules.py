"""Mailings for tests: of an analysis, of a list, sent as the task sends them, read back."""

from datetime import timedelta
from io import BytesIO

from django.utils import timezone
from openpyxl import load_workbook

from customers.domain.saved_filters import save_filter
from customers.filters import listed
from reports.domain.mailing import planning, sending, setting
from reports.exporting.mailing import writer
from tests.cast import NOW, moment

NEXT = moment("2026-03-09 08:00")  # the Monday after


def of_analysis(by, readers=(), **more):
    said = {"name": "每周漏斗", "content": "analysis", "page": "cohorts", "repeat": "weekly", "weekday": 0, "hour": 8}
    return setting.create_schedule(by=by, at=NOW, readers=readers, **said | more)


def of_list(by, readers=(), **more):
    kept = save_filter(by=by, at=NOW, name="都在这里", query="held=owned")
    said = {"name": "客户清单", "content": "list", "saved_filter": kept, "reason": "weekly meeting"}
    return setting.create_schedule(by=by, at=NOW, readers=readers, weekday=0, **said | more)


def run(clock, at=NEXT + timedelta(minutes=1)):
    clock.move_to(at)
    planned = planning.plan_due(at=at)
    return planned, sending.send_waiting(write=writer(listed, timezone.now), clock=timezone.now)


def cells(letter):
    name, content, kind = letter.attachments[0]
    assert name.endswith(".xlsx") and "spreadsheet" in kind
    return [[cell.value for cell in row] for row in load_workbook(BytesIO(content)).worksheets[0].iter_rows()]
