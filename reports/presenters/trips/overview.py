"""Trips as lists and pages show them (row Ni2)."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from crm_project.lib import version_pages as versions_page
from crm_project.lib.money import money_text
from crm_project.lib.time import day, days_between, local_date, minute
from crm_project.ui.links import link
from customers.domain.access import unseen
from customers.domain.access.gate import stands_open
from customers.domain.access.masking import CLEAR, masks_of
from customers.models import Customer
from reports.models.trips import TripState

from . import titles

TONES = {
    TripState.WAITING: "warn",
    TripState.PLANNED: "info",
    TripState.REFUSED: "bad",
    TripState.CANCELLED: "",
    TripState.REPORTED: "ok",
}


def status(trip):
    """(text, tone) of where it stands."""
    return trip.get_state_display(), TONES[TripState(trip.state)]


def days_text(trip):
    """“2026-12-03 – 2026-12-05”, or the one day."""
    first, last = trip.first.isoformat(), trip.last.isoformat()
    return first if first == last else f"{first} – {last}"


def rows(trips):
    """[{title, url, days, text, tone}]"""
    out = []
    for trip in trips:
        text, tone = status(trip)
        out.append(
            {
                "title": titles.title(trip),
                "url": link("reports:trip", trip.pk),
                "days": days_text(trip),
                "text": text,
                "tone": tone,
            }
        )
    return out


def shown(trip, user, at):
    """(facts, stops): what a trip says and whom it visits, [(label, value)] and [{pk, customer_pk, customer, url, purpose}] in their order.

    Customers whose page the reader may not open stay unnamed; numbers are masked as on the files of those who are visited.
    """
    found = list(trip.stops.select_related("followup", "task"))
    ids = {stop.customer_id for stop in found}
    rows = Customer.objects.filter(pk__in=ids - unseen(user, ids, at)).select_related("ownership")
    # A restricted file that the reader has not opened says nothing here either.
    seen = {row.pk: row for row in rows if stands_open(user, row, row.ownership_or_none, at)}
    masks = masks_of(user, seen.values())
    lines = [
        {
            "pk": stop.pk,
            "customer_pk": stop.customer_id,
            "customer": seen[stop.customer_id].name
            if stop.customer_id in seen
            else _("a customer that you may not see"),
            "url": link("customers:detail", stop.customer_id) if stop.customer_id in seen else "",
            "purpose": masks[stop.customer_id].text(stop.purpose) if stop.customer_id in seen else "",
            **(_outcome(stop, masks[stop.customer_id]) if stop.customer_id in seen else {}),
        }
        for stop in found
    ]
    return _facts(trip, _of_all(masks)), lines


def mask_of(user, stops):
    """What hides numbers in what is said of all these stops (with their customers)."""
    return _of_all(masks_of(user, {stop.customer_id: stop.customer for stop in stops}.values()))


def _of_all(masks):
    """What is said of all customers is masked where one of them is."""
    return next((mask for mask in masks.values() if mask), CLEAR)


def _outcome(stop, mask):
    """{when, result, next, missed, again} of a stop that was reported."""
    said, task = stop.followup, stop.task
    texts = {
        "result": " ".join(text for text in (said.content, said.result) if text) if said else "",
        "next": said.next_step if said else "",
        "missed": stop.missed_reason,
    }
    return {name: mask.text(text) for name, text in texts.items()} | {
        "when": minute(said.occurred_at) if said else "",
        "again": day(task.due_at) if task else "",
    }


def recorded(followup):
    """“2026-03-04 10:00: what was discussed” of a visit that stands there already, or ""."""
    return f"{minute(followup.occurred_at)}: {followup.content[:80]}" if followup else ""


def expenses(rows):
    """[{what, day, status, amount}]"""
    return [
        {
            "what": f"{row.what} · {row.customer.name}",
            "day": row.spent_on.isoformat(),
            "status": row.get_status_display(),
            "amount": money_text(row.amount, row.currency),
        }
        for row in rows
    ]


def _facts(trip, mask):
    out = [(pgettext("trip", "Days"), days_text(trip)), (pgettext("trip", "Region"), str(trip.region))]
    if trip.expense is not None:
        out.append((_("Estimated expense"), money_text(trip.expense, "CNY")))
    if trip.note:
        out.append((_("Note"), mask.text(trip.note)))
    if trip.left_at:
        out += [(pgettext("trip", "Left"), minute(trip.left_at)), (pgettext("trip", "Back"), minute(trip.returned_at))]
    if trip.outcome:
        out.append((_("Result of the trip"), mask.text(trip.outcome)))
    if trip.state == TripState.PLANNED:
        out.append((_("Report due"), minute(trip.report_due_at)))
    if trip.cancel_reason:
        out.append((_("Why it was cancelled"), mask.text(trip.cancel_reason)))
    return out


def rule_rows(versions):
    """Versions of the rules of trips, for their page."""
    return [versions_page.line(row, " · ".join(_rule_parts(row))) for row in versions]


def _rule_parts(row):
    days = ngettext(
        "report due %(n)s working day after the trip", "report due %(n)s working days after the trip", row.report_days
    )
    return [
        _("version %(number)s, for trips from %(from)s on")
        % {"number": row.number, "from": row.holds_from.isoformat()},
        _("the manager approves each trip") if row.approval else _("no approval"),
        days % {"n": row.report_days},
    ]


def candidate(row, at, never):
    """{pk, name, code, note, due, tone} of a customer whom one may visit; `never`: the moment that stands for no deadline."""
    if row["seen"] is None:
        note = _("never visited")
    else:
        ago = days_between(row["seen"], at)
        note = _("visited %(day)s, %(n)d days ago") % {"day": day(row["seen"]), "n": ago}
    due = row["release_at"]
    soon = due is not None and due < never
    return {
        "pk": row["pk"],
        "name": row["name"],
        "code": row["code"],
        "note": note if row["here"] else _("%(note)s; no region entered") % {"note": note},
        "due": _("expires %(day)s") % {"day": day(due)} if soon else "",
        "tone": "warn" if soon and (local_date(due) - local_date(at)).days <= 7 else "",
    }
