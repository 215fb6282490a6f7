"""The parts of the sales analysis: forecast, pipeline, closed deals, moves (rows Z12, Ni17)."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm_project.lib.language import in_language
from crm_project.lib.money import amount_text, money_text
from crm_project.lib.time import day, local_date, start_of_day
from deals.domain import figures
from deals.presenters import progress

from ..models import Stage

AHEAD, BACK, WEEK = 6, 12, 7

# Bars lying side by side need room for their names; more than a score are only in the table.
TALL, DRAWN = 6, 16


def whole(value):
    """A sum without cents."""
    return amount_text(value, 0)


def month_start(date, months=0):
    """The first of the month, `months` later."""
    n = date.year * 12 + date.month - 1 + months
    return date.replace(year=n // 12, month=n % 12 + 1, day=1)


def _chart(key, name, kind, rows, heads, series, **extra):
    """A chart and its table: rows [(label, values…)], series [(label, column, tone)]."""
    data = {
        "type": kind,
        "labels": [row[0] for row in rows[:DRAWN]],
        "series": [
            {"label": label, "values": [float(row[n] or 0) for row in rows[:DRAWN]], "tone": tone}
            for label, n, tone in series
        ],
        **extra,
    }
    table = [[row[0], *(whole(value) for value in row[1:])] for row in rows]
    return {
        "id": f"chart-{key}",
        "name": name,
        "data": data,
        "heads": heads,
        "rows": table,
        "size": "tall" if extra.get("across") and len(rows) > TALL else "",
    }


def _forecast(rows, at, currency):
    today = local_date(at)
    first, last = month_start(today), month_start(today, AHEAD)
    months: dict[date, list[Any]] = {month_start(today, n): [0, Decimal(0), Decimal(0)] for n in range(AHEAD)}
    early: list[Any] = [0, Decimal(0), Decimal(0)]
    late: list[Any] = [0, Decimal(0), Decimal(0)]
    for row in figures.by_month(rows):
        place = early if row["month"] < first else late if row["month"] >= last else months[row["month"]]
        for n, name in enumerate(("n", "total", "weighed")):
            place[n] += row[name] or 0
    lines = [(_("Past due"), *early)] if early[0] else []
    lines += [(f"{month:%Y-%m}", *values) for month, values in months.items()] + (
        [(pgettext("deal", "Later"), *late)] if late[0] else []
    )
    heads = [_("Month"), _("Deals"), _("Amount"), _("Weighted")]
    people, teams = figures.by_person(rows), figures.by_department(rows)
    quarter = [
        sum((values[n] for month, values in months.items() if month < month_start(today, 3)), Decimal(0))
        for n in (1, 2)
    ]
    return {
        "empty": not any(row[1] for row in lines),
        "tiles": [
            (_("Open deals"), whole(sum(row[1] for row in lines)), ""),
            (_("Open amount"), money_text(sum(row[2] for row in lines), currency, 0), ""),
            (_("Weighted by stage"), money_text(sum(row[3] for row in lines), currency, 0), ""),
            (_("Weighted, next three months"), money_text(quarter[1], currency, 0), ""),
        ],
        "charts": [
            _chart(
                "months",
                _("Forecast by month, %(currency)s") % {"currency": currency},
                "bar",
                lines,
                heads,
                [(_("Weighted"), 3, None), (_("Amount"), 2, "quiet")],
                unit=currency,
            ),
            _chart(
                "people",
                _("Forecast by rep"),
                "bar",
                _named(people, _("Public pool")),
                [_("Rep"), *heads[1:]],
                [(_("Weighted"), 3, None)],
                across=True,
                unit=currency,
            ),
            _chart(
                "teams",
                _("Forecast by department"),
                "bar",
                _named(teams, _("Public pool")),
                [_("Department"), *heads[1:]],
                [(_("Weighted"), 3, "plum")],
                across=True,
                unit=currency,
            ),
        ],
    }


def _named(rows, nobody):
    return [(row["who"] or nobody, row["n"], row["total"], row["weighed"]) for row in rows]


def _pipeline(rows, at, currency):
    lines = [
        (
            f"{row['number']} {in_language(row['stage_name'], row['stage_zh'])}",
            row["n"],
            row["total"],
            row["weighed"],
        )
        for row in figures.by_stage(rows)
    ]
    heads = [_("Stage"), _("Deals"), _("Amount"), _("Weighted")]
    return {
        "empty": not lines,
        "charts": [
            _chart(
                "stages",
                _("Amount by stage, %(currency)s") % {"currency": currency},
                "bar",
                lines,
                heads,
                [(_("Amount"), 2, None), (_("Weighted"), 3, "plum")],
                across=True,
                unit=currency,
            ),
            _chart("numbers", _("Deals by stage"), "bar", lines, heads, [(_("Deals"), 1, "info")], across=True),
        ],
    }


def _closed(rows, at, currency):
    today = local_date(at)
    first = month_start(today, -(BACK - 1))
    since = start_of_day(first)
    found = {local_date(row["month"]): row for row in figures.closed_by_month(rows, since, at + timedelta(days=1))}
    months = [month_start(first, n) for n in range(BACK)]
    lines: list[tuple[Any, ...]] = [
        (f"{m:%Y-%m}", *(found.get(m, {}).get(name) or 0 for name in ("won_n", "won", "lost_n", "lost")))
        for m in months
    ]
    won_n, lost_n = sum(row[1] for row in lines), sum(row[3] for row in lines)
    rate = f"{won_n * 100 / (won_n + lost_n):.0f}" if won_n + lost_n else "–"
    return {
        "empty": not won_n + lost_n,
        "tiles": [
            (_("Won in twelve months"), money_text(sum(row[2] for row in lines), currency, 0), ""),
            (_("Deals won"), whole(won_n), ""),
            (_("Deals lost"), whole(lost_n), ""),
            (_("Win rate"), rate, "%"),
        ],
        "charts": [
            _chart(
                "closed",
                _("Won and lost by month, %(currency)s") % {"currency": currency},
                "bar",
                lines,
                [_("Month"), _("Deals won"), pgettext("deal", "Won"), _("Deals lost"), pgettext("deal", "Lost")],
                [(pgettext("deal", "Won"), 2, "ok"), (pgettext("deal", "Lost"), 4, "quiet")],
                unit=currency,
            ),
        ],
        "tables": [
            (
                _("Why we won"),
                [_("Reason"), _("Deals"), _("Amount")],
                [(r["close_reason"], whole(r["n"]), whole(r["total"])) for r in figures.reasons(rows, "won", since)],
            ),
            (
                _("Why we lost"),
                [_("Reason"), _("Deals"), _("Amount")],
                [(r["close_reason"], whole(r["n"]), whole(r["total"])) for r in figures.reasons(rows, "lost", since)],
            ),
            (
                _("Competitor"),
                [_("Competitor"), pgettext("deal", "Won"), pgettext("deal", "Lost"), _("Amount")],
                [
                    (r["competitor"], whole(r["won"]), whole(r["lost"]), whole(r["total"]))
                    for r in figures.competitors(rows, since)
                ],
            ),
        ],
    }


def _moved(rows, at, currency):
    since = at - timedelta(days=WEEK)
    now_is = figures.moved(rows, since)
    names: dict = {}
    for stage in Stage.objects.all():
        names.setdefault(stage.pipeline_id, {})[stage.number] = str(stage)
    lines = [
        (_("Opened"), now_is["opened"], now_is["opened_total"]),
        (pgettext("deal", "Won"), now_is["won"], now_is["won_total"]),
        (pgettext("deal", "Lost"), now_is["lost"], now_is["lost_total"]),
    ]
    return {
        "empty": False,
        "since": day(since),
        "tiles": [
            (_("Moved forward"), whole(now_is["forward"]), ""),
            (_("Moved back"), whole(now_is["back"]), ""),
            (_("Closing postponed"), whole(now_is["later"]), ""),
            (_("Closing sooner"), whole(now_is["sooner"]), ""),
            (_("Amounts changed by"), money_text(now_is["grown"], currency, 0), ""),
        ],
        "charts": [
            _chart(
                "moved",
                _("Since %(day)s, %(currency)s") % {"day": day(since), "currency": currency},
                "bar",
                lines,
                ["", _("Deals"), _("Amount")],
                [(_("Amount"), 2, None)],
                across=True,
                unit=currency,
            ),
        ],
        "moves": [
            (row.deal, progress.entry(row, names[row.deal.stage.pipeline_id]))
            for row in figures.latest_moves(rows, since)
        ],
    }


LOADERS = {"forecast": _forecast, "pipeline": _pipeline, "closed": _closed, "moved": _moved}
