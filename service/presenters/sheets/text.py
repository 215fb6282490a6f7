"""What a visit sheet says, line by line, in the active language: the very text that the customer agrees to (row Ni21)."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from crm_project.accounts.domain.departments import company_name
from crm_project.lib.money import money_text
from crm_project.lib.time import minute
from service.models import ServiceOrder, VisitSheet
from service.presenters import order_facts
from service.rules import sheets as rules


def body(order: ServiceOrder, sheet: VisitSheet) -> dict[str, Any]:
    """The text of a sheet that is being made, in its language; empty lines are left out."""
    with override(sheet.language):
        rows = [*head(order), *_work(order, sheet)]
        return rules.body(title(), sheet.language, [(str(label), text) for label, text in rows if text])


def title() -> str:
    """What stands above it."""
    return _("Visit sheet")


def head(order: ServiceOrder) -> list[tuple[str, str]]:
    """Which order it is, whose, and what about; empty lines are left out."""
    products = [one["name"] for one in order_facts.products(order)] + ([order.product] if order.product else [])
    staff = [str(one) for one in (order.assigned, *order.helpers.all()) if one]
    rows = [
        (_("Service order"), order.number),
        (pgettext("visit sheet", "Service company"), company_name(order.customer.department)),
        (_("Customer"), order.customer.name),
        (_("Contract"), str(order.contract) if order.contract else ""),
        (_("Products"), _("; ").join(products)),
        (_("Kind"), str(order.kind)),
        (_("Subject"), order.subject),
        (_("Reported"), minute(order.reported_at)),
        (pgettext("visit sheet", "Service staff"), _(", ").join(staff)),
    ]
    return [(str(label), said) for label, said in rows if said]


def _work(order: ServiceOrder, sheet: VisitSheet) -> list[tuple[str, str]]:
    return [
        (pgettext("visit sheet", "Arrived"), minute(sheet.arrived_at)),
        (pgettext("visit sheet", "Left"), minute(sheet.left_at)),
        (_("Hours of work"), f"{order.hours.normalize():f}" if order.hours is not None else ""),
        (pgettext("visit sheet", "The customer's people"), sheet.people),
        (_("Work done"), order.content),
        (_("Parts and material"), order.material),
        (_("Cost"), money_text(order.cost) if sheet.with_cost and order.cost is not None else ""),
        (_("Charged to the customer"), money_text(order.charge) if order.charge is not None else ""),
    ]


def to_fill() -> list[tuple[str, str]]:
    """[(field, label)] of what a sheet is filled in with by hand, in the active language."""
    return [
        ("arrived_at", pgettext("visit sheet", "Arrived")),
        ("left_at", pgettext("visit sheet", "Left")),
        ("hours", _("Hours of work")),
        ("people", pgettext("visit sheet", "The customer's people")),
        ("content", _("Work done")),
        ("material", _("Parts and material")),
        ("charge", _("Charged to the customer")),
    ]


def agreed(sheet: VisitSheet) -> str:
    """How the customer agreed: who, when, by what."""
    said = {"name": sheet.signer, "time": minute(sheet.signed_at)}
    if sheet.signed_by == "drawn":
        return _("Signed by %(name)s, %(time)s") % said
    if sheet.code_told_by:
        text = _("Confirmed by %(name)s, %(time)s, by a code that %(person)s told them on the phone at %(sent)s")
        return text % (said | {"person": sheet.code_told_by, "sent": minute(sheet.code_at)})
    text = _("Confirmed by %(name)s, %(time)s, by a code sent to %(address)s at %(sent)s")
    return text % (said | {"address": sheet.code_to, "sent": minute(sheet.code_at)})
