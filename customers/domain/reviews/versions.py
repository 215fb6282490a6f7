"""Which rules of file reviews hold for a department (row M5). Where nobody has set any, nothing is due."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from crm_project.accounts.domain.department_versions import holding
from crm_project.accounts.models import Department, line_of
from customers.models import ReviewRules
from customers.rules.reviews import CLASSES, Intervals

NUMBERS = (*CLASSES, "remind_days", "escalate_days")
# Where nobody has said otherwise no file is reviewed by a date.
STANDARD = ReviewRules(number=0)


@dataclass
class RuleBook:
    """The versions that hold on a day, read once for any number of customers: `of(department id)`."""

    day: date
    rows: dict[int | None, list[ReviewRules]] = field(default_factory=lambda: defaultdict(list))
    lines: dict[int, list[int]] = field(default_factory=dict)

    @classmethod
    def on(cls, day: date, draft: ReviewRules | None = None) -> "RuleBook":
        """Two queries; with `draft` as if it held already."""
        book = cls(day)
        if draft is not None:
            book.rows[draft.department_id].append(draft)
        for row in ReviewRules.objects.select_related("department").order_by("-holds_from", "-number"):
            book.rows[row.department_id].append(row)
        if book.rows:
            book.lines = {pk: line_of(path) for pk, path in Department.objects.order_by().values_list("pk", "path")}
        return book

    def of(self, department_id: int | None) -> ReviewRules | None:
        """The version that holds for this department: its own, else that of the nearest above, else the company's."""
        keys = [*self.lines.get(department_id or 0, [])[::-1], None]
        return holding(self.rows, keys, self.day)

    def known_since(self, rules: ReviewRules) -> date:
        """The first day on which rules of this department (or the company) held: no file is overdue from before it."""
        return min(row.holds_from for row in self.rows[rules.department_id])


def intervals(rules: ReviewRules | None) -> Intervals:
    """The days of a version; none hold without one."""
    rules = rules or STANDARD
    return Intervals(**{name: getattr(rules, name) for name in NUMBERS})
