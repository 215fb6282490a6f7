"""Tidying many rows at once: one refusal stops nobody else, and what was done can be undone (row Ne8)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from activities.domain.access import assignees
from activities.models import Task
from assignment.domain import deadlines
from assignment.domain.ownership import locked
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from crm_project.lib.time import at_hour, local_date
from crm_project.notices.domain.notify import notice, send
from customers.domain.access import may
from customers.domain.completeness import missing
from customers.domain.duplicates import review
from customers.domain.removal import remove_customer
from customers.models import Contact, NameDoubt, Ownership, SavedFilter

from .finding import RIGHT

ABOUT, HOUR, TITLE = "tidying", 17, 160
MOST = 200


@dataclass
class Tidied:
    """What was done (keys, with what an undo needs) and what was refused, each with its sentence."""

    done: dict[int, Any] = field(default_factory=dict)
    refused: list[tuple[str, str]] = field(default_factory=list)


def each(rows: Iterable[Any], do: Callable[[Any], Any]) -> Tidied:
    """`do` to each of the rows (at most MOST), each in a transaction of its own. Refuses with code none, many."""
    found = list(rows)
    if not found:
        raise Refused(_("Choose at least one row first."), code="none")
    if len(found) > MOST:
        raise Refused(_("At most %(n)d rows at once: choose fewer.") % {"n": MOST}, code="many")
    tidied = Tidied()
    for row in found:
        try:
            with transaction.atomic():
                tidied.done[row.pk] = do(row)
        except Refused as refusal:
            tidied.refused.append((str(row), refusal.sentence))
    return tidied


def dismiss_pairs(rows: Iterable[Any], *, by: User, at: datetime) -> Tidied:
    """They are different companies."""
    return each(rows, lambda pair: review.dismiss_pair(pair_id=pair.pk, by=by, at=at).pk)


def confirm_names(rows: Iterable[NameDoubt], *, by: User, at: datetime) -> Tidied:
    """The names are full names; an undo needs the doubts."""

    def confirm(doubt: NameDoubt) -> list[str]:
        review.confirm_name(customer_id=doubt.customer_id, by=by, at=at)
        return list(doubt.codes)

    return each(rows, confirm)


def ask_owners(rows: Iterable[Any], *, due_on: date | None, by: User, at: datetime) -> Tidied:
    """A task for each owner to complete the file by a day. Refuses with code due_on."""
    if due_on is None or due_on < local_date(at):
        raise Refused(_("Enter by when: today or a later day."), code="due_on", field="due_on")
    under, due_at = set(assignees(by).values_list("pk", flat=True)), at_hour(due_on, HOUR)
    told: list[int] = []

    def ask(customer: Any) -> int:
        row = locked(customer.pk)
        ownership = _reached(row, by)
        lacking = missing(row)
        if ownership is None:
            raise Refused(_("Nobody owns this customer: complete the file yourself."), code="pool")
        if not lacking:
            raise Refused(_("The file is complete by now."), code="complete")
        if Task.objects.filter(customer=row, about=ABOUT, done_at=None).exists():
            raise Refused(_("The owner has this task already."), code="asked")
        if ownership.owner_id not in under:
            raise Refused(_("You can't assign tasks to %(person)s.") % {"person": ownership.owner}, code="task")
        fields = _(", ").join(str(label) for label in lacking)
        task = Task.objects.create(
            customer=row,
            title=(_("Complete the file: %(fields)s") % {"fields": fields})[:TITLE],
            due_at=due_at,
            assignee_id=ownership.owner_id,
            created_by=by,
            created_at=at,
            about=ABOUT,
        )
        log.record(by=by, action="tidying.asked", at=at, subject=row, changes={"due_on": [None, due_on]})
        told.append(ownership.owner_id)
        return task.pk

    with transaction.atomic():
        tidied = each(rows, ask)
        send(
            [
                notice(
                    person,
                    "tidying_asked",
                    at=at,
                    url=reverse("activities:tasks"),
                    n=told.count(person),
                    person=str(by),
                )
                for person in sorted(set(told) - {by.pk})
            ]
        )
    return tidied


def remove_dead(rows: Iterable[Any], *, reason: str, by: User, at: datetime) -> Tidied:
    """Out of the lists as invalid; only from the pool, so that an undo brings back exactly what stood there."""

    def remove(customer: Any) -> int:
        if Ownership.of(customer.pk) is not None:
            raise Refused(_("Somebody owns this customer: release it first."), code="owned")
        return remove_customer(customer_id=customer.pk, reason=reason, by=by, at=at).pk

    return each(rows, remove)


def mark_left(rows: Iterable[Contact], *, by: User, at: datetime) -> Tidied:
    """These contacts work there no longer."""

    def leave(contact: Contact) -> int:
        customer = locked(contact.customer_id)
        _reached(customer, by)
        if not Contact.objects.filter(pk=contact.pk, active=True).update(active=False):
            raise Refused(_("has changed since"), code="moved_on")
        changes = {"active": [True, False]}
        log.record(by=by, action="contact.left", at=at, subject=contact, customer_id=customer.pk, changes=changes)
        deadlines.refresh([customer.pk], at=at, locked=True)
        return contact.pk

    return each(rows, leave)


def pass_tasks(rows: Iterable[Task], *, by: User, at: datetime) -> Tidied:
    """To the owner of the customer, else to the one who tidies."""

    def give(task: Task) -> list[int]:
        customer = task.customer
        alive = customer is not None and not (customer.removed_at or customer.merged_into_id)
        ownership = Ownership.of(customer.pk) if customer is not None and alive else None
        to = ownership.owner_id if ownership else by.pk
        before = task.assignee_id
        if not Task.objects.filter(pk=task.pk, assignee=before, done_at=None).update(assignee=to):
            raise Refused(_("has changed since"), code="moved_on")
        changes = {"owner": [before, to]}
        log.record(by=by, action="tidying.passed", at=at, subject=task, customer_id=task.customer_id, changes=changes)
        return [before, to]

    return each(rows, give)


def take_filters(rows: Iterable[SavedFilter], *, by: User, at: datetime) -> Tidied:
    """The one who tidies keeps these filters from now on."""

    def take(row: SavedFilter) -> list[Any]:
        if SavedFilter.objects.filter(owner=by, page=row.page, name=row.name).exists():
            raise Refused(_("You have a filter of this name already."), code="twice")
        SavedFilter.objects.filter(pk=row.pk).update(owner=by)
        log.record(by=by, action="filter.taken", at=at, subject=row, changes={"owner": [str(row.owner), str(by)]})
        return [row.owner_id, by.pk]

    return each(rows, take)


def _reached(customer: Any, by: User) -> Ownership | None:
    """The ownership of a locked customer whose file the person tidies."""
    ownership = Ownership.of(customer.pk)
    if not may(by, RIGHT, customer, ownership):
        raise Refused(_("Your role does not allow this here."), code="forbidden")
    return ownership


def names(rows: Sequence[tuple[str, str]]) -> str:
    """The refused in one line."""
    return _("; ").join(f"{name}: {why}" for name, why in rows)
