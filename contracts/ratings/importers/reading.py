"""Reading cells of the credit rating. Raises ValueError with a sentence for whoever wrote the file."""

from django.utils.translation import gettext as _

from contracts.ratings.rules.quarters import Quarter
from crm_project.lib.characters import identifier
from customers.importing.values import money, written


def points(cell):
    """Points of a rating with at most two decimals."""
    try:
        return money(cell)
    except ValueError:
        raise ValueError(
            _("“%(text)s” is not a number of points; use a format such as 8.5") % {"text": written(cell)[:40]}
        ) from None


def quarter(cell):
    """A quarter like 2026Q3."""
    try:
        return Quarter.parse(identifier(written(cell)).upper())
    except ValueError:
        raise ValueError(
            _("“%(text)s” is not a quarter; use a format such as 2026Q3") % {"text": written(cell)[:40]}
        ) from None
