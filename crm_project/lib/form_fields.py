"""The fields of a form as what they are: Django's `form.fields` knows them by their common base only; and a field for several files."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar, cast

from django import forms
from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)


def choice_field(form: forms.BaseForm, name: str) -> forms.ChoiceField:
    """The field of this name, which offers choices."""
    return cast(forms.ChoiceField, form.fields[name])


def model_field(form: forms.BaseForm, name: str) -> "forms.ModelChoiceField[Any]":
    """The field of this name, which offers rows of a table."""
    return cast("forms.ModelChoiceField[Any]", form.fields[name])


def label_rows(field: "forms.ModelChoiceField[Any]", label: Callable[[M], str]) -> None:
    """Have the rows that a field offers named by `label`."""
    field.label_from_instance = label  # type: ignore[method-assign, assignment]


def set_queryset(
    form: forms.BaseForm, name: str, rows: "QuerySet[M, M]", label: Callable[[M], str] | None = None
) -> None:
    """The rows that a field offers, and how they are named where `str` does not do."""
    field = model_field(form, name)
    field.queryset = rows
    if label is not None:
        label_rows(field, label)


def rows_of(form: forms.BaseForm, name: str) -> "QuerySet[Any, Any]":
    """The rows that a field offers."""
    return cast("QuerySet[Any, Any]", model_field(form, name).queryset)


def choices_of(form: forms.BaseForm, name: str) -> list[tuple[Any, Any]]:
    """The choices that a field offers, each with its label."""
    return list(cast(Iterable[tuple[Any, Any]], choice_field(form, name).choices))


class _Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files; the value is a list."""

    widget = _Files

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        uploads = [upload for upload in (data if isinstance(data, (list, tuple)) else [data]) if upload]
        return [super(FilesField, self).clean(upload, initial) for upload in uploads]
