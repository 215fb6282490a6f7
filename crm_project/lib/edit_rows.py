"""The same for a table of rows (crm_project.lib.edit_form): who left the rows alone changes none of them."""

from typing import Any

from django import forms
from django.core import signing
from django.forms.formsets import INITIAL_FORM_COUNT, TOTAL_FORM_COUNT, BaseFormSet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from .edit_form import SALT, _digest, _label, _posted, _put, _shown, _text

OPENED = "opened"


class OpenedField(forms.CharField):
    """Always shows what stands there now, never what was posted."""

    widget = forms.HiddenInput

    def bound_data(self, data: Any, initial: Any) -> Any:
        return initial


class EditFormSet(BaseFormSet):
    """For `formset_factory(formset=EditFormSet)`; give it the stored rows as `initial` when it is posted too.

    Rows that only others changed are taken as they stand now; where both did, it is refused once, with the rows of now.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._conflict = False
        if self.is_bound:
            self._merge()

    @cached_property
    def management_form(self) -> Any:
        """With the digest of the rows, so that every template that can post them brings it."""
        form = super().management_form
        form.fields[OPENED] = OpenedField(required=False, initial=signing.dumps(self._digest_now(), salt=SALT))
        return form

    def full_clean(self: Any) -> None:
        super().full_clean()
        if self._conflict:
            rows = "; ".join(" · ".join(row) for row in self._labels()) or "–"
            message = _(
                "These rows were changed in the meantime: %(rows)s. Your entries are kept here: save again to overwrite them."
            )
            self._non_form_errors.append(forms.ValidationError(message % {"rows": rows}, code="conflict"))

    def _fields(self) -> dict[str, Any]:
        return self.empty_form.fields

    def _rows_now(self) -> list[dict[str, Any]]:
        """As the browser would post them untouched."""
        fields = self._fields()
        return [
            {name: _shown(field, row.get(name, field.initial)) for name, field in fields.items()}
            for row in self.initial or []
        ]

    def _texts(self, rows: list[dict[str, Any]]) -> str:
        fields = self._fields()
        empty = [_text(field, _shown(field, field.initial)) for field in fields.values()]
        lines = [[_text(field, row[name]) for name, field in fields.items()] for row in rows]
        return "\x1e".join("\x1d".join(line) for line in lines if line != empty)

    def _digest_now(self) -> str:
        return _digest(self._texts(self._rows_now()))

    def _rows_posted(self) -> list[dict[str, Any]]:
        total = self.data.get(f"{self.prefix}-{TOTAL_FORM_COUNT}", "")
        count = min(int(total), self.absolute_max) if str(total).isdecimal() else 0
        return [
            {name: _posted(field, self.data, f"{self.prefix}-{n}-{name}") for name, field in self._fields().items()}
            for n in range(count)
        ]

    def _merge(self: Any) -> None:
        try:
            opened = signing.loads(self.data.get(f"{self.prefix}-{OPENED}", ""), salt=SALT)
        except signing.BadSignature:
            return
        if opened == self._digest_now():
            return
        now, typed = self._texts(self._rows_now()), self._texts(self._rows_posted())
        if opened == _digest(typed):
            data = self.data.copy()
            for key in [key for key in data if key.startswith(f"{self.prefix}-")]:
                del data[key]
            rows = self._rows_now()
            data[f"{self.prefix}-{TOTAL_FORM_COUNT}"] = data[f"{self.prefix}-{INITIAL_FORM_COUNT}"] = str(len(rows))
            for n, row in enumerate(rows):
                for name, value in row.items():
                    _put(data, f"{self.prefix}-{n}-{name}", value)
            self.data = data
            self.__dict__.pop("management_form", None)  # it counted the rows as posted
        elif typed != now:
            self._conflict = True

    def _labels(self) -> list[list[str]]:
        rows, fields = self._rows_now(), self._fields()
        return [[text for name, field in fields.items() if (text := _label(field, row[name]))] for row in rows]
