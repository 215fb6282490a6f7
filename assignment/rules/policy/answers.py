"""What is known of one ownership, and what the policy answers."""

from dataclasses import dataclass, field
from datetime import datetime

from .terms import GRAVITY, Rule


@dataclass(frozen=True)
class OrderFact:
    """Service orders for which releases wait: the one that is open longest (id 0: none), and when the last one was closed."""

    order_id: int = 0
    number: str = ""
    since: datetime | None = None
    closed_at: datetime | None = None


@dataclass(frozen=True)
class Application:
    """An application of the owner for the next stage: made when, refused when (None: it waits)."""

    asked_at: datetime
    refused_at: datetime | None = None


@dataclass(frozen=True)
class ServiceFact:
    """The latest service work that counts as contact: the order that was done, or a return visit (no number)."""

    at: datetime
    number: str = ""


@dataclass(frozen=True)
class Facts:
    """What is known of one ownership at a moment; gathered by `assignment.domain.facts`, never stored.

    `contacted_at`: the latest contact that counts; `service`: the work of service that is it, None where it is a follow-up.
    """

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
    order: OrderFact | None = None
    applications: tuple[Application, ...] = ()
    service: ServiceFact | None = None
    counted: tuple = ()
    not_counted: tuple = ()
    # What was said, {follow-up id: (kind, text)}: no rule reads it, the ledger keeps it.
    texts: dict = field(default_factory=dict, compare=False, repr=False)

    @property
    def official(self) -> bool:
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
    def order(self) -> tuple[datetime, int]:
        return (self.due_at, GRAVITY[self.rule.outcome])


@dataclass(frozen=True)
class Decision:
    """What is due now. `remind` is the reading to warn of, even where a review is told at the same time."""

    outcome: str
    reading: Reading
    remind: Reading | None = None


@dataclass(frozen=True)
class Deadlines:
    """What is stored beside the ownership to nominate it: the policy decides again under the lock.

    `contact_due_at`: when the rule “no contact” is due, whatever it then does; None without such a rule (Z17).
    """

    release_at: datetime
    remind_at: datetime
    review_at: datetime
    rule: str
    contact_due_at: datetime | None = None
