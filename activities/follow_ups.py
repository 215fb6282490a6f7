"""The verbs of follow-ups: record, correct, void, check (rows Na6, Nc5, Nf11, Nf13, Ni12)."""

from datetime import datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from assignment import clocks
from assignment.facts import still_standing
from assignment.ownership import locked, shown
from assignment.policies import PolicyBook, local_date, zone
from crm_project.audit import log
from crm_project.lib.calendar import is_working_day, next_working_day
from crm_project.lib.refused import Refused
from crm_project.notices.notify import tell
from customers.access import check as check_access
from customers.models import Customer, Ownership

from .choices import Check
from .models import DayOverride, FollowUp, Task

# One's own entry may be changed this long; afterwards a correction keeps both (Na6).
CHANGE_HOURS = 24


def latest_entry(occurred_at, late_hours, overrides=None):
    """Until when an exchange may be entered and still count by itself: so many hours, or the end of the next working day
    where that falls on days off (Nf13: Friday's by Monday)."""
    plain = occurred_at + timedelta(hours=late_hours)
    day = local_date(occurred_at)
    if is_working_day(day, overrides) and is_working_day(day + timedelta(days=1), overrides):
        return plain
    return max(plain, datetime.combine(next_working_day(day, overrides) + timedelta(days=1), time(0), zone()))


def overrides():
    """The company's exceptions from the public calendar."""
    return dict(DayOverride.objects.values_list("day", "working"))


def is_late(policy, occurred_at, recorded_at):
    """Whether an entry comes later than the department's standard allows."""
    hours = policy.standard.late_hours if policy else None
    if hours is None or recorded_at <= occurred_at + timedelta(hours=hours):
        return False
    return recorded_at > latest_entry(occurred_at, hours, overrides())


def _check_time(customer, ownership, occurred_at, at):
    if occurred_at > at + timedelta(minutes=1):
        raise Refused(_("A follow-up can't lie in the future: enter it when it has happened."), code="future", field="occurred_at")
    if ownership and occurred_at < ownership.since:
        raise Refused(
            _("“%(name)s” has been yours only since %(since)s: earlier contacts belong to the former owner.")
            % {"name": customer.name, "since": shown(ownership.since)},
            code="before_ownership", field="occurred_at",
        )  # fmt: skip


def record(*, customer_id, by, at, fields, once=None):
    """Write down an exchange; the customer's clock moves in the same transaction.

    `fields`: kind, occurred_at, content and the optional columns of FollowUp. `once`: a form token, so that a double
    click records one. Refuses with code future, before_ownership, not_owner, in_pool.
    """
    if once:
        earlier = FollowUp.objects.filter(once=once).first()
        if earlier:
            return earlier
    with transaction.atomic():
        customer = locked(customer_id)
        ownership = Ownership.objects.filter(pk=customer.pk).select_related("owner", "department").first()
        check_access(by, "followup.create", customer, ownership)
        if ownership is None:
            raise Refused(_("“%(name)s” is in the public pool: claim it first, then record your contact.") % {"name": customer.name}, code="in_pool")
        occurred_at = min(fields.get("occurred_at") or at, at) if fields.get("occurred_at", at) <= at + timedelta(minutes=1) else fields["occurred_at"]
        _check_time(customer, ownership, occurred_at, at)
        book = PolicyBook()
        policy = book.for_department(ownership.department, at)
        try:
            with transaction.atomic():
                row = FollowUp.objects.create(
                    **{**fields, "occurred_at": occurred_at}, customer=customer, author=by, recorded_at=at, once=once,
                    late=is_late(policy, occurred_at, at),
                )  # fmt: skip
        except IntegrityError:
            return FollowUp.objects.get(once=once)
        _settle(customer, at, book)
        _next_contact(row, by, at)
        log.record(by=by, action="followup.recorded", at=at, subject=row, customer_id=customer.pk)
        return row


def _settle(customer, at, book=None):
    """Bring the customer's last follow-up and its clock up to date."""
    last = FollowUp.objects.filter(still_standing(), customer=customer).aggregate(last=Max("occurred_at"))["last"]
    Customer.objects.filter(pk=customer.pk).update(last_followup_at=last)
    clocks.refresh([customer.pk], at=at, locked=True, book=book)


def _next_contact(row, by, at):
    """The next contact becomes a task on the author's home page; earlier ones of the same customer are answered (Nc5, Ni12)."""
    Task.objects.filter(customer_id=row.customer_id, assignee=by, followup__isnull=False, done_at__isnull=True).exclude(
        followup=row
    ).update(done_at=at)
    if row.next_contact_at:
        Task.objects.create(
            customer_id=row.customer_id, kind="call", title=(row.next_step or _("Next contact"))[:160], due_at=row.next_contact_at,
            remind_at=row.next_contact_at, assignee=by, created_by=by, created_at=at, followup=row,
        )  # fmt: skip


def _own(followup_id, by):
    row = FollowUp.objects.select_related("customer").filter(pk=followup_id).first()
    if row is None:
        raise Refused(_("This follow-up does not exist."), code="gone")
    if row.author_id != by.pk:
        raise Refused(_("%(author)s wrote this: nobody changes what others entered.") % {"author": row.author}, code="not_author")
    if row.voided_at or hasattr(row, "corrected_by"):
        raise Refused(_("This entry was replaced already: change the newest one."), code="replaced")
    return row


def correct(*, followup_id, by, at, fields):
    """Within 24 hours change one's own entry, afterwards add a correction that leaves both; the clock follows either way."""
    with transaction.atomic():
        row = _own(followup_id, by)
        customer = locked(row.customer_id)
        ownership = Ownership.objects.filter(pk=customer.pk).first()
        _check_time(customer, ownership if ownership and row.occurred_at >= ownership.since else None, fields.get("occurred_at", row.occurred_at), at)
        before = {name: getattr(row, name) for name in fields}
        changes = log.differences(before, fields)
        if not changes:
            return row
        if at - row.recorded_at <= timedelta(hours=CHANGE_HOURS):
            for name, value in fields.items():
                setattr(row, name, value)
            row.check_state = Check.NONE
            row.save(update_fields=[*fields, "check_state"])
            kept = row
        else:
            kept = FollowUp.objects.create(
                **{**_copied(row), **fields}, customer=customer, author=by, recorded_at=at, corrects=row, late=row.late
            )
        _settle(customer, at)
        log.record(by=by, action="followup.corrected", at=at, subject=kept, customer_id=customer.pk, changes=changes)
        return kept


def _copied(row):
    names = ("kind", "occurred_at", "contact_id", "counterpart", "answered", "purpose", "content", "result", "next_step", "next_contact_at", "answers_id")
    return {name: getattr(row, name) for name in names}


def void(*, followup_id, by, at, reason):
    """Take one's own entry out of the count; it stays readable, struck through, with the reason."""
    with transaction.atomic():
        row = _own(followup_id, by)
        if not (reason or "").strip():
            raise Refused(_("Say why the entry is void."), code="reason", field="reason")
        customer = locked(row.customer_id)
        FollowUp.objects.filter(pk=row.pk).update(voided_at=at, voided_by=by, void_reason=reason.strip()[:200])
        _settle(customer, at)
        log.record(by=by, action="followup.voided", at=at, subject=row, customer_id=customer.pk, reason=reason)
        return row


def check(*, followup_id, by, at, confirm, reason=""):
    """The manager says whether an entry counts (Nf11): late ones and, where the department wants it, all of them."""
    with transaction.atomic():
        row = FollowUp.objects.select_related("customer").get(pk=followup_id)
        if row.author_id == by.pk:
            raise Refused(_("You can't check your own follow-up."), code="own")
        if not confirm and not (reason or "").strip():
            raise Refused(_("Say why it does not count: the author will read it."), code="reason", field="reason")
        customer = locked(row.customer_id)
        state = Check.CONFIRMED if confirm else Check.REJECTED
        FollowUp.objects.filter(pk=row.pk).update(check_state=state, checked_by=by, checked_at=at, check_reason=(reason or "").strip()[:200])
        _settle(customer, at)
        log.record(by=by, action=f"followup.{state}", at=at, subject=row, customer_id=customer.pk, reason=reason)
        if not confirm:
            tell([row.author_id], "followup_rejected", at=at, customer=customer.name, reason=reason, url=reverse("customers:detail", args=[customer.pk]))
        return row
