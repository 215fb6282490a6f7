"""Fields for days and moments with bounds that fit what they mean (crm_project.lib.dates): for forms and filters."""

from datetime import date, datetime
from typing import Any, ClassVar

import django_filters
from django import forms
from django.utils import timezone

from . import dates


class _Bounded:
    """Refuses a day that can't be meant, with the days that can."""

    bounds: ClassVar[dates.Bounds]

    def to_python(self, value: Any) -> Any:
        """The day or moment, or a ValidationError."""
        found: date | datetime | None = super().to_python(value)  # type: ignore[misc]
        problem = dates.out_of_bounds(found, self.bounds, timezone.localdate()) if found else ""
        if problem:
            raise forms.ValidationError(problem, code="bounds")
        return found


class PastDay(_Bounded, forms.DateField):
    """A day on which something was done."""

    bounds = dates.PAST


class LongPastDay(_Bounded, forms.DateField):
    """A day on which something began, however long ago."""

    bounds = dates.LONG_PAST


class NextDay(_Bounded, forms.DateField):
    """A day for which something is planned."""

    bounds = dates.NEXT


class TermDay(_Bounded, forms.DateField):
    """A day that a contract or a price list names."""

    bounds = dates.TERM


class SoughtDay(_Bounded, forms.DateField):
    """A day that is looked for."""

    bounds = dates.SOUGHT


class PastMoment(_Bounded, forms.DateTimeField):
    """When something was done."""

    bounds = dates.PAST


class NextMoment(_Bounded, forms.DateTimeField):
    """For when something is planned."""

    bounds = dates.NEXT


class DayFilter(django_filters.DateFilter):
    """A day to filter by."""

    field_class = SoughtDay
