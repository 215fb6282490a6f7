"""What is wrong with a form and with the lines that are posted with it, for the summary above them (parts/form_errors.html)."""

from collections.abc import Iterator
from typing import Any

from django.forms import BaseForm, BaseFormSet
from django.utils.translation import gettext as _


def form_problems(form: Any, *sets: Any) -> dict[str, Any]:
    """{count: how many entries, rows: [(element, label, sentence)]} of a form and formsets, or lists of formsets; what is none of them is
    passed over."""
    count, rows = 0, list[tuple[str, str, str]]()
    if isinstance(form, BaseForm):
        count, rows = len(form.errors), list(_of(form))
    for lines in (one for given in sets for one in (given if isinstance(given, (list, tuple)) else (given,))):
        if isinstance(lines, BaseFormSet):
            count += len(lines.non_form_errors()) + sum(len(line.errors) for line in lines)
            rows += [("", "", str(error)) for error in lines.non_form_errors()]
            for number, line in enumerate(lines, start=1):
                rows += _of(line, _("%(field)s, line %(n)s"), number)
    return {"count": count, "rows": rows}


def _of(form: Any, label: str = "%(field)s", number: int = 0) -> Iterator[tuple[str, str, str]]:
    for error in form.non_field_errors():
        yield "", "", str(error)
    for field in form:
        for error in field.errors:
            yield field.id_for_label or f"div_{field.auto_id}", label % {"field": field.label, "n": number}, str(error)
