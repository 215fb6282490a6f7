"""The one function that decides: rules and facts give readings, readings give a decision.

Countdown, reminder, sweep, forecast and explanation all call `readings` and `decide`; nothing else computes a deadline.
Days are calendar days in the company's time zone: due = local date of the anchor + N days at the release hour.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from assignment.rules.policy.answers import Facts
from assignment.rules.policy.terms import Policy, Rule

from .answers import Deadlines, Decision, Reading
from .terms import (
    APPLICATION,
    GRAVITY,
    NEVER,
    NO_CONTACT,
    NO_DEAL,
    NO_DEAL_REVIEW,
    NO_KEY_CONTACT,
    ORDER,
    PROTECTION_TERM,
    REMIND,
    REVIEW,
    STAGE_TERM,
)

_ANCHORS = {NO_CONTACT: "contacted", NO_DEAL: "deal", NO_DEAL_REVIEW: "deal", STAGE_TERM: "stage"}


def _anchor(rule: Rule, facts: Facts) -> tuple[str, datetime]:
    """(name, moment) of what the rule counts from: the latest such moment in the present ownership, else the claim."""
    at = None
    if rule.kind == NO_CONTACT:
        at = facts.contacted_at
    elif rule.kind in (NO_DEAL, NO_DEAL_REVIEW):
        at = facts.deal_at
    elif rule.kind == STAGE_TERM:
        at = facts.stage_since
    if at is None or at < facts.since:
        return "claimed", facts.since
    return _ANCHORS[rule.kind], at


def _exempt(rule: Rule, facts: Facts) -> str:
    if rule.kind in (STAGE_TERM, PROTECTION_TERM) and facts.official:
        return "official"
    if rule.stage and rule.stage != facts.stage:
        return "other_stage"
    if rule.kind == NO_KEY_CONTACT and facts.key_contact:
        return "key_contact"
    return ""


def _read(policy: Policy, rule: Rule, facts: Facts) -> Reading:
    if rule.counts:
        reached = len(facts.invalid) >= rule.followups
        at = facts.invalid[rule.followups - 1] if reached else facts.since
        due = at if reached else NEVER
        return Reading(rule, "count", at, due, NEVER, "" if reached else "count_open", progress=len(facts.invalid))
    anchor, anchor_at = _anchor(rule, facts)
    exempt = _exempt(rule, facts)
    if exempt:
        return Reading(rule, anchor, anchor_at, NEVER, NEVER, exempt)
    due, floor = policy.after(anchor_at, rule.days), ""
    if rule.outcome == REVIEW and facts.review_after and facts.review_after > due:
        due, floor = facts.review_after, "review"
    if rule.outcome != REVIEW and facts.extended_until and facts.extended_until > due:
        due, floor = facts.extended_until, "extension"
    if rule.outcome != REVIEW and facts.spared_until and facts.spared_until > due:
        due, floor = facts.spared_until, "undo"
    if policy.grace:
        spared = policy.moment(policy.grace.holds_from + timedelta(days=max(rule.remind_days, 1)))
        if due < spared:
            before = _before(policy.grace.previous, rule, facts)
            if min(before, spared) > due:
                due, floor = min(before, spared), "grace"
    applied = _applied(policy, rule, facts, anchor_at, due)
    if applied >= NEVER:
        return Reading(rule, anchor, anchor_at, NEVER, NEVER, APPLICATION)
    if applied > due:
        due, floor = applied, APPLICATION
    waited = _waited(policy, rule, facts, due)
    if waited > due:
        due, floor = waited, ORDER
    local = due.astimezone(policy.zone).date() - timedelta(days=rule.remind_days)
    return Reading(rule, anchor, anchor_at, due, policy.moment(local), floor=floor)


def _applied(policy: Policy, rule: Rule, facts: Facts, anchor_at: datetime, due: datetime) -> datetime:
    """Until when an application for the next stage keeps the customer: NEVER while one waits, and after a refusal as long as the
    owner has to be reminded beforehand. Only what was made before the deadline counts, so that asking again and again gains nothing."""
    if not rule.waits_for_application:
        return due
    made = [one for one in facts.applications if anchor_at <= one.asked_at < due]
    refused = [one.refused_at for one in made if one.refused_at is not None]
    if len(refused) < len(made):
        return NEVER
    return max([due, *(policy.after(at, max(rule.remind_days, 1)) for at in refused)])


def _waited(policy: Policy, rule: Rule, facts: Facts, due: datetime) -> datetime:
    """Until when a release waits for service: at most the policy's days while an order is open, and once it is closed, as long
    as the owner has to be reminded beforehand, so that the end of an order takes nobody by surprise."""
    if rule.outcome == REVIEW or not policy.order_wait_days or facts.order is None or due >= NEVER:
        return due
    longest = policy.after(due, policy.order_wait_days)
    if facts.order.order_id:
        return longest
    if facts.order.closed_at is None:
        return due
    return min(longest, policy.after(facts.order.closed_at, max(rule.remind_days, 1)))


def _before(previous: Policy | None, rule: Rule, facts: Facts) -> datetime:
    """When the same rule was due before the change; NEVER where it is new."""
    if previous is None:
        return NEVER
    same = next((r for r in previous.rules if (r.kind, r.stage) == (rule.kind, rule.stage)), None)
    # Waiting for service comes on top, once.
    return _read(replace(previous, grace=None, order_wait_days=None), same, facts).due_at if same else NEVER


def readings(policy: Policy, facts: Facts) -> list[Reading]:
    """Every rule of the policy read against the facts, in the policy's order."""
    return [_read(policy, rule, facts) for rule in policy.rules]


def decide(policy: Policy, facts: Facts, at: datetime) -> Decision | None:
    """What is due at the moment `at`, or None: release or rotate before review before remind, the first due of a kind."""
    read = readings(policy, facts)
    remind = _reminder(read, facts, at)
    due = sorted((r for r in read if r.due_at <= at), key=lambda r: (GRAVITY[r.rule.outcome], r.due_at))
    if due:
        return Decision(due[0].rule.outcome, due[0], remind if due[0].rule.outcome == REVIEW else None)
    return Decision(REMIND, remind, remind) if remind else None


def _reminder(read: Sequence[Reading], facts: Facts, at: datetime) -> Reading | None:
    """The first coming deadline, from its reminder time on, unless the owner was told of exactly this one."""
    coming = sorted((r for r in read if r.due_at > at), key=lambda r: r.order)
    if coming and coming[0].remind_at <= at and coming[0].due_at != facts.reminded_for:
        return coming[0]
    return None


def deadlines(policy: Policy, facts: Facts) -> Deadlines:
    """The earliest loss, the earliest review and the earliest reminder still to be given."""
    read = readings(policy, facts)
    losses = sorted((r for r in read if r.rule.outcome != REVIEW), key=lambda r: r.due_at)
    reviews = [r.due_at for r in read if r.rule.outcome == REVIEW]
    reminds = [r.remind_at for r in read if r.due_at != facts.reminded_for]
    first = losses[0] if losses and losses[0].due_at < NEVER else None
    return Deadlines(
        first.due_at if first else NEVER,
        min(reminds, default=NEVER),
        min(reviews, default=NEVER),
        first.rule.kind if first else "",
        next((r.due_at for r in read if r.rule.kind == NO_CONTACT), None),
    )
