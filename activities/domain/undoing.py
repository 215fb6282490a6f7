"""The reverse of what records a contact on the way: a task finished with a result, a claim with the first contact (rows Z13, Nc14)."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from activities.models import FollowUp, Task
from assignment.domain.undo.turns import lock_customers, turn_refusals, undo_turn
from crm_project.accounts.models import User
from crm_project.lib.refused import Refused
from crm_project.undo.domain.built_on import work_on_customers

from .followup_corrections import void_followup
from .tasks import undo_done

# Why an entry is void that was undone with what it came with; pages word it.
UNDONE = "followup_undone"


def lock(customer_id: int) -> None:
    """The customer, before anything that hangs on it."""
    lock_customers([customer_id])


def result_refusal(customer_id: int, moment: datetime, by: User) -> str:
    """Why a task finished with a result at this moment can't be undone (any more), or ""; a part of a sentence. Reads only."""
    if not _recorded(customer_id, moment, by):
        return _("has changed since")
    return work_on_customers([customer_id], after=moment).get(customer_id, "")


def undo_result(
    *, task_id: int, customer_id: int, moment: datetime, reminded_at: datetime | None, by: User, at: datetime
) -> Task:
    """Void the follow-up that the result made, and open the task again. Refuses with code moved_on."""
    with transaction.atomic():
        lock(customer_id)
        _void(customer_id, moment, by, at)
        return undo_done(task_id=task_id, moment=moment, reminded_at=reminded_at, by=by, at=at)


def claim_refusal(customer_id: int, moment: datetime, by: User) -> str:
    """Why a claim with its first contact can't be undone (any more), or ""; a part of a sentence. Reads only."""
    if not _recorded(customer_id, moment, by):
        return _("has changed since")
    return turn_refusals([customer_id], moment).get(customer_id, "")


def undo_claim_with_followup(*, customer_id: int, moment: datetime, by: User, at: datetime) -> str:
    """Void the first follow-up and put the customer back into the pool; the contact entered with it stays in the file."""
    with transaction.atomic():
        lock(customer_id)
        _void(customer_id, moment, by, at)
        return undo_turn(customer_id=customer_id, moment=moment, by=by, at=at)


def _recorded(customer_id: int, moment: datetime, by: User) -> FollowUp | None:
    rows = FollowUp.objects.filter(customer=customer_id, author=by, recorded_at=moment, voided_at__isnull=True)
    return rows.order_by("-pk").first()


def _void(customer_id: int, moment: datetime, by: User, at: datetime) -> None:
    """The entry stays readable, struck through; planned contacts that it answered are open again."""
    row = _recorded(customer_id, moment, by)
    if row is None:
        raise Refused(_("The follow-up has changed since."), code="moved_on")
    void_followup(followup_id=row.pk, by=by, at=at, reason=UNDONE)
    answered = Task.objects.filter(customer=customer_id, assignee=by, followup__isnull=False, done_at=moment)
    answered = answered.exclude(followup=row)
    answered.filter(Q(remind_at__gt=moment)).update(reminded_at=None)
    answered.update(done_at=None)
