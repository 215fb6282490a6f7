"""The clock of an order in words: how much of the target was used, when it is due, what was not counted (row Ni21)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm_project.lib.time import minute
from service.models import OrderWait, ServiceOrder
from service.models.choices import WaitsFor
from service.rules.clock import Reading, Standing


@dataclass(frozen=True)
class ClockLine:
    """One clock as the page shows it: its name, the sentence, the tone, how full its bar is (0 to 100), and whether it runs."""

    label: str
    text: str
    tone: str
    full: int
    runs: bool


def duration(minutes: int) -> str:
    """Working minutes as people say them: "4 h 10 min"."""
    hours, rest = divmod(max(minutes, 0), 60)
    if not hours:
        return ngettext("%(n)d min", "%(n)d min", rest) % {"n": rest}
    if not rest:
        return _("%(hours)d h") % {"hours": hours}
    return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}


def tone(reading: Reading | None, share: float) -> str:
    """bad where late, warn from the reminder on."""
    if reading is None or not reading.runs:
        return "info"
    if reading.late:
        return "bad"
    return "warn" if reading.used >= share * reading.target else "ok"


def lines(standing: Standing, share: float) -> list[ClockLine]:
    """Both clocks; empty where no target fits."""
    found = [(_("Response"), standing.response), (_("Completion"), standing.completion)]
    return [_line(label, reading, share) for label, reading in found if reading]


def _line(label: str, reading: Reading, share: float) -> ClockLine:
    said = {"used": duration(reading.used), "target": duration(reading.target)}
    full = min(100, reading.used * 100 // reading.target)
    if not reading.runs:
        text = _("%(used)s of %(target)s used") if not reading.late else _("%(used)s used, target %(target)s")
        return ClockLine(label, text % said, "bad" if reading.late else "ok", full, False)
    if reading.late:
        over = {"over": duration(reading.used - reading.target)}
        return ClockLine(label, _("late by %(over)s (target %(target)s)") % (said | over), "bad", 100, True)
    if reading.due is None:
        return ClockLine(label, _("stopped at %(used)s of %(target)s") % said, "info", full, True)
    due = {"due": minute(reading.due)}
    return ClockLine(
        label, _("due %(due)s, %(used)s of %(target)s used") % (said | due), tone(reading, share), full, True
    )


def why(order: ServiceOrder, waits: list[OrderWait], standing: Standing) -> list[str]:
    """How the clock counted, as sentences."""
    said = [_("Counted in working time since it was reported on %(at)s.") % {"at": minute(order.reported_at)}]
    if order.accepted_at:
        said.append(_("The response ended when it was accepted on %(at)s.") % {"at": minute(order.accepted_at)})
    for wait in waits:
        until = minute(wait.until) if wait.until else _("now")
        said.append(
            _("Stopped from %(since)s to %(until)s, waiting for %(what)s%(note)s.")
            % {
                "since": minute(wait.since),
                "until": until,
                "what": WaitsFor(wait.waits_for).label,
                "note": f" ({wait.note})" if wait.note else "",
            }
        )
    if standing.paused:
        said.append(_("%(paused)s of working time did not count.") % {"paused": duration(standing.paused)})
    said.append(_("Nights, breaks, weekends and holidays never count."))
    return said
