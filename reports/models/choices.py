"""Choices of the tables of reports."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Span(models.TextChoices):
    """How long a target runs; the values are those of `reports.rules.periods`."""

    MONTH = "month", _("Month")
    QUARTER = "quarter", _("Quarter")
    HALF = "half", _("Half-year")
    YEAR = "year", _("Year")
