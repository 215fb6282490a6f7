"""Which follow-ups count for an ownership and why the others do not: pure, fed by `assignment.domain.facts` (rows Nd7, Nd8, Z13)."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from .policy import INVALID_FOLLOWUPS, Policy, Standard
from .standard import (
    BEFORE_OWNERSHIP,
    INVALID,
    LATE,
    NOT_OWNER,
    OTHER_KIND,
    REASONS,
    REJECTED,
    REPEATED,
    UNCONFIRMED,
    essence,
    is_contact,
    judge_tidy,
    tidy,
)

# How much of a text is kept beside the judgement.
KEPT_TEXT = 400


class Entry(NamedTuple):
    """One follow-up, with what it is judged by; the names are the columns of the table."""

    customer_id: int
    id: int
    author_id: int
    kind: str
    occurred_at: datetime
    counterpart: str
    contact_id: int | None
    answered: bool
    content: str
    late: bool
    check_state: str
    voided_at: datetime | None


class Helper(NamedTuple):
    """A collaborator's registration; `until` None: still registered."""

    user_id: int
    since: datetime
    until: datetime | None

    def helps(self, entry: "Entry") -> bool:
        """Whether this collaborator wrote the entry while registered."""
        return (
            self.user_id == entry.author_id
            and self.since <= entry.occurred_at
            and (self.until is None or entry.occurred_at < self.until)
        )


class Counted(NamedTuple):
    """A follow-up that counts."""

    id: int
    occurred_at: datetime
    author_id: int


class NotCounted(NamedTuple):
    """A follow-up that does not, with the codes of the reasons."""

    id: int
    occurred_at: datetime
    author_id: int
    reasons: tuple[str, ...]


class Text(NamedTuple):
    """What was written."""

    kind: str
    text: str


@dataclass(slots=True)
class Judgement:
    """What the follow-ups of one ownership amount to, the oldest first.

    `contacted_at` the latest that counts; `invalid` the moments of those that are counted as invalid (Nd8). The lists and
    `texts` ({id: Text}) are filled only where somebody wants to read them.
    """

    contacted_at: datetime | None = None
    invalid: list[datetime] = field(default_factory=list)
    counted: list[Counted] = field(default_factory=list)
    not_counted: list[NotCounted] = field(default_factory=list)
    texts: dict[int, Text] = field(default_factory=dict)


@dataclass(slots=True)
class Judge:
    """Judges the follow-ups of one ownership, handed over in the order in which they happened.

    `since` and `owner_id` of the ownership; `counts_after`: invalid ones up to then were dealt with by a review.
    """

    policy: Policy | None
    owner_id: int
    since: datetime
    helpers: list[Helper] = field(default_factory=list)
    counts_after: datetime | None = None
    keeps_lists: bool = False
    found: Judgement | None = None
    counted_texts: dict[tuple[int, str], datetime] = field(default_factory=dict)

    def add(self, entry: Entry) -> None:
        """Take one follow-up into account."""
        reasons = self.reasons(entry)
        invalid = self._is_invalid(entry, reasons)
        # Whoever voids an entry of their own does not thereby get rid of an invalid one.
        if entry.voided_at and not invalid:
            return
        found = self.found = self.found or Judgement()
        if self.keeps_lists:
            found.texts[entry.id] = Text(entry.kind, entry.content[:KEPT_TEXT])
        if not reasons:
            found.contacted_at = entry.occurred_at
            if self.keeps_lists:
                found.counted.append(Counted(entry.id, entry.occurred_at, entry.author_id))
            return
        if invalid:
            found.invalid.append(entry.occurred_at)
        if self.keeps_lists:
            found.not_counted.append(NotCounted(entry.id, entry.occurred_at, entry.author_id, reasons))

    def reasons(self, entry: Entry) -> tuple[str, ...]:
        """Why a follow-up does not count for this ownership, in the order of REASONS; empty where it does."""
        reasons: set[str] = set()
        policy, text = self.policy, ""
        if policy is not None:
            if is_contact(policy.standard, entry.kind):
                text = tidy(entry.content)
                self._judge_content(policy, entry, text, reasons)
            else:
                reasons.add(OTHER_KIND)
        if entry.check_state == "rejected":
            reasons.add(REJECTED)
        if entry.occurred_at < self.since:
            reasons.add(BEFORE_OWNERSHIP)
        if entry.author_id != self.owner_id and not self._is_helper(entry):
            reasons.add(NOT_OWNER)
        if reasons:
            return tuple(r for r in REASONS if r in reasons)
        # Only what counted can be repeated: a text of an earlier ownership, a void one and one that lacked something are not.
        if policy is not None and not entry.voided_at and _forbids_repeats(policy.standard):
            self.counted_texts[entry.author_id, essence(text)] = entry.occurred_at
        return ()

    def _judge_content(self, policy: Policy, entry: Entry, text: str, reasons: set[str]) -> None:
        standard = policy.standard
        with_whom = bool(entry.counterpart or entry.contact_id)
        reasons.update(judge_tidy(standard, text, counterpart=with_whom, kind=entry.kind, answered=entry.answered))
        if _forbids_repeats(standard) and self._is_repeated(policy, entry, text):
            reasons.add(REPEATED)
        if entry.late and standard.late_hours is not None and entry.check_state != "confirmed":
            reasons.add(LATE)
        if standard.check and not entry.check_state:
            reasons.add(UNCONFIRMED)

    def _is_repeated(self, policy: Policy, entry: Entry, text: str) -> bool:
        """Whether the same text counted within the days for which it says nothing new (None: as long as the ownership lasts)."""
        earlier = self.counted_texts.get((entry.author_id, essence(text)))
        if earlier is None or policy.standard.repeated_days is None:
            return earlier is not None
        zone = policy.zone
        days = entry.occurred_at.astimezone(zone).date() - earlier.astimezone(zone).date()
        return days.days < policy.standard.repeated_days

    def _is_helper(self, entry: Entry) -> bool:
        return any(helper.helps(entry) for helper in self.helpers)

    def _is_invalid(self, entry: Entry, reasons: tuple[str, ...]) -> bool:
        """Whether it is one of the invalid follow-ups that the policy counts."""
        if not INVALID.intersection(reasons) or BEFORE_OWNERSHIP in reasons or NOT_OWNER in reasons:
            return False
        if self.counts_after is not None and entry.occurred_at <= self.counts_after:
            return False
        return self.policy is not None and any(rule.kind == INVALID_FOLLOWUPS for rule in self.policy.rules)


def _forbids_repeats(standard: Standard) -> bool:
    return standard.strict and standard.repeated_days != 0
