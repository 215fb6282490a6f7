"""Customers, seats of collaborators and introductions pass on (rows Ne9, Z16, D8)."""

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import ngettext_lazy

from crm_project.audit.domain import log
from crm_project.lib.open_work import OpenWork, nothing_passes
from customers.models import Collaborator, Ownership

from .domain import collaborators, deadlines
from .models import HandoverItem


def _seats():
    return Collaborator.objects.filter(until__isnull=True)


def _pass_seats(*, leaver, to, by, at):
    """A seat passes to a colleague of the leaver's team; where that can't be, it ends. Its owner is told by the register."""
    n = 0
    for seat in list(_seats().filter(user=leaver).select_related("customer").order_by("pk")):
        with transaction.atomic():
            deadlines.lock([seat.customer_id])
            seat.refresh_from_db()
            if seat.until is not None:
                continue
            collaborators.end_collaboration(collaborator_id=seat.pk, by=by, at=at)
            held = Ownership.of(seat.customer_id)
            if held and held.owner_id != to.pk and held.department_id == to.department_id:
                _seat(seat, to, by, at)
        n += 1
    return n


def _seat(seat, to, by, at):
    try:
        with transaction.atomic():
            Collaborator.objects.create(
                customer=seat.customer, user=to, since=at, note=seat.note, registered_by=by or seat.registered_by
            )
    except IntegrityError:
        return
    deadlines.refresh([seat.customer_id], at=at, locked=True)
    changes = {"collaborator": [None, str(to)]}
    log.record(by=by, action="collaborator.registered", at=at, subject=seat.customer, changes=changes, reason=seat.note)


def _give_seats_back(*, leaver, ids, moment, by, at):
    """A seat that ended or passed to a colleague is the person's again, unless the customer has it otherwise by now."""
    back = set()
    for seat in Collaborator.objects.filter(pk__in=ids).select_related("customer").order_by("customer_id"):
        deadlines.lock([seat.customer_id])
        here = Collaborator.objects.filter(customer=seat.customer_id)
        if here.filter(user=leaver, until__isnull=True).exists():
            continue
        here.filter(since=moment, until__isnull=True, note=seat.note).exclude(user=leaver).update(until=at)
        here.filter(pk=seat.pk, until=moment).update(until=None)
        deadlines.refresh([seat.customer_id], at=at, locked=True)
        changes = {"collaborator": [None, str(leaver)]}
        log.record(by=by, action="collaborator.registered", at=at, subject=seat.customer, changes=changes)
        back.add(seat.pk)
    return back


def introductions():
    """Customers received in a handover, still held by who received them, not introduced yet."""
    return HandoverItem.objects.filter(
        moved_at__isnull=False, introduced_at__isnull=True, customer__ownership__owner=F("to")
    )


def _coming():
    return HandoverItem.objects.filter(moved_at__isnull=True, handover__finished_at__isnull=True)


def _pass_coming(*, leaver, to, by, at):
    """What another handover was to bring comes to `to` instead."""
    with transaction.atomic():
        rows = list(_coming().select_for_update(of=("self",)).filter(to=leaver).select_related("customer"))
        HandoverItem.objects.filter(pk__in=[i.pk for i in rows]).update(to=to, problem="", problem_values={})
        log.record_many(
            [
                log.entry(
                    by=by, action="handover.changed", at=at, subject=i.customer, changes={"to": [str(leaver), str(to)]}
                )
                for i in rows
            ]
        )
        return len(rows)


WORK = (
    OpenWork(
        key="customers",
        covers=("customers.Ownership.owner",),
        column="owner",
        rows=lambda: Ownership.objects.all(),
        counted=ngettext_lazy("%(n)d customer", "%(n)d customers", "n"),
        pass_on=nothing_passes,
    ),
    OpenWork(
        key="introductions",
        covers=("assignment.HandoverItem.to",),
        column="to",
        rows=introductions,
        counted=ngettext_lazy("%(n)d introduction to be made", "%(n)d introductions to be made", "n"),
        pass_on=nothing_passes,
    ),
    OpenWork(
        key="coming",
        covers=("assignment.HandoverItem.to",),
        column="to",
        rows=_coming,
        counted=ngettext_lazy("%(n)d customer still to be received", "%(n)d customers still to be received", "n"),
        pass_on=_pass_coming,
    ),
    OpenWork(
        key="seats",
        covers=("customers.Collaborator.user",),
        column="user",
        rows=_seats,
        counted=ngettext_lazy("%(n)d role as collaborator", "%(n)d roles as collaborator", "n"),
        pass_on=_pass_seats,
        give_back=_give_seats_back,
    ),
)
OWNER_CHANGES = ()
SAYS_WHO = (
    "assignment.SweepLine.owner",
    "assignment.SweepLine.to",
    "assignment.OwnershipEvent.owner",
    "assignment.OwnershipEvent.closes_owner",
    "assignment.Handover.leaver",
    "assignment.Split.user",
)
