"""Receptions as lists and their page show them (row M11)."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from activities.domain.receptions.checking import total
from activities.domain.receptions.clashes import clashes
from activities.domain.receptions.planning import RELEASED
from activities.models import Reception
from activities.rules.receptions import most
from crm_project.lib.language import with_note
from crm_project.lib.money import money_text
from crm_project.lib.time import hour_text, local_date, minute
from crm_project.ui.links import link

State = Reception.State
TONES = {State.PLANNED: "info", State.CANCELLED: "", State.RECORDED: "ok"}


def status(row, at):
    """(text, tone) of where it stands: one that is over waits for its record."""
    if row.state == State.PLANNED and row.ends_at <= at:
        return _("To be recorded"), "warn"
    if row.state == State.PLANNED and row.begins_at <= at:
        return pgettext("reception", "Going on"), "accent"
    return State(row.state).label, TONES[State(row.state)]


def times_text(begins, ends):
    """“2026-03-09 10:00–12:00”, or both days in full."""
    if local_date(begins) == local_date(ends):
        return f"{minute(begins)}–{hour_text(ends)}"
    return f"{minute(begins)} – {minute(ends)}"


def place_text(row):
    """The room, and the place where one is written."""
    return " · ".join(filter(None, [str(row.room) if row.room else "", row.place]))


def line(row, at):
    """One reception in a list; `row` as its reader may see it."""
    text, tone = status(row, at)
    return {
        "customer": row.customer.name,
        "purpose": row.purpose,
        "url": link("activities:reception", row.pk),
        "when": times_text(row.begins_at, row.ends_at),
        "level": str(row.level),
        "top": row.level.important,
        "place": place_text(row),
        "host": str(row.host),
        "status": text,
        "tone": tone,
    }


def facts(row, mask):
    """[(label, value)] of the plan."""
    n = row.guests.count()
    out = [
        (_("Level"), with_note(row.level, mask.text(row.level_reason)) if row.level_reason else str(row.level)),
        (pgettext("reception", "When"), times_text(row.begins_at, row.ends_at)),
        (_("Place"), mask.text(place_text(row))),
        (_("Host"), str(row.host)),
        (_("Takes part"), ", ".join(str(person) for person in row.team.all()) or "–"),
    ]
    if row.cost is not None:
        out.append((_("Estimated cost"), _within(row.cost, most(row.level.cost_limit, n))))
    if row.note:
        out.append((_("Note"), mask.text(row.note)))
    if row.cancel_reason:
        released = row.cancel_reason == RELEASED
        reason = _("The customer went to the public pool") if released else mask.text(row.cancel_reason)
        out.append((_("Why it was cancelled"), reason))
    return out


def _within(value, allowed):
    """“900.00 of 1,500.00 allowed”."""
    if allowed is None:
        return money_text(value)
    return _("%(value)s of %(allowed)s allowed") % {"value": money_text(value), "allowed": money_text(allowed)}


def guests(row, mask):
    """[{name, position, came, url}]; came: None until it is recorded."""
    return [
        {"name": mask.text(one.name), "position": mask.text(one.position), "came": one.came} for one in row.guests.all()
    ]


def steps(row, mask):
    """[{time, what, who}] of the schedule."""
    return [
        {
            "time": one.starts.strftime("%H:%M") if one.starts else "",
            "what": mask.text(one.what),
            "who": mask.text(one.who),
        }
        for one in row.steps.all()
    ]


def gifts(row, mask):
    """{planned, given, planned_sum, given_sum}: gifts with their values, and what they are worth together."""
    found = list(row.gifts.all())
    out: dict[str, Any] = {}
    for name, chosen in (
        ("planned", [gift for gift in found if not gift.given]),
        ("given", [gift for gift in found if gift.given]),
    ):
        out[name] = [(mask.text(gift.what), money_text(gift.value)) for gift in chosen]
        out[f"{name}_sum"] = money_text(total(chosen))
    return out


def tasks(row, mask):
    """[{title, who, due, state, tone}] of tasks given for it."""
    return [
        {
            "title": mask.text(one.title),
            "who": str(one.assignee),
            "due": minute(one.due_at),
            "state": _task_state(one),
            "done": one.done_at is not None,
        }
        for one in row.tasks.select_related("assignee").order_by("due_at", "pk")
    ]


def _task_state(task):
    if task.closed_because:
        return _("withdrawn")
    return _("done") if task.done_at else ""


def outcome(row, mask):
    """[(label, value)] of what was recorded."""
    if row.state != State.RECORDED:
        return []
    out = [
        (pgettext("reception", "Took place"), times_text(row.began_at, row.ended_at)),
        (_("Recorded by"), with_note(row.recorded_by, minute(row.recorded_at))),
    ]
    if row.real_cost is not None:
        came = len([one for one in row.guests.all() if one.came])
        out.append((_("Real cost"), _within(row.real_cost, most(row.level.cost_limit, came))))
    if row.above_reason:
        out.append((_("Why above the limit"), mask.text(row.above_reason)))
    return out


def warnings(row, at):
    """Sentences on who is expected elsewhere at the time of a reception that is still to come."""
    if row.state != State.PLANNED or row.ends_at <= at:
        return []
    said = _("%(person)s is expected elsewhere: %(times)s.")
    return [
        said % {"person": person, "times": ", ".join(times_text(*times) for times in found)}
        for person, found in clashes(row).items()
    ]


def limits(level):
    """“Gifts up to 500.00, cost up to 1,500.00 for each guest”, as the form and the list of levels say it."""
    parts = []
    if level.gift_limit is not None:
        parts.append(_("gifts up to %(sum)s") % {"sum": money_text(level.gift_limit)})
    if level.cost_limit is not None:
        parts.append(_("cost up to %(sum)s") % {"sum": money_text(level.cost_limit)})
    return _("%(limits)s for each guest") % {"limits": ", ".join(parts)} if parts else _("no limits")
