"""What an entry is about, in the reader's language: stored as code and name, worded when shown."""

from functools import cache

from django.conf import settings
from django.utils import translation

from crm_project.catalogue import request_kinds

_DOT = " · "


@cache
def _codes():
    """{label in any language: code of the request's kind}: earlier entries were written in their author's language."""
    out = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            out |= {str(kind.label): key for key, kind in request_kinds().items()}
    return out


def subject_text(subject_type, name):
    """The stored name of an entry's subject as it is shown."""
    if subject_type != "request":
        return name
    head, dot, rest = name.partition(_DOT)
    code = _codes().get(head, head)
    kind = request_kinds().get(code) if dot else None
    return f"{kind.label}{dot}{rest}" if kind else name
