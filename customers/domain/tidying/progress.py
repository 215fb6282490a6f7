"""How the tidying goes on: what the last night found and what was done this month, by department (row Ne8)."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Q

from crm_project.accounts.domain.access import department_ids
from crm_project.accounts.models import Department, User
from crm_project.audit.models import Entry
from crm_project.lib.time import day_bounds, local_date
from customers.models import TidyRun

from .finding import KINDS, RIGHT, found_by_department

# What counts as done, of all kinds together.
ACTIONS = (
    "duplicate.dismissed",
    "customer.merged",
    "customer.name_confirmed",
    "customer.removed",
    "tidying.asked",
    "contact.left",
    "tidying.passed",
    "filter.taken",
)
# What takes one of these back.
UNDONE = ("tidying.undone", "customer.restored", "customer.unmerged")


@dataclass
class Line:
    """One department: what is open by kind, and how many were done this month by its people."""

    department: Department
    open: dict[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    done: int = 0


def progress(user: User, at: datetime) -> tuple[list[Line], datetime | None]:
    """(the departments that the person tidies, in their order; when the last night counted, None before the first)."""
    run = TidyRun.objects.order_by("-at").first()
    ids = department_ids(user, RIGHT)
    places = Department.objects.filter(closed_at=None).order_by("path")
    lines = {row.pk: Line(row) for row in (places if ids is None else places.filter(pk__in=ids))}
    for kind, counted in (run.found if run else {}).items():
        for place, n in counted.items():
            if int(place) in lines and kind in KINDS:
                lines[int(place)].open[kind] = n
    for place, n in _done(at).items():
        if place in lines:
            lines[place].done = n
    shown = [line for line in lines.values() if line.done or any(line.open.values())]
    return shown, run.at if run else None


def _done(at: datetime) -> dict[int, int]:
    """{department of who did it: how many} this month, without what was taken back."""
    begin = day_bounds(local_date(at).replace(day=1))[0]
    rows = Entry.objects.filter(action__in=(*ACTIONS, *UNDONE), at__gte=begin, actor__department__isnull=False)
    counted = rows.order_by().values("actor__department")
    counted = counted.annotate(n=Count("pk"), back=Count("pk", filter=Q(action__in=UNDONE)))
    return {row["actor__department"]: max(row["n"] - 2 * row["back"], 0) for row in counted}


def count(*, run: TidyRun) -> None:
    """Keep with a nightly run how much of each kind it left, by department."""
    run.found = found_by_department(run.at)
    run.save(update_fields=["found"])
