"""Remedial plans in words: the parts of their texts, tones, decisions, tasks, what happens next (row M16)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from crm_project.lib.time import day, minute
from service.models import PlanMove, PlanTask, PlanText, RemedialPlan
from service.models.choices import Move, Step
from service.rules.remedial_steps import CANCELLED, CLOSED, DECISIONS, PARTS

PART_LABELS = {
    "happened": gettext_lazy("What happened"),
    "why": gettext_lazy("Why it happened"),
    "measures": gettext_lazy("What is to be done"),
    "done": gettext_lazy("What was done"),
    "result": gettext_lazy("What came of it for the customer"),
    "prevention": gettext_lazy("How it is kept from happening again"),
}


def state(plan: RemedialPlan) -> tuple[str, str]:
    """(label, tone) of where a plan stands; a closed one says whether it has proven itself."""
    if plan.step == CLOSED:
        return (_("Proven"), "ok") if plan.proven else (_("Closed, proving itself"), "info")
    tone = "" if plan.step == CANCELLED else "warn" if plan.step in DECISIONS else "info"
    return str(Step(plan.step).label), tone


def parts(text: PlanText) -> list[tuple[str, str]]:
    """[(heading, text)] of a version."""
    return [(str(PART_LABELS[part]), text.body.get(part, "")) for part in PARTS[text.kind]]


def version_note(text: PlanText) -> str:
    """Which version, when, by whom."""
    said = {"n": text.number, "at": minute(text.at), "person": text.by or ""}
    return _("Version %(n)s · %(person)s · %(at)s") % said


def decision_rows(moves: Sequence[PlanMove]) -> list[dict[str, Any]]:
    """Every move with who, when and why, the oldest first."""
    return [
        {
            "what": _move_text(move),
            "who": str(move.by) if move.by else _("the system"),
            "stood_in": _("for %(person)s") % {"person": move.stood_in_for} if move.stood_in_for else "",
            "at": minute(move.at),
            "reason": move.reason,
            "version": move.text.number if move.text else None,
            "late": move.late,
            "order": move.order,
            "tone": {Move.SENT_BACK: "warn", Move.REOPENED: "bad", Move.CANCELLED: "warn"}.get(Move(move.kind), "ok"),
        }
        for move in moves
    ]


def _move_text(move: PlanMove) -> str:
    kind, to = str(Move(move.kind).label), str(Step(move.to_step).label)
    if move.kind in (Move.SENT_BACK, Move.REOPENED):
        text = pgettext("remedial plan", "%(what)s to “%(step)s”") % {"what": kind, "step": to}
        return text[:1].upper() + text[1:]
    if move.from_step:
        return pgettext("remedial plan", "%(step)s: %(what)s") % {"step": Step(move.from_step).label, "what": kind}
    return kind[:1].upper() + kind[1:]


def task_state(task: PlanTask, at: datetime) -> tuple[str, str]:
    """(label, tone) of a task."""
    if task.done_at:
        return _("done %(day)s") % {"day": day(task.done_at)}, "ok"
    if task.handed_at is None:
        return (_("given back"), "warn") if task.returned else (_("not handed out"), "")
    if task.due_at and at >= task.due_at:
        return _("late"), "bad"
    return (_("to be done again"), "warn") if task.returned else (_("under way"), "info")


def task_rows(tasks: Sequence[PlanTask], at: datetime) -> list[dict[str, Any]]:
    """[{task, label, tone, proven}]."""
    out = []
    for task in tasks:
        label, tone = task_state(task, at)
        out.append({"task": task, "label": label, "tone": tone, "done": minute(task.done_at)})
    return out


def facts(plan: RemedialPlan) -> list[tuple[str, str]]:
    """What stands beside the plan."""
    found = [
        (_("Begins from"), plan.get_origin_display()),
        (_("Reference"), plan.reference),
        (_("Cause"), str(plan.cause) if plan.cause else ""),
        (_("Responsible"), str(plan.responsible) if plan.responsible else _("nobody")),
        (_("Begun"), f"{minute(plan.begun_at)} · {plan.begun_by or ''}"),
    ]
    if plan.closed_at:
        found.append((_("Closed"), minute(plan.closed_at)))
        found.append((_("Proven"), day(plan.proven_at)) if plan.proven else (_("Proves itself until"), _last(plan)))
    return found


def _last(plan: RemedialPlan) -> str:
    return day(plan.watched_until - timedelta.resolution) if plan.watched_until else ""


def compared(one: PlanText, other: PlanText) -> list[tuple[str, str, str]]:
    """[(heading, text of one, text of the other)] of the parts that differ."""
    found = [(label, before, after) for (label, before), (_l, after) in zip(parts(one), parts(other), strict=True)]
    return [row for row in found if row[1] != row[2]]
