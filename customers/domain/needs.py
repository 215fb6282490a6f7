"""What a customer needs: written, confirmed, old after a while, with what stood there before (row Nh8)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from assignment.domain.ownership import locked
from crm_project.accounts.domain.access import may as may_somewhere
from crm_project.accounts.domain.settings_store import value
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from customers.company_settings import NEEDS_DAYS
from customers.models import Customer, Ownership

from .access import may_edit, works_on
from .records import update_customer

EARLIER = 20


def may_confirm(user: User, customer: Customer, ownership: Ownership | None) -> bool:
    """Whether the user says that the needs still stand: who edits the file, or works on this customer."""
    if customer.removed_at or customer.merged_into_id or not customer.needs:
        return False
    if may_edit(user, customer, ownership):
        return True
    return works_on(user, customer, ownership) and may_somewhere(user, "followup.create")


def confirm_needs(*, customer_id: int, by: User, at: datetime) -> Customer:
    """The needs are still as written: their day is today. Refuses with code forbidden, empty."""
    with transaction.atomic():
        customer = locked(customer_id)
        if not customer.needs:
            raise Refused(_("No needs are written yet: write what the customer needs."), code="empty", field="needs")
        if not may_confirm(by, customer, Ownership.of(customer.pk)):
            raise Refused(_("Your role does not allow this here."), code="forbidden")
        mark_confirmed(customer, by=by, at=at)
        return customer


def write_needs(*, customer_id: int, needs: str, by: User, at: datetime) -> Customer:
    """Write what the customer needs; the text that stands there already is confirmed. Refuses as `update_customer`."""
    with transaction.atomic():
        before = locked(customer_id).needs
        customer = update_customer(customer_id=customer_id, by=by, at=at, fields={"needs": needs.strip()})
        if customer.needs and customer.needs == before:
            mark_confirmed(customer, by=by, at=at)
        return customer


def mark_confirmed(customer: Customer, *, by: User, at: datetime) -> None:
    """Date the needs of a locked customer anew, and say so in the audit."""
    before, customer.needs_on, customer.needs_by = customer.needs_on, local_date(at), by
    customer.save(update_fields=["needs_on", "needs_by"])
    changes = {"needs_on": [before, customer.needs_on]}
    log.record(by=by, action="customer.needs_confirmed", at=at, subject=customer, changes=changes)


def oldest_day(at: datetime) -> date:
    """Needs confirmed before this day are old, by the company's setting."""
    days = value(NEEDS_DAYS)
    return local_date(at) - timedelta(days=days if isinstance(days, int) else 0)


def are_old(customer: Customer, at: datetime) -> bool:
    """Whether the needs are to be confirmed; without any there is nothing to confirm."""
    return bool(customer.needs) and (customer.needs_on is None or customer.needs_on < oldest_day(at))


def old_needs(at: datetime) -> Q:
    """The same as a condition on Customer."""
    return ~Q(needs="") & (Q(needs_on=None) | Q(needs_on__lt=oldest_day(at)))


def earlier(customer: Customer) -> Sequence[tuple[datetime, str, str]]:
    """(when it was replaced, by whom, the text that stood there until then), the newest first; from the audit."""
    rows = Entry.objects.filter(action="customer.changed", customer_id=customer.pk, changes__has_key="needs")
    rows = rows.select_related("actor").order_by("-at", "-pk")[:EARLIER]
    return [(row.at, str(row.actor or ""), row.changes["needs"][0]) for row in rows if row.changes["needs"][0]]
