"""Numbers and addresses that people type: full-width signs are read as plain ones, and neither is taken for the other."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from .characters import identifier
from .sensitive import EMAIL, PHONE, kinds_of


class MailField(forms.EmailField):
    """An e-mail address; ｌｉ＠ｆｉｒｍ.ｃｎ is li@firm.cn."""

    def to_python(self, value: Any) -> Any:
        found = super().to_python(value)
        return identifier(found) if found else found


class PhoneField(forms.CharField):
    """A telephone number as it was typed. Refuses an e-mail address."""

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        if found and "@" in identifier(found):
            raise ValidationError(
                _("“%(text)s” looks like an e-mail address: enter it in the e-mail field.") % {"text": found[:80]},
                code="address",
            )
        return found


_READ_BY = {PHONE: PhoneField, EMAIL: MailField}


def reach_fields(model: type[Model]) -> dict[str, type[forms.Field]]:
    """{column: field} of a model's numbers and addresses, for forms and for whatever takes what was typed elsewhere."""
    return {name: _READ_BY[kind] for name, kind in kinds_of(model).items() if kind in _READ_BY}
