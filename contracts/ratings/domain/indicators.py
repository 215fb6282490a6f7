"""Names of indicators and of those who rate them, in the reader's language (row T7)."""

from django.utils.translation import gettext as _

from contracts.ratings.rules.indicators import COMPUTED, FINANCE, SALES, Indicator
from crm_project.lib.language import in_language


def raters() -> dict[str, str]:
    """{rater: in words}."""
    return {SALES: _("sales"), FINANCE: _("finance"), COMPUTED: _("computed")}


def indicator_name(indicator: Indicator) -> str:
    """The indicator's name."""
    return in_language(indicator.en, indicator.zh)


def guidance(indicator: Indicator) -> str:
    """What to look at."""
    return in_language(indicator.guidance_en, indicator.guidance_zh)
