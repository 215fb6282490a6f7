"""The foot of the menu: slots used, for whoever's policy limits how many customers they hold (row D1)."""

from functools import cache

from django.urls import reverse

from assignment.domain.slots import slots_of
from crm_project.accounts.domain.access import may
from crm_project.lib.page_frame import Frame


def _signed_in(request, at):
    return {"slots": cache(lambda: _slots(request.user, at))}


def _slots(user, at):
    slots = slots_of(user, at) if may(user, "customer.claim") else None
    return slots and {"used": slots[0], "limit": slots[1], "url": reverse("assignment:slots")}


FRAME = Frame(signed_in=_signed_in)
