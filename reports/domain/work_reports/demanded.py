"""Which reports people must hand in and by when: from the templates, the working days and what is there already (row Ni1)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from crm_project.accounts.domain.access import may
from crm_project.accounts.domain.working_days import overrides
from crm_project.accounts.models import User
from crm_project.lib.calendar import is_working_day, working_days_after
from crm_project.lib.time import at_hour, local_date
from reports.models import ReportTemplate, WorkReport
from reports.models.work_reports import State
from reports.rules.report_periods import KINDS, Period, before, period_of

from .templates import TemplateBook, kept_book

WRITE = "report.write"
# A report is never due later than so many days after its period.
LATEST_DUE = timedelta(days=60)
# So many ended periods are looked at: who has missed more hands in the last ones.
BACK = {"daily": 5, "weekly": 3, "monthly": 2, "half_yearly": 1, "yearly": 1}


@dataclass(frozen=True)
class Demand:
    """A report that somebody must hand in; `report`: what they have of it."""

    person: User
    period: Period
    template: ReportTemplate
    due_at: datetime
    report: WorkReport | None

    @property
    def open(self) -> bool:
        """Whether it still has to be handed in."""
        return self.report is None or self.report.state != State.SUBMITTED

    @property
    def in_time(self) -> bool:
        """Whether it was handed in when it was due."""
        moment = self.report.submitted_at if self.report is not None and not self.open else None
        return moment is not None and moment <= self.due_at


def due_at(template: ReportTemplate, period: Period, days_off: Mapping[date, bool]) -> datetime:
    """The hour on the last of so many working days after the period; 0 days: on its last working day."""
    day = period.last
    if template.days == 0:
        while not is_working_day(day, days_off) and day > period.first:
            day -= timedelta(days=1)
    return at_hour(working_days_after(day, template.days, days_off), template.hour)


def opens_on(period: Period, days_off: Mapping[date, bool]) -> date:
    """The day from which a report may be handed in: the last working day of its period."""
    day = period.last
    while not is_working_day(day, days_off) and day > period.first:
        day -= timedelta(days=1)
    return day


def periods_at(kind: str, day: date) -> list[Period]:
    """The present period and the last ones that have ended, the newest first."""
    out = [period_of(kind, day)]
    for _n in range(BACK[kind]):
        out.append(before(out[-1]))
    return out


def demands_of(people: Iterable[User], at: datetime, *, periods: Collection[Period] | None = None) -> list[Demand]:
    """What these people (with role and department) must hand in: of these periods, or of all that count today.

    Periods before they joined, or before the first template, are not asked for. Three queries, whoever they are.
    """
    today = local_date(at)
    wanted = list(periods) if periods is not None else [one for kind in KINDS for one in periods_at(kind, today)]
    writers = [person for person in people if may(person, WRITE)]
    book, days_off = TemplateBook(), overrides()
    have = _reports(writers, wanted)
    out = []
    for person in writers:
        joined = local_date(person.date_joined)
        for period in wanted:
            template = book.template(person.department, period.kind, period.first)
            if template is None or not template.demanded or period.last < joined:
                continue
            if not is_working_day(period.first, days_off) and period.first == period.last:
                continue
            report = have.get((person.pk, period.kind, period.first))
            out.append(Demand(person, period, template, due_at(template, period, days_off), report))
    return out


def demands_due(people: Iterable[User], first: date, last: date, at: datetime) -> list[Demand]:
    """What these people had to hand in on these days, both included. Three queries, whoever they are."""
    wanted = []
    for kind in KINDS:
        period = period_of(kind, last)
        while period.last >= first - LATEST_DUE:
            wanted.append(period)
            period = before(period)
    return [one for one in demands_of(people, at, periods=wanted) if first <= local_date(one.due_at) <= last]


def _reports(people: list[User], periods: list[Period]) -> dict[tuple[int, str, date], WorkReport]:
    if not people or not periods:
        return {}
    rows = WorkReport.objects.filter(
        author__in=people, kind__in={one.kind for one in periods}, first__in={one.first for one in periods}
    )
    rows = rows.select_related("author").defer("rows", "texts", "outcomes")
    return {(row.author_id, row.kind, row.first): row for row in rows}


def open_demands(person: User, at: datetime) -> list[Demand]:
    """What the person has to hand in by now or in this period, the next due first."""
    days_off, today = overrides(), local_date(at)
    found = [one for one in demands_of([person], at) if one.open and opens_on(one.period, days_off) <= today]
    return sorted(found, key=lambda one: (one.due_at, one.period.kind))


def asked_at_all(user: User) -> bool:
    """Whether any report can be demanded of the user; no query as a rule."""
    return may(user, WRITE) and kept_book().demands_anything(user.department)


def may_write(user: User) -> bool:
    """Whether the user's role writes reports."""
    return may(user, WRITE)
