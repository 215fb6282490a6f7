"""Undoing a merge: what moved goes back; what was added or has changed owner since stays where it is (row Ni7)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from assignment.domain import deadlines
from assignment.domain.last_followup import settle_followups
from assignment.domain.ledger import KEPT, Kind, event, write_events
from assignment.domain.owner_change import return_open_work, return_work
from assignment.models import OwnershipEvent
from assignment.rules.policy import NEVER
from contracts.ratings.models import Rating
from crm_project.accounts.domain.access import may as may_somewhere
from crm_project.accounts.models import User
from crm_project.approvals.models import Request
from crm_project.audit.domain import log
from crm_project.lib.json_values import JsonObject
from crm_project.lib.open_work import Move
from crm_project.lib.refused import Refused
from crm_project.notices.domain.notify import tell
from crm_project.notices.models import Comment
from customers.domain.access import may
from customers.models import Collaborator, Customer, DuplicatePair, MergeRecord, Ownership
from customers.models.choices import PoolReason

from .moving import HANGING


def undo_merge(*, record_id: int, by: User, at: datetime) -> MergeRecord:
    """Take a merge apart again. Refuses where it was undone, or where the survivor was merged or removed since."""
    with transaction.atomic():
        record = MergeRecord.objects.filter(pk=record_id).first()
        if record is None:
            raise Refused(_("There is no record of this merge."), code="gone")
        customers = deadlines.lock([record.kept_id, record.merged_id])
        kept, merged = customers[record.kept_id], customers[record.merged_id]
        record = MergeRecord.objects.select_for_update().get(pk=record_id)
        _check(record, kept, merged, by)
        _work_back(record, by=by, at=at)
        _move_back(record)
        _empty_again(record, kept, at)
        events = _own_back(record, kept, merged, by=by, at=at)
        _ask_again(record)
        for customer in (kept, merged):
            settle_followups([customer.pk], at=at)
        write_events(events)
        ids = sorted([kept.pk, merged.pk])
        DuplicatePair.objects.filter(one_id__in=ids, other_id__in=ids, state=DuplicatePair.State.MERGED).update(
            state=DuplicatePair.State.OPEN, decided_by=None, decided_at=None
        )
        MergeRecord.objects.filter(pk=record.pk).update(undone_at=at, undone_by=by)
        for customer in (kept, merged):
            log.record(
                by=by,
                action="customer.unmerged",
                at=at,
                subject=customer,
                changes={"merged": [f"{kept.code} {kept.name}", f"{merged.code} {merged.name}"]},
            )
        concerned = set(Ownership.objects.filter(pk__in=ids).values_list("owner_id", flat=True)) | {
            i for i in record.moved["owner"] if i
        }
        tell(
            concerned,
            "unmerged",
            at=at,
            url=reverse("customers:detail", args=[merged.pk]),
            customer=merged.name,
            into=kept.name,
        )
        return record


def refusal(record: MergeRecord) -> str:
    """Why this merging can't be undone (any more), as a sentence, or "". Reads only; `record` comes with both customers."""
    try:
        _undoable(record, record.kept, record.merged)
    except Refused as no:
        return no.sentence.rstrip(".")
    return ""


def _undoable(record: MergeRecord, kept: Customer, merged: Customer) -> None:
    if record.undone_at:
        raise Refused(_("This merge was already undone."), code="undone")
    if kept.merged_into_id or kept.removed_at or merged.merged_into_id != kept.pk:
        raise Refused(
            _("“%(name)s” has changed since: undo the later changes first.") % {"name": kept.name},
            code="moved_on",
        )


def _check(record: MergeRecord, kept: Customer, merged: Customer, by: User) -> None:
    _undoable(record, kept, merged)
    row = Ownership.of(kept.pk)
    if not may(by, "customer.merge", kept, row):
        raise Refused(_("Your role can't merge “%(name)s”.") % {"name": kept.name}, code="forbidden")


def _work_back(record: MergeRecord, *, by: User, at: datetime) -> None:
    """What the later file's owner had to do is theirs again, unless they have left."""
    followed, held = record.moved.get("followed"), record.moved["merged_before"]["ownership"]
    if followed and User.objects.filter(pk=held["owner_id"], is_active=True).exists():
        back = Move(record.kept_id, record.moved["owner"][1], held["owner_id"], held["department_id"])
        return_work(back, followed, by=by, at=at)


def _move_back(record: MergeRecord) -> None:
    """Only what moved then and is still there."""
    moved, kept, merged = record.moved, record.kept_id, record.merged_id
    for name, model in HANGING.items():
        model.objects.filter(pk__in=moved.get(name, ()), customer_id=kept).update(customer_id=merged)
    Rating.objects.mark_latest(customer_id=merged)
    Comment.objects.filter(pk__in=moved["comments"], subject_type="customer", subject_id=kept).update(subject_id=merged)
    Customer.objects.filter(pk__in=moved["branches"], parent_id=kept).update(parent_id=merged)
    Customer.objects.filter(pk__in=moved["chain"], merged_into_id=kept).update(merged_into_id=merged)
    record.kept.regions.remove(*moved["regions"])
    Collaborator.objects.filter(pk__in=moved["collaborators"], customer_id=kept).update(customer_id=merged)
    # Registrations that the merge ended run on, unless the person was registered anew.
    for row in Collaborator.objects.filter(customer_id__in=[kept, merged], until=record.at):
        if not Collaborator.objects.filter(customer_id=row.customer_id, user_id=row.user_id, until=None).exists():
            Collaborator.objects.filter(pk=row.pk).update(until=None)


def _empty_again(record: MergeRecord, kept: Customer, at: datetime) -> None:
    """Fields that the merge filled are emptied, unless somebody changed them since."""
    back = {}
    for name, (old, new) in record.moved["fields"].items():
        field: Any = Customer._meta.get_field(name)
        plain = field.target_field.to_python if field.is_relation else field.to_python
        if getattr(kept, name) == plain(new):
            back[name] = plain(old)
    Customer.objects.filter(pk=kept.pk).update(**back, changed_at=at)
    for name, value in back.items():
        setattr(kept, name, value)


def _own_back(record: MergeRecord, kept: Customer, merged: Customer, *, by: User, at: datetime) -> list[OwnershipEvent]:
    """Put both ownerships back as far as nobody touched them since; returns the ledger rows."""
    events, moved = [], record.moved
    before_owner, after_owner = moved["owner"]
    row = Ownership.of(kept.pk)
    untouched = row is not None and row.owner_id == after_owner and row.since == record.at
    if before_owner != after_owner and after_owner and untouched:
        events.append(_put_back(kept, moved["kept_before"], row, by=by, at=at, record=record))
        entry = OwnershipEvent.objects.filter(customer=kept, kind=Kind.MERGED, at=record.at, restores__isnull=False)
        for passed in entry.filter(owner=after_owner)[:1]:
            return_open_work(passed, at=at, by=by)
    Customer.objects.filter(pk=merged.pk).update(merged_into=None, changed_at=at)
    merged.merged_into_id = None
    events.append(_put_back(merged, moved["merged_before"], None, by=by, at=at, record=record))
    return events


def _put_back(
    customer: Customer,
    before: JsonObject,
    row: Ownership | None,
    *,
    by: User,
    at: datetime,
    record: MergeRecord,
) -> OwnershipEvent:
    """The ownership and the pool columns as they were; an owner who has left can't hold it: it goes to the pool."""
    held, columns = before["ownership"], dict(before["customer"])
    columns["pooled_at"] = _moment(columns["pooled_at"])
    person = User.objects.select_related("role").filter(pk=held["owner_id"]).first() if held else None
    stays = person is not None and person.is_active and may_somewhere(person, "customer.claim")
    if row is not None:
        Ownership.objects.filter(pk=customer.pk).delete()
    if stays:
        values = {name: held[name] if name in ("owner_id", "department_id") else _moment(held[name]) for name in KEPT}
        Ownership.objects.create(customer_id=customer.pk, release_at=NEVER, remind_at=NEVER, review_at=NEVER, **values)
    elif held:
        columns |= {"pooled_at": at, "pool_reason": PoolReason.LEFT, "last_owner_id": held["owner_id"]}
    Customer.objects.filter(pk=customer.pk).update(**columns)
    return event(
        Kind.RESTORED,
        customer,
        at=at,
        by=by,
        owner_id=person.pk if person and stays else None,
        department_id=columns["department_id"],
        closes=row,
        evidence={"undoes_merge": record.pk},
    )


def _moment(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None


def _ask_again(record: MergeRecord) -> None:
    """Requests that the merge made obsolete wait again, unless they were asked anew."""
    for request in Request.objects.filter(
        customer_id__in=[record.kept_id, record.merged_id],
        status=Request.Status.OBSOLETE,
        decided_at=record.at,
    ):
        again = Request.objects.filter(
            kind=request.kind,
            customer_id=request.customer_id,
            asked_by=request.asked_by_id,
            status=Request.Status.PENDING,
        )
        if not again.exists():
            Request.objects.filter(pk=request.pk).update(status=Request.Status.PENDING, decided_at=None)
