"""`{% owner_panel customer %}`: owner, countdown and the verbs of ownership, at the head of the customer page."""

from django import template

from assignment.presenters import owner_panel as panels
from customers.models import Ownership

register = template.Library()


@register.inclusion_tag("assignment/parts/owner_panel.html", takes_context=True)
def owner_panel(context, customer):
    """Takes `at` from the page, and `ownership` (the row with owner and department) where it is there, else loads it."""
    ownership = context.get("ownership")
    if ownership is None or ownership.pk != customer.pk:
        ownership = Ownership.of(customer.pk)
    request = context["request"]
    told = panels.panel(customer, ownership, request.user, context["at"])
    return {**told, "request": request}
