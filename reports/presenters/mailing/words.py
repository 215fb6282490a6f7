"""Mailings in words: what, how often, to whom, what became of the last (row Nh3)."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm_project.lib.time import minute
from reports.models import MailDelivery
from reports.models.mailing import Content, Ended, Repeat
from reports.presenters.analysis.pages import PAGES

State = MailDelivery.State
TONES = {State.SENT: "ok", State.FAILED: "bad", State.UNCERTAIN: "warn"}
# A week of which Monday is the first day.
_MONDAY = 5


def weekdays():
    """[(0, Monday), …] in the reader's language."""
    return [(n, date_format(date(2026, 1, _MONDAY + n), "l")) for n in range(7)]


def content_text(schedule):
    """“Customer list: Nobody called for a month”, “Analysis: Funnel · Sales · Last month”."""
    kind = str(Content(schedule.content).label)
    if schedule.content == Content.LIST:
        named = schedule.saved_filter.name if schedule.saved_filter else _("deleted filter")
        return f"{kind}: {named}"
    parts = [kind] if schedule.content == Content.FIGURES else [f"{kind}: {PAGES[schedule.page].label}"]
    if schedule.department:
        parts.append(str(schedule.department))
    return " · ".join([*parts, str(schedule.get_days_display())])


def rhythm_text(schedule):
    """“Mondays at 8:00”."""
    hour = f"{schedule.hour}:00"
    if schedule.repeat == Repeat.WEEKLY:
        return _("every %(weekday)s at %(hour)s") % {"weekday": dict(weekdays())[schedule.weekday], "hour": hour}
    if schedule.repeat == Repeat.MONTHLY:
        return _("on day %(day)d of every month at %(hour)s") % {"day": schedule.day, "hour": hour}
    return _("every day at %(hour)s") % {"hour": hour}


def status(schedule):
    """(words, tone, sentence): whether it goes out, and when; stopped: why."""
    if schedule.stopped_at:
        return pgettext("mailing", "Stopped"), "bad", stopped_text(schedule.stopped_for)
    if schedule.paused_at:
        return pgettext("mailing", "Paused"), "warn", ""
    return pgettext("mailing", "Active"), "ok", _("next %(when)s") % {"when": minute(schedule.next_at)}


def stopped_text(why):
    """Why a whole mailing ended, as a sentence."""
    return {
        Ended.LEFT: _("Its owner has left: nothing is sent any more."),
        Ended.NO_RIGHT: _("Its owner may not see this any more: nothing is sent until that changes."),
        Ended.GONE: _("The saved filter was deleted or is no longer shared: choose another to continue."),
    }.get(why, "")


def ended_text(person, why):
    """Why somebody gets it no longer."""
    sentence = (
        _("%(person)s has left: nothing is sent to them any more.")
        if why == Ended.LEFT
        else _("%(person)s may not see this any more: nothing is sent to them.")
    )
    return sentence % {"person": person}


def lines(schedules):
    """[{schedule, what, when, status, tone, sentence, readers, ended, mails}] of mailings `with_mails`."""
    out = []
    for one in schedules:
        word, tone, sentence = status(one)
        readers = list(one.readers.all())
        out.append(
            {
                "schedule": one,
                "what": content_text(one),
                "when": rhythm_text(one),
                "status": word,
                "tone": tone,
                "sentence": sentence,
                "readers": _(", ").join(
                    str(row.person) for row in readers if not row.ended_at and row.person_id != one.owner_id
                ),
                "ended": [ended_text(row.person, row.ended_for) for row in readers if row.ended_at],
                "mails": [mail_line(row) for row in one.newest],
                "paused": bool(one.paused_at or one.stopped_at),
            }
        )
    return out


def mail_line(row):
    """One mail: to whom, when, how it went."""
    problem = row.get_problem_display() if row.problem else ""
    if row.state == State.WAITING and row.problem:
        problem = _("%(problem)s It is tried again %(when)s.") % {"problem": problem, "when": minute(row.try_at)}
    return {
        "row": row,
        "when": minute(row.due_at),
        "person": str(row.reader),
        "state": row.get_state_display(),
        "tone": TONES.get(row.state, "info"),
        "problem": problem,
        "rows": row.rows if row.state == State.SENT else "",
        "again": row.state in (State.FAILED, State.UNCERTAIN),
    }
