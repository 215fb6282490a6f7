"""Which forms somebody may print, with the address of each in both languages (row T4)."""

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from contracts.ratings.domain import access as rating_access
from contracts.ratings.rules.scorecard import SEGMENTS
from crm_project.accounts.domain.access import may
from crm_project.lib.language import with_note
from crm_project.lib.time import minute
from customers.models.choices import Segment
from reports.domain.printed_forms import (
    FILE,
    INFORMATION,
    LABELS,
    LIST,
    PROFILE,
    RATING,
    RECEPTION,
    RETURN_VISIT,
    VISIT,
    receptions_of,
    return_visits_to,
    visits_to,
)
from service.presenters import visit_rows

# The language in its own words, as people look for it.
NAMES = {"en": "English", "zh-hans": "中文"}


def blank(user):
    """[{label, note, links}] of all blank forms."""
    notes = {
        INFORMATION: _("To be taken along: what the rules name of a customer, two contacts, copies of licence and ID."),
        FILE: _("The whole file with contacts, for the folder."),
        PROFILE: _("One for each person at the customer."),
        LIST: _("A filled list is printed from the customer list: “Print”, or as a PDF by “Export”."),
        VISIT: _("Taken along and filled in with the customer."),
        RECEPTION: _("Guests, schedule, gifts and tasks, to be filled in by hand."),
    }
    rows = [_row(LABELS[kind], note, "reports:blank_form", kind) for kind, note in notes.items()]
    if may(user, "rating.view"):
        rows += [
            _row(
                with_note(LABELS[RATING], Segment(segment).label),
                _("By the scorecard that holds now."),
                "reports:blank_rating",
                segment,
            )
            for segment in SEGMENTS
        ]
    return rows


def of_customer(user, customer, mask):
    """[(title, rows)]: forms of the file, of its people, of its last visits."""
    forms = [
        _row(LABELS[FILE], "", "reports:print_file", customer.pk),
        _row(LABELS[INFORMATION], "", "reports:print_information", customer.pk),
    ]
    if (customer.segment or customer.ratings.exists()) and rating_access.visible(user).filter(pk=customer.pk).exists():
        forms.append(_row(LABELS[RATING], "", "reports:print_rating", customer.pk))
    people = [
        _row(
            one.name,
            " · ".join(filter(None, [one.title, "" if one.active else _("has left")])),
            "reports:print_profile",
            customer.pk,
            one.pk,
        )
        for one in customer.contacts.all()
    ]
    visits = [
        _row(
            f"{minute(one.occurred_at)} · {one.get_kind_display()}",
            " · ".join(filter(None, [str(one.author), mask.text(one.purpose)])),
            "reports:print_visit",
            one.pk,
        )
        for one in visits_to(customer)
    ]
    returned = [
        _row(
            f"{one.held_on or one.due_on:%F} · {one.get_channel_display()}",
            " · ".join(filter(None, [str(one.person or ""), mask.text(visit_rows.reason(one))])),
            "reports:print_return_visit",
            one.pk,
        )
        for one in return_visits_to(customer, user)
    ]
    received = [
        _row(
            f"{minute(one.begins_at)} · {mask.text(one.purpose)}",
            str(one.host),
            "reports:print_reception",
            one.pk,
        )
        for one in receptions_of(customer)
    ]
    return [
        (_("Of the file"), forms),
        (LABELS[PROFILE], people),
        (LABELS[VISIT], visits),
        (LABELS[RETURN_VISIT], returned),
        (LABELS[RECEPTION], received),
    ]


def _row(label, note, name, *args):
    """A form with its addresses, the reader's language first in the row of settings."""
    url = reverse(name, args=args)
    links = [(NAMES[code], f"{url}?{urlencode({'language': code})}", code) for code, _name in settings.LANGUAGES]
    return {"label": label, "note": note, "links": links}
