"""Pieces of a page that are rendered once and kept."""

import secrets
from functools import cache
from typing import Any

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

# What differs with every request and may still stand in a remembered piece: put in when it is shown.
# Random, so that nobody can have it put into a text of theirs.
TOKEN, HERE = (secrets.token_hex(16) for _blank in range(2))

# A few kilobytes each: cleared rather than sorted by age, as all of them are made anew within a minute.
MOST_PIECES = 2000
_pieces: dict[tuple, str] = {}


def fixed(name: str) -> SafeString:
    """Include a template that depends on nothing but the language: rendered once per process and language."""
    return render_to_string(name) if settings.DEBUG else _fixed(name, get_language() or "")


@cache
def _fixed(name: str, language: str) -> SafeString:
    return render_to_string(name)


def remembered(context: template.Context, name: str, **values: Any) -> SafeString:
    """Include a template that depends on the language and on these values alone: rendered once for each set of them.

    It may hold forms, and `{{ here }}`, the address of the page: neither makes it another piece.
    """
    token = context.get("csrf_token") or ""
    token = "" if token == "NOTPROVIDED" else str(token)
    blank = {"csrf_token": TOKEN if token else "", "here": HERE}
    html: str
    if settings.DEBUG:
        html = render_to_string(name, values | blank)
    else:
        key = (name, get_language(), bool(token), _frozen(values))
        html = _pieces.get(key) or _pieces.setdefault(key, render_to_string(name, values | blank))
        if len(_pieces) > MOST_PIECES:
            _pieces.clear()
    if HERE in html:
        html = html.replace(HERE, conditional_escape(context["request"].get_full_path()))
    return mark_safe(html.replace(TOKEN, token))


def _frozen(value: Any) -> Any:
    """The same as something that can be a key."""
    if isinstance(value, dict):
        return tuple([(key, _frozen(each)) for key, each in value.items()])
    if isinstance(value, (list, tuple)):
        return tuple([_frozen(each) for each in value])
    # A safe text and one that is still to be escaped are not the same, nor are 1 and True.
    return (type(value), str(value)) if isinstance(value, (str, Promise)) else (type(value), value)
