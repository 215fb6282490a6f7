"""How months, values and points of a score are called (rows Nf16, Ni16)."""

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from crm_project import catalogue
from reports.domain.appraisal.measures import SHARES
from reports.presenters.targets.names import period_text
from reports.presenters.targets.names import value_text as figure_value
from reports.rules.periods import month_of

# Months ahead that a scheme may begin with.
AHEAD = 12


def month_choices(today):
    """[(first day, name)] of the present month and those to come."""
    months = [month_of(today).shifted(n) for n in range(AHEAD + 1)]
    return [(one.first.isoformat(), period_text(one)) for one in months]


def points_text(points):
    """87.5, or 90."""
    return number_format(points.normalize() if points % 1 else points.quantize(Decimal(1)))


def value_text(key, value):
    """12, ¥1,250, 87.5 %, or – where nothing was there to measure."""
    if value is None:
        return "–"
    if key in SHARES:
        return _("%(n)s %%") % {"n": points_text(value)}
    known = catalogue.figures()
    return figure_value(known[key][0], value) if key in known else f"{value:f}"
