"""Fields for days and moments: one widget for all of them, and bounds that fit what they mean (crm_project.lib.dates); for forms and filters."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from . import dates

ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
ISO_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?")


class _Written:
    """A field of the browser for a day or a moment, which static/js/days.js turns into a text as lists write it, with a calendar in
    the language of the page. What is neither comes back as it was typed: the browser's own field would show nothing."""

    iso: ClassVar[re.Pattern[str]]
    kind: ClassVar[str]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)  # type: ignore[misc]
        widget = context["widget"]
        if widget["value"] and not self.iso.fullmatch(widget["value"]):
            widget["type"] = "text"
            widget["attrs"]["data-days"] = self.kind
        return context


class DayInput(_Written, forms.DateInput):
    """For a day."""

    input_type, iso, kind = "date", ISO_DAY, "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class MomentInput(_Written, forms.DateTimeInput):
    """For a day and a time of it."""

    input_type, iso, kind = "datetime-local", ISO_MOMENT, "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class _Bounded:
    """Takes a day as people write it in either language, and refuses one that can't be meant, with the days that can."""

    bounds: ClassVar[dates.Bounds]

    def to_python(self, value: Any) -> Any:
        """The day or moment, or a ValidationError."""
        found: date | datetime | None = super().to_python(dates.iso_text(value))  # type: ignore[misc]
        problem = dates.out_of_bounds(found, self.bounds, timezone.localdate()) if found else ""
        if problem:
            raise forms.ValidationError(problem, code="bounds")
        return found


class _Day(_Bounded, forms.DateField):
    widget = DayInput


class _Moment(_Bounded, forms.DateTimeField):
    widget = MomentInput


class PastDay(_Day):
    """A day on which something was done."""

    bounds = dates.PAST


class LongPastDay(_Day):
    """A day on which something began, however long ago."""

    bounds = dates.LONG_PAST


class NextDay(_Day):
    """A day for which something is planned."""

    bounds = dates.NEXT


class TermDay(_Day):
    """A day that a contract or a price list names."""

    bounds = dates.TERM


class SoughtDay(_Day):
    """A day that is looked for."""

    bounds = dates.SOUGHT


class PastMoment(_Moment):
    """When something was done."""

    bounds = dates.PAST


class NextMoment(_Moment):
    """For when something is planned."""

    bounds = dates.NEXT


class DayFilter(django_filters.DateFilter):
    """A day to filter by."""

    field_class = SoughtDay


class MomentFilterSet(django_filters.FilterSet):
    """Filters of which one asks for the moment of the request: the view hands it in, as it does to verbs."""

    def __init__(
        self,
        data: QueryDict | Mapping[str, Any] | None = None,
        queryset: QuerySet[Any] | None = None,
        *,
        at: datetime,
        request: HttpRequest | None = None,
        prefix: str | None = None,
    ) -> None:
        self.at = at
        super().__init__(data, queryset, request=request, prefix=prefix)
