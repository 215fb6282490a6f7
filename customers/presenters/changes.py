"""Major changes as the customer page and their list show them (row M6)."""

from django.urls import reverse
from django.utils.translation import gettext as _

from crm_project.lib.time import day, minute
from customers.domain.changes.following import about, tasks_of
from customers.models import Follow


def follow_text(codes):
    """What follows, in words."""
    return _("; ").join(str(Follow(code).label) for code in codes if code in Follow.values)


def panel(rows, mask, may_correct):
    """The entries of one customer, loaded with kind, people and files; one query for the tasks that follow from them."""
    tasks = {task.about: task for task in tasks_of(rows)} if rows else {}
    return [_entry(row, tasks, mask, may_correct) for row in rows]


def _entry(row, tasks, mask, may_correct):
    void = row.voided_at is not None
    return {
        "kind": str(row.kind),
        "on": row.happened_on.isoformat(),
        "text": mask.text(row.text),
        "by": _("%(source)s · recorded by %(person)s, %(when)s")
        % {"source": mask.text(row.source), "person": row.recorded_by, "when": minute(row.recorded_at)},
        "files": [(file.name, reverse("activities:attachment", args=[file.pk])) for file in row.kept_files],
        "follows": _followed(row, tasks),
        "void": void,
        "voided": _("Void: %(reason)s (%(person)s, %(when)s)")
        % {"reason": mask.text(row.void_reason), "person": row.voided_by, "when": minute(row.voided_at)}
        if void
        else "",
        "corrects": row.corrects_id is not None,
        "correct_url": f"{reverse('customers:change_new', args=[row.customer_id])}?corrects={row.pk}&kind={row.kind_id}",
        "void_url": reverse("customers:change_void", args=[row.customer_id, row.pk]),
        "may_correct": not void and may_correct(row),
    }


def _followed(row, tasks):
    """[what]: each with the person and the state of its task; the review of the file stands in the overview."""
    return [_followed_by(Follow(code), tasks.get(about(row, code))) for code in row.follows if code in Follow.values]


def _followed_by(follow, task):
    if task is None:
        return str(follow.label)
    state = task.get_closed_because_display() or (_("done") if task.done_at else day(task.due_at))
    return f"{follow.label}: {task.assignee} · {state}"


def list_row(row):
    """One change in the list of who reviews files; `row` as this person may read it."""
    ownership = row.customer.ownership_or_none
    return {
        "customer": row.customer.name,
        "code": row.customer.code,
        "url": f"{reverse('customers:detail', args=[row.customer_id])}?part=file#changes",
        "kind": str(row.kind),
        "on": row.happened_on.isoformat(),
        "text": row.text,
        "follows": follow_text(row.follows),
        "owner": str(ownership.owner) if ownership else _("Public pool"),
        "by": f"{row.recorded_by} · {minute(row.recorded_at)}",
    }
