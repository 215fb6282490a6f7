"""Why it is whose turn, in a sentence (rows Ni21, T23)."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm_project.lib.time import minute
from service.rules.rotation import Turn


def why(turn: Turn) -> str:
    """Of an order."""
    text = ngettext(
        "By rotation: %(n)d open order, the fewest.",
        "By rotation: %(n)d open orders, the fewest.",
        turn.open,
    )
    return _with_rest(text % {"n": turn.open}, turn)


def why_visit(turn: Turn) -> str:
    """Of a return visit."""
    text = ngettext(
        "By rotation: %(n)d open visit, the fewest.",
        "By rotation: %(n)d open visits, the fewest.",
        turn.open,
    )
    return _with_rest(text % {"n": turn.open}, turn)


def _with_rest(text: str, turn: Turn) -> str:
    """What decided among equals, and who was left out."""
    said = [text]
    if turn.alike and turn.last:
        said.append(_("Among equals, their last one was given longest ago (%(when)s).") % {"when": minute(turn.last)})
    elif turn.alike:
        said.append(_("Among equals, they had none before."))
    if turn.absent:
        said.append(_("Away today: %(names)s.") % {"names": _(", ").join(turn.absent)})
    return " ".join(said)
