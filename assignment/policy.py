"""The one function that decides: rules and facts give readings, readings give a decision. No Django here.

Countdown, reminder, sweep, forecast and explanation all call `readings` and `decide`; nothing else computes a deadline.
Days are calendar days in the company's time zone: due = local date of the anchor + N days at the release hour.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

NEVER = datetime(9000, 1, 1, tzinfo=UTC)

NO_CONTACT = "no_contact"
NO_DEAL_REVIEW = "no_deal_review"
NO_DEAL = "no_deal"
STAGE_TERM = "stage_term"
PROTECTION_TERM = "protection_term"
INVALID_FOLLOWUPS = "invalid_followups"
NO_KEY_CONTACT = "no_key_contact"
RULES = (NO_CONTACT, NO_DEAL_REVIEW, NO_DEAL, STAGE_TERM, PROTECTION_TERM, INVALID_FOLLOWUPS, NO_KEY_CONTACT)

RELEASE, ROTATE, REVIEW, REMIND = "release", "rotate", "review", "remind"
OUTCOMES = (RELEASE, ROTATE, REVIEW)
GRAVITY = {RELEASE: 0, ROTATE: 0, REVIEW: 1, REMIND: 2}

STAGES = ("potential", "intent", "official")


class PolicyError(ValueError):
    """A policy that can't be used; `problems` is a list of (field, code, params) for the form or the command."""

    def __init__(self, problems):
        self.problems = problems
        super().__init__("; ".join(f"{where}: {what}" for where, what in problems))


@dataclass(frozen=True)
class Rule:
    """One sentence with blanks. `days` counts days; for `invalid_followups` it counts follow-ups."""

    kind: str
    days: int
    outcome: str
    remind_days: int = 1
    stage: str = ""

    @property
    def counts(self):
        return self.kind == INVALID_FOLLOWUPS


@dataclass(frozen=True)
class Standard:
    """When a follow-up counts (Nd7). `strict` off: any text counts as contact (Solar).

    `repeated_days`: the same text by the same author again within so many days says nothing new (1: on the same day, 0: off).
    """

    strict: bool = False
    min_chinese: int = 8
    min_words: int = 4
    counterpart: bool = True
    answered: bool = True
    filler: tuple[str, ...] = ()
    repeated_days: int = 1
    late_hours: int | None = None
    check: bool = False


@dataclass(frozen=True)
class Tier:
    """Somebody of at least this `level` may grant up to `days` (None: any number) (D6)."""

    level: int
    days: int | None = None


@dataclass(frozen=True)
class Grace:
    """What held before and until when: a shortened clock releases nobody before its reminder time has passed again."""

    previous: "Policy | None"
    holds_from: date


@dataclass(frozen=True)
class Policy:
    """A parsed policy body. Limits of None mean "no limit"."""

    rules: tuple[Rule, ...] = ()
    release_hour: int = 10
    slots: int | None = None
    cooldown_days: int = 0
    claims_per_day: int | None = None
    review_grant_days: int = 90
    pool_reach: str = "department"
    pool_claim: str = "click"
    extensions_per_month: int | None = None
    extension_tiers: tuple[Tier, ...] = (Tier(1, None),)
    remind_manager: bool = False
    publish: bool = False
    after_sales: str = "none"
    standard: Standard = field(default_factory=Standard)
    zone: ZoneInfo = ZoneInfo("Asia/Shanghai")
    version_id: int | None = None
    grace: Grace | None = None

    def moment(self, day):
        """The release hour of a local date."""
        return datetime.combine(day, time(self.release_hour), self.zone)

    def after(self, anchor, days):
        """N days after a moment."""
        return self.moment(anchor.astimezone(self.zone).date() + timedelta(days=days))

    @property
    def uses_followups(self):
        return any(rule.kind in (NO_CONTACT, INVALID_FOLLOWUPS) for rule in self.rules)


@dataclass(frozen=True)
class Facts:
    """What is known of one ownership at a moment; gathered by `assignment.facts`, never stored."""

    customer_id: int
    owner_id: int
    since: datetime
    stage: str = "potential"
    stage_since: datetime | None = None
    contacted_at: datetime | None = None
    deal_at: datetime | None = None
    key_contact: bool = False
    invalid: tuple[datetime, ...] = ()
    extended_until: datetime | None = None
    spared_until: datetime | None = None
    review_after: datetime | None = None
    reminded_for: datetime | None = None
    counted: tuple = ()
    not_counted: tuple = ()

    @property
    def official(self):
        return self.stage == "official" or self.deal_at is not None


@dataclass(frozen=True)
class Reading:
    """One rule applied to one customer. `due_at` NEVER with `exempt` saying why, or None while a count is open."""

    rule: Rule
    anchor: str
    anchor_at: datetime
    due_at: datetime
    remind_at: datetime
    exempt: str = ""
    floor: str = ""
    progress: int = 0

    @property
    def order(self):
        return (self.due_at, GRAVITY[self.rule.outcome])


@dataclass(frozen=True)
class Decision:
    """What is due now. `remind` is the reading to warn of, even where a review is told at the same time."""

    outcome: str
    reading: Reading
    remind: Reading | None = None


def _anchor(rule, facts):
    """(name, moment) of what the rule counts from: the latest such moment in the present ownership, else the claim."""
    name, at = "claimed", None
    if rule.kind == NO_CONTACT:
        name, at = "contacted", facts.contacted_at
    elif rule.kind in (NO_DEAL, NO_DEAL_REVIEW):
        name, at = "deal", facts.deal_at
    elif rule.kind == STAGE_TERM:
        name, at = "stage", facts.stage_since
    if at is None or at < facts.since:
        return "claimed", facts.since
    return name, at


def _exempt(rule, facts):
    if rule.kind in (STAGE_TERM, PROTECTION_TERM) and facts.official:
        return "official"
    if rule.kind == STAGE_TERM and rule.stage and rule.stage != facts.stage:
        return "other_stage"
    if rule.kind == NO_KEY_CONTACT and facts.key_contact:
        return "key_contact"
    return ""


def _read(policy, rule, facts):
    if rule.counts:
        reached = len(facts.invalid) >= rule.days
        at = facts.invalid[rule.days - 1] if reached else facts.since
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
    local = due.astimezone(policy.zone).date() - timedelta(days=rule.remind_days)
    return Reading(rule, anchor, anchor_at, due, policy.moment(local), floor=floor)


def _before(previous, rule, facts):
    """When the same rule was due before the change; NEVER where it is new."""
    if previous is None:
        return NEVER
    same = [r for r in previous.rules if (r.kind, r.stage) == (rule.kind, rule.stage)]
    return min((_read(replace(previous, grace=None), r, facts).due_at for r in same), default=NEVER)


def readings(policy, facts):
    """Every rule of the policy read against the facts, in the policy's order."""
    return [_read(policy, rule, facts) for rule in policy.rules]


def decide(policy, facts, at):
    """What is due at the moment `at`, or None: release or rotate before review before remind, the first due of a kind."""
    read = readings(policy, facts)
    remind = _reminder(read, facts, at)
    due = sorted((r for r in read if r.due_at <= at), key=lambda r: (GRAVITY[r.rule.outcome], r.due_at))
    if due:
        return Decision(due[0].rule.outcome, due[0], remind if due[0].rule.outcome == REVIEW else None)
    return Decision(REMIND, remind, remind) if remind else None


def _reminder(read, facts, at):
    """The first coming deadline, from its reminder time on, unless the owner was told of exactly this one."""
    coming = sorted((r for r in read if at < r.due_at < NEVER), key=lambda r: r.order)
    if coming and coming[0].remind_at <= at and coming[0].due_at != facts.reminded_for:
        return coming[0]
    return None


@dataclass(frozen=True)
class Deadlines:
    """What is stored beside the ownership to nominate it: the policy decides again under the lock."""

    release_at: datetime
    remind_at: datetime
    review_at: datetime
    rule: str


def deadlines(policy, facts):
    """The earliest loss, the earliest review and the earliest reminder still to be given."""
    read = readings(policy, facts)
    losses = sorted((r for r in read if r.rule.outcome != REVIEW), key=lambda r: r.due_at)
    reviews = [r.due_at for r in read if r.rule.outcome == REVIEW]
    reminds = [r.remind_at for r in read if r.due_at != facts.reminded_for]
    first = losses[0] if losses and losses[0].due_at < NEVER else None
    return Deadlines(
        first.due_at if first else NEVER, min(reminds, default=NEVER), min(reviews, default=NEVER),
        first.rule.kind if first else "",
    )  # fmt: skip
