"""What follows from an imported follow-up: whether it came late, and the next contact as a task (rows Nc5, Nf13)."""

from datetime import timedelta

from django.utils.translation import gettext as _

from activities.domain.lateness import latest_entry
from activities.models import Task
from crm_project.lib.database import bulk


def late(policy, occurred_at, recorded_at, days):
    """Whether an entry comes later than the department's standard allows; `days` are the company's exceptions from the calendar."""
    hours = policy.standard.late_hours if policy else None
    if hours is None or recorded_at <= occurred_at + timedelta(hours=hours):
        return False
    return recorded_at > latest_entry(occurred_at, hours, days)


def plan_next(rows, people, terms):
    """The newest entry of each author on each customer answers their open tasks there; a next contact to come is a new one.

    {follow-up: tasks that it closed}.
    """
    active = {person.pk for person in people.all() if person.is_active}
    newest = {}
    for row in rows:
        pair = row["customer_id"], row["author_id"]
        if row["author_id"] in active and (pair not in newest or row["occurred_at"] >= newest[pair]["occurred_at"]):
            newest[pair] = row
    answered, closed = [], {}
    open_tasks = Task.objects.filter(
        customer_id__in={c for c, _a in newest}, followup__isnull=False, done_at__isnull=True
    )
    for pk, customer, author, said in open_tasks.values_list(
        "pk", "customer_id", "assignee_id", "followup__occurred_at"
    ):
        row = newest.get((customer, author))
        if row and said <= row["occurred_at"]:
            answered.append(pk)
            closed.setdefault(row["id"], []).append(pk)
        elif row:
            del newest[customer, author]
    Task.objects.filter(pk__in=answered).update(done_at=terms.at, reminded_at=terms.at)
    tasks = [
        {
            "customer_id": row["customer_id"],
            "title": (row["next_step"] or _("Next contact"))[:160],
            "due_at": row["next_contact_at"],
            "remind_at": row["next_contact_at"],
            "assignee_id": row["author_id"],
            "followup_id": row["id"],
        }
        for row in newest.values()
        if row["next_contact_at"] and (row["next_contact_at"] > terms.at or not terms.history)
    ]
    bulk.insert(Task, tasks, kind="call", created_by_id=getattr(terms.by, "pk", None), created_at=terms.at)
    return closed
