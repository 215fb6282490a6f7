"""Open tasks, appointments and receptions follow the customer, or pass on with their person (rows Ne9, Z5, Nf12, M11)."""

from collections import defaultdict

from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import ngettext_lazy

from crm_project.audit.domain import log
from crm_project.lib.open_work import OpenWork, OwnerChange
from crm_project.notices.domain.notify import tell
from customers.domain.following_rows import holders_now
from customers.models import Collaborator

from .domain.receptions import passing_on
from .domain.tasks import still_valid
from .models import Task
from .models.choices import Closed


def _open():
    return Task.objects.filter(done_at__isnull=True)


def _passed(moves, *, by, at):
    """Open tasks of the former owner at the customer go to the new owner; the audit names each."""
    former = {m.customer_id: m for m in moves}
    rows = [t for t in _open().filter(customer__in=former) if t.assignee_id == former[t.customer_id].former_id]
    ids = defaultdict(list)
    for task in rows:
        ids[former[task.customer_id].to_id].append(task.pk)
    for to, theirs in ids.items():
        Task.objects.filter(pk__in=theirs).update(assignee=to)
    _noted(rows, "task.passed_on", by, at, lambda t: {"owner": [t.assignee_id, former[t.customer_id].to_id]})
    return _by_customer(rows)


def _pooled(moves, *, by, at):
    """Nobody works on the customer any more: open tasks of the former owner and of collaborators there are closed."""
    former = {m.customer_id: m for m in moves}
    rows = list(_open().filter(customer__in=former))
    if not rows:
        return {}
    ended = set(
        Collaborator.objects.filter(customer__in={t.customer_id for t in rows}, until=at).values_list(
            "customer_id", "user_id"
        )
    )
    theirs = ended | {(m.customer_id, m.former_id) for m in moves}
    rows = [t for t in rows if (t.customer_id, t.assignee_id) in theirs]
    _close(rows, Closed.RELEASED, by, at)
    return _by_customer(rows)


def _restored(move, ids, *, by, at, pooled):
    """What an undo gives back: closed tasks are open again, those passed on return to the former owner."""
    rows = list(Task.objects.filter(pk__in=ids, customer=move.customer_id))
    if pooled:
        rows = [t for t in rows if t.closed_because == Closed.RELEASED]
        again = Q(remind_at__gt=at)
        mine = Task.objects.filter(pk__in=[t.pk for t in rows])
        mine.filter(again).update(reminded_at=None)
        mine.update(done_at=None, closed_because="")
        _noted(rows, "task.reopened", by, at, lambda t: {})
    else:
        rows = [t for t in rows if t.done_at is None and t.assignee_id == move.former_id]
        Task.objects.filter(pk__in=[t.pk for t in rows]).update(assignee=move.to_id)
        _noted(rows, "task.passed_on", by, at, lambda t: {"owner": [t.assignee_id, move.to_id]})


def _close(rows, why, by, at):
    Task.objects.filter(pk__in=[t.pk for t in rows]).update(done_at=at, reminded_at=at, closed_because=why)
    _noted(rows, "task.closed", by, at, lambda t: {"closed_because": [None, str(why)]})


def _noted(rows, action, by, at, changes):
    log.record_many(
        [log.entry(by=by, action=action, at=at, subject=t, customer_id=t.customer_id, changes=changes(t)) for t in rows]
    )


def _by_customer(rows):
    out = defaultdict(list)
    for task in rows:
        out[task.customer_id].append(task.pk)
    return dict(out)


def _pass_tasks(*, leaver, to, by, at):
    """What does not follow a customer of the leaver: at a colleague's customer it goes to its owner, else to `to`.

    Next contacts with a customer that the leaver does not work on any more are closed. Colleagues are told here, `to` by the caller.
    """
    with transaction.atomic():
        mine = _open().select_for_update(no_key=True, of=("self",)).filter(assignee=leaver)
        rows = list(mine.exclude(customer__ownership__owner=leaver).order_by("pk"))
        meant = set(Task.objects.filter(still_valid(), pk__in=[t.pk for t in rows]).values_list("pk", flat=True))
        holders = holders_now(t.customer_id for t in rows if t.customer_id)
        _close([t for t in rows if t.pk not in meant], Closed.LEFT, by, at)
        given: dict[int, list[Task]] = defaultdict(list)
        for task in rows:
            if task.pk in meant:
                given[holders[task.customer_id][0] if task.customer_id in holders else to.pk].append(task)
        for person, tasks in given.items():
            Task.objects.filter(pk__in=[t.pk for t in tasks]).update(assignee=person)
            _noted(tasks, "task.passed_on", by, at, lambda t, person=person: {"owner": [t.assignee_id, person]})
            if person != to.pk:
                url = reverse("activities:tasks")
                tell([person], "tasks_passed", at=at, url=url, person=str(leaver), n=len(tasks))
        return len(given.get(to.pk, ()))


def _give_tasks_back(*, leaver, ids, moment, by, at):
    """Tasks that were passed on come back, those closed with the account are open again."""
    rows = list(Task.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=ids).order_by("pk"))
    closed = [t for t in rows if t.closed_because == Closed.LEFT and t.done_at == moment]
    mine = Task.objects.filter(pk__in=[t.pk for t in closed])
    mine.filter(Q(remind_at__gt=moment)).update(reminded_at=None)
    mine.update(done_at=None, closed_because="")
    _noted(closed, "task.reopened", by, at, lambda t: {})
    moved = [t for t in rows if t.done_at is None and t.assignee_id != leaver.pk]
    Task.objects.filter(pk__in=[t.pk for t in moved]).update(assignee=leaver)
    _noted(moved, "task.passed_on", by, at, lambda t: {"owner": [t.assignee_id, leaver.pk]})
    return {t.pk for t in closed} | {t.pk for t in rows if t.done_at is None}


WORK = (
    OpenWork(
        key="tasks",
        covers=("activities.Task.assignee",),
        column="assignee",
        rows=_open,
        counted=ngettext_lazy("%(n)d open task", "%(n)d open tasks", "n"),
        pass_on=_pass_tasks,
        on_move=False,
        follows=Q(customer__ownership__owner=F("assignee")),
        give_back=_give_tasks_back,
    ),
    OpenWork(
        key="receptions",
        covers=("activities.Reception.host",),
        column="host",
        rows=passing_on.planned,
        counted=ngettext_lazy("%(n)d reception to host or record", "%(n)d receptions to host or record", "n"),
        pass_on=passing_on.pass_on,
        on_move=False,
        follows=Q(customer__ownership__owner=F("host")),
        give_back=passing_on.give_back,
    ),
)
OWNER_CHANGES = (
    OwnerChange(key="tasks", passed=_passed, pooled=_pooled, restored=_restored),
    OwnerChange(
        key="receptions",
        passed=passing_on.follow_owner,
        pooled=passing_on.call_off_released,
        restored=passing_on.put_back,
    ),
)
# Whoever wrote a follow-up stays its author; who takes part is asked anew by the host.
SAYS_WHO = (
    "activities.FollowUpDay.person",
    "activities.Reception.team",
    "activities.Reception.planned_by",
    "activities.Reception.recorded_by",
)
