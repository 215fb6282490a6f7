"""What a stock-take finds about one folder (row T6)."""

FOUND, MISPLACED, MISSING, ON_LOAN = "found", "misplaced", "missing", "on_loan"
LENT_HERE, LOST_HERE, LOST = "lent_here", "lost_here", "lost"
# What somebody has to do something about, first.
TO_SETTLE = (MISSING, MISPLACED, LENT_HERE, LOST_HERE)


def verdict(*, seen: bool, belongs_here: bool, status: str) -> str:
    """What is said of a folder that was seen at the place, or that belongs there; `status` is that of the folder: in, out, lost."""
    if not seen:
        return {"out": ON_LOAN, "lost": LOST}.get(status, MISSING)
    if status == "out":
        return LENT_HERE
    if status == "lost":
        return LOST_HERE
    return FOUND if belongs_here else MISPLACED
