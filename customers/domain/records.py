"""The verbs of the customer file: create and protect, change, contacts (rows Nc1-Nc4, Nh8, Z10, Ni3, D3)."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from assignment.domain import deadlines
from assignment.domain.ownership import locked, protect
from crm_project.accounts.domain.access import may
from crm_project.accounts.models import Department, User
from crm_project.audit.domain import log
from crm_project.lib.json_values import JsonObject
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from customers.models import Contact, Customer, FormerName, ListItem, Ownership
from customers.models.choices import PoolReason, Stage
from customers.rules import names

from .access import check, may_edit
from .classes.class_fit import check_fit
from .duplicates import matching
from .duplicates.taken import taken, taken_code
from .numbers import codes, file_number
from .reviews import stored


def key_of(name: str, kind: str, phone: str = "") -> str:
    """What must be unique: the normalised name; for a person with the digits of the phone, as many share a name."""
    if kind == "individual":
        return f"{names.key(name)}#{''.join(c for c in phone if c.isdigit())}"
    return names.key(name)


def _question(name: str, kind: str, confirmed: bool) -> None:
    """Refuse a name that does not look like a full one, unless somebody confirmed it (Nc1)."""
    doubts = [] if confirmed else names.questions(name, kind)
    if doubts:
        raise Refused(
            _("This does not look like a full company name: check it, or confirm it."),
            code="questioned",
            field="name",
            questions=doubts,
        )


def _check_branch(name: str, parent: Customer) -> None:
    """A branch is named under its parent: the parent's full name, then what the branch adds (Ni3). No ring can arise."""
    whole, part = names.key(name), names.key(parent.name)
    if not whole.startswith(part) or whole == part:
        raise Refused(
            _("A branch name begins with the parent's name: write “%(parent)s”, then add the branch.")
            % {"parent": parent.name},
            code="branch",
            field="name",
        )


def create_customer(
    *,
    by: User,
    at: datetime,
    fields: Mapping[str, Any],
    contact: JsonObject | None = None,
    owner: User | None = None,
    department: Department | None = None,
    regions: Iterable[ListItem] = (),
    name_confirmed: bool = False,
) -> Customer:
    """Enter a customer; with `owner` it is protected at once (Nc3). A name that is not a full one must be confirmed (Nc1).

    Refuses with code duplicate, questioned (details["questions"]), branch, slots or class; nothing is kept then.
    """
    name = names.normalise(fields["name"])
    kind = fields.get("kind") or "company"
    key = key_of(name, kind, fields.get("phone", ""))
    if not names.key(name):
        raise Refused(_("Enter the full name."), code="name", field="name")
    if fields.get("parent"):
        _check_branch(name, fields["parent"])
    department = department or (owner.department if owner else by.department)
    if department is None:
        raise Refused(_("Choose the department that the customer belongs to."), code="department", field="department")
    with transaction.atomic():
        # Whose it is matters more than how it is spelt.
        if refusal := taken(key) or taken_code(fields.get("tax_id", "")):
            raise refusal
        _question(name, kind, name_confirmed)
        try:
            with transaction.atomic():
                customer = Customer.objects.create(
                    **{**fields, "name": name, "kind": kind},
                    code=codes()[0],
                    name_key=key,
                    department=department,
                    created_by=by,
                    created_at=at,
                    changed_at=at,
                    stage=Stage.POTENTIAL,
                    stage_since=at,
                    name_confirmed=bool(name_confirmed),
                    file_number=file_number(fields.get("segment"), fields.get("level")),
                    needs_on=local_date(at) if fields.get("needs") else None,
                    needs_by=by if fields.get("needs") else None,
                    pooled_at=None if owner else at,
                    pool_reason="" if owner else PoolReason.NEW,
                )
        except IntegrityError:
            raise taken(key) or Refused(
                _("A customer with this name already exists."), code="duplicate", field="name"
            ) from None
        customer.regions.set(regions)
        matching.index([(customer.pk, name)])
        log.record(by=by, action="customer.created", at=at, subject=customer)
        if contact and contact.get("name"):
            Contact.objects.create(customer=customer, created_by=by, created_at=at, **contact)
        if owner:
            if not may(owner, "customer.claim"):
                raise Refused(
                    _("%(person)s can't hold customers: choose somebody whose role can.") % {"person": owner},
                    code="taker",
                    field="owner",
                )
            locked(customer.pk)
            protect(customer, owner, at=at, by=by)
        check_fit(customer, at)
        return customer


def update_customer(
    *,
    customer_id: int,
    by: User,
    at: datetime,
    fields: dict[str, Any],
    regions: QuerySet[ListItem] | None = None,
    name_confirmed: bool = False,
) -> Customer:
    """Change the file; the audit keeps old and new of every field. A new name is checked like a first one."""
    with transaction.atomic():
        customer = locked(customer_id)
        ownership = Ownership.of(customer.pk)
        if not may_edit(by, customer, ownership):
            check(by, "customer.edit", customer, ownership)
        before = {name: getattr(customer, name) for name in fields}
        _check_code(customer, fields.get("tax_id", ""))
        if "name" in fields or "phone" in fields:
            _rename(customer, fields, name_confirmed)
        for name, value in fields.items():
            setattr(customer, name, value)
        if customer.parent and any(before[name] != fields[name] for name in ("parent", "name") if name in fields):
            _check_branch(customer.name, customer.parent)
        if not customer.file_number or {"segment", "level"} & {k for k, v in fields.items() if before[k] != v}:
            customer.file_number = file_number(customer.segment, customer.level)
        changes = log.differences(before, fields)
        if regions is not None:
            old = sorted(str(r) for r in customer.regions.all())
            new = sorted(str(r) for r in regions)
            if old != new:
                customer.regions.set(regions)
                changes["regions"] = [old, new]
        if not changes:
            return customer
        if {"segment", "level"} & set(changes):
            check_fit(customer, at)
        customer.changed_at = at
        if "needs" in changes:
            customer.needs_on = local_date(at) if customer.needs else None
            customer.needs_by = by if customer.needs else None
        customer.save(update_fields=[*fields, "name_key", "file_number", "needs_on", "needs_by", "changed_at"])
        if "name" in changes:
            FormerName.objects.create(
                customer=customer, name=before["name"], name_key=names.key(before["name"]), until=at
            )
            matching.reindex([customer.pk])
        _follow_class(customer, changes, at)
        log.record(by=by, action="customer.changed", at=at, subject=customer, changes=changes)
        return customer


def _follow_class(customer: Customer, changes: Collection[str], at: datetime) -> None:
    """Another class, another date of the next review (M5)."""
    if {"level", "vip"} & set(changes):
        stored.refresh([customer.pk], at=at)


def _check_code(customer: Customer, code: str) -> None:
    """Refuse the credit code of another customer; what stands here already is nobody's fault today."""
    if code != customer.tax_id and (refusal := taken_code(code, customer.pk)):
        raise refusal


def _rename(customer: Customer, fields: dict[str, Any], name_confirmed: bool) -> None:
    name = names.normalise(fields.get("name", customer.name))
    kind = fields.get("kind", customer.kind)
    key = key_of(name, kind, fields.get("phone", customer.phone))
    fields.update({"name": name} if "name" in fields else {})
    if key == customer.name_key:
        return
    refusal = taken(key)
    if refusal and refusal.details["customer_id"] != customer.pk:
        raise refusal
    _question(name, kind, name_confirmed or name == customer.name)
    customer.name_key = key


def save_contact(
    *, customer_id: int, by: User, at: datetime, fields: JsonObject, contact_id: int | None = None
) -> Contact:
    """Add or change a contact; a key contact ends the clock that waits for one (Nd8)."""
    with transaction.atomic():
        customer = locked(customer_id)
        ownership = Ownership.of(customer.pk)
        if not may_edit(by, customer, ownership):
            check(by, "customer.edit", customer, ownership)
        if contact_id is None:
            row, before = Contact.objects.create(customer=customer, created_by=by, created_at=at, **fields), {}
        else:
            row = Contact.objects.get(pk=contact_id, customer=customer)
            before = {name: getattr(row, name) for name in fields}
            for name, value in fields.items():
                setattr(row, name, value)
            row.save(update_fields=list(fields))
        changes = log.differences(before, fields) if before else {"name": [None, row.name]}
        if changes:
            log.record(by=by, action="contact.saved", at=at, subject=row, customer_id=customer.pk, changes=changes)
            deadlines.refresh([customer.pk], at=at, locked=True)
        return row
