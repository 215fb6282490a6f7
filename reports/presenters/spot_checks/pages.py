"""The pages of spot checks: the list, one check with its draw and results, one row (row Ni15)."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm_project.accounts.models import User
from crm_project.lib.time import minute
from crm_project.violations.domain import access as violations
from crm_project.violations.domain.evidence import open_url
from reports.domain.spot_checks import planning, results
from reports.domain.spot_checks.population import ENTERED
from reports.models.spot_checks import Result
from reports.presenters.figures import Reader

from .names import figure_text, points_text, row_status, share_text, status, title


def check_lines(checks, at):
    """[{url, title, by, text, tone, share}] of these checks; one query."""
    found = results.counts(checks)
    out = []
    for check in checks:
        one = found.get(check.pk) or results.Sum()
        text, tone = status(check, one, at)
        out.append(
            {
                "url": reverse("reports:spot_check", args=[check.pk]),
                "title": title(check),
                "by": _("%(n)d of %(rows)d rows, planned by %(person)s on %(day)s")
                % {
                    "n": check.size,
                    "rows": check.rows_in_all,
                    "person": check.planned_by,
                    "day": minute(check.planned_at)[:10],
                },
                "text": text,
                "tone": tone,
                "share": share_text(one),
            }
        )
    return out


def row_lines(rows, user, at):
    """[{url, customer, what, day, person, text, tone}] of drawn rows; customers whose page the user may not open stay unnamed."""
    reader = Reader(user, {row.customer_id for row in rows}, at)
    return [_line(row, reader) for row in rows]


def _line(row, reader):
    text, tone = row_status(row)
    figure = row.check_of.figure
    named = row.customer_id in reader.names
    return {
        "url": reverse("reports:spot_check_row", args=[row.pk]),
        "position": row.position,
        "customer": reader.names.get(row.customer_id) or _("a customer that you may not see"),
        "customer_url": reverse("customers:detail", args=[row.customer_id]) if named else "",
        "what": reader.what(figure, row) if figure != ENTERED else "",
        "day": f"{row.day:%F}",
        "person": str(row.person),
        "text": text,
        "tone": tone,
    }


def row_page(row, user, at):
    """What the page of one row shows."""
    (line,) = row_lines([row], user, at)
    figure = row.check_of.figure
    return {
        **line,
        "figure": figure_text(figure),
        "result": row.get_result_display(),
        "how": row.get_how_display() if row.how else "",
        "verified": _("%(person)s, %(time)s") % {"person": row.verified_by, "time": minute(row.verified_at)}
        if row.verified_at
        else "",
        "answer_by": minute(row.answer_by) if row.answer_by else "",
        "stated": minute(row.stated_at) if row.stated_at else "",
        "decision": row.get_decision_display(),
        "decided": _("%(person)s, %(time)s") % {"person": row.decided_by, "time": minute(row.decided_at)}
        if row.decided_at
        else "",
    }


def error_text(rows, size, error):
    """The one sentence that says which error remains."""
    if size == rows:
        return _("All rows are checked: no error remains from drawing.")
    said = {"n": size, "rows": rows, "points": points_text(error)}
    return (
        ngettext(
            "%(n)d of %(rows)d rows is drawn: with 95 %% certainty the share found is at most %(points)s percentage points off.",
            "%(n)d of %(rows)d rows are drawn: with 95 %% certainty the share found is at most %(points)s percentage points off.",
            size,
        )
        % said
    )


def results_of(check, rows):
    """{sentence, waits, people: [{name, share, low, high, rows}]} of a drawn check; people by name."""
    whole, people = results.of_check(check, rows)
    names = {one.pk: str(one) for one in User.objects.filter(pk__in=people)}
    found = [
        {"name": names[pk], "share": share_text(one), "rows": n, "between": between(one, n)}
        for pk, (one, n) in sorted(people.items(), key=lambda item: names[item[0]])
    ]
    return {"share": share_text(whole), "between": between(whole, check.rows_in_all), "sum": whole, "people": found}


def between(one, rows):
    """“1.2 – 9.8 %”; empty where nothing is known yet."""
    if not one.known:
        return ""
    low, high = one.interval(rows).share
    return f"{points_text(low)} – {points_text(high)} %"


def earlier(checks, at):
    """Lines of earlier checks of the same rows, without what they hold."""
    return check_lines(list(checks.defer("population")), at)


def plan_shown(plan, at):
    """What the form says before anything is fixed."""
    return {
        "rows": len(plan.rows),
        "people": len(plan.people),
        "error": error_text(len(plan.rows), plan.size, plan.error),
        "earlier": check_lines(plan.earlier, at),
        "minutes": int(planning.AHEAD.total_seconds() // 60),
    }


def month_table(found, months):
    """[{name, head, cells}]: departments, each with its people below; a cell is empty where nothing is known."""
    return [
        {
            "name": name or department,
            "head": not name,
            "cells": [share_text(by_month[month]) if month in by_month else "" for month in months],
        }
        for (department, name), by_month in found.items()
    ]


def violation_url(row, user):
    """Where to open a violation from what was found untrue or missing, with the row as its evidence; empty where one may not (Nh6)."""
    if row.result not in (Result.UNTRUE, Result.MISSING) or not violations.opens_about(user, row.person):
        return ""
    found = " · ".join(part for part in (row.get_result_display(), row.note) if part)
    return open_url(
        text=f"{title(row.check_of)} · {row.day.isoformat()} · {found}",
        url=reverse("reports:spot_check_row", args=[row.pk]),
        person=row.person_id,
        day=row.day.isoformat(),
    )
