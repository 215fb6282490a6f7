"""Grading a quarter: scores by hand and computed values become points, points a grade; for everybody or for a few (rows T7-T13).

Running it again changes nothing where the facts are the same; where they differ it writes a further version that says what changed.
"""

from collections import Counter
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from contracts.ratings.domain.grade_versions import store_grades
from contracts.ratings.domain.scoring import Judged
from contracts.ratings.models import Round
from contracts.ratings.rules.quarters import Quarter
from contracts.ratings.rules.scorecard import SEGMENTS
from crm_project.accounts.domain import access
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from customers.models import Customer

from .scorecards import Cards
from .scoring import JUDGED, judge_all

BATCH = 2000
SILENT = timedelta(minutes=5)  # a run without a sign of life for so long was killed


def rated() -> QuerySet[Customer]:
    """Customers that are graded: those with a segment, still there."""
    return Customer.objects.filter(segment__in=SEGMENTS, merged_into=None, removed_at=None)


def run_rating(
    *,
    quarter: Quarter,
    at: datetime,
    by: User | None = None,
    write: bool = True,
    tell: Callable[[Judged, Cards], None] | None = None,
    between: Callable[[], None] | None = None,
    resume: bool = False,
    at_end: Callable[[], None] | None = None,
) -> dict[str, int]:
    """Grade everybody for a quarter, batch by batch; returns the figures by grade and what was new, changed, unchanged.

    `tell` receives each judgement with the scorecards, `between` is called between batches,
    `at_end` in the transaction that marks the quarter as graded. `resume`: take up a run that was killed.
    Refuses with code forbidden, future.
    """
    _check(quarter, by, at)
    cards, figures = Cards(quarter), Counter()
    position = _begin(quarter, at, resume, figures) if write else 0
    while batch := list(_batch(position)):
        if between:
            between()
        with transaction.atomic():
            this = _locked(quarter) if write else None
            judged = judge_all(batch, quarter, cards)
            results = store_grades(judged, quarter, at=at, by=by) if write else {}
            position = batch[-1][0]
            for one in judged:
                figures[one.fields["grade"] or "none"] += 1
                figures[results.get(one.pk, "judged")] += 1
            if this is not None:
                this.position, this.done, this.touched_at, this.figures = (
                    position,
                    this.done + len(batch),
                    at,
                    dict(figures),
                )
                this.save(update_fields=["position", "done", "touched_at", "figures"])
        if tell:
            for one in judged:
                tell(one, cards)
    if write:
        _finish(quarter, at, by, figures, at_end)
    return dict(figures)


def start_rating(*, quarter: Quarter, by: User, at: datetime) -> Round:
    """Ask for a run in the background: from now on the quarter shows as being graded. Refuses with code forbidden, future, running."""
    _check(quarter, by, at)
    Round.objects.get_or_create(pk=str(quarter))
    with transaction.atomic():
        this = _locked(quarter)
        if this.running_since and this.touched_at and this.touched_at > at - SILENT:
            raise Refused(_("%(quarter)s is already being graded.") % {"quarter": quarter}, code="running")
        this.position, this.done, this.total, this.running_since, this.touched_at, this.figures = (
            0,
            0,
            rated().count(),
            at,
            at,
            {},
        )
        this.save()
        return this


def settled(this: Round, quarter: Quarter) -> bool:
    """Whether a quarter was graded after its end; a run before that only looks ahead, and its sheets are still to come."""
    return this.graded_at is not None and local_date(this.graded_at) >= quarter.after


def check_begun(quarter: Quarter, at: datetime) -> None:
    """Refuse a quarter that lies in the future."""
    if quarter.first > local_date(at):
        raise Refused(
            _("%(quarter)s has not started: choose a quarter that already has data.") % {"quarter": quarter},
            code="future",
        )


def _check(quarter: Quarter, by: User | None, at: datetime) -> None:
    if by is not None and not access.may(by, "rating.manage"):
        raise Refused(_("Only somebody who manages the rating can run it."), code="forbidden")
    check_begun(quarter, at)


def _batch(position: int) -> QuerySet[Customer, tuple[Any, ...]]:
    return rated().filter(pk__gt=position).order_by("pk").values_list(*JUDGED)[:BATCH]


def _locked(quarter: Quarter) -> Round:
    """The quarter's row, locked: two runs take turns, batch by batch."""
    return Round.objects.select_for_update(no_key=True).get(pk=str(quarter))


def _begin(quarter: Quarter, at: datetime, resume: bool, figures: Counter[str]) -> int:
    Round.objects.get_or_create(pk=str(quarter))
    with transaction.atomic():
        this = _locked(quarter)
        if resume and this.running_since and this.position:
            figures.update(this.figures)
            return this.position
        this.position, this.done, this.total, this.running_since, this.touched_at = 0, 0, rated().count(), at, at
        this.save(update_fields=["position", "done", "total", "running_since", "touched_at"])
        return 0


def _finish(
    quarter: Quarter, at: datetime, by: User | None, figures: Counter[str], at_end: Callable[..., Any] | None
) -> None:
    with transaction.atomic():
        this = _locked(quarter)
        this.position, this.running_since, this.figures = 0, None, dict(figures)
        this.graded_at = this.graded_at if settled(this, quarter) else at
        this.save(update_fields=["position", "running_since", "figures", "graded_at"])
        changes = {name: [None, n] for name, n in sorted(figures.items())}
        log.record(
            by=by,
            action="rating.run",
            at=at,
            subject_type="round",
            subject_id=str(quarter),
            subject_name=str(quarter),
            changes=changes,
        )
        if at_end:
            at_end()


def regrade(*, quarter: Quarter, ids: Collection[int], at: datetime, by: User) -> dict[int, str]:
    """Grade these customers anew after a correction, if their quarter has been graded; returns {customer id: result}."""
    if not Round.objects.filter(pk=str(quarter), graded_at__isnull=False).exists():
        return {}
    with transaction.atomic():
        _locked(quarter)
        batch = list(rated().filter(pk__in=ids).order_by("pk").values_list(*JUDGED))
        results = {}
        for start in range(0, len(batch), BATCH):
            results |= store_grades(
                judge_all(batch[start : start + BATCH], quarter, Cards(quarter)), quarter, at=at, by=by
            )
        return results
