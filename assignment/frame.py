"""The foot of the menu: slots used, for whoever's policy limits how many customers they hold (row D1)."""

from functools import cache

from django.urls import reverse

from assignment.domain.slots import slots_of
from crm_project.accounts.domain.access import may
from crm_project.lib.page_frame import Frame
from crm_project.lib.views import now


def _signed_in(request):
    return {"slots": cache(lambda: _slots(request.user))}


def _slots(user):
    slots = slots_of(user, now()) if may(user, "customer.claim") else None
    return slots and {"used": slots[0], "limit": slots[1], "url": reverse("assignment:slots")}


FRAME = Frame(signed_in=_signed_in)
