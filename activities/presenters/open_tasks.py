"""What is planned at one customer, on its page (row Z5)."""

from activities.domain.tasks import still_valid
from activities.models import Task

from .agenda import COLUMNS, task_row

SHOWN_ON_FILE = 20


def open_tasks(customer, user, at, mask):
    """Rows with day and person, the next one first; one query. Whoever reads the file sees whose turn it is, and opens their own."""
    rows = Task.objects.filter(still_valid(), customer=customer, done_at__isnull=True).order_by("due_at", "pk")
    out = []
    for row in rows.values(*COLUMNS)[:SHOWN_ON_FILE]:
        shown = task_row(row, at, user)
        who = row["assignee__full_name"] or row["assignee__username"]
        out.append({**shown, "title": mask.text(shown["title"]), "who": who})
    return out
