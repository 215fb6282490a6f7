"""Whether service may call or visit a customer: never a VIP or a marked one without the owner's written reason (row Nf15)."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from assignment.domain.ownership import locked
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused, given
from crm_project.lib.time import local_date
from customers.models import Customer, NoServiceCalls, Ownership, ServiceCallReason

from . import access

# A reason holds for so many days at most: it is for a call, not for good.
LONGEST = 30


def is_service(person: User, customer: Customer, ownership: Ownership | None) -> bool:
    """Whether this person neither works on the customer nor heads those who do: what they do there is service."""
    if access.works_on(person, customer, ownership):
        return False
    return not access.may(person, "followup.review", customer, ownership)


def mark_of(customer: Customer) -> NoServiceCalls | None:
    """The mark “no service calls”; None without one."""
    return NoServiceCalls.objects.filter(pk=customer.pk).select_related("by").first()


def reason_of(customer: Customer, at: datetime) -> ServiceCallReason | None:
    """The owner's reason that holds now."""
    rows = ServiceCallReason.objects.filter(customer=customer, until__gte=local_date(at))
    return rows.select_related("by").first()


def check_call(
    person: User | None, customer: Customer, ownership: Ownership | None, at: datetime, *, field: str = "kind"
) -> None:
    """Refuse a call or visit by service (`person` None: by somebody of service) that no reason allows. Codes vip, no_calls."""
    if person is not None and is_service(person, customer, ownership):
        person = None
    if person is not None or not (customer.vip or mark_of(customer)) or reason_of(customer, at):
        return
    if ownership is None:
        sentence = (
            _("“%(name)s” is a VIP: no service calls or visits. The person who claims it contacts the customer.")
            if customer.vip
            else _("“%(name)s” wants no service calls or visits. The person who claims it contacts the customer.")
        )
    else:
        sentence = (
            _("“%(name)s” is a VIP: no service calls or visits. Ask the owner, %(owner)s, for a written reason.")
            if customer.vip
            else _("“%(name)s” wants no service calls or visits. Ask the owner, %(owner)s, for a written reason.")
        )
    said = sentence % {"name": customer.name, "owner": ownership.owner if ownership else ""}
    raise Refused(said, code="vip" if customer.vip else "no_calls", field=field)


def may_mark(user: User, customer: Customer, ownership: Ownership | None) -> bool:
    """Whether the user sets and takes away the mark: whoever changes the file, and service managers."""
    return access.may_edit(user, customer, ownership) or access.may(user, "service.manage", customer, ownership)


def may_allow(user: User, customer: Customer, ownership: Ownership | None) -> bool:
    """Whether the user writes the reason: the owner, and whoever heads them."""
    if ownership is not None and ownership.owner_id == user.pk:
        return True
    return access.may(user, "followup.review", customer, ownership)


def set_mark(*, customer_id: int, reason: str, by: User, at: datetime) -> NoServiceCalls:
    """Mark that service neither calls nor visits. Refuses with code denied, or reason without one."""
    with transaction.atomic():
        customer = locked(customer_id)
        _check(may_mark(by, customer, Ownership.of(customer.pk)))
        reason = given(reason)
        before = mark_of(customer)
        row, _made = NoServiceCalls.objects.update_or_create(
            customer=customer, defaults={"reason": reason, "by": by, "at": at}
        )
        changes = {"no_service_calls": [before is not None, True]}
        log.record(by=by, action="customer.no_calls", at=at, subject=customer, changes=changes, reason=reason)
        return row


def clear_mark(*, customer_id: int, by: User, at: datetime) -> None:
    """Service may call again. Refuses with code denied, and gone where there is no mark by now."""
    with transaction.atomic():
        customer = locked(customer_id)
        _check(may_mark(by, customer, Ownership.of(customer.pk)))
        if not NoServiceCalls.objects.filter(pk=customer.pk).delete()[0]:
            raise Refused(_("The mark was taken away already: reload the page."), code="gone")
        log.record(by=by, action="customer.calls", at=at, subject=customer, changes={"no_service_calls": [True, False]})


def allow_call(*, customer_id: int, reason: str, until: date, by: User, at: datetime) -> ServiceCallReason:
    """Let service call or visit until the end of a day. Refuses with code denied, reason, past, or days too far ahead."""
    with transaction.atomic():
        customer, today = locked(customer_id), local_date(at)
        _check(may_allow(by, customer, Ownership.of(customer.pk)))
        reason = given(reason)
        if until < today:
            raise Refused(_("This day is over: until when may service call?"), code="past", field="until")
        if until > today + timedelta(days=LONGEST):
            raise Refused(
                _("At most %(days)d days: the reason is for a call, not for good.") % {"days": LONGEST},
                code="days",
                field="until",
            )
        row = ServiceCallReason.objects.create(customer=customer, reason=reason, until=until, by=by, at=at)
        log.record(
            by=by,
            action="customer.call_allowed",
            at=at,
            subject=customer,
            changes={"until": [None, until]},
            reason=reason,
        )
        return row


def _check(may: bool) -> None:
    if not may:
        raise Refused(_("Your role does not allow this here."), code="denied")
