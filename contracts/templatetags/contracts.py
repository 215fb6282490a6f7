"""Amounts and states of contracts, formatted once."""

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html

from crm_project.ground.templatetags.look import status

register = template.Library()

TONES = {"draft": "warn", "confirmed": "ok", "void": ""}


@register.simple_tag
def amount(contract):
    """12,000.00 CNY"""
    return format_html(
        '<span class="nowrap">{} {}</span>',
        number_format(contract.amount, 2, force_grouping=True),
        contract.currency,
    )


@register.simple_tag
def contract_status(contract):
    """The state as a tag."""
    return status(contract.get_status_display(), TONES[contract.status])
