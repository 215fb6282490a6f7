"""The figures of sales, counted by the database: pipeline, forecast, won and lost, what moved (row Na12)."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, DecimalField, ExpressionWrapper, F, IntegerField, Q, QuerySet, Sum
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, TruncMonth

from deals.models import Deal, Progress

MONEY = DecimalField(max_digits=18, decimal_places=2)
ZERO = Decimal(0)
WEIGHED = Sum(
    ExpressionWrapper(
        F("amount") * F("stage__probability") / 100, output_field=DecimalField(max_digits=20, decimal_places=4)
    ),
    output_field=DecimalField(max_digits=20, decimal_places=4),
)
REASONS = 12
MOVES = 30


def currencies(rows: QuerySet[Deal]) -> list[str]:
    """Currencies of these deals, the most frequent first; sums never mix them."""
    return list(
        rows.order_by()
        .values_list("currency")
        .annotate(n=Count("pk"))
        .order_by("-n", "currency")
        .values_list("currency", flat=True)
    )


def by_stage(rows: QuerySet[Deal]) -> list[Mapping[str, Any]]:
    """[{stage, number, stage_name, stage_zh, probability, n, total, weighed}] of the open deals in order of the stages."""
    found = (
        rows.filter(status="open")
        .order_by()
        .values(
            "stage_id",
            number=F("stage__number"),
            stage_name=F("stage__name"),
            stage_zh=F("stage__name_zh"),
            probability=F("stage__probability"),
        )
    )
    return list(found.annotate(n=Count("pk"), total=Sum("amount"), weighed=WEIGHED).order_by("number", "stage_id"))


def by_month(rows: QuerySet[Deal]) -> list[Mapping[str, Any]]:
    """[{month, n, total, weighed}] of the open deals by the month of the expected closing."""
    found = rows.filter(status="open").order_by().annotate(month=TruncMonth("expected_close")).values("month")
    return list(found.annotate(n=Count("pk"), total=Sum("amount"), weighed=WEIGHED).order_by("month"))


def by_person(rows: QuerySet[Deal]) -> list[Mapping[str, Any]]:
    """[{who, n, total, weighed}] of the open deals by whose customers they are, the largest first."""
    found = rows.filter(status="open").order_by().values(who=F("customer__ownership__owner__full_name"))
    return list(found.annotate(n=Count("pk"), total=Sum("amount"), weighed=WEIGHED).order_by("-weighed", "who"))


def by_department(rows: QuerySet[Deal]) -> list[Mapping[str, Any]]:
    """The same by the department that holds the customer."""
    found = rows.filter(status="open").order_by().values(who=F("customer__ownership__department__name"))
    return list(found.annotate(n=Count("pk"), total=Sum("amount"), weighed=WEIGHED).order_by("-weighed", "who"))


def closed_by_month(rows: QuerySet[Deal], since: datetime, until: datetime) -> list[Mapping[str, Any]]:
    """[{month, won_n, won, lost_n, lost}] of deals closed in [since, until)."""
    won, lost = Q(status="won"), Q(status="lost")
    found = (
        rows.filter(closed_at__gte=since, closed_at__lt=until)
        .exclude(status="open")
        .order_by()
        .annotate(month=TruncMonth("closed_at"))
    )
    return list(
        found.values("month")
        .annotate(
            won_n=Count("pk", filter=won),
            won=Sum("amount", filter=won),
            lost_n=Count("pk", filter=lost),
            lost=Sum("amount", filter=lost),
        )
        .order_by("month")
    )


def reasons(rows: QuerySet[Deal], status: str, since: datetime) -> list[Mapping[str, Any]]:
    """[{close_reason, n, total}] why deals were won or lost since then, the most frequent first."""
    found = rows.filter(status=status, closed_at__gte=since).order_by().values("close_reason")
    return list(found.annotate(n=Count("pk"), total=Sum("amount")).order_by("-n", "-total", "close_reason")[:REASONS])


def competitors(rows: QuerySet[Deal], since: datetime) -> list[Mapping[str, Any]]:
    """[{competitor, won, lost, total}] against whom, since then."""
    found = (
        rows.filter(closed_at__gte=since).exclude(status="open").exclude(competitor="").order_by().values("competitor")
    )
    counted = found.annotate(
        n=Count("pk"),
        won=Count("pk", filter=Q(status="won")),
        lost=Count("pk", filter=Q(status="lost")),
        total=Sum("amount"),
    )
    return list(counted.order_by("-n", "competitor")[:REASONS])


# --- what moved -----------------------------------------------------------------------------------------------------


def _moves(rows: QuerySet[Deal], since: datetime) -> QuerySet[Progress]:
    return Progress.objects.filter(deal__in=rows.order_by().values("pk"), at__gte=since)


def moved(rows: QuerySet[Deal], since: datetime) -> dict[str, Any]:
    """What became of the pipeline since then: {opened, opened_total, won, won_total, lost, lost_total, forward, back, later, sooner, grown}."""
    now_open = rows.filter(created_at__gte=since).aggregate(opened=Count("pk"), opened_total=Sum("amount"))
    closed = rows.filter(closed_at__gte=since).aggregate(
        won=Count("pk", filter=Q(status="won")),
        won_total=Sum("amount", filter=Q(status="won")),
        lost=Count("pk", filter=Q(status="lost")),
        lost_total=Sum("amount", filter=Q(status="lost")),
    )
    steps = _moves(rows, since).filter(changes__has_key="stage").exclude(changes__has_key="status")
    steps = steps.annotate(
        old=Cast(KT("changes__stage__0"), IntegerField()), new=Cast(KT("changes__stage__1"), IntegerField())
    )
    stages = steps.aggregate(
        forward=Count("pk", filter=Q(new__gt=F("old"))), back=Count("pk", filter=Q(new__lt=F("old")))
    )
    dates = (
        _moves(rows, since)
        .filter(changes__has_key="expected_close")
        .annotate(old=KT("changes__expected_close__0"), new=KT("changes__expected_close__1"))
    )
    closes = dates.aggregate(
        later=Count("pk", filter=Q(new__gt=F("old"))), sooner=Count("pk", filter=Q(new__lt=F("old")))
    )
    amounts = _moves(rows, since).filter(changes__has_key="amount").exclude(changes__has_key="status")
    grown = amounts.aggregate(total=Sum(Cast(KT("changes__amount__1"), MONEY) - Cast(KT("changes__amount__0"), MONEY)))[
        "total"
    ]
    return {**now_open, **closed, **stages, **closes, "grown": grown or ZERO}


def latest_moves(rows: QuerySet[Deal], since: datetime) -> list[Progress]:
    """The newest records in which a stage, an amount, a closing date or the status changed; one query."""
    keys = Q(changes__has_any_keys=["stage", "amount", "expected_close", "status"])
    found = _moves(rows, since).filter(keys).select_related("deal__customer", "author", "deal__stage")
    return list(found.order_by("-at", "-id")[:MOVES])
