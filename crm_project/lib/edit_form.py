"""Editing what others may edit too: a form changes only what its user changed.

The page carries a short digest of every field as it was opened. When it is posted, a field that its user left alone takes
the value that stands there by now; one that both changed is refused once, with both values, and may then be saved.
"""

from collections.abc import Callable
from hashlib import blake2b
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext as _

from .sensitive import restored

FIELD = "form_opened"
SALT = "crm.edit_form"
_PLAIN = (forms.DecimalField, forms.IntegerField, forms.FloatField, forms.DateField, forms.DateTimeField)


def _text(field: Any, raw: Any) -> str:
    """One spelling for equal values, however they are written or posted."""
    if raw is None or raw is False or raw == "":
        return ""
    if isinstance(raw, (list, tuple, set)):
        return "\x1f".join(sorted(str(each) for each in raw if each not in (None, "")))
    text = str(raw).replace("\r\n", "\n").strip()
    if isinstance(field, _PLAIN) and not isinstance(field, forms.ModelChoiceField):
        value: Any
        try:
            value = field.to_python(text)
        except forms.ValidationError:
            return text
        if isinstance(field, forms.DecimalField) and value is not None:
            return format(value.normalize(), "f")
        if isinstance(field, forms.DateTimeField) and value is not None:
            return value.isoformat(timespec="minutes")
        return str(value)
    return text


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=6).hexdigest()


def _shown(field: Any, initial: Any) -> Any:
    """What the browser would post if nothing was touched and the page was opened now."""
    value = field.prepare_value(initial)
    if isinstance(field.widget, forms.CheckboxInput):
        return "on" if value else None
    return field.widget.format_value(value)


def _posted(field: Any, data: Any, key: str) -> Any:
    raw = field.widget.value_from_datadict(data, {}, key)
    return ("on" if raw else None) if isinstance(field.widget, forms.CheckboxInput) else raw


def _put(data: Any, key: str, value: Any) -> None:
    """Write into what was posted as a browser would."""
    if value is None or value == []:
        data.pop(key, None)
    elif isinstance(value, (list, tuple)):
        data.setlist(key, [str(each) for each in value])
    else:
        data[key] = str(value)


def _label(field: Any, value: Any) -> str:
    """The value as the page shows it."""
    if isinstance(field.widget, forms.CheckboxInput):
        return _("yes") if value else _("no")
    values = [each for each in (value if isinstance(value, (list, tuple)) else [value]) if each not in (None, "")]
    if hasattr(field, "queryset"):
        return ", ".join(field.label_from_instance(row) for row in field.queryset.filter(pk__in=values))
    labels = {str(key): str(label) for key, label in getattr(field, "choices", ())}
    return ", ".join(labels.get(str(each), str(each)) for each in values)


class HidesNumbers:
    """Mix into a form that shows what is stored: `hide_numbers(mask.text)` shows a reader the texts with their numbers masked, and what
    they leave masked is saved as it stands (row Nb4)."""

    _stored: dict[str, str]

    def hide_numbers(self: Any, hide: Callable[[str], str]) -> Any:
        """The form itself; before it is cleaned or shown."""
        self._stored = {}
        for name, field in self.fields.items():
            text = self.get_initial_for_field(field, name) if isinstance(field, forms.CharField) else None
            if isinstance(text, str) and (hidden := hide(text)) != text:
                self._stored[name], self.initial[name] = text, hidden
        return self

    def _clean_fields(self: Any) -> None:
        super()._clean_fields()  # type: ignore[misc]
        for name, stored in getattr(self, "_stored", {}).items():
            if self.cleaned_data.get(name):
                self.cleaned_data[name] = restored(self.cleaned_data[name], stored)


class EditForm(HidesNumbers):
    """Mix into a form, before its base; the page emits `opened` (parts/form_errors.html does).

    The form must be given what stands there now, as `instance` or `initial`, when it is posted too. `unmoved`: fields that
    are typed anew each time (a reason, a password) and are no part of what is edited.
    """

    unmoved: tuple[str, ...] = ()
    # Apart from others of the same prefix in one <form>.
    opened_name: str = FIELD
    # Fields that stand otherwise than when the page was opened, whether typed into or not; known once the form is cleaned.
    moved: frozenset[str] = frozenset()

    @property
    def opened_key(self: Any) -> str:
        """The name of the hidden field."""
        name: str = self.add_prefix(self.opened_name)
        return name

    def _edits(self: Any) -> bool:
        """A form for something new was opened on nothing."""
        return getattr(self, "instance", None) is None or self.instance.pk is not None

    def _tracked(self: Any) -> list[str]:
        return [
            name
            for name, field in self.fields.items()
            if name not in self.unmoved and not field.disabled and not isinstance(field, forms.FileField)
        ]

    def _now(self: Any, name: str) -> Any:
        field = self.fields[name]
        return _shown(field, self.get_initial_for_field(field, name))

    def _typed(self: Any, name: str) -> Any:
        return _posted(self.fields[name], self.data, self.add_prefix(name))

    @property
    def opened(self: Any) -> str:
        """The hidden value for the page: signed, short, and telling nothing; empty for something new."""
        if not self._edits():
            return ""
        found = {name: _digest(_text(self.fields[name], self._now(name))) for name in self._tracked()}
        return signing.dumps(found, salt=SALT, compress=True)

    def full_clean(self: Any) -> None:
        """Take what stands there for what was left alone; refuse what both changed."""
        moved = self._merge() if self.is_bound and self._edits() else {}
        super().full_clean()  # type: ignore[misc]
        for name, value in moved.items():
            self.add_error(
                name,
                forms.ValidationError(
                    _("Changed in the meantime to “%(value)s”. Your entry is kept here: save again to overwrite it.")
                    % {"value": _label(self.fields[name], value) or "–"},
                    code="conflict",
                ),
            )

    def _merge(self: Any) -> dict[str, Any]:
        """The fields that both changed, with what stands there now."""
        try:
            opened = signing.loads(self.data.get(self.opened_key, ""), salt=SALT)
        except signing.BadSignature:
            return {}
        data, conflicts, self.moved = self.data.copy(), {}, frozenset()
        for name in self._tracked():
            field = self.fields[name]
            now = self._now(name)
            current = _text(field, now)
            if name not in opened or opened[name] == _digest(current):
                continue
            self.moved |= {name}
            typed = _text(field, self._typed(name))
            # What the page did not even show was left alone, too.
            absent = field.widget.value_omitted_from_data(data, {}, self.add_prefix(name))
            if absent or opened[name] == _digest(typed):
                _put(data, self.add_prefix(name), now)
            elif typed != current:
                conflicts[name] = now
        self.data = data
        return conflicts
