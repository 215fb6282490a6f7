"""The verbs of follow-ups: record, correct, void, check (rows Na6, Nc5, Nf11, Nf13, Ni12)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from activities.models import FollowUp, Task
from activities.models.choices import TaskKind
from assignment.domain.last_followup import settle_followups
from assignment.domain.ownership import locked
from assignment.domain.policies.lookup import PolicyBook
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.database.prepared import prepared
from crm_project.lib.refused import Refused
from crm_project.lib.time import minute
from customers.domain.access import check_log
from customers.models import Customer, Ownership

from . import contact_reports
from .late_entries import check_late_reason, notify_late
from .lateness import is_late
from .required_parts import check_parts
from .vip_calls import check_vip

# One's own entry may be changed this long; afterwards a correction keeps both (Na6).
CHANGE_HOURS = 24


def exact_time(customer: Customer, ownership: Ownership | None, occurred_at: datetime, at: datetime) -> datetime:
    """The moment to keep. Refuses one in the future or before the present ownership; times are typed to the minute only."""
    slack = timedelta(minutes=1)
    if occurred_at > at + slack:
        raise Refused(
            _("A follow-up can't be in the future: enter it after it has taken place."),
            code="future",
            field="occurred_at",
        )
    if ownership and occurred_at <= ownership.since - slack:
        raise Refused(
            _("“%(name)s” has been yours only since %(since)s: earlier contacts belong to the former owner.")
            % {"name": customer.name, "since": minute(ownership.since)},
            code="before_ownership",
            field="occurred_at",
        )
    return min(max(occurred_at, ownership.since) if ownership else occurred_at, at)


def record_followup(
    *,
    customer_id: int,
    by: User,
    at: datetime,
    fields: Mapping[str, Any],
    idempotency_key: str | None = None,
    book: PolicyBook | None = None,
) -> FollowUp:
    """Write down an exchange; the customer's clock moves in the same transaction.

    `fields`: kind, occurred_at, content and the optional columns of FollowUp. `idempotency_key`: a form token (of this person and
    customer), so that a double click records one. `book`: a PolicyBook not asked yet, for whoever goes on to judge.
    Refuses with code future, before_ownership, not_owner, in_pool.
    """
    with transaction.atomic():
        customer = locked(customer_id)
        # Under the lock: the first of two clicks has been committed when the second comes here.
        if idempotency_key and (earlier := _by_key(idempotency_key)):
            return earlier[0]
        ownership = Ownership.of(customer.pk)
        if ownership is None:
            raise Refused(
                _("“%(name)s” is in the public pool: claim it first, then record your contact.")
                % {"name": customer.name},
                code="in_pool",
            )
        check_log(by, customer, ownership)
        check_vip(by, customer, ownership, fields.get("kind"), at)
        if fields.get("next_contact_at"):
            check_vip(by, customer, ownership, TaskKind.CALL, at, field="next_contact_at")
        occurred_at = exact_time(customer, ownership, fields.get("occurred_at") or at, at)
        check_parts(fields)
        book = book or PolicyBook()
        late = is_late(book.for_department(ownership.department, at), occurred_at, at)
        if late:
            check_late_reason(fields)
        row = FollowUp.objects.create(
            **{**fields, "occurred_at": occurred_at, "late_reason": fields.get("late_reason", "") if late else ""},
            customer=customer,
            author=by,
            recorded_at=at,
            idempotency_key=idempotency_key,
            late=late,
        )
        if late:
            notify_late(row, ownership, at)
        settle_followups([customer.pk], at=at, book=book)
        _next_contact(row, by, at)
        contact_reports.demand_report(row, customer, at)
        log.record(by=by, action="followup.recorded", at=at, subject=row, customer_id=customer.pk)
        return row


@prepared
def _by_key(idempotency_key: str) -> QuerySet[FollowUp]:
    return FollowUp.objects.filter(idempotency_key=idempotency_key)


def _next_contact(row: FollowUp, by: User, at: datetime) -> None:
    """The next contact becomes a task on the author's home page; earlier ones of the same customer are answered (Nc5, Ni12)."""
    _close(
        Task.objects.filter(customer_id=row.customer_id, assignee=by, followup__isnull=False).exclude(followup=row), at
    )
    if row.next_contact_at:
        Task.objects.create(
            customer_id=row.customer_id,
            kind="call",
            assignee=by,
            created_by=by,
            created_at=at,
            followup=row,
            **_as_task(row),
        )


def _as_task(row: FollowUp) -> dict[str, Any]:
    title = (row.next_step or _("Next contact"))[:160]
    return {"title": title, "due_at": row.next_contact_at, "remind_at": row.next_contact_at}


def _close(tasks: QuerySet[Task], at: datetime) -> None:
    """Whatever is done needs no reminder either."""
    tasks.filter(done_at__isnull=True).update(done_at=at, reminded_at=at)


def _move_next_contact(
    old: FollowUp, kept: FollowUp, by: User, at: datetime, changes: Mapping[str, list[str | None]]
) -> None:
    """The task of a changed entry follows it."""
    if kept.pk != old.pk:
        Task.objects.filter(followup=old).update(followup=kept)
        contact_reports.move_report(old, kept)
    if not {"next_contact_at", "next_step"} & set(changes):
        return
    tasks = Task.objects.filter(followup=kept, done_at__isnull=True)
    if kept.next_contact_at is None:
        _close(tasks, at)
    elif not tasks.update(**_as_task(kept), reminded_at=None):
        _next_contact(kept, by, at)


def _standing(followup_id: int) -> tuple[FollowUp, Customer]:
    """(entry, customer), read under the customer's lock. Refuses one that is gone, void or replaced."""
    customer_id = FollowUp.objects.filter(pk=followup_id).values_list("customer_id", flat=True).first()
    if customer_id is None:
        raise Refused(_("This follow-up does not exist."), code="gone")
    customer = locked(customer_id)
    row = FollowUp.objects.select_related("author").get(pk=followup_id)
    if row.voided_at or hasattr(row, "corrected_by"):
        raise Refused(_("This entry was already voided or corrected: open the newest one."), code="replaced")
    return row, customer
