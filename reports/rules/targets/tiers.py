"""The three tiers of a target, and what makes them wrong (row Nf3)."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

FLOOR, TARGET, STRETCH = TIERS = ("floor", "target", "stretch")
# Of anything that a company does in a year, in CNY or in pieces.
MOST = Decimal(10) ** 13
CENT, ONE = Decimal("0.01"), Decimal(1)


@dataclass(frozen=True)
class Tiers:
    """What must be reached at least, what is meant to be reached, and what would be outstanding; floor and stretch may be left out."""

    target: Decimal
    floor: Decimal | None = None
    stretch: Decimal | None = None

    def problem(self, step: Decimal) -> tuple[str, str] | None:
        """(tier, what is wrong): negative, large, fraction (of `step`), order; None where all is well."""
        given = [(name, value) for name in TIERS if (value := getattr(self, name)) is not None]
        for name, value in given:
            if value < 0:
                return name, "negative"
            if value >= MOST:
                return name, "large"
            if value % step:
                return name, "fraction"
        for (_lower, low), (name, high) in zip(given, given[1:], strict=False):
            if high < low:
                return name, "order"
        return None

    def scaled(self, factor: Decimal, step: Decimal) -> "Tiers":
        """Each tier times `factor`, rounded to `step`."""
        return Tiers(*(rounded(value * factor, step) if value is not None else None for value in self.row))  # type: ignore[arg-type]

    @property
    def row(self) -> tuple[Decimal, Decimal | None, Decimal | None]:
        """(target, floor, stretch)"""
        return self.target, self.floor, self.stretch

    def met(self, reached: Decimal) -> str:
        """The highest tier that this reaches; empty below all."""
        for name in reversed(TIERS):
            value = getattr(self, name)
            if value is not None and reached >= value:
                return name
        return ""


def rounded(value: Decimal, step: Decimal) -> Decimal:
    """To the next step, half a step upwards."""
    return (value / step).quantize(ONE, ROUND_HALF_UP) * step
