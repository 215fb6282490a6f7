"""Key customers: set by the first such grade, afterwards a manager decides when the grade says otherwise (rows T13, T15, T17)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from assignment.domain.ownership import locked
from contracts.models import Contract
from contracts.ratings.models import KeyStatus, Rating
from contracts.ratings.models.choices import KeyStatusKind
from contracts.ratings.rules import request_kinds
from contracts.ratings.rules.quarters import Quarter
from crm_project.accounts.domain.access import decider
from crm_project.accounts.models import Department, User
from crm_project.approvals.domain.requests import open_requests
from crm_project.approvals.models import Request
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from customers.domain.access import check
from customers.models import Customer, Ownership

KEY, ORDINARY, POTENTIAL = KeyStatusKind.KEY, KeyStatusKind.ORDINARY, KeyStatusKind.POTENTIAL
AT_ONCE = 500


def follow_grades(judged: Sequence[tuple[int, dict[str, Any]]], quarter: Quarter, *, at: datetime) -> None:
    """Hold the standings against new grades, inside the caller's transaction: (customer id, fields of its rating) of the latest quarter.

    Who has no standing, or is a potential one, becomes a key customer at once; any other change asks the manager.
    """
    wanted = {pk: bool(fields["key"]) for pk, fields in judged}
    later = Rating.objects.filter(customer__in=list(wanted), quarter__gt=str(quarter), latest=True).values_list(
        "customer_id", flat=True
    )
    for pk in later if wanted else ():
        wanted.pop(pk, None)
    held = KeyStatus.objects.in_bulk(list(wanted)) if wanted else {}
    fresh = [pk for pk, key in wanted.items() if key and (pk not in held or held[pk].kind == POTENTIAL)]
    _become_key(fresh, held, quarter, at)
    asked = [
        pk
        for pk, key in wanted.items()
        if pk in held
        and held[pk].kind != POTENTIAL
        and (held[pk].kind == KEY) != key
        and held[pk].kept_for != str(quarter)
    ]
    _ask(asked, wanted, dict(judged), quarter, at)
    agreed = [pk for pk, key in wanted.items() if pk in held and (held[pk].kind == KEY) == key]
    _waiting(agreed).update(status=Request.Status.OBSOLETE, decided_at=at)


def _become_key(ids: Sequence[int], held: Mapping[int, KeyStatus], quarter: Quarter, at: datetime) -> None:
    """Nobody decides this: whoever nominated a potential one is not named as having done it."""
    rows = [KeyStatus(customer_id=pk, kind=KEY, since=at, reason=str(quarter)) for pk in ids]
    KeyStatus.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["customer"],
        update_fields=["kind", "since", "reason", "by", "kept_for"],
        batch_size=AT_ONCE,
    )
    names = dict(Customer.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}
    log.record_many(
        [
            log.entry(
                by=None,
                action="standing.changed",
                at=at,
                subject_type="customer",
                subject_id=str(pk),
                subject_name=names[pk],
                customer_id=pk,
                changes={"standing": [held[pk].kind if pk in held else None, KEY]},
                reason=str(quarter),
            )
            for pk in ids
        ]
    )


def _waiting(ids: Sequence[int]) -> QuerySet[Request]:
    return Request.objects.filter(kind=request_kinds.KEY_CUSTOMER, status=Request.Status.PENDING, customer_id__in=ids)


def _ask(
    ids: Sequence[int], wanted: Mapping[int, bool], fields: Mapping[int, dict[str, Any]], quarter: Quarter, at: datetime
) -> None:
    """Put these before the manager of their owner's department; those that wait there already are left alone."""
    ids = sorted(set(ids) - set(_waiting(ids).values_list("customer_id", flat=True)))
    if not ids:
        return
    names = dict(Customer.objects.filter(pk__in=ids).values_list("pk", "name"))
    homes = dict(Customer.objects.filter(pk__in=ids).values_list("pk", "department_id"))
    homes |= dict(Ownership.objects.filter(pk__in=ids).values_list("pk", "department_id"))
    departments = Department.objects.in_bulk(set(homes.values()))
    deciders = {pk: decider(department, 1, "request.decide") for pk, department in departments.items()}
    open_requests(
        [
            Request(
                kind=request_kinds.KEY_CUSTOMER,
                customer_id=pk,
                subject=names[pk],
                department_id=homes[pk],
                decider=deciders[homes[pk]],
                arguments={"customer_id": pk, "key": wanted[pk], "quarter": str(quarter)},
                asked_at=at,
                reason=str(quarter),
                evidence={"grade": fields[pk]["grade"], "points": str(fields[pk]["points"])},
            )
            for pk in ids
        ]
    )


def change_status(
    *, customer_id: int, key: bool, quarter: str, by: User, at: datetime, request: Request | None = None
) -> Customer:
    """The manager agrees: the customer's standing follows its grade of that quarter (T15)."""
    with transaction.atomic():
        customer = locked(customer_id)
        kind = KEY if key else ORDINARY
        _put(customer, kind, by=by, at=at, reason=quarter)
        return customer


def keep_status(
    *, customer_id: int, key: bool, quarter: str, by: User, at: datetime, request: Request | None = None
) -> Customer:
    """The manager leaves the standing as it is for this quarter; the next one asks again if its grade still says otherwise."""
    with transaction.atomic():
        customer = locked(customer_id)
        KeyStatus.objects.filter(customer=customer).update(kept_for=quarter)
        log.record(by=by, action="standing.kept", at=at, subject=customer, changes={"quarter": [None, quarter]})
        return customer


def has_business(customer: Customer) -> bool:
    """Whether there is a confirmed contract: its grade says then what it is, nobody nominates it."""
    return Contract.objects.filter(customer=customer, status=Contract.Status.CONFIRMED).exists()


def nominate_customer(*, customer_id: int, reason: str, by: User, at: datetime) -> KeyStatus:
    """Put a customer without business yet on the list of potential key customers (T17).

    Refuses with code reason, business (there is a confirmed contract), already, and what `customers.domain.access.check` refuses.
    """
    with transaction.atomic():
        customer = locked(customer_id)
        check(by, "rating.sales", customer, Ownership.of(customer.pk))
        if not (reason or "").strip():
            raise Refused(_("Select which conditions of a key customer it meets."), code="reason", field="reason")
        if has_business(customer):
            raise Refused(
                _("This customer has already done business with us: its grade decides whether it is a key customer."),
                code="business",
            )
        row = KeyStatus.objects.filter(customer=customer).first()
        if row and row.kind != ORDINARY:
            raise Refused(
                _("Already on the list: %(standing)s.") % {"standing": row.get_kind_display()}, code="already"
            )
        return _put(customer, POTENTIAL, by=by, at=at, reason=reason.strip()[:200])


def remove_nominee(*, customer_id: int, by: User, at: datetime) -> Customer:
    """Take a customer off the list of potential key customers."""
    with transaction.atomic():
        customer = locked(customer_id)
        check(by, "rating.sales", customer, Ownership.of(customer.pk))
        if not KeyStatus.objects.filter(customer=customer, kind=POTENTIAL).delete()[0]:
            raise Refused(_("This customer is not on the list of potential key customers any more."), code="gone")
        log.record(by=by, action="standing.dropped", at=at, subject=customer)
        return customer


def _put(customer: Customer, kind: str, *, by: User, at: datetime, reason: str) -> KeyStatus:
    before = KeyStatus.objects.filter(customer=customer).first()
    row, _made = KeyStatus.objects.update_or_create(
        customer=customer, defaults={"kind": kind, "since": at, "by": by, "reason": reason, "kept_for": ""}
    )
    log.record(
        by=by,
        action="standing.changed",
        at=at,
        subject=customer,
        changes={"standing": [before.kind if before else None, kind]},
        reason=reason,
    )
    return row
