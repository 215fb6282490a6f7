"""The reverse of tidying, each row on its own: what somebody built on stays and is listed (row Ne8)."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from activities.models import Task
from activities.models.choices import Closed
from assignment.domain import deadlines
from assignment.domain.ownership import locked
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from customers.domain.removal import restore_customer
from customers.models import Contact, Customer, DuplicatePair, NameDoubt, SavedFilter

from . import finding

Back = Callable[[int, Any, User, datetime], None]


def undo(*, what: str, done: Mapping[str, Any], by: User, at: datetime) -> tuple[int, tuple[tuple[str, str], ...]]:
    """Put back what `many` did; (how many are back, [(name, why not)]). Keys of JSON are text."""
    back, stayed = 0, []
    for pk, kept in done.items():
        try:
            with transaction.atomic():
                REVERSES[what](int(pk), kept, by, at)
            back += 1
        except Refused as refusal:
            stayed.append((str(refusal.details.get("name", pk)), refusal.sentence))
    return back, tuple(stayed)


def _moved_on(name: object) -> Refused:
    return Refused(_("has changed since"), code="moved_on", name=str(name))


def _pair(pk: int, _kept: Any, by: User, at: datetime) -> None:
    pair = DuplicatePair.objects.select_for_update(of=("self",)).select_related("one", "other").get(pk=pk)
    if pair.state != DuplicatePair.State.DIFFERENT:
        raise _moved_on(pair.one)
    DuplicatePair.objects.filter(pk=pk).update(state=DuplicatePair.State.OPEN, decided_by=None, decided_at=None)
    changes = {"other": [f"{pair.other.code} {pair.other.name}", None]}
    log.record(by=by, action="tidying.undone", at=at, subject=pair.one, changes=changes)


def _name(pk: int, codes: list[str], by: User, at: datetime) -> None:
    customer = locked(pk)
    if not customer.name_confirmed or customer.merged_into_id or customer.removed_at:
        raise _moved_on(customer)
    Customer.objects.filter(pk=pk).update(name_confirmed=False)
    NameDoubt.objects.get_or_create(customer_id=pk, defaults={"codes": codes, "found_at": at})
    log.record(by=by, action="tidying.undone", at=at, subject=customer)


def _task_given(customer_id: int, task_id: int, by: User, at: datetime) -> None:
    customer = locked(customer_id)
    rows = Task.objects.filter(pk=task_id, done_at=None)
    if not rows.update(done_at=at, reminded_at=at, closed_because=Closed.VOID):
        raise _moved_on(customer)
    log.record(by=by, action="tidying.undone", at=at, subject=customer)


def _removed(pk: int, _kept: Any, by: User, at: datetime) -> None:
    restore_customer(customer_id=pk, by=by, at=at)


def _left(pk: int, _kept: Any, by: User, at: datetime) -> None:
    contact = Contact.objects.get(pk=pk)
    customer = locked(contact.customer_id)
    if not Contact.objects.filter(pk=pk, active=False).update(active=True):
        raise _moved_on(contact)
    changes = {"active": [False, True]}
    log.record(by=by, action="tidying.undone", at=at, subject=contact, customer_id=customer.pk, changes=changes)
    deadlines.refresh([customer.pk], at=at, locked=True)


def _passed(pk: int, kept: list[int], by: User, at: datetime) -> None:
    before, after = kept
    task = Task.objects.get(pk=pk)
    if not Task.objects.filter(pk=pk, assignee=after, done_at=None).update(assignee=before):
        raise _moved_on(task)
    changes = {"owner": [after, before]}
    log.record(by=by, action="tidying.undone", at=at, subject=task, customer_id=task.customer_id, changes=changes)


def _filter(pk: int, kept: list[int], by: User, at: datetime) -> None:
    before, after = kept
    row = SavedFilter.objects.filter(pk=pk, owner=after).first()
    if row is None:
        raise _moved_on(pk)
    SavedFilter.objects.filter(pk=pk).update(owner=before)
    log.record(by=by, action="tidying.undone", at=at, subject=row, changes={"owner": [after, before]})


REVERSES: Mapping[str, Back] = {
    finding.PAIRS: _pair,
    finding.NAMES: _name,
    finding.GAPS: _task_given,
    finding.DEAD: _removed,
    finding.CONTACTS: _left,
    finding.TASKS: _passed,
    finding.FILTERS: _filter,
}
