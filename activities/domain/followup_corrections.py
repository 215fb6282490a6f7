"""Changing, voiding and confirming follow-ups (rows Na8, Nf4, Nf11)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from activities.domain.follow_ups import CHANGE_HOURS, _close, _move_next_contact, _standing, exact_time
from activities.models import Attachment, FollowUp, Task
from activities.models.choices import WRITTEN, Check, Part, TaskKind
from activities.rules import request_kinds
from assignment.domain.last_followup import settle_followups
from assignment.domain.policies.lookup import PolicyBook
from assignment.rules.policy import Policy
from assignment.rules.standard import judge
from crm_project.accounts.models import User
from crm_project.approvals.models import Request
from crm_project.audit.domain import log
from crm_project.lib.json_values import JsonObject
from crm_project.lib.refused import Refused
from crm_project.notices.domain.notify import tell
from customers.domain.access import check as check_access
from customers.models import Customer, Ownership

from .late_entries import check_late_reason, notify_late
from .lateness import is_late
from .required_parts import check_parts
from .vip_calls import check_vip


def own(followup_id: int, by: User) -> tuple[FollowUp, Customer]:
    """(entry, customer) of one's own standing entry, under the customer's lock. Refuses with gone, replaced, not_author."""
    row, customer = _standing(followup_id)
    if row.author_id != by.pk:
        raise Refused(
            _("%(author)s wrote this: you can't change what others entered.") % {"author": row.author},
            code="not_author",
        )
    return row, customer


def changed(row: FollowUp, fields: Mapping[str, Any], at: datetime, policy: Policy | None) -> JsonObject:
    """How a change is kept: in place, or beside the entry once 24 hours have passed or a manager has judged it (Na6).

    Returns {in_place, late, check_state}. What counts only by the change, made later than the standard allows, counts as a
    late entry (Nf13); a rejection stays until the manager looks again.
    """
    late = row.late
    if policy and not late and is_late(policy, fields.get("occurred_at", row.occurred_at), at):
        moved = fields.get("occurred_at", row.occurred_at) != row.occurred_at
        with_whom = bool(row.counterpart or row.contact_id)
        late = moved or bool(
            judge(policy.standard, row.content, counterpart=with_whom, kind=row.kind, answered=row.answered)
        )
    return {
        "in_place": not row.check_state and at - row.recorded_at <= timedelta(hours=CHANGE_HOURS),
        "late": late,
        "check_state": Check.REJECTED if row.check_state == Check.REJECTED else Check.NONE,
    }


def correct_followup(*, followup_id: int, by: User, at: datetime, fields: dict[str, Any]) -> FollowUp:
    """Within 24 hours change one's own entry, afterwards add a correction that leaves both; the clock follows either way.

    Refuses with code gone, not_author, replaced, future, before_ownership.
    """
    with transaction.atomic():
        row, customer = own(followup_id, by)
        ownership = Ownership.of(customer.pk)
        present = ownership if ownership and row.occurred_at >= ownership.since else None
        if fields.get("occurred_at", row.occurred_at) != row.occurred_at:
            fields = {**fields, "occurred_at": exact_time(customer, present, fields["occurred_at"], at)}
        before = {name: getattr(row, name) for name in fields}
        changes = log.differences(before, fields)
        if not changes:
            return row
        if "kind" in changes:
            check_vip(by, customer, ownership, fields["kind"], at)
        if fields.get("next_contact_at") and "next_contact_at" in changes:
            check_vip(by, customer, ownership, TaskKind.CALL, at, field="next_contact_at")
        book = PolicyBook()
        how = changed(row, fields, at, book.for_department(ownership.department, at) if ownership else None)
        state = {"late": how["late"], "check_state": how["check_state"]}
        check_parts({name: getattr(row, name) for name in (*Part.values, "kind", "answered", "contact")} | fields)
        if not how["late"]:
            fields = {name: value for name, value in fields.items() if name != "late_reason"}
        newly_late = how["late"] and not row.late
        if newly_late:
            check_late_reason({"late_reason": row.late_reason} | fields)
        if how["in_place"]:
            kept = row
            for name, value in (fields | state).items():
                setattr(kept, name, value)
            kept.save(update_fields=[*fields, *state])
        else:
            kept = FollowUp.objects.create(
                **_copied(row) | fields | state, customer=customer, author=by, recorded_at=at, corrects=row
            )
            Attachment.objects.filter(followup=row).update(followup=kept)
        _move_next_contact(row, kept, by, at, changes)
        end_appeals(row.pk, at)
        if newly_late and ownership:
            notify_late(kept, ownership, at)
        settle_followups([customer.pk], at=at, book=book)
        log.record(by=by, action="followup.corrected", at=at, subject=kept, customer_id=customer.pk, changes=changes)
        return kept


def _copied(row: FollowUp) -> dict[str, Any]:
    return {name: getattr(row, name) for name in (*WRITTEN, "contact_id", "answers_id")}


def void_followup(*, followup_id: int, by: User, at: datetime, reason: str) -> FollowUp:
    """Take one's own entry out of the count; it stays readable, struck through, with the reason."""
    with transaction.atomic():
        row, customer = own(followup_id, by)
        if not (reason or "").strip():
            raise Refused(_("Give the reason for voiding the entry."), code="reason", field="reason")
        FollowUp.objects.filter(pk=row.pk).update(voided_at=at, voided_by=by, void_reason=reason.strip()[:200])
        _close(Task.objects.filter(followup=row), at)
        end_appeals(row.pk, at)
        settle_followups([customer.pk], at=at)
        log.record(by=by, action="followup.voided", at=at, subject=row, customer_id=customer.pk, reason=reason)
        return row


def check_followup(*, followup_id: int, by: User, at: datetime, confirm: bool, reason: str = "") -> FollowUp:
    """The manager says whether an entry counts (Nf11, Nd7): late ones, those a department checks, and any other one.

    Refuses with code replaced, own, reason, forbidden.
    """
    with transaction.atomic():
        row, customer = _standing(followup_id)
        check_access(by, "followup.review", customer, Ownership.of(customer.pk))
        if row.author_id == by.pk:
            raise Refused(_("You can't check your own follow-up."), code="own")
        if not confirm and not (reason or "").strip():
            raise Refused(
                _("Give the reason why it is invalid: the author will see it."), code="reason", field="reason"
            )
        state = Check.CONFIRMED if confirm else Check.REJECTED
        FollowUp.objects.filter(pk=row.pk).update(
            check_state=state, checked_by=by, checked_at=at, check_reason=(reason or "").strip()[:200]
        )
        end_appeals(row.pk, at)
        settle_followups([customer.pk], at=at)
        log.record(by=by, action=f"followup.{state}", at=at, subject=row, customer_id=customer.pk, reason=reason)
        url = reverse("activities:followup_edit", args=[row.pk])
        if not confirm:
            tell([row.author_id], "followup_rejected", at=at, customer=customer.name, reason=reason, url=url)
        elif row.late:  # where every entry is checked, nobody wants a message for each; a late one was waited for
            tell([row.author_id], "followup_confirmed", at=at, customer=customer.name, url=url)
        return row


def appeal_about(followup_id: int | str) -> str:
    """What the request is about, as its row keeps it."""
    return f"followup:{followup_id}"


def end_appeals(followup_id: int, at: datetime) -> None:
    """The entry was judged anew, changed or voided: an appeal that still waits is no longer needed."""
    rows = Request.objects.filter(
        kind=request_kinds.APPEAL, about=appeal_about(followup_id), status=Request.Status.PENDING
    )
    rows.update(status=Request.Status.OBSOLETE, decided_at=at)
