"""Outings as lists, their page and the home page show them (row Nf9)."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm_project.lib.time import hour_text, local_date, minute, zone
from crm_project.ui.links import link
from reports.domain.outings import access, positions
from reports.domain.trips.candidates import seen_of
from reports.presenters.figures import Reader
from reports.presenters.trips import titles


def title(outing):
    """“2026-03-04 · Outing · Li Ming”."""
    named = {"day": outing.day.isoformat(), "name": outing.person}
    return pgettext("title of an outing", "%(day)s · Field visit · %(name)s") % named


def times_text(outing):
    """“09:10 – 11:30”, or since when."""
    left = hour_text(outing.left_at)
    if outing.back_at is None:
        return _("since %(time)s") % {"time": left}
    same = local_date(outing.back_at) == outing.day
    return f"{left} – {hour_text(outing.back_at) if same else minute(outing.back_at)}"


def status(outing, at):
    """(text, tone)"""
    if outing.voided_at:
        return pgettext("outing", "Withdrawn"), ""
    if outing.back_at is None:
        return (pgettext("outing", "Out"), "info") if outing.day == local_date(at) else (_("Without an end"), "warn")
    if outing.late_reason:
        return _("Entered afterwards"), "warn"
    if outing.corrections.all():
        return pgettext("outing", "Corrected"), "warn"
    return pgettext("outing", "Back"), "ok"


def rows(outings, user, at):
    """[{url, title, customers, text, tone}] of outings with their visits and corrections loaded."""
    reader = Reader(user, {visit.customer_id for one in outings for visit in one.visits.all()}, at)
    out = []
    for one in outings:
        text, tone = status(one, at)
        out.append(
            {
                "url": link("reports:outing", one.pk),
                "title": f"{one.day.isoformat()} · {times_text(one)}",
                "person": str(one.person) if one.person_id != user.pk else "",
                "customers": _(", ").join(_name(visit, reader) for visit in one.visits.all()),
                "text": text,
                "tone": tone,
            }
        )
    return out


def _name(visit, reader):
    return reader.names.get(visit.customer_id) or _("a customer that you may not see")


def shown(outing, user, at):
    """What the page of one outing shows: facts, visits with their follow-ups, corrections, positions."""
    visits = list(outing.visits.all())
    reader = Reader(user, {visit.customer_id for visit in visits}, at)
    entered = seen_of(outing.person_id, [visit.customer_id for visit in visits], outing.day, _last_day(outing))
    writes = outing.person_id == user.pk and outing.voided_at is None
    return {
        "facts": _facts(outing, reader),
        "visits": [
            {
                "customer": _name(visit, reader),
                "url": link("customers:detail", visit.customer_id) if visit.customer_id in reader.names else "",
                "followup": minute(entered[visit.customer_id].occurred_at) if visit.customer_id in entered else "",
                "write": followup_url(outing, visit) if writes and visit.customer_id not in entered else "",
            }
            for visit in visits
        ],
        "corrections": [
            {
                "at": minute(row.corrected_at),
                "before": f"{minute(row.left_before)} – {minute(row.back_before) or '…'}",
                "reason": reader.text(row.reason),
            }
            for row in outing.corrections.all()
        ],
        "sees_positions": access.sees_positions(user, outing),
        "positions": [
            {"at": minute(row.taken_at), "where": f"{row.latitude}, {row.longitude}"}
            for row in (outing.positions.all() if access.sees_positions(user, outing) else ())
        ],
        "kept_days": positions.KEPT.days,
    }


def _last_day(outing):
    return local_date(outing.back_at) if outing.back_at else outing.day


def _facts(outing, reader):
    out = [
        (_("Day"), outing.day.isoformat()),
        (pgettext("outing", "Left"), minute(outing.left_at)),
        (pgettext("outing", "Back"), minute(outing.back_at)),
    ]
    if outing.trip_id:
        trip = titles.title(outing.trip)
        out.append((_("Trip"), trip))
    if outing.late_reason:
        out.append((_("Entered afterwards"), f"{minute(outing.entered_at)}: {reader.text(outing.late_reason)}"))
    if outing.void_reason:
        out.append((_("Why it was no field visit"), reader.text(outing.void_reason)))
    return out


def followup_url(outing, visit, back=""):
    """The form of the follow-up of this visit, with all that the outing knows filled in; saving leads back to the outing or `back`."""
    known = {
        "kind": "visit_out",
        "occurred_at": f"{_began(outing, visit).astimezone(zone()):%Y-%m-%dT%H:%M}",
        "purpose": _purpose(outing, visit),
        "next": back or reverse("reports:outing", args=[outing.pk]),
    }
    url = reverse("activities:followup_new", args=[visit.customer_id])
    return f"{url}?{urlencode({name: text for name, text in known.items() if text})}"


def _began(outing, visit):
    """When the visit began: within the outing as it was corrected."""
    began = max(visit.gone_at, outing.left_at)
    return began if outing.back_at is None else min(began, outing.back_at)


def _purpose(outing, visit):
    if not outing.trip_id:
        return ""
    stop = outing.trip.stops.filter(customer=visit.customer_id).first()
    return stop.purpose if stop else ""


def next_followup(outing):
    """The form of the first customer of the outing who has no follow-up yet; "" where all have one."""
    visits = list(outing.visits.all())
    entered = seen_of(outing.person_id, [visit.customer_id for visit in visits], outing.day, _last_day(outing))
    missing = next((visit for visit in visits if visit.customer_id not in entered), None)
    return followup_url(outing, missing) if missing else ""
