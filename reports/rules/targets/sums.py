"""Whether the parts of a target add up to it, and how one is divided so that they do (rows Nf1, Nf3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from .tiers import TIERS, Tiers

ZERO = Decimal(0)


@dataclass(frozen=True)
class Difference:
    """How far the parts lie from the whole in one tier: more than 0 is too much, less is missing."""

    tier: str
    whole: Decimal
    parts: Decimal

    @property
    def amount(self) -> Decimal:
        """By how much the parts exceed the whole."""
        return self.parts - self.whole


def differences(whole: Tiers, parts: Sequence[Tiers]) -> list[Difference]:
    """In which tiers the parts don't add up; a tier that the whole or all parts leave out is not compared. No parts, no difference."""
    out = []
    for tier in TIERS:
        wanted = getattr(whole, tier)
        given = [value for part in parts if (value := getattr(part, tier)) is not None]
        if wanted is None or not given or sum(given, ZERO) == wanted:
            continue
        out.append(Difference(tier, wanted, sum(given, ZERO)))
    return out


def divide(total: Decimal, weights: Sequence[Decimal], step: Decimal) -> list[Decimal]:
    """`total` in parts as the weights say (evenly where all are 0), each a multiple of `step`; they add up to `total` exactly.

    What is left after rounding down goes a step each to the parts that lost most, the first of equals first.
    """
    if not weights:
        return []
    shares = [Fraction(weight) for weight in (weights if any(weights) else [1] * len(weights))]
    steps, whole = int(total / step), sum(shares)
    exact = [steps * share / whole for share in shares]
    parts = [int(value) for value in exact]
    most_lost = sorted(range(len(parts)), key=lambda n: (parts[n] - exact[n], n))
    for n in most_lost[: steps - sum(parts)]:
        parts[n] += 1
    return [part * step for part in parts]
