"""How many customers of each class one should hold and how often they are contacted, by the line of their deals (rows Ni13, Ni24).

What a company has not chosen is the rule book's own; distributors have no numbers.
"""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.once_a_minute import OnceAMinute
from crm_project.lib.refused import Refused
from customers.models import ClassRhythm
from customers.models.choices import Level, Segment
from deals.models.choices import Line

from .classes.class_rules import label

MOST, LONGEST = 1000, 366


@dataclass(frozen=True)
class Rhythm:
    """What is asked of one class: `least` customers at a rep, and days between valid contacts by the line of an open deal.

    `other`: without an open deal. 0 asks for nothing; of several open deals the shortest time holds.
    """

    least: int = 0
    short: int = 0
    mid: int = 0
    long: int = 0
    other: int = 0

    @property
    def days(self) -> dict[str, int]:
        """{line, "" for no open deal: days}."""
        return {Line.SHORT.value: self.short, Line.MID.value: self.mid, Line.LONG.value: self.long, "": self.other}

    @property
    def timed(self) -> bool:
        """Whether contacts are asked for at all."""
        return any(self.days.values())


NUMBERS = ("least", "short", "mid", "long", "other")
USUAL = {
    (Segment.DIRECT.value, Level.CORE.value): Rhythm(10, 7, 14, 14, 14),
    (Segment.DIRECT.value, Level.GROWTH.value): Rhythm(20, 30, 30, 30, 30),
    (Segment.DIRECT.value, Level.ORDINARY.value): Rhythm(),
    (Segment.DISTRIBUTOR.value, Level.CORE.value): Rhythm(),
    (Segment.DISTRIBUTOR.value, Level.GROWTH.value): Rhythm(),
    (Segment.DISTRIBUTOR.value, Level.ORDINARY.value): Rhythm(),
}


def chosen() -> dict[tuple[str, str], Rhythm]:
    """{(segment, class): rhythm} of all six, in their order; read at most once a minute and process, as every home page asks."""
    return _chosen()


@OnceAMinute
def _chosen() -> dict[tuple[str, str], Rhythm]:
    own = {
        (row.segment, row.level): Rhythm(**{name: getattr(row, name) for name in NUMBERS})
        for row in ClassRhythm.objects.all()
    }
    return {key: own.get(key, usual) for key, usual in USUAL.items()}


def forget() -> None:
    """Read them anew: one was changed."""
    _chosen.forget()


def watched() -> dict[tuple[str, str], Rhythm]:
    """Only the classes of which something is asked."""
    return {key: rhythm for key, rhythm in chosen().items() if rhythm.least or rhythm.timed}


def of_class(segment: str, level: str, known: Mapping[tuple[str, str], Rhythm] | None = None) -> Rhythm | None:
    """The rhythm of a class, None without one; a class without a segment is read as one of direct customers."""
    return (chosen() if known is None else known).get((segment or Segment.DIRECT.value, level)) if level else None


def every(rhythm: Rhythm, lines: Collection[Any]) -> int:
    """Days between contacts for a customer with open deals of these lines; 0: not asked."""
    asked = [rhythm.days[line] for line in lines if rhythm.days.get(line)]
    return min(asked) if asked else 0 if any(line for line in lines) else rhythm.other


def set_rhythm(*, segment: str, level: str, numbers: Mapping[str, int], by: User, at: datetime) -> Rhythm:
    """Choose the numbers of one class ({least, short, mid, long, other}). Refuses with code class, and the name of a wrong number."""
    key = (segment, level)
    if key not in USUAL:
        raise Refused(_("There is no such class."), code="class")
    for name in NUMBERS:
        most = MOST if name == "least" else LONGEST
        if not 0 <= numbers[name] <= most:
            raise Refused(
                _("Enter a number from 0 to %(most)d; 0 means no requirement.") % {"most": most}, code=name, field=name
            )
    wanted = {name: numbers[name] for name in NUMBERS}
    with transaction.atomic():
        forget()
        changes = log.differences(asdict(chosen()[key]), wanted)
        if changes:
            ClassRhythm.objects.update_or_create(
                segment=segment, level=level, defaults=wanted | {"set_by": by, "set_at": at}
            )
            log.record(
                by=by,
                action="rhythm.set",
                at=at,
                subject_type="rhythm",
                subject_id=f"{segment}-{level}",
                subject_name=label(segment, level),
                changes=changes,
            )
    forget()
    return Rhythm(**wanted)
