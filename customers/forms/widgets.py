"""A choice among very many: the server is asked while one types, only the chosen one is in the page."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.forms.models import ModelChoiceIterator
from django.urls import reverse_lazy


class SearchedSelect(forms.Select):
    """For a ModelChoiceField; renders the chosen row only, `data-url` finds the others.

    A form may name another address, and in `data-beside` the field whose value is asked with it.
    """

    url = reverse_lazy("customers:options")

    def optgroups(self, name, value, attrs=None):
        found, field = [], cast("ModelChoiceIterator[Any]", self.choices).field
        rows = cast("QuerySet[Any, Any]", field.queryset)
        for key in [v for v in value if v]:
            try:
                found.append((key, field.label_from_instance(rows.get(pk=key))))
            except (ValueError, TypeError, rows.model.DoesNotExist):
                continue
        options = [("", ""), *found]
        return [
            (None, [self.create_option(name, pk, label, str(pk) in value, n, attrs=attrs)], n)
            for n, (pk, label) in enumerate(options)
        ]

    def build_attrs(self, base_attrs, extra_attrs=None):
        return {"data-url": str(self.url), **super().build_attrs(base_attrs, extra_attrs), "data-select": ""}
