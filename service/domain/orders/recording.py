"""Recording an order and correcting what was recorded (rows Ni21, Nc13)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from activities.domain import kept_files
from assignment.domain.ownership import locked
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.file_kinds import check_files
from crm_project.lib.refused import Refused
from crm_project.lib.upload_transaction import UploadTransaction
from customers.domain.feedback.answering import note_order
from customers.domain.numbers import next_numbers
from customers.models import CustomerFeedback
from service.domain import access
from service.domain.belonging import check_theirs
from service.models import OrderFile, ServiceOrder
from service.models.choices import Status

from . import products, telling
from .assigning import by_rotation, check_staff
from .lock import locked_order, save_change

FIELDS = (
    "contact",
    "kind",
    "category",
    "subject",
    "description",
    "contract",
    "product",
    "kind_reason",
    "priority",
    "channel",
    "reported_by",
    "reported_at",
)


def record_order(
    *,
    customer_id: int,
    by: User,
    at: datetime,
    fields: Mapping[str, Any],
    assigned: User | None = None,
    reopens: ServiceOrder | None = None,
    rotate: bool = False,
    by_itself: bool = False,
    uploads: Sequence[File] = (),
    feedback: CustomerFeedback | None = None,
) -> ServiceOrder:
    """Record what a customer needs. `fields`: FIELDS, and `lines` of the customer's confirmed contracts; `rotate`: nobody is named,
    it is given by rotation; `by_itself`: what `by` did leads to it, whoever they are; `uploads`: files and photos of it;
    `feedback`: what the customer said that it is opened from, which keeps its number (Nh8).

    Refuses with code denied, gone (merged or removed customer), late (reported after now), contact, contract, line or category of
    somebody else, feedback (of another customer), warranty (another kind of repair than the warranty says, without a reason), many or file
    (of the uploads).
    """
    check_files(uploads)
    with UploadTransaction() as storage, transaction.atomic():
        customer = locked(customer_id)
        if not by_itself and not access.may_record(by, customer):
            raise Refused(
                _("You may not record service orders for “%(name)s”: ask its owner or service.")
                % {"name": customer.name},
                code="denied",
                field="customer",
            )
        order = ServiceOrder(
            **{name: fields[name] for name in FIELDS if name in fields},
            customer=customer,
            number=free_numbers(1)[0],
            assigned=assigned,
            assigned_at=at if assigned else None,
            reopens=reopens,
            feedback=feedback,
            recorded_by=by,
            recorded_at=at,
        )
        lines = list(fields.get("lines") or ())
        _check(order, at)
        if feedback is not None:
            note_order(feedback, order.number, customer_id=customer.pk, by=by, at=at)
        if reopens is None:  # what continues is about the same as before, though its warranty has ended since
            products.check(order, lines)
        changes: dict[str, list[Any]] = {"status": [None, Status.RECORDED.value]}
        if rotate and assigned is None:
            order.assigned, order.assigned_at = by_rotation(order, changes, at), at
            changes["assigned"] = [None, str(order.assigned)]
        _check_assigned(order.assigned, by)
        save_change(order, by=by, at=at, action="service.recorded", changes=changes)
        order.lines.set(lines)
        for upload in uploads:
            kept_files.attach(OrderFile(order=order, by=by, at=at), upload, storage=storage)
        telling.recorded(order, by=by, at=at)
        return order


def update_order(*, order_id: int, by: User, at: datetime, fields: Mapping[str, Any]) -> ServiceOrder:
    """Correct what was recorded of an open order. Refuses as `record_order`, and with code denied or status."""
    with locked_order(order_id, by, "edit") as order:
        before, had = {name: getattr(order, name) for name in FIELDS}, list(order.lines.all())
        for name in FIELDS:
            if name in fields:
                setattr(order, name, fields[name])
        lines = list(fields["lines"]) if "lines" in fields else had
        _check(order, at)
        products.check(order, lines)
        changes = log.differences(before, {name: getattr(order, name) for name in FIELDS})
        if {line.pk for line in had} != {line.pk for line in lines}:
            changes["lines"] = [products.names(had), products.names(lines)]
            order.lines.set(lines)
        return save_change(order, by=by, at=at, action="service.changed", changes=changes) if changes else order


def free_numbers(n: int) -> list[str]:
    """The next `n` free numbers (S-000123); those that an import brought along are passed over. Inside a transaction."""
    out: list[str] = []
    while len(out) < n:
        fresh = [f"S-{number:06d}" for number in next_numbers("service order", n - len(out))]
        taken = set(ServiceOrder.objects.filter(number__in=fresh).values_list("number", flat=True))
        out += [number for number in fresh if number not in taken]
    return out


def _check(order: ServiceOrder, at: datetime) -> None:
    if order.reported_at > at:
        raise Refused(_("An order can't be reported in the future."), code="late", field="reported_at")
    if order.accepted_at and order.reported_at > order.accepted_at:
        raise Refused(_("It was accepted before that: correct the time."), code="late", field="reported_at")
    check_theirs(order.customer_id, contact=order.contact)
    if order.category and order.category.kind_id != order.kind_id:
        raise Refused(
            _("“%(category)s” is no category of “%(kind)s”.") % {"category": order.category, "kind": order.kind},
            code="category",
            field="category",
        )


def _check_assigned(person: User | None, by: User) -> None:
    if person:
        check_staff(person, field="assigned")
    if person and person != by and not access.manages(by):
        raise Refused(
            _("Only a service manager assigns an order to somebody: leave it empty."), code="denied", field="assigned"
        )
