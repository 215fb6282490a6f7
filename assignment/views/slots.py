"""All slots taken: choose what to give up, and go on to what one wanted, in one step (row D3)."""

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from assignment.domain import access, ownership
from assignment.domain.ownership import swap
from assignment.domain.pool import claim_eligibility
from assignment.presenters import countdown
from assignment.undo import GIVE_UP, SWAP
from crm_project.accounts.decorators import allowed
from crm_project.lib.refused import Refused
from crm_project.lib.time import day
from crm_project.lib.views import now, posted, refusal_into
from crm_project.undo.views import offering
from customers.models import Ownership

from ..forms.ownership import SlotsForm
from .one_customer import verb
from .pool import customer_page

MOST = 100


def _held(user, at):
    """[(customer id, {name, code, left, state, last})] of what takes a slot, the least time left first."""
    rows = (
        Ownership.objects.filter(owner=user)
        .exclude(customer__stage="official")
        .select_related("customer")
        .order_by("release_at", "customer_id")
    )
    return [
        (
            row.pk,
            {
                "name": row.customer.name,
                "code": row.customer.code,
                "left": countdown.left(row.release_at, at),
                "state": countdown.state(row.release_at, at),
                "coming": countdown.coming(row.coming_from, row.coming_at, at),
                "last": day(row.customer.last_followup_at),
            },
        )
        for row in rows[:MOST]
    ]


def _next(request):
    """Where one wanted to go: an address of ours, else the form for a new customer."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    if target and url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        return target
    try:
        return reverse("customers:new")
    except NoReverseMatch:
        return reverse("assignment:pool")


@verb
@allowed("customer.claim")
def slots(request):
    """What I hold, with the choice what to give up; `claim` names the pool customer wanted, `next` another page."""
    at, user = now(), request.user
    wanted_id = request.POST.get("claim") or request.GET.get("claim") or ""
    wanted = access.claimable(user, at).filter(pk=int(wanted_id)).first() if wanted_id.isdecimal() else None
    told, mine = claim_eligibility(user, at), _held(user, at)
    form = SlotsForm(posted(request), choices=[(pk, row["name"]) for pk, row in mine])
    if request.method == "POST" and form.is_valid():
        given, reason = form.cleaned_data["give_up"], form.cleaned_data["reason"]
        try:
            if wanted:
                swap.swap(give_up_id=given, claim_id=wanted.pk, reason=reason, by=user, at=at)
            else:
                ownership.give_up(customer_id=given, by=user, reason=reason, at=at)
        except Refused as refusal:
            refusal_into(form, refusal)
        else:
            if wanted:
                text = _("You are now the owner of “%(name)s”.") % {"name": wanted.name}
                offering.done(request, text, SWAP, at=at, subject=wanted.name, claimed_id=wanted.pk, given_id=given)
            else:
                text, name = (
                    _("A slot is free again: continue."),
                    next((row["name"] for pk, row in mine if pk == given), ""),
                )
                offering.done(request, text, GIVE_UP, at=at, subject=name, customer_id=given)
            return HttpResponseRedirect(customer_page(wanted) if wanted else _next(request))
    chosen = request.POST.get("give_up", "")
    return render(
        request,
        "assignment/slots.html",
        {
            "form": form,
            "wanted": wanted,
            "mine": mine,
            "capacity": told.capacity,
            "waiting": sum(row.event.closes_owner_id == user.pk for row in access.waiting_restores(user)),
            "chosen": chosen,
            "next": _next(request),
            "named_next": bool(request.GET.get("next") or request.POST.get("next")),
        },
        status=422 if form.errors else 200,
    )
