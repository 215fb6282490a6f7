"""Imports of points of the credit rating: the columns, exactly as the interface names them, and who takes their rows."""

from django.utils.translation import gettext_lazy as _

from contracts.ratings.models import IndicatorScore
from crm_project.accounts.models import User
from customers.importing.columns import CUSTOMER, Column
from customers.importing.kinds import ImportKind
from customers.importing.values import line_of, number_of

from .importers.indicators import IndicatorsImport
from .importers.reading import points, quarter

INDICATORS = ImportKind(
    "indicators",
    50,
    _("Points of the credit rating"),
    IndicatorsImport,
    columns=(
        CUSTOMER,
        Column("quarter", quarter, _("The quarter whose data is rated, such as 2026Q3."), required=True),
        Column(
            "indicator",
            line_of(IndicatorScore, "indicator"),
            _("The key of an indicator on the scorecard, such as management."),
            required=True,
        ),
        Column(
            "points",
            points,
            _("From 0 to the full marks of the indicator; they replace computed points."),
            required=True,
        ),
        Column("rated_by", number_of(User, "username"), _("A user name; if empty: the person who imports the file.")),
    ),
    besides=("rating.sales", "rating.finance", "rating.manage"),
)

IMPORTS = (INDICATORS,)
