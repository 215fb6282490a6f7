"""The hidden fields of a form: its token, and what an edit form was opened on."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from crm_project.ops.form_tokens import FIELD, token


def form_token(context: template.Context, form: Any = None) -> SafeString:
    """Stands within a posting `<form>`; nothing where nobody is signed in. `form`: an edit form brings its opened state."""
    user = getattr(context.get("request"), "user", None)
    if user is None or not user.is_authenticated:
        return mark_safe("")
    hidden = _hidden(FIELD, token(user))
    opened = getattr(form, "opened", "")
    return hidden + _hidden(form.opened_key, opened) if opened else hidden


def form_opened(form: Any) -> SafeString:
    """What one part of a form was opened on, where the form has several parts and its token already."""
    opened = getattr(form, "opened", "")
    return _hidden(form.opened_key, opened) if opened else mark_safe("")


def _hidden(name: str, value: str) -> SafeString:
    return format_html('<input type="hidden" name="{}" value="{}">', name, value)
