"""Who may be meant by a name that is being typed (Z10)."""

from .candidates import candidates, telling
from .ranking import Match, ranked, survivors
from .typed import LONGEST, Typed


def find(text: str, limit: int = 10) -> list[Match]:
    """Customers that may be the one whose name is being typed, the likeliest first (Z10, Nc2, Ni5, D3).

    Over all departments. Less than two Chinese characters or three latin letters finds only the very name.
    """
    typed = Typed(text[:LONGEST])
    if not typed.key:
        return []
    spans = telling(typed.spans()) if typed.enough else []
    return survivors(ranked(typed, candidates(typed.key, spans)), limit)
