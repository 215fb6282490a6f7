"""When a part failed and for how long: noted every minute where it changes, told once it lasts (row Nh4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from . import alarms, health
from .models import Heartbeat, PartChange
from .parts import SYSTEM
from .problems import PART_FAILING

WATCHED = "parts watched"
AGAIN = timedelta(seconds=40)  # two workers watch each other: the second one within this time has nothing to do
MISSED = timedelta(minutes=5)  # nobody watched for longer: the system stood still
ALARM_AFTER = timedelta(minutes=2)  # a restart is no alarm
SHOWN = timedelta(days=30)
STOPPED = "stopped"


@dataclass(frozen=True)
class Interruption:
    """A part failed from `begin` until `end` (None: still)."""

    begin: datetime
    end: datetime | None
    state: str


def watch_parts(*, at: datetime) -> bool:
    """Note what changed since the last minute; False where somebody else has just done so."""
    if not _my_turn(at):
        return False
    states = {name: "" if state in (health.OK, health.BUSY) else state for name, state in health.report().items()}
    with transaction.atomic():
        last = {row.part: row for row in PartChange.objects.filter(pk__in=_last_until(at))}
        changed = [
            PartChange(part=name, state=state, at=at)
            for name, state in states.items()
            if name not in last or bool(last[name].state) != bool(state)
        ]
        PartChange.objects.bulk_create(changed)
    begun = {name: row.at for name, row in last.items()} | {row.part: row.at for row in changed}
    for name, state in states.items():
        if state and at - begun[name] >= ALARM_AFTER:
            alarms.raise_alarm(f"part:{name}", PART_FAILING, {"part": name, "said": state}, at=at)
        elif not state:
            alarms.clear_alarm(f"part:{name}", at=at)
    return True


def interruptions(since: datetime) -> dict[str, list[Interruption]]:
    """{part: its interruptions that lasted beyond `since`, the newest first}."""
    rows = PartChange.objects.filter(Q(at__gt=since) | Q(pk__in=_last_until(since))).order_by("part", "at", "pk")
    found = {part: _paired(changes) for part, changes in groupby(rows, key=lambda row: row.part)}
    return {part: [one for one in found[part] if one.end is None or one.end > since][::-1] for part in found}


def lasted(found: Iterable[Interruption], since: datetime, until: datetime) -> timedelta:
    """How long they lasted together between these moments."""
    return sum(((one.end or until) - max(one.begin, since) for one in found), timedelta())


def forget_old(*, at: datetime) -> int:
    """Remove what the page no longer shows; of each part the last change stays. Returns how many."""
    old = PartChange.objects.filter(at__lt=at - 2 * SHOWN)
    return old.exclude(pk__in=list(_last_until(at))).delete()[0]


def _paired(changes: Iterable[PartChange]) -> list[Interruption]:
    out: list[Interruption] = []
    begun: PartChange | None = None
    for change in changes:
        if begun and not change.state:
            out.append(Interruption(begun.at, change.at, begun.state))
            begun = None
        elif change.state and begun is None:
            begun = change
    return [*out, Interruption(begun.at, None, begun.state)] if begun else out


def _last_until(moment: datetime) -> QuerySet[PartChange, int]:
    """The key of the last change of each part until then."""
    later = PartChange.objects.filter(part=OuterRef("part"), at__gt=OuterRef("at"), at__lte=moment)
    return PartChange.objects.filter(~Exists(later), at__lte=moment).values_list("pk", flat=True)


def _my_turn(at: datetime) -> bool:
    with transaction.atomic():
        sign, new = Heartbeat.objects.select_for_update().get_or_create(name=WATCHED, defaults={"at": at})
        if new:
            return True
        if at - sign.at < AGAIN:
            return False
        if at - sign.at > MISSED:
            PartChange.objects.create(part=SYSTEM, state=STOPPED, at=sign.at)
            PartChange.objects.create(part=SYSTEM, state="", at=at)
        sign.at = at
        sign.save(update_fields=["at"])
        return True
