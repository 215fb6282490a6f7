"""Imports of points of the credit rating: the columns, exactly as the interface names them, and who takes their rows."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contracts.ratings.models import IndicatorScore
from crm_project.accounts.models import User
from customers.importing.columns import CUSTOMER, Column
from customers.importing.kinds import ImportKind
from customers.importing.values import line_of, number_of

from .importers.indicators import IndicatorsImport
from .importers.reading import points, quarter
from .importers.undoing import IndicatorsUndoing

INDICATORS = ImportKind(
    "indicators",
    50,
    _("Points of the credit rating"),
    IndicatorsImport,
    columns=(
        CUSTOMER,
        Column(
            "quarter",
            quarter,
            _("The quarter whose data is rated, such as 2026Q3."),
            required=True,
            label=pgettext_lazy("column of a file", "Quarter"),
            synonyms="季度|评级季度|考核季度|Period",
        ),
        Column(
            "indicator",
            line_of(IndicatorScore, "indicator"),
            _("The key of an indicator on the scorecard, such as management."),
            required=True,
            label=pgettext_lazy("column of a file", "Indicator"),
            synonyms="指标|评分指标|指标名称|指标代码",
        ),
        Column(
            "points",
            points,
            _("From 0 to the full marks of the indicator; they replace computed points."),
            required=True,
            label=pgettext_lazy("column of a file", "Points"),
            synonyms="得分|分数|评分|分值|Score",
        ),
        Column(
            "rated_by",
            number_of(User, "username"),
            _("A user name; if empty: the person who imports the file."),
            label=pgettext_lazy("column of a file", "Rated by (user name)"),
            synonyms="评分人|评分人账号|打分人|评价人|Rater",
        ),
    ),
    besides=("rating.sales", "rating.finance", "rating.manage"),
    undoing=IndicatorsUndoing,
)

IMPORTS = (INDICATORS,)
