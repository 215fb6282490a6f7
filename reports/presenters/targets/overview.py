"""The page of targets: what a unit reached, how it stands, how it divides (rows Nf1, Nf3)."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.domain.targets import facts, units
from reports.rules.periods import SPANS, period_of
from reports.rules.targets.tiers import ONE

from .names import SPANS as SPAN_NAMES
from .names import TIERS, figure_text, period_text, short_text, unit_text, value_text

STATES = {
    "coming": (gettext_lazy("not begun"), "info"),
    "on_pace": (gettext_lazy("on pace"), "ok"),
    "behind": (gettext_lazy("behind pace"), "warn"),
    "reached": (gettext_lazy("target reached"), "ok"),
    "stretch": (gettext_lazy("stretch reached"), "ok"),
    "floor": (gettext_lazy("floor reached"), "warn"),
    "missed": (gettext_lazy("not reached"), "bad"),
}
TABS = {
    "month": gettext_lazy("Month"),
    "quarter": gettext_lazy("Quarter"),
    "half": gettext_lazy("Half-year"),
    "year": gettext_lazy("Year"),
}


def address(unit, period, figure="", page="reports:target"):
    """The page of a unit for a period, with a figure opened."""
    query = {"period": period.key} | ({"figure": figure} if figure else {})
    return f"{reverse(page, args=[unit.key])}?{urlencode(query)}"


def line_row(line):
    """One line as texts, with the bar and where the pace stands; without a target only what was reached."""
    figure, progress = line.figure, line.progress
    row = {
        "label": str(figure.label),
        "key": figure.key,
        "says": figure.says,
        "reached": value_text(figure, line.reached),
        "forecast": value_text(figure, line.forecast) if line.forecast is not None else "",
    }
    if progress is None:
        return row
    tiers, per_day = progress.tiers, progress.per_day(ONE)
    percent = progress.percent
    return row | {
        "target": value_text(figure, tiers.target),
        "floor": value_text(figure, tiers.floor) if tiers.floor is not None else "",
        "stretch": value_text(figure, tiers.stretch) if tiers.stretch is not None else "",
        "percent": percent,
        "filled": 100 if percent is None else min(percent, 100),
        "pace": progress.pace_percent if progress.stage == "open" else None,
        "pace_text": value_text(figure, progress.expected.quantize(ONE)),
        "missing": value_text(figure, progress.missing) if progress.missing else "",
        "per_day": value_text(figure, per_day) if per_day else "",
        "days_left": progress.days.left if progress.stage != "over" else 0,
        "state": STATES[progress.state][0],
        "tone": STATES[progress.state][1],
        "waiting": line.target.waiting_id,
        "waiting_url": reverse("approvals:request", args=[line.target.waiting_id]) if line.target.waiting_id else "",
        "foreseen": "" if line.forecast is None else "ok" if line.forecast >= tiers.target else "warn",
    }


def difference_text(figure, one, parts):
    """“The departments and people add up to 90: 10 less than the target of 100.”"""
    said = {
        "parts": parts,
        "sum": value_text(figure, one.parts),
        "by": value_text(figure, abs(one.amount)),
        "tier": TIERS[one.tier],
        "whole": value_text(figure, one.whole),
    }
    if one.amount < 0:
        return _("The %(parts)s add up to %(sum)s: %(by)s less than the %(tier)s of %(whole)s.") % said
    return _("The %(parts)s add up to %(sum)s: %(by)s more than the %(tier)s of %(whole)s.") % said


def _main(found):
    """Of the target alone where it differs: floor and stretch follow it."""
    return [one for one in found if one.tier == "target"] or found


def gap_texts(figure, targets):
    """The same for every period of these ({period: target}) whose months, quarters or half-years don't add up to it."""
    out = []
    for gap in facts.span_gaps({period: row.tiers for period, row in targets.items()}):
        for one in _main(gap.differences):
            sentence = difference_text(figure, one, SPAN_NAMES[gap.span])
            out.append(f"{period_text(gap.period)}: {sentence}")
    return out


def below_texts(figure, whole, below):
    """The same for the departments and people below a unit."""
    found = _main(facts.parts_difference(whole, below))
    return [difference_text(figure, one, _("departments and people")) for one in found]


def overview(user, unit, period, chosen, today):
    """Everything on the page; the number of queries does not grow with people and figures."""
    below = [one for one in units.children(unit, _kept(user, unit, period)) if units.may_see(user, one)]
    targets = facts.of_period([unit, *below], period)
    known = facts.measurable()
    keys = [key for key in known if any(figure == key for _unit, figure in targets)]
    chosen = chosen if chosen in known else next(iter(keys), "")
    asked = list(dict.fromkeys([*keys, *([chosen] if chosen else [])]))
    lines = facts.lines([unit, *below], period, targets, asked, today)
    own = [line_row(lines[unit.key, key]) for key in keys if (unit.key, key) in targets]
    for row in own:
        row["url"] = address(unit, period, row["key"])
        row["active"] = row["key"] == chosen
    context = {
        "unit": unit,
        "name": unit_text(unit),
        "period": period,
        "period_text": period_text(period),
        "cards": own,
        "tabs": _tabs(unit, period, chosen, today),
        "prev_url": address(unit, period.shifted(-1), chosen),
        "next_url": address(unit, period.shifted(1), chosen),
        "chosen": chosen,
        "chosen_label": figure_text(chosen) if chosen else "",
        "figures": [{"key": key, "label": figure_text(key)} for key in known],
        **_rights(user, unit, period, chosen or next(iter(known))),
    }
    if chosen:
        context |= _breakdown(unit, period, chosen, below, targets, lines)
    return context


def _kept(user, unit, period):
    """People of the department who have a target in this period, even if they left since."""
    if unit.kind != units.DEPARTMENT:
        return ()
    rows = units.visible(user).filter(span=period.span, starts_on=period.first, person__department=unit.row)
    return list(rows.values_list("person_id", flat=True))


def _breakdown(unit, period, chosen, below, targets, lines):
    figure = facts.measurable()[chosen]
    rows = [
        line_row(lines[one.key, chosen])
        | {"name": unit_text(one), "url": address(one, period, chosen), "person": one.kind == units.PERSON}
        for one in below
        if (one.key, chosen) in targets or lines[one.key, chosen].reached or one.kind == units.DEPARTMENT
    ]
    below_targets = [targets[one.key, chosen] for one in below if (one.key, chosen) in targets]
    year = period.around("year")
    spans = facts.of_spans(unit, chosen, year)
    return {
        "figure": figure,
        "rows": rows,
        "without": sum((one.key, chosen) not in targets for one in below),
        "below_texts": below_texts(figure, targets.get((unit.key, chosen)), below_targets),
        "gap_texts": gap_texts(figure, spans),
        "year_text": period_text(year),
        "spans": [
            {
                "name": short_text(one),
                "span": one.span,
                "target": value_text(figure, spans[one].target),
                "url": address(unit, one, chosen),
                "now": one == period,
            }
            for _depth, one in year.tree()
            if one in spans
        ],
    }


def _tabs(unit, period, chosen, today):
    inside = today if period.first <= today <= period.last else period.first
    return [
        {"label": TABS[span], "url": address(unit, period_of(span, inside), chosen), "active": span == period.span}
        for span in SPANS
    ]


def _rights(user, unit, period, figure):
    divides, sets = units.may_divide(user, unit), units.may_set(user, unit)
    setting = address(unit, period, figure, page="reports:target_set")
    department = unit.department
    return {
        "set_url": f"{setting}&by=units" if divides and unit.kind != units.PERSON else "",
        "periods_url": f"{setting}&by=periods" if sets else "",
        "copy_url": reverse("reports:target_copy", args=[unit.key]) if divides and unit.kind != units.PERSON else "",
        "sheet_url": f"{reverse('reports:target_sheet', args=[unit.key])}?year={period.first.year}",
        "import_url": reverse("customers:import") if divides else "",
        "leaderboard_url": reverse("reports:leaderboard", args=[department.pk])
        if department and unit.kind != units.PERSON
        else "",
    }


def crumbs(user, unit, period, chosen=""):
    """The units above, as far as the person may see them."""
    out = []
    row = unit.department if unit.kind == units.PERSON else unit.department and unit.department.parent
    above = [units.of_department(one) for one in _line(row)] if row else []
    for one in above:
        if units.may_see(user, one):
            out.append((unit_text(one), address(one, period, chosen)))
    return out


def _line(department):
    found = {one.pk: one for one in type(department).objects.filter(pk__in=department.ancestor_ids())}
    return [found[pk] for pk in department.ancestor_ids() if pk in found]
