"""What customers of one's own contracts owe, for the home page (row T20)."""

from django.urls import reverse
from django.utils.translation import gettext as _

from contracts.domain.collections.receivables import overdue_of
from crm_project.lib.money import money_text
from crm_project.lib.time import local_date

SHOWN = 5


def overdue(user, at):
    """[{number, name, open, days, url}] of the longest overdue instalments of contracts that this person signed; one query."""
    day = local_date(at)
    return [
        {
            "number": row.contract.number,
            "name": row.contract.customer.name,
            "open": money_text(row.amount - row.paid, row.contract.currency),
            "days": _("%(n)d days") % {"n": (day - row.due_on).days},
            "url": reverse("contracts:detail", args=[row.contract_id]),
        }
        for row in overdue_of(user, day)[:SHOWN]
    ]
