"""What a decider needs to know about a planned trip (rows Ni2, Na10)."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm_project.lib.money import money_text
from crm_project.ui.links import link
from reports.domain.trips import access

from . import overview


def planned(row):
    """Days, customers and expense for the card in the inbox, from the request itself: no query."""
    said = row.evidence
    days = " – ".join(dict.fromkeys((said.get("first", ""), said.get("last", ""))))
    facts = [(pgettext("trip", "Days"), days), (_("Customers"), str(said.get("stops", "")))]
    if said.get("expense"):
        facts.append((_("Estimated expense"), money_text(Decimal(said["expense"]), "CNY")))
    return facts


def trip(row, user, at):
    """Every customer with the purpose; those out of the reader's reach stay unnamed."""
    found = access.visible(user).filter(pk=row.arguments.get("trip_id")).select_related("region", "traveller").first()
    if found is None:
        return {"facts": planned(row)}
    facts, stops = overview.shown(found, user, at)
    told = [(stop["customer"], stop["purpose"]) for stop in stops]
    return {"facts": facts + told, "opens": [(_("Open the trip"), link("reports:trip", found.pk))]}
