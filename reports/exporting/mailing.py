"""What a mailing carries: the file that its reader would get by hand, by their rights at this moment, and the letter (rows Nh3, Nb4)."""

from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from crm_project.lib.time import iso, local_date
from customers.exporting import jobs
from reports.domain.analysis.asked import Asked
from reports.domain.mailing import access
from reports.models import MailDelivery, MailSchedule
from reports.models.mailing import Content
from reports.presenters.analysis.pages import PAGES
from reports.presenters.mailing.words import content_text
from reports.rules.mailing.slots import days_of

from .analysis import write_analysis
from .figures import write_figures

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {"xlsx": XLSX, "pdf": "application/pdf"}


def writer(
    listed: Callable[..., Any], clock: Callable[[], datetime]
) -> Callable[[MailDelivery], tuple[EmailMessage, int]]:
    """write(delivery) for `reports.domain.mailing.sending`; `listed(user, params, at)`: the customers of a list."""

    def write(row: MailDelivery) -> tuple[EmailMessage, int]:
        reader, schedule = row.reader, row.schedule
        with translation.override(reader.language or settings.LANGUAGE_CODE):
            content, rows = FILES[Content(schedule.content)](schedule, reader, clock, listed)
            mail = _letter(row, rows)
            name = f"{local_date(clock()):%Y%m%d}-{schedule.pk}.{schedule.format}"
            mail.attach(name, content, TYPES[schedule.format])
            return mail, rows

    return write


def _letter(row: MailDelivery, rows: int) -> EmailMessage:
    schedule = row.schedule
    context = {
        "schedule": schedule,
        "reader": row.reader,
        "own": schedule.owner_id == row.reader_id,
        "what": content_text(schedule),
        "rows": rows,
        "url": settings.SITE_URL + reverse("reports:mailings"),
    }
    text = render_to_string("reports/mailing/letter.txt", context)
    # The same for every attempt: a mail server or a mailbox that gets it twice knows it.
    number, host = f"mailing-{row.pk}-{row.due_at:%Y%m%d%H%M}", urlsplit(settings.SITE_URL).hostname
    headers = {"Message-ID": f"<{number}@{host}>"}
    return EmailMessage(schedule.name.replace("\n", " ")[:150], text, to=[row.reader.email], headers=headers)


def _list(
    schedule: MailSchedule, reader: User, clock: Callable[[], datetime], listed: Callable[..., Any]
) -> tuple[bytes, int]:
    """Exported as by hand: limits, masked numbers, a mark in each row, an entry in the audit under the reader's name."""
    at, found = clock(), access.filter_of(schedule)
    if found is None:
        raise Refused(_("This saved filter does not exist any more: choose another."), code="filter")
    total = jobs.exportable(reader, listed(reader, QueryDict(found.query), at)).order_by().count()
    reason = f"{schedule.name}: {schedule.reason}"
    job = jobs.start_export(
        by=reader, at=at, query=found.query, format=schedule.format, reason=reason, more=False, total=total
    )
    jobs.run_export(job.pk, listed=listed, clock=clock)
    job.refresh_from_db()
    if job.state != jobs.State.DONE:
        raise ValueError(f"export {job.pk}: {job.problem}")
    with job.file.open("rb") as file:
        return file.read(), job.rows


def _days(schedule: MailSchedule, at: datetime) -> tuple[date, date]:
    return days_of(schedule.days, local_date(at))


def _analysis(schedule: MailSchedule, reader: User, clock: Callable[[], datetime], listed: object) -> tuple[bytes, int]:
    at, page, target = clock(), PAGES[schedule.page], BytesIO()
    first, last = _days(schedule, at)
    asked = Asked(reader, at, first, last, department=schedule.department)
    rows = write_analysis(page, asked, target, f"{reader} · {iso(at)}")
    log.record(by=reader, action="analysis.exported", at=at, **_exported(page.key, page.label, rows))
    return target.getvalue(), rows


def _figures(schedule: MailSchedule, reader: User, clock: Callable[[], datetime], listed: object) -> tuple[bytes, int]:
    at, target = clock(), BytesIO()
    first, last = _days(schedule, at)
    rows = write_figures(reader, schedule.department, first, last, target, f"{reader} · {iso(at)}")
    log.record(by=reader, action="figures.exported", at=at, **_exported("figures", _("Figures"), rows))
    return target.getvalue(), rows


def _exported(key: str, name: object, rows: int) -> dict[str, Any]:
    """What the audit keeps of a file, as when it is taken by hand."""
    return {
        "subject_type": "analysis",
        "subject_id": key,
        "subject_name": str(name),
        "changes": {"rows": [None, rows]},
    }


FILES = {Content.LIST: _list, Content.ANALYSIS: _analysis, Content.FIGURES: _figures}
