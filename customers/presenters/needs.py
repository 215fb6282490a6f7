"""The needs of a customer as the pages show them (row Nh8)."""

from django.utils.translation import gettext as _

from crm_project.lib.time import minute
from customers.domain import needs as domain


def card(customer, ownership, user, mask, at):
    """{text, old, told, may_confirm} of the file; `told`: when and by whom they were written or confirmed."""
    told = ""
    if customer.needs and customer.needs_on:
        told = _("As of %(day)s") % {"day": customer.needs_on.isoformat()}
        if customer.needs_by_id:
            told = _("%(told)s, confirmed by %(person)s") % {"told": told, "person": customer.needs_by}
    return {
        "text": mask.text(customer.needs),
        "old": domain.are_old(customer, at),
        "told": told,
        "may_confirm": domain.may_confirm(user, customer, ownership),
    }


def earlier(rows, mask):
    """What stood there before: [{text, until}]."""
    return [
        {
            "text": mask.text(text),
            "until": _("until %(when)s, replaced by %(person)s") % {"when": minute(at), "person": person}
            if person
            else _("until %(when)s") % {"when": minute(at)},
        }
        for at, person, text in rows
    ]
