"""One indicator of a scorecard: who rates it, its points, how a value becomes points (rows T9 to T13)."""

from dataclasses import dataclass, field
from decimal import Decimal

from .grading import rounded

SALES, FINANCE, COMPUTED = "sales", "finance", "computed"


@dataclass(frozen=True)
class Indicator:
    """One line of a scorecard. `rule`: {"kind": "steps", "steps": [[at least, points], …]} or {"kind": "proportion", "zero", "full"}."""

    key: str
    category: str
    full: Decimal
    rater: str
    en: str
    zh: str
    guidance_en: str = ""
    guidance_zh: str = ""
    measure: str = ""
    rule: dict = field(default_factory=dict)

    def points(self, value: Decimal | None) -> Decimal:
        """Points for a computed value; None (nothing to go by) gives none."""
        if value is None:
            return Decimal("0.00")
        if self.rule["kind"] == "steps":
            steps: list[tuple[Decimal, Decimal]] = self.rule["steps"]
            return next((points for least, points in steps if value >= least), Decimal("0.00"))
        zero, full = Decimal(str(self.rule["zero"])), Decimal(str(self.rule["full"]))
        share = min(max((value - zero) / (full - zero), Decimal(0)), Decimal(1))
        return rounded(self.full * share)
