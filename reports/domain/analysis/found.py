"""What stands behind one number of an analysis: its rows, for whoever follows it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Found:
    """One customer, or one deal or turn of it. `what` is a text of the file, read by whoever may open that; `code` a word of ours."""

    at: datetime | None
    customer_id: int
    deal_id: int | None = None
    what: str = ""
    code: str = ""


# Rows that one page shows.
MOST = 500
