"""Contradictions as lists and their page show them (row Nf9)."""

from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm_project.lib import version_pages as versions_page
from crm_project.lib.time import minute
from reports.domain.contradictions import waiting
from reports.models.contradictions import TO_DECIDE, Decision, Kind, State
from reports.presenters.figures import Reader

from .sentences import kind_text, sentence


def status(row):
    """(text, tone)"""
    if row.state in (State.DECIDED, State.FINAL):
        decision = Decision(row.final_decision or row.decision)
        return str(decision.label), "bad" if row.counts else "ok"
    tones = {State.GONE: "ok", State.OPEN: "warn", State.APPEALED: "info"}
    return row.get_state_display(), tones.get(row.state, "warn")


def title(row):
    """“2026-03-04 · Two places at once · Li Ming”."""
    return f"{row.day.isoformat()} · {kind_text(row.kind)} · {row.person}"


def lines(rows, user, at):
    """[{url, title, why, text, tone}] for lists; customers whose page the reader may not open stay unnamed."""
    rows, out = list(rows), []
    names = Reader(user, {row.customer_id for row in rows if row.customer_id}, at).names
    for row in rows:
        text, tone = status(row)
        until = _("until %(time)s") % {"time": minute(row.answer_by)} if row.state == State.OPEN else ""
        out.append(
            {
                "url": reverse("reports:contradiction", args=[row.pk]),
                "title": f"{row.day.isoformat()} · {kind_text(row.kind)}",
                "why": " · ".join(part for part in (names.get(row.customer_id), until or sentence(row)) if part),
                "text": text,
                "tone": tone,
            }
        )
    return out


def review(rows, user, at):
    """[{name, lines, open, points}] by person: what a manager goes through once a month."""
    rows, out = list(rows), []
    shown_of = dict(zip((row.pk for row in rows), lines(rows, user, at), strict=True))
    for person, some in groupby(rows, key=lambda row: row.person):
        found = list(some)
        out.append(
            {
                "name": str(person),
                "lines": [shown_of[row.pk] for row in found],
                "open": sum(row.state in TO_DECIDE for row in found),
                "points": waiting.points(found),
            }
        )
    return out


def shown(row):
    """What the page of one shows besides its evidence."""
    by = _("%(person)s, %(time)s")
    return {
        "sentence": sentence(row),
        "answer_by": minute(row.answer_by),
        "explained": minute(row.explained_at),
        "decision": row.get_decision_display(),
        "decided": by % {"person": row.decided_by, "time": minute(row.decided_at)} if row.decided_at else "",
        "appeal_by": minute(row.appeal_by),
        "appealed": minute(row.appealed_at),
        "final_decision": row.get_final_decision_display(),
        "final": by % {"person": row.final_by, "time": minute(row.final_at)} if row.final_at else "",
        "points": row.rules.points if row.counts else 0,
    }


def rule_lines(rules):
    """What a version asks for, one sentence for each rule that holds."""
    numbers = {name: getattr(rules, name) for name in rules.numbers.__dataclass_fields__}
    said = {
        Kind.VISIT: _(
            "a visit takes a field visit to the customer, at most %(minutes_around)d minutes before or after"
        ),
        Kind.OUTING: _("a field visit takes a follow-up of that day, written at most %(followup_days)d days later"),
        Kind.EXPENSE: _("an expense of a visit takes a visit, trip or contract at most %(expense_days)d days off"),
        Kind.PLACES: _("between visits to two customers lie at least %(minutes_between)d minutes"),
        Kind.BURST: _(
            "on one of the last %(burst_days)d days of a month fewer than %(burst_visits)d visits that are %(burst_age)d days old are entered"
        ),
    }
    return [text % numbers for kind, text in said.items() if numbers[kind]]


def rule_rows(versions):
    """Versions of the rules of contradictions, for their page."""
    return [
        versions_page.line(row, " · ".join(_head(row)), *(rule_lines(row) or [_("nothing is compared")]))
        for row in versions
    ]


def _head(row):
    return [
        _("version %(number)s, for days from %(from)s on") % {"number": row.number, "from": row.holds_from.isoformat()},
        ngettext("%(n)s working hour to answer", "%(n)s working hours to answer", row.answer_hours)
        % {"n": row.answer_hours},
        ngettext("costs %(n)s point", "costs %(n)s points", row.points) % {"n": row.points},
    ]


def forecast_text(found):
    """“With these rules last month: 12 contradictions for 4 people”, and of which rule how many."""
    number, people = found.total, len(found.people)
    said = {"n": number, "people": people, "first": found.first.isoformat(), "last": found.last.isoformat()}
    text = ngettext(
        "With these rules from %(first)s to %(last)s: %(n)d contradiction, of %(people)d people.",
        "With these rules from %(first)s to %(last)s: %(n)d contradictions, of %(people)d people.",
        number,
    )
    kinds = [(kind_text(kind), found.kinds[kind]) for kind in Kind.values if found.kinds[kind]]
    return {"text": text % said, "kinds": kinds, "capped": found.capped}
