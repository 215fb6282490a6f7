"""What a policy says: rules, standard of follow-ups, limits."""

from collections.abc import Sequence
from dataclasses import dataclass, field
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

# Names the floor under a deadline that waits for service.
ORDER = "order"
# Names what keeps a customer while an application for the next stage waits, and the floor after it was refused.
APPLICATION = "application"
# The kinds of service orders that are like a complaint.
COMPLAINTS = ("repair_in_warranty", "repair_out_of_warranty")


class PolicyError(ValueError):
    """A policy that can't be used; `problems` is a list of (field, code, params) for the form or the command."""

    def __init__(self, problems: Sequence[tuple[str, str]]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{where}: {what}" for where, what in problems))


@dataclass(frozen=True)
class Rule:
    """One sentence with blanks: after so many `days`, or as soon as so many `followups` are invalid (`invalid_followups`).

    `waits_for_application`: an application for the next stage that was made before the deadline keeps the customer until it is
    decided (`stage_term` of potential customers).
    """

    kind: str
    days: int
    outcome: str
    remind_days: int = 1
    stage: str = ""
    followups: int = 0
    waits_for_application: bool = False

    @property
    def counts(self) -> bool:
        """Whether it counts follow-ups instead of days."""
        return self.kind == INVALID_FOLLOWUPS

    @property
    def number(self) -> int:
        """The number in its sentence: days, or follow-ups."""
        return self.followups if self.counts else self.days


@dataclass(frozen=True)
class Standard:
    """When a follow-up counts (Nd7). `strict` off: any text counts as contact (Solar).

    `repeated_days`: a text that counted says nothing new when its author enters it again within so many days (1: on the
    same day, 0: off, None: as long as the ownership lasts). `kinds`: which kinds of entry are contact (Z13; None: all
    follow-ups, no tasks).
    """

    strict: bool = False
    min_chinese: int = 8
    min_words: int = 4
    counterpart: bool = True
    answered: bool = True
    filler: tuple[str, ...] = ()
    repeated_days: int | None = None
    late_hours: int | None = None
    check: bool = False
    kinds: tuple[str, ...] | None = None


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
    """A parsed policy body. Limits of None mean "no limit"; a change holds `notice_days` after its approval at the earliest.

    While a service order of `order_kinds` is open, releases wait up to `order_wait_days` beyond their day (None: they do not).
    `service_contact`: a service order that is done and a return visit that is reported count as contact for the owner.
    """

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
    notice_days: int = 7
    remind_manager: bool = False
    publish: bool = False
    after_sales: str = "none"
    signs_from: str = "potential"
    order_wait_days: int | None = None
    order_kinds: tuple[str, ...] = COMPLAINTS
    service_contact: bool = False
    standard: Standard = field(default_factory=Standard)
    zone: ZoneInfo = ZoneInfo("Asia/Shanghai")
    version_id: int | None = None
    grace: Grace | None = None

    def moment(self, day: date) -> datetime:
        """The release hour of a local date."""
        return datetime.combine(day, time(self.release_hour), self.zone)

    def after(self, anchor: datetime, days: int) -> datetime:
        """N days after a moment."""
        return self.moment(anchor.astimezone(self.zone).date() + timedelta(days=days))

    @property
    def uses_followups(self) -> bool:
        return any(rule.kind in (NO_CONTACT, INVALID_FOLLOWUPS) for rule in self.rules)
