"""Recording a major change, correcting an entry by a new one, voiding it (row M6). Nothing is edited."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assignment.domain.ownership import locked
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from customers.models import Customer, Follow, MajorChange, MajorChangeKind, Ownership

from .access import may_correct, may_record
from .following import close_tasks, follow, pass_on
from .telling import tell_corrected, tell_recorded, tell_voided

LEAST = 5


def record_change(
    *,
    customer_id: int,
    kind: MajorChangeKind,
    happened_on: date,
    text: str,
    source: str,
    follows: Collection[str] = (),
    by: User,
    at: datetime,
    corrects_id: int | None = None,
) -> MajorChange:
    """Keep it, start what follows (codes of Follow), tell who must know; `corrects_id`: the entry that it stands for now.

    Refuses with code forbidden, kind, future, text, source, done.
    """
    with transaction.atomic():
        customer = locked(customer_id)
        ownership = Ownership.of(customer.pk)
        if not may_record(by, customer, ownership, at):
            raise Refused(_("Your role does not allow this here."), code="forbidden")
        old = _standing(corrects_id, customer, ownership, by) if corrects_id else None
        _check(kind, old, happened_on, text, source, at)
        asked = set(old.follows if old else ())
        row = MajorChange.objects.create(
            customer=customer,
            kind=kind,
            happened_on=happened_on,
            text=text.strip(),
            source=source.strip(),
            follows=[code for code in Follow.values if code in asked or code in follows],
            recorded_by=by,
            recorded_at=at,
            corrects=old,
        )
        if old is not None:
            pass_on(old, row)
        _log("major_change.corrected" if old else "major_change.recorded", row, old, by, at)
        follow(row, set(follows) - asked, ownership, by, at)
        (tell_corrected if old else tell_recorded)(row, ownership, by, at)
        return row


def void_change(*, change_id: int, reason: str, by: User, at: datetime) -> MajorChange:
    """It did not happen, or is not of this customer: it stays readable, struck through, and its open tasks are closed.

    Refuses with code forbidden, reason, done.
    """
    if not reason.strip():
        raise Refused(_("Give the reason for voiding the entry."), code="reason", field="reason")
    with transaction.atomic():
        customer = locked(MajorChange.objects.values_list("customer_id", flat=True).get(pk=change_id))
        ownership = Ownership.of(customer.pk)
        row = _standing(change_id, customer, ownership, by)
        row.voided_at, row.voided_by, row.void_reason = at, by, reason.strip()[:200]
        row.save(update_fields=["voided_at", "voided_by", "void_reason"])
        log.record(
            by=by,
            action="major_change.voided",
            at=at,
            subject=row,
            customer_id=customer.pk,
            reason=row.void_reason,
        )
        tell_voided(row, ownership, close_tasks(row, at), by, at)
        return row


def _standing(pk: int, customer: Customer, ownership: Ownership | None, by: User) -> MajorChange:
    """The entry of this customer, locked, if it still stands and the person may take it back."""
    rows = MajorChange.objects.select_for_update(no_key=True, of=("self",)).select_related("kind")
    row = rows.get(pk=pk, customer=customer)
    row.customer = customer
    if not may_correct(by, row, customer, ownership):
        raise Refused(
            _("Only the person who recorded it or who reviews the file corrects or voids it."), code="forbidden"
        )
    if row.voided_at or hasattr(row, "corrected_by"):
        raise Refused(_("This entry was already voided or corrected: open the newest one."), code="done")
    return row


def _check(
    kind: MajorChangeKind, old: MajorChange | None, happened_on: date, text: str, source: str, at: datetime
) -> None:
    if not kind.active and (old is None or old.kind_id != kind.pk):
        raise Refused(_("This kind is no longer offered: choose another."), code="kind", field="kind")
    if happened_on > local_date(at):
        raise Refused(
            _("It can't have happened in the future: enter today or an earlier day."),
            code="future",
            field="happened_on",
        )
    if len(text.strip()) < LEAST:
        raise Refused(_("Write what happened."), code="text", field="text")
    if not source.strip():
        raise Refused(_("Write where you heard or read it."), code="source", field="source")


def _log(action: str, row: MajorChange, old: MajorChange | None, by: User, at: datetime) -> None:
    """Which kind and day, and what was asked to follow; the words themselves stand in the file."""
    before = {"kind": None, "happened_on": None, "follows": []} if old is None else _plain(old)
    changes = log.differences(before, _plain(row))
    log.record(by=by, action=action, at=at, subject=row, customer_id=row.customer_id, changes=changes)


def _plain(row: MajorChange) -> dict[str, object]:
    return {"kind": row.kind.name, "happened_on": row.happened_on.isoformat(), "follows": row.follows}
