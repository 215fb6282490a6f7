"""Closing the scores of a month on their day: what was measured is kept, and everybody is told (rows Nf16, Ni16)."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.db import transaction

from crm_project.accounts.domain.working_days import overrides
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.calendar import working_days_after
from crm_project.lib.time import local_date
from crm_project.notices.domain.notify import notice, send
from reports.models import AppraisalScheme, Score
from reports.rules.periods import Period, month_of

from .appeals import address, appeal_by
from .schemes import SchemeBook
from .scoring import Now, plain, scores_now

# People whose scores are reckoned and closed together.
BATCH = 200


def closes_on(scheme: AppraisalScheme, month: Period) -> date:
    """The day on which scores of the month are closed."""
    return working_days_after(month.last, scheme.close_days, overrides())


def open_scores(people: Iterable[User], month: Period, at: datetime) -> dict[int, Now]:
    """{person: what they have} of those who were there, as long as the day of closing has not gone by."""
    book, today = SchemeBook(), local_date(at)
    there = [one for one in people if one.is_active and local_date(one.date_joined) <= month.last]
    return scores_now([one for one, day in _closing_days(there, month, book) if day >= today], month, at, book)


def close_due(*, at: datetime) -> int:
    """Close the scores of the last month whose day has come; returns how many. Run twice, the second time closes nothing."""
    book, today = SchemeBook(), local_date(at)
    month = month_of(today).shifted(-1)
    due = [one for one, day in _closing_days(_unclosed(month), month, book) if day <= today]
    return sum(_close(due[n : n + BATCH], month, book, at) for n in range(0, len(due), BATCH))


def _closing_days(people: Iterable[User], month: Period, book: SchemeBook) -> Iterator[tuple[User, date]]:
    """(person, day on which their month is closed) of those whom a scheme scores."""
    days: dict[int, date] = {}
    for person in people:
        scheme = book.scheme(person, month.first)
        if scheme is None:
            continue
        if scheme.pk not in days:
            days[scheme.pk] = closes_on(scheme, month)
        yield person, days[scheme.pk]


def _unclosed(month: Period) -> Iterable[User]:
    """Active people who were there in the month and have no score of it yet."""
    people = User.objects.filter(is_active=True, date_joined__date__lte=month.last).exclude(scores__first=month.first)
    return people.select_related("role", "department").order_by("pk").iterator(chunk_size=500)


def _close(people: list[User], month: Period, book: SchemeBook, at: datetime) -> int:
    with transaction.atomic():
        # Two runs at once wait for each other here; the second one finds the scores of the first.
        list(
            User.objects.select_for_update(no_key=True)
            .filter(pk__in=[one.pk for one in people])
            .order_by("pk")
            .values("pk")
        )
        there = set(Score.objects.filter(first=month.first, person__in=people).values_list("person_id", flat=True))
        found = scores_now([one for one in people if one.pk not in there], month, at, book, everything=True)
        by_pk = {one.pk: one for one in people}
        rows = [_row(by_pk[pk], month, now, at) for pk, now in found.items()]
        Score.objects.bulk_create(rows)
        for row in rows:
            log.record(by=None, action="score.closed", at=at, subject=row, changes={"total": [None, row.total]})
        send(
            [
                notice(
                    row.person_id,
                    "score_closed",
                    at=at,
                    key=f"score:{row.pk}",
                    url=address(row),
                    month=month.key,
                    points=f"{row.total:f}",
                )
                for row in rows
            ]
        )
    return len(rows)


def _row(person: User, month: Period, now: Now, at: datetime) -> Score:
    total = now.result.total
    return Score(
        person=person,
        department=person.department,
        first=month.first,
        scheme=now.scheme,
        measured=plain(now.measured),
        untrue=now.untrue,
        closed_with=total,
        total=total,
        closed_at=at,
        appeal_by=appeal_by(at),
    )
