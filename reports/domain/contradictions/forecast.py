"""What a draft of rules would have found last month, before it is saved (row Nf9)."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice

from reports.models import ContradictionRules

from .detecting import of_part
from .rule_versions import part_of_draft

MOST = 5000


@dataclass
class Forecast:
    """How many contradictions of which rule, and of how many people; `capped`: there are more than MOST."""

    first: date
    last: date
    kinds: Counter[str] = field(default_factory=Counter)
    people: set[int] = field(default_factory=set)
    capped: bool = False

    @property
    def total(self) -> int:
        return sum(self.kinds.values())


def forecast(draft: ContradictionRules, today: date) -> Forecast:
    """All that the draft would have found on the days of last month, those found already included; nothing is kept."""
    last = today.replace(day=1) - timedelta(days=1)
    out = Forecast(last.replace(day=1), last)
    found = of_part(part_of_draft(draft, out.first, out.last), today, again=True)
    for one in islice(found, MOST):
        out.kinds[one.kind] += 1
        out.people.add(one.person_id)
    out.capped = next(found, None) is not None
    return out
