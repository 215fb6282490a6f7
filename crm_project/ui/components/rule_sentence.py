"""Rules as sentences, to be read or filled in."""

import re

from django.forms import BaseForm
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

BLANK = re.compile(r"\{(\w+)\}")


def blanks(sentence: str, form: BaseForm) -> SafeString:
    """A rule as a sentence whose {names} are fields of the form, in whatever order the language wants them.

    Each field's label becomes its aria-label; errors follow the sentence.
    """
    used = []

    def field(match: re.Match[str]) -> str:
        bound = form[match[1]]
        used.append(bound)
        attrs: dict[str, str | bool] = {"aria-label": str(bound.label)}
        if bound.errors:
            attrs |= {"aria-invalid": "true", "aria-describedby": f"{bound.id_for_label}_error"}
            attrs["class"] = "is-invalid"
        return bound.as_widget(attrs=attrs)

    html = mark_safe(BLANK.sub(field, conditional_escape(sentence)))
    errors = format_html_join(
        "",
        '<div class="invalid-feedback d-block" id="{}_error">{}</div>',
        ((bound.id_for_label, " ".join(map(str, bound.errors))) for bound in used if bound.errors),
    )
    return format_html('<p class="sentence edit">{}</p>{}', html, errors)


def rule_text(sentence: str, values: dict) -> SafeString:
    """The same sentence to be read: the {names} become bold values."""
    html = BLANK.sub(lambda match: f"<b>{conditional_escape(values[match[1]])}</b>", conditional_escape(sentence))
    return format_html('<p class="said">{}</p>', mark_safe(html))
