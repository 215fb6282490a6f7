"""Amounts and states of contracts, formatted once."""

from django import template
from django.utils.translation import gettext as _

from crm_project.ui.components.figures import money
from crm_project.ui.components.people import status

register = template.Library()

TONES = {"draft": "warn", "confirmed": "ok", "void": ""}
CHECK_TONES = {"open": "", "good": "ok", "bad": "bad"}
EXPENSE_TONES = {"waiting": "info", "accepted": "ok", "refused": "bad", "withdrawn": ""}


@register.simple_tag
def amount(contract):
    """What a contract, a payment, an expense comes to."""
    return money(contract.amount, contract.currency)


@register.simple_tag
def contract_status(contract):
    """The state as a tag."""
    if contract.in_preparation:
        return status(_("In preparation"), "info")
    if contract.waiting:
        return status(_("To be confirmed"), "warn")
    return status(contract.get_status_display(), TONES[contract.status])


@register.simple_tag
def check_status(check):
    """The state of a check of the counterpart as a tag."""
    return status(check.get_state_display(), CHECK_TONES[check.state])


@register.simple_tag
def expense_status(expense):
    """The state of an expense as a tag."""
    return status(expense.get_status_display(), EXPENSE_TONES[expense.status])
