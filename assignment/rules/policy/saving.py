"""What would move a deadline, or would have: each fact is supposed, now or at the last moment, and the same readings are asked again.

No second statement of the rules: `savings` only changes the facts and compares what `readings` then says.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any

from .answers import Application, Facts, Reading
from .deciding import readings
from .terms import APPLICATION, GRAVITY, NEVER, REVIEW, STAGES, Policy

FOLLOWUP, CONTRACT, EXTENSION, STAGE, KEY_CONTACT, ONE_VALID, JUDGED = (
    "followup",
    "contract",
    "extension",
    "stage",
    "key_contact",
    "one_valid",
    "judged",
)
# The last moment before the deadline, as a person would say it.
BEFORE = timedelta(minutes=1)


@dataclass(frozen=True)
class Saving:
    """Facts that together would have moved the deadline: until when, and to where (NEVER: there would have been none).

    `followup` is the entry that did not count (JUDGED), 0 otherwise.
    """

    what: tuple[str, ...]
    before: datetime
    due_at: datetime
    followup: int = 0


def savings(policy: Policy, facts: Facts, reading: Reading) -> tuple[Saving, ...]:
    """What would have saved the customer from this reading: single facts, or pairs where no single one would have done."""
    supposed = _supposed(policy, facts, reading, max(reading.due_at - BEFORE, facts.since))
    for size in (1, 2):
        found = []
        for names in combinations(supposed, size):
            changed: dict[str, Any] = {}
            for name in names:
                changed |= supposed[name]
            due = _due(policy, replace(facts, **changed), reading)
            if due > reading.due_at:
                entry = _judged(facts, reading)[0] if JUDGED in names else 0
                found.append(Saving(names, reading.due_at, due, entry))
        if found:
            return tuple(found)
    return ()


def movers(policy: Policy, facts: Facts, at: datetime) -> tuple[str, ...]:
    """Which single facts would move the earliest loss to a later moment if they came about at `at`; empty without a deadline.

    In the order in which a person can bring them about; an application for the next stage is the way to that stage. A contract is none before the stage in which the policy lets one sign.
    """
    losses = [r for r in readings(policy, facts) if r.rule.outcome != REVIEW and r.due_at < NEVER]
    if not losses:
        return ()
    first = min(losses, key=lambda r: r.order)
    signs = STAGES.index(facts.stage) >= STAGES.index(policy.signs_from)
    return tuple(
        name
        for name, change in _supposed(policy, facts, first, max(at, facts.since)).items()
        if name not in (JUDGED, ONE_VALID, APPLICATION)
        and (signs or name != CONTRACT)
        and _due(policy, replace(facts, **change), first) > first.due_at
    )


def _due(policy: Policy, facts: Facts, reading: Reading) -> datetime:
    """When the first thing as grave as this reading would have been due."""
    grave = GRAVITY[reading.rule.outcome]
    return min((r.due_at for r in readings(policy, facts) if GRAVITY[r.rule.outcome] == grave), default=NEVER)


def _supposed(policy: Policy, facts: Facts, reading: Reading, last: datetime) -> dict[str, dict[str, Any]]:
    """{what: the facts as they would be if it came about at `last`}, in the order in which a person can bring them about."""
    out: dict[str, dict[str, Any]] = {
        FOLLOWUP: {"contacted_at": last},
        CONTRACT: {"deal_at": last},
        KEY_CONTACT: {"key_contact": True},
    }
    if reading.rule.waits_for_application:
        out[APPLICATION] = {"applications": (*facts.applications, Application(last))}
    if facts.stage == STAGES[0]:
        out[STAGE] = {"stage": STAGES[1], "stage_since": last}
    if reading.rule.counts:
        out[ONE_VALID] = {"invalid": facts.invalid[: reading.rule.followups - 1]}
    elif policy.extension_tiers:
        later = reading.due_at.astimezone(policy.zone).date() + timedelta(days=1)
        out[EXTENSION] = {"extended_until": policy.moment(later)}
    entry, when = _judged(facts, reading)
    if entry:
        out[JUDGED] = {"contacted_at": when}
    return out


def _judged(facts: Facts, reading: Reading) -> tuple[int, datetime | None]:
    """(id, moment) of the owner's latest entry after the anchor that did not count; (0, None) where there is none."""
    mine = [
        (when, pk)
        for pk, when, author, _reasons in facts.not_counted
        if author == facts.owner_id and reading.anchor_at < when < reading.due_at
    ]
    when, pk = max(mine, default=(None, 0))
    return pk, when
