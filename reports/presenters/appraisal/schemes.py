"""The pages of schemes: what each holds, and what one would have given (rows Nf16, Ni16)."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm_project.lib import version_pages as versions_page
from reports.domain.appraisal import measures
from reports.domain.appraisal.schemes import rules_of
from reports.rules.periods import month_of

from .names import period_text, points_text, value_text

# People whose change a forecast names.
NAMED = 50


def scheme_rows(rows):
    """Versions of schemes, for their page."""
    return [versions_page.line(row, _head(row), *_facts(row)) for row in rows]


def _head(row):
    return _("version %(number)s, from %(month)s on") % {"number": row.number, "month": month_of(row.holds_from).key}


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
