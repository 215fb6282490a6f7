"""The map of the steps above a remedial plan: where it is, who has it since when, how long each may take, who was late (row M16)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from crm_project.lib.time import minute
from service.models import PlanMove, PlanTask, RemedialPlan
from service.models.choices import Step
from service.rules.remedial_clock import LATE, REMIND, Reading
from service.rules.remedial_steps import APPROVER, EXECUTION, ORDER, PEOPLE, REVIEWER, STAFF, TURNS

WHO = {
    STAFF: gettext_lazy("service staff"),
    REVIEWER: gettext_lazy("service manager"),
    APPROVER: gettext_lazy("general manager"),
    PEOPLE: gettext_lazy("other departments"),
}


@dataclass(frozen=True)
class Station:
    """One step on the map: `state` done, now or empty; `who` had it, has it or will; `when` says since or until when."""

    label: str
    state: str
    who: str
    when: str
    late: bool


def days_text(days: int) -> str:
    """“3 working days”."""
    return ngettext("%(n)d working day", "%(n)d working days", days) % {"n": days}


def stations(
    plan: RemedialPlan,
    moves: Sequence[PlanMove],
    tasks: Sequence[PlanTask],
    days: Mapping[str, int],
    at: datetime,
) -> list[Station]:
    """All ten, in their order."""
    here = ORDER.index(plan.step) if plan.step in ORDER else -1
    left = {move.from_step: move for move in moves if move.from_step}
    out = []
    for n, step in enumerate(ORDER):
        label, turn = str(Step(step).label), TURNS.get(step)
        if n == here:
            late = bool(plan.due_at and at >= plan.due_at) or any(_late(task, at) for task in tasks)
            since = _("since %(at)s") % {"at": minute(plan.step_since)}
            out.append(Station(label, "now", _has_it(plan, tasks, at), since, late))
        elif n < here and step in left:
            move = left[step]
            out.append(Station(label, "done", _name(move), minute(move.at), move.late))
        else:
            allowed = days_text(days[step]) if step in days else ""
            out.append(Station(label, "", str(WHO[turn]) if turn else "", allowed, False))
    return out


def _late(task: PlanTask, at: datetime) -> bool:
    return task.done_at is None and task.due_at is not None and at >= task.due_at


def _has_it(plan: RemedialPlan, tasks: Sequence[PlanTask], at: datetime) -> str:
    if plan.step == EXECUTION:
        people: dict[str, bool] = {}
        for task in tasks:
            if task.done_at is None and task.handed_at:
                people[str(task.person)] = people.get(str(task.person), False) or _late(task, at)
        late = _("%(person)s (late)")
        return _(", ").join(late % {"person": name} if over else name for name, over in people.items())
    if plan.step not in TURNS:
        return ""
    return str(plan.holder) if plan.holder else _("nobody")


def _name(move: PlanMove) -> str:
    return str(move.by) if move.by else _("the system")


def standing(plan: RemedialPlan, reading: Reading | None, at: datetime) -> tuple[str, str]:
    """(text, tone) of how the present step stands; empty once nothing is to be done."""
    if reading is None or reading.due is None:
        return "", ""
    due = {"due": minute(reading.due)}
    outcome = reading.outcome(at)
    if outcome == LATE:
        return pgettext("remedial plan", "was due %(due)s") % due, "bad"
    return pgettext("remedial plan", "due %(due)s") % due, "warn" if outcome == REMIND else "ok"
