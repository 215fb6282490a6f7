"""Which papers a rating begins with (row T8)."""

from collections.abc import Collection
from typing import Literal

from contracts.ratings.models.choices import PaperKind
from customers.models.choices import Kind

# A person has no business licence.
NEEDED: dict[str, tuple[PaperKind, ...]] = {
    Kind.COMPANY: (PaperKind.LICENCE, PaperKind.REPRESENTATIVE),
    Kind.INDIVIDUAL: (PaperKind.REPRESENTATIVE,),
}


def lacking(kind: str, there: Literal[True] | Collection[str]) -> list[str]:
    """The papers that a customer of this kind lacks; `there` holds the kinds in its file, or True for a director's exception."""
    if there is True:
        return []
    return [str(paper) for paper in NEEDED[kind] if paper not in there]
