"""The pages of the appraisal: one score with what each point is made of, a team's month, schemes, a forecast (rows Nf16, Ni16)."""

from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from crm_project import catalogue
from crm_project.accounts.domain.access import may
from crm_project.lib.time import minute
from customers.domain.access.masking import of_texts
from reports.domain import figures
from reports.domain.appraisal import measures
from reports.domain.appraisal.closing import closes_on
from reports.domain.appraisal.schemes import rules_of
from reports.domain.appraisal.scoring import kept
from reports.models import DrawnRow
from reports.rules.appraisal.scoring import result
from reports.rules.periods import month_of

from .names import period_text, points_text, value_text

# People whose change a forecast names.
NAMED = 50


def score_url(person_id, month):
    """The page of somebody's month."""
    return reverse("reports:score", args=[person_id, month.key])


def lines(found, person, month, user, now=None):
    """[{name, says, value, points, of, measure, url, now, deducts}] of a result; `now`: the figures as they are, of a closed month."""
    known = measures.scorable() | measures.deductible()
    return [
        {
            "name": measures.label(line.key),
            "says": known.get(line.key, ("", ""))[1],
            "value": value_text(line.key, line.value),
            "nothing": line.value is None,
            "points": points_text(line.points),
            "of": points_text(line.at_most),
            "measure": value_text(line.key, line.measure) if not line.deducts else points_text(line.measure),
            "deducts": line.deducts,
            "url": _rows_url(line.key, person, month, user),
            "now": _now(line, now),
        }
        for line in found.lines
    ]


def _now(line, now):
    """What it is now, where that differs from what was kept; only of figures, shares tell of their day."""
    if now is None or line.key in measures.SHARES or line.key not in catalogue.figures():
        return ""
    value = Decimal(now.get(line.key, 0))
    return value_text(line.key, value) if value != line.value else ""


def _rows_url(key, person, month, user):
    """Where the rows behind a line are, for whoever may see them."""
    days = urlencode({"since": month.first.isoformat(), "until": month.last.isoformat()})
    if key in catalogue.figures():
        return f"{reverse('reports:figure', args=[key, person.pk])}?{days}" if may(user, "figures.view") else ""
    own = person.pk == user.pk
    if key == measures.REPORTS:
        return (
            reverse("reports:work_reports")
            if own
            else reverse("reports:team_reports")
            if may(user, "report.read")
            else ""
        )
    if key == measures.SAME_DAY:
        return _rows_url("followups", person, month, user)
    asked = {measures.COMPLETE: "incomplete", measures.RHYTHM: "overdue"}.get(key)
    if asked is None or not may(user, "customer.view"):
        return ""
    return f"{reverse('customers:list')}?{urlencode({'owner': person.pk, asked: 'on'})}"


def closed_score(score, month, user):
    """What the page shows of a closed score."""
    found = result(rules_of(score.scheme), kept(score.measured), len(score.untrue))
    keys = [line.key for line in found.lines]
    now = figures.count([score.person_id], month.first, month.last, keys).get(score.person_id, {})
    return {
        "lines": lines(found, score.person, month, user, now),
        "earned": points_text(found.earned),
        "total": points_text(score.total),
        "closed_with": points_text(score.closed_with),
        "untrue": untrue(score.untrue, user),
        "zero": bool(score.untrue) and score.scheme.zero,
        "closed": minute(score.closed_at),
        "appeal_by": minute(score.appeal_by),
        "corrections": corrections(score, user),
    }


def live_score(now, person, month, user):
    """What the page shows while the month runs, and until it is closed."""
    found = now.result
    return {
        "lines": lines(found, person, month, user),
        "earned": points_text(found.earned),
        "total": points_text(found.total),
        "untrue": untrue(now.untrue, user),
        "zero": bool(now.untrue) and now.scheme.zero,
        "closes_on": closes_on(now.scheme, month),
    }


def untrue(keys, user):
    """[{text, reason, url}] of the records that were upheld."""
    mask = of_texts(user)
    rows = DrawnRow.objects.filter(pk__in=keys).select_related("decided_by", "check_of").order_by("day") if keys else []
    return [
        {
            "text": _("%(day)s, upheld by %(person)s on %(time)s")
            % {"day": f"{row.day:%F}", "person": row.decided_by, "time": minute(row.decided_at)},
            "reason": mask.text(row.reason),
            "url": reverse("reports:spot_check_row", args=[row.pk]) if may(user, "spot_check.view") else "",
        }
        for row in rows
    ]


def corrections(score, user):
    """[{what, values, reason, by}] of the changes since it was closed, the first first."""
    mask = of_texts(user)
    return [
        {
            "what": one.get_because_display(),
            "values": f"{points_text(one.before)} → {points_text(one.after)}",
            "reason": mask.text(one.reason),
            "by": " · ".join(str(part) for part in (one.corrected_by or "", minute(one.corrected_at)) if part),
        }
        for one in score.corrections.select_related("corrected_by")
    ]


def team(people, closed, running, month):
    """[{name, department, points, filled, text, tone, url}] of a month, by name; `closed` and `running` by person."""
    out = []
    for person in people:
        score, now = closed.get(person.pk), running.get(person.pk)
        if score is None and now is None:
            continue
        total = score.total if score else now.result.total
        text, tone = status(score)
        out.append(
            {
                "name": str(person),
                "department": str(person.department or ""),
                "points": points_text(total),
                "filled": f"{total:f}",
                "text": text,
                "tone": tone,
                "url": score_url(person.pk, month),
            }
        )
    return out


def status(score):
    """(text, tone) of where a score stands; None: not closed."""
    if score is None:
        return _("so far"), "info"
    if score.waiting_id:
        return _("appeal being decided"), "warn"
    if score.untrue and score.scheme.zero and not score.total:
        return _("zero: untrue record"), "bad"
    if score.total != score.closed_with:
        return pgettext("score", "corrected"), "accent"
    return pgettext("score", "closed"), "ok"


def scheme_rows(rows):
    """[{pk, department, number, month, items, deductions, facts, by, at}] of schemes."""
    return [
        {
            "pk": row.pk,
            "department": str(row.department or _("The whole company")),
            "number": row.number,
            "month": month_of(row.holds_from).key,
            "facts": _facts(row),
            "by": str(row.created_by or ""),
            "at": minute(row.created_at),
        }
        for row in rows
    ]


def _facts(row):
    scheme = rules_of(row)
    said = [
        _("%(what)s: %(points)s points from %(value)s on")
        % {
            "what": measures.label(one.key),
            "points": points_text(one.points),
            "value": value_text(one.key, one.full_at),
        }
        for one in scheme.items
    ]
    said += [
        _("%(what)s: %(points)s off for each, %(most)s at most")
        % {"what": measures.label(one.key), "points": points_text(one.each), "most": points_text(one.at_most)}
        for one in scheme.deductions
    ]
    if row.zero:
        said.append(_("an untrue record: zero"))
    days = ngettext(
        "closed %(n)d working day after the month", "closed %(n)d working days after the month", row.close_days
    )
    said.append(days % {"n": row.close_days})
    said.append(", ".join(str(role) for role in row.roles.all()))
    return said


def forecast_shown(found):
    """{months, rows: [{name, cells}], people, changed, zeros}: those whose score changes most first."""
    rows = sorted(found.people.items(), key=lambda one: (-_change(one[1]), one[0].sort_name or "", one[0].pk))
    return {
        "months": [period_text(one) for one in found.months],
        "rows": [
            {"name": str(person), "cells": [_tried(months.get(month)) for month in found.months]}
            for person, months in rows[:NAMED]
        ],
        "people": len(rows),
        "named": min(len(rows), NAMED),
        "changed": sum(bool(_change(months)) for _person, months in rows),
        "averages": [
            _average([m[month].would.total for m in found.people.values() if month in m]) for month in found.months
        ],
        "more": found.more,
    }


def _change(months):
    return max((abs(one.would.total - one.was) for one in months.values() if one.was is not None), default=Decimal(0))


def _tried(one):
    if one is None:
        return {"text": "–", "was": ""}
    was = points_text(one.was) if one.was is not None and one.was != one.would.total else ""
    return {"text": points_text(one.would.total), "was": was}


def _average(totals):
    return points_text((sum(totals) / len(totals)).quantize(Decimal("0.1"))) if totals else "–"
