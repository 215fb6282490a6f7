"""Receptions in the calendar of the host and of everybody who takes part (rows M11, Nf12)."""

from django.utils.translation import pgettext

from activities.domain.receptions.access import with_person
from activities.models import Reception
from activities.presenters.receptions.pages import TONES
from crm_project.lib.agenda_entry import AgendaEntry
from crm_project.lib.time import day_bounds, local_date
from crm_project.ui.links import link

MOST = 100


def receptions(user, first, last):
    """One's own of these days, cancelled ones left out."""
    begin, end = day_bounds(first, last)
    rows = Reception.objects.filter(with_person(user), begins_at__lt=end, ends_at__gt=begin)
    rows = rows.exclude(state=Reception.State.CANCELLED).select_related("customer", "room", "level")
    return [
        AgendaEntry(
            uid=f"reception-{row.pk}",
            first=local_date(row.begins_at),
            last=local_date(row.ends_at),
            label=pgettext("calendar", "Reception: %(customer)s") % {"customer": row.customer.name},
            tone=TONES[Reception.State(row.state)],
            url=link("activities:reception", row.pk),
            done=row.state == Reception.State.RECORDED,
            changed=row.changed_at,
            begins=row.begins_at,
            ends=row.ends_at,
            # A free place is a text that somebody typed: numbers in it may be hidden from the person.
            place=str(row.room or ""),
        )
        for row in rows.order_by("begins_at", "pk")[:MOST]
    ]


AGENDA = (receptions,)
