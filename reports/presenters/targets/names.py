"""How targets, figures and periods are called on pages and in files (rows Nf1, Nf3)."""

from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_project import catalogue
from crm_project.lib.figure import MONEY
from crm_project.lib.money import money_text
from deals.models import CURRENCY
from reports.rules.periods import HALF, MONTH, QUARTER, period_from

SPANS = {
    "month": gettext_lazy("months"),
    "quarter": gettext_lazy("quarters"),
    "half": gettext_lazy("half-years"),
    "year": gettext_lazy("years"),
}
TIERS = {"floor": gettext_lazy("floor"), "target": gettext_lazy("target"), "stretch": gettext_lazy("stretch")}


def period_text(period):
    """November 2026, 2026 Q4, 2026 H2, 2026."""
    if period.span == MONTH:
        return date_format(period.first, "YEAR_MONTH_FORMAT")
    if period.span in (QUARTER, HALF):
        return f"{period.first.year} {period.key[4:]}"
    return str(period.first.year)


def short_text(period):
    """The same within its year: Nov, Q4, H2."""
    if period.span == MONTH:
        return date_format(period.first, "M")
    return period.key[4:] or str(period.first.year)


def figure_text(key):
    """The name of a figure; one that no app declares any more keeps its key."""
    known = catalogue.figures()
    return str(known[key][0].label) if key in known else key


def value_text(figure, value):
    """12, or ¥1,250: amounts without cents, unless they have some."""
    if value is None:
        return "–"
    value = Decimal(value)
    if figure.unit == MONEY:
        return money_text(value, CURRENCY, 0 if value == value.to_integral_value() else 2)
    return number_format(value.quantize(Decimal(1)), force_grouping=True)


def unit_text(unit):
    """The name of the company, the department, the person."""
    return str(unit.row) if unit.row else _("The company")


def stored_name(name):
    """“contract_amount 2026-11 · Wang Fang” as the audit keeps it, with the figure's name."""
    key, _space, rest = name.partition(" ")
    return f"{figure_text(key)} {rest}".strip()


def period_or(text, otherwise):
    """The period that an address names, else the other."""
    try:
        return period_from(text or "")
    except ValueError:
        return otherwise
