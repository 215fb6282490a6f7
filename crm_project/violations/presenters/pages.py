"""Violations as lists and their page show them (row Nh6)."""

from collections import defaultdict
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm_project.accounts.models import Department
from crm_project.lib.time import local_date, minute
from crm_project.violations.domain.waiting import counts
from crm_project.violations.models import ViolationKind
from crm_project.violations.models.choices import Decision, Effect, State

TONES = {State.STATEMENT: "warn", State.DECISION: "warn", State.APPEALED: "info", State.WITHDRAWN: "", State.VOID: ""}


def status(row, at):
    """(text, tone)"""
    if row.state in (State.DECIDED, State.FINAL):
        if row.last_decision != Decision.UPHELD:
            return str(Decision(row.last_decision).label), "ok"
        if not row.stands(local_date(at)):
            return _("Expired"), ""
        return str(Decision.UPHELD.label), "bad"
    return row.get_state_display(), TONES.get(row.state, "warn")


def title(row):
    """“2026-03-04 · Shared account”."""
    return f"{row.day.isoformat()} · {row.kind}"


def lines(rows, at, *, named):
    """[{url, title, note, text, tone}] for lists; `named`: with the person."""
    out = []
    for row in rows:
        text, tone = status(row, at)
        until = _("statement by %(time)s") % {"time": minute(row.answer_by)} if row.state == State.STATEMENT else ""
        stands = row.state in (State.DECIDED, State.FINAL) and row.last_decision == Decision.UPHELD
        parts = [str(row.department or "") if named else "", until, row.get_effect_display() if stands else ""]
        out.append(
            {
                "url": reverse("violations:violation", args=[row.pk]),
                "title": f"{row.person} · {title(row)}" if named else title(row),
                "note": " · ".join(part for part in parts if part),
                "text": text,
                "tone": tone,
            }
        )
    return out


def table(rows):
    """{kinds, rows: each with its cells (number, address, kind)}: how many per department and kind, each leading to its rows."""
    found = defaultdict(dict)
    for department, kind, n in counts(rows):
        found[department][kind] = n
    kinds = list(ViolationKind.objects.filter(pk__in={kind for one in found.values() for kind in one}))
    departments = list(Department.objects.filter(pk__in=[pk for pk in found if pk]).order_by("path"))
    places = [(str(one), one.pk) for one in departments] + ([(_("No department"), None)] if None in found else [])
    return {
        "kinds": kinds,
        "rows": [
            {
                "name": name,
                "cells": [(found[pk].get(kind.pk, 0), _list(department=pk, kind=kind.pk), kind) for kind in kinds],
                "sum": sum(found[pk].values()),
                "url": _list(department=pk),
            }
            for name, pk in places
        ],
    }


def _list(**chosen):
    asked = {name: "none" if value is None else value for name, value in chosen.items()}
    return f"{reverse('violations:all')}?{urlencode(asked)}"


def page(row, at):
    """What the page of one shows besides its texts."""
    text, tone = status(row, at)
    return {
        "title": title(row),
        "text": text,
        "tone": tone,
        "facts": [
            (_("Person"), str(row.person)),
            (_("Department"), str(row.department or "")),
            (_("Kind"), str(row.kind)),
            (_("Day"), row.day.isoformat()),
            (pgettext("violation", "Opened"), _by(row.opened_by, row.opened_at)),
        ],
        "answer_by": minute(row.answer_by),
        "stated": minute(row.stated_at),
        "decided": _decided(row),
        "appeal_by": minute(row.appeal_by),
        "appealed": minute(row.appealed_at),
        "final": _final(row),
        "ended": _by(row.ended_by, row.ended_at) if row.ended_at else "",
    }


def _decided(row):
    if not row.decided_at:
        return []
    upheld = row.decision == Decision.UPHELD
    facts = [(pgettext("violation", "Decision"), row.get_decision_display())]
    if upheld:
        facts.append((pgettext("violation", "Effect"), row.get_effect_display()))
        if row.effect == Effect.SUSPENSION:
            facts.append((_("Suspended until"), row.suspended_until.isoformat() if row.suspended_until else ""))
        facts.append((_("Valid until"), row.expires_on.isoformat() if row.expires_on else _("for good")))
    return [*facts, (_("Reason"), row.reason), (pgettext("violation", "Decided"), _by(row.decided_by, row.decided_at))]


def _final(row):
    if not row.final_at:
        return []
    return [
        (pgettext("violation", "Decision"), row.get_final_decision_display()),
        (_("Reason"), row.final_reason),
        (pgettext("violation", "Decided"), _by(row.final_by, row.final_at)),
    ]


def _by(person, at):
    return _("%(person)s, %(time)s") % {"person": person, "time": minute(at)}
