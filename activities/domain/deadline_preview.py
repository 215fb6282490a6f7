"""What the clock will say once a follow-up is saved: the engine itself, asked about an entry that is not written yet (row Nd7)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from activities.domain.followup_corrections import changed
from activities.models import FollowUp
from activities.models.choices import Check
from assignment.domain import deadlines
from assignment.domain.facts import NOT_WRITTEN, gather
from assignment.domain.policies.lookup import PolicyBook
from assignment.rules.judging import Entry
from assignment.rules.policy import Facts, Policy
from assignment.rules.standard import INVALID, LATE, UNCONFIRMED
from crm_project.accounts.models import User
from customers.models import Ownership

from .follow_ups import exact_time
from .lateness import is_late


@dataclass(frozen=True)
class DeadlinePreview:
    """One supposed follow-up, judged.

    `reasons` why it would not count (empty: it counts); `before` and `after` the derived columns of the ownership row now
    and after saving, with the coming ones where a change of the rules is approved; `confirmed` the same once the manager has confirmed it, None where nothing waits for that.
    """

    policy: Policy | None
    facts: Facts
    reasons: tuple[str, ...]
    before: dict
    after: dict
    confirmed: dict | None = None

    @property
    def counts(self) -> bool:
        return not self.reasons

    @property
    def waits(self) -> bool:
        """Nothing is wrong with it, but the manager has to confirm it."""
        return bool(self.reasons) and not set(self.reasons) - {LATE, UNCONFIRMED}

    @property
    def invalid(self) -> bool:
        """It would be one of the invalid follow-ups that are counted (Nd8)."""
        return bool(INVALID.intersection(self.reasons))


def deadline_preview(
    ownership: Ownership,
    *,
    by: User,
    at: datetime,
    fields: Mapping[str, Any],
    replaces: FollowUp | None = None,
    book: PolicyBook | None = None,
) -> DeadlinePreview:
    """The DeadlinePreview of `fields` (as `record_followup` takes them) on an owned customer.

    `replaces`: the author's entry that this is a change of. Reads only; costs the queries of one `gather`. Refuses like
    `record_followup` a time that can't be.
    """
    book = book or PolicyBook()
    policy = book.for_department(ownership.department, at)
    when = exact_time(ownership.customer, ownership, fields.get("occurred_at") or at, at)
    pk = NOT_WRITTEN
    without: tuple[int, ...] = ()
    late, check = is_late(policy, when, at), Check.NONE
    if replaces is not None:
        how = changed(replaces, {**fields, "occurred_at": when}, at, policy)
        late, check, without = how["late"], how["check_state"], (replaces.pk,)
        pk = replaces.pk if how["in_place"] else NOT_WRITTEN
    contact = fields.get("contact")

    def suppose(state: str, policies: Mapping[str, Policy | None] | None = None) -> tuple[Policy | None, Facts]:
        entry = Entry(
            customer_id=ownership.pk,
            id=pk,
            author_id=by.pk,
            kind=str(fields["kind"]),
            occurred_at=when,
            counterpart=fields.get("counterpart") or "",
            contact_id=contact.pk if contact else None,
            answered=fields.get("answered", True),
            content=fields.get("content") or "",
            late=late,
            check_state=str(state),
            voided_at=None,
        )
        found = gather(
            [ownership.pk], at, book=book, evidence=True, policies=policies, suppose=[entry], without=without
        )
        return found[ownership.pk]

    held, facts = suppose(check)
    reasons = next((why for found, _when, _author, why in facts.not_counted if found == pk), ())
    before = {name: getattr(ownership, name) for name in deadlines.DERIVED}
    after = _derived(held, facts)
    path = ownership.department.path
    change = book.next_for_path(path, at)
    if change:
        # The next approved rule may judge the same entry otherwise: asked as `deadlines.refresh` will ask.
        _policy, then = suppose(check, {path: change[1]})
        after |= deadlines.moved_by(change, after, then)
    result = DeadlinePreview(held, facts, reasons, before, after)
    return replace(result, confirmed=_derived(*suppose(Check.CONFIRMED))) if result.waits else result


def _derived(policy: Policy | None, facts: Facts) -> dict[str, Any]:
    """The columns as `deadlines.refresh` will write them: it judges nothing where no rule asks for follow-ups."""
    judged = policy is not None and policy.uses_followups
    return deadlines.derived(policy, facts if judged else replace(facts, contacted_at=None))
