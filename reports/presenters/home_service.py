"""The home page of service: what is late next, what waits, today's visits, how much each person has (rows Ni21, Nc5)."""

from operator import attrgetter

from django.urls import reverse
from django.utils.translation import gettext as _

from crm_project.lib.time import local_date
from crm_project.ui.links import link
from customers.domain.access.masking import shown
from reports.domain import service_day
from service.domain import access
from service.domain.targets import stored, versions
from service.domain.targets.facts import NEAR
from service.models.choices import WaitsFor
from service.presenters import clock
from service.presenters.visit_rows import reason


def context(user, at):
    """Nothing, and no query, for those who do not work in service; seven queries for a service manager, one for staff."""
    if not access.works(user):
        return {}
    heads = access.hears(user)
    shown = {"service_waiting": _waiting(user, at, own=not heads)}
    if heads:
        shown |= {
            "service_load": _load(user, at),
            "service_next": _next_due(user, at),
            "service_visits": _visits(user, at),
            "service_board_url": f"{reverse('service:orders')}?view=people",
        }
    return {"service": shown}


def _next_due(user, at):
    orders = shown(user, service_day.next_due(user).select_related(*NEAR, "assigned"))
    targets = versions.targets_at(at)
    standings = stored.standings(orders, at, targets) if orders else {}
    out = []
    for order in orders:
        running = [line for line in clock.lines(standings[order.pk], targets.remind_at) if line.runs]
        out.append({**_named(order), "who": str(order.assigned), "clock": running[0] if running else None})
    return out


def _named(order):
    note = f"{order.number} · {order.customer.name}"
    return {"name": order.subject, "note": note, "url": link("service:order", order.pk)}


def _waiting(user, at, *, own):
    today, out = local_date(at), []
    for wait in shown(user, service_day.waiting(user, own=own), attrgetter("order.customer")):
        day = wait.expected_on
        said = _("for %(what)s") % {"what": WaitsFor(wait.waits_for).label}
        if day:
            said = _("%(what)s until about %(day)s") % {"what": said, "day": day.isoformat()}
        order = wait.order
        note = [said, order.number, order.customer.name]
        if not own:
            note.append(str(order.assigned) if order.assigned else _("nobody yet"))
        named = {**_named(order), "note": " · ".join(note)}
        out.append(named | {"over": bool(day and day < today)})
    return out


def _visits(user, at):
    return [
        {
            "name": visit.customer.name,
            "note": f"{visit.person} · {reason(visit)}",
            "url": link("service:visit", visit.pk),
        }
        for visit in shown(user, service_day.visits_today(user, local_date(at)))
    ]


def _load(user, at):
    counted, day = service_day.load(user, at), local_date(at)
    rows = []
    for person in service_day.people():
        found = counted.get(person.pk, {"n": 0, "late": 0, "waiting": 0})
        url = f"{reverse('service:orders')}?tab=all&status=running&assigned={person.pk}"
        rows.append({"name": str(person), "away": person.away_on(day), "url": url, **found})
    return sorted(rows, key=lambda row: -row["n"])
