"""How an app declares a kind of notice, and the usual ways of building its sentence (rows Nh3, D4).

An app lists its kinds as `NOTICES` in `<app>/notices.py`; `crm_project.catalogue` gathers them. A notice is stored as its
kind and its parameters; the sentence is built when it is read, in the reader's language.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

Text = Callable[[dict[str, Any]], str]


@dataclass(frozen=True)
class NoticeKind:
    """One kind of news: `key` is stored, `icon` is a Bootstrap icon, `tone` ok, info, accent, warn or bad.

    `text(params)` gives the sentence in the active language; it must stand every parameter missing.
    """

    key: str
    icon: str
    tone: str
    text: Text


class Params(dict):
    """Parameters for the gaps of a sentence; one that is missing stays empty."""

    def __missing__(self, key):
        return ""


def listed_names(params):
    """“A, B and 3 more”, of `names` (the first few) and `n` (how many in all)."""
    names, n = list(params.get("names") or ()), params.get("n") or 0
    text = _(", ").join(str(name) for name in names)
    rest = n - len(names)
    return (
        ngettext("%(names)s and %(n)d more", "%(names)s and %(n)d more", rest) % {"names": text, "n": rest}
        if rest > 0
        else text
    )


def plain(sentence) -> Text:
    """A sentence (lazy) with the notice's own parameters."""
    return lambda params: str(sentence) % Params(params)


def counted(sentence) -> Text:
    """A sentence (`ngettext_lazy` over `n`) about `n` things, the first few by name."""
    return lambda params: sentence % Params({**params, "n": params.get("n") or 0, "names": listed_names(params)})


def with_reason(text: Text) -> Text:
    """The same, followed by `reason` where one was given."""

    def formatted(params):
        base = text(params)
        if not params.get("reason"):
            return base
        return _("%(text)s Reason: %(reason)s") % {"text": base, "reason": params["reason"]}

    return formatted
