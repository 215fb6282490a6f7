"""The rating of a quarter as it runs by itself: sheets opened on its first day after, people reminded, closed, graded (rows T7, T9)."""

from datetime import date, datetime, timedelta
from typing import Any, cast

from django.db import transaction
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from contracts.ratings.models import IndicatorScore, Round
from contracts.ratings.rules.indicators import FINANCE, SALES
from contracts.ratings.rules.quarters import Quarter
from contracts.ratings.rules.scorecard import SEGMENTS
from crm_project.lib.time import local_date
from crm_project.notices.domain.notify import notice, send
from customers.models import Customer

from . import access, grades
from .scorecards import Cards


def quarter_on(at: datetime) -> Quarter:
    """The last quarter that has ended at this moment: the one whose facts are rated now."""
    return Quarter.of(local_date(at)).previous()


def todo(quarter: Quarter, rater: str, cards: Cards | None = None) -> QuerySet[Customer]:
    """Rated customers for which this rater (sales, finance) has not yet given all its points for the quarter."""
    cards = cards or Cards(quarter)
    rows, lacking = grades.rated(), Q(pk__in=[])
    for segment in SEGMENTS:
        keys = [i.key for i in cards[segment].rated_by(rater)]
        given = IndicatorScore.objects.filter(
            customer=OuterRef("pk"), quarter=str(quarter), indicator__in=keys
        ).order_by()
        count = Subquery(given.values("customer").annotate(n=Count("pk")).values("n"), output_field=IntegerField())
        rows = rows.annotate(**{f"given_{segment}": Coalesce(count, 0)})
        lacking |= Q(segment=segment, **{f"given_{segment}__lt": len(keys)})
    return rows.filter(lacking)


def open_quarter(*, quarter: Quarter, at: datetime) -> Round:
    """Open the sheets of a quarter that is over and tell everybody who has something to rate; again, it does nothing."""
    with transaction.atomic():
        Round.objects.get_or_create(pk=str(quarter))
        this = Round.objects.select_for_update(no_key=True).get(pk=str(quarter))
        if this.opened_at or grades.settled(this, quarter):
            return this
        cards = Cards(quarter)
        this.opened_at, this.closes_on = at, quarter.after + timedelta(days=min(cards[s].days for s in SEGMENTS))
        this.save(update_fields=["opened_at", "closes_on"])
        _tell("rating_open", quarter, this, cards, at)
        return this


def _tell(kind: str, quarter: Quarter, this: Round, cards: Cards, at: datetime) -> None:
    """One notice to each owner and each person of finance who still has customers to rate."""
    params: dict[str, Any] = {
        "at": at,
        "key": f"{kind}:{quarter}",
        "quarter": str(quarter),
        "until": cast(date, this.closes_on).isoformat(),
    }
    url = reverse("ratings:sheets")
    owners = (
        todo(quarter, SALES, cards)
        .filter(ownership__isnull=False)
        .order_by()
        .values("ownership__owner")
        .annotate(n=Count("pk"))
    )
    notices = [notice(row["ownership__owner"], kind, url=url, n=row["n"], **params) for row in owners]
    waiting = todo(quarter, FINANCE, cards).count()
    if waiting:
        notices += [notice(pk, kind, url=f"{url}?rater={FINANCE}", n=waiting, **params) for pk in access.finance()]
    send(list({n.key: n for n in notices}.values()))


def remind_raters(*, quarter: Quarter, at: datetime) -> Round:
    """Once, some days before the sheets close: whoever still has something to rate."""
    with transaction.atomic():
        this = Round.objects.select_for_update(no_key=True).get(pk=str(quarter))
        if this.reminded_at or grades.settled(this, quarter) or not this.closes_on:
            return this
        this.reminded_at = at
        this.save(update_fields=["reminded_at"])
        _tell("rating_reminder", quarter, this, Cards(quarter), at)
        return this


def close_quarter(*, quarter: Quarter, at: datetime) -> dict[str, int]:
    """Grade the quarter with what was filled in, and tell the owners; a run that was killed is taken up."""

    def tell() -> None:
        owners = (
            grades.rated().filter(ownership__isnull=False).order_by().values("ownership__owner").annotate(n=Count("pk"))
        )
        url, key = f"{reverse('ratings:list')}?quarter={quarter}", f"rating_graded:{quarter}"
        send(
            [
                notice(
                    row["ownership__owner"], "rating_graded", at=at, url=url, key=key, quarter=str(quarter), n=row["n"]
                )
                for row in owners
            ]
        )

    return grades.run_rating(quarter=quarter, at=at, resume=True, at_end=tell)


def run_rating_rounds(*, at: datetime) -> dict[str, int] | None:
    """Whatever is due for the quarter that ended last; called every hour, so that a machine that was off catches up."""
    quarter, today = quarter_on(at), local_date(at)
    if not grades.rated().exists():
        return None
    this = open_quarter(quarter=quarter, at=at)
    silent = this.running_since and (this.touched_at or this.running_since) < at - grades.SILENT
    if silent:
        return close_quarter(quarter=quarter, at=at)
    if grades.settled(this, quarter) or not this.closes_on:
        return None
    if today > this.closes_on:
        return None if this.running_since else close_quarter(quarter=quarter, at=at)
    days = max(Cards(quarter)[s].remind for s in SEGMENTS)
    if today >= this.closes_on - timedelta(days=days):
        remind_raters(quarter=quarter, at=at)
    return None
