"""Asking to work along, and the register of who works on whose customers (row D8)."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assignment.domain import cooperation
from crm_project.accounts.decorators import allowed
from crm_project.lib.paging import paged
from crm_project.lib.time import minute
from crm_project.lib.views import now, posted
from customers.domain import access as customer_access
from customers.domain.access.masking import shown

from ..forms.ownership import ReasonForm
from .one_customer import answer
from .sharing import after, asking, whose

SIZE = 50


@asking
def cooperation_ask(request, customer, row, seen, at):
    """Ask to work along on somebody else's customer."""
    deciders = cooperation.managers(row, request.user) if row else []
    form = ReasonForm(posted(request))
    return answer(
        request,
        customer,
        form,
        lambda data: cooperation.ask_cooperation(
            customer_id=customer.pk, reason=data["reason"], by=request.user, at=at
        ),
        done=_("Your request was sent; you will be notified."),
        title=_("Request cooperation"),
        button=_("Send request"),
        lead=customer.name,
        then=after(customer, seen),
        facts=[*whose(customer, row), (_("Decides"), ", ".join(str(p) for p in deciders) or _("nobody"))],
        cancel=after(customer, seen),
        hint=_(
            "After approval you see the customer, and your follow-ups are valid. Across teams both managers decide."
        ),
    )


@require_safe
@allowed("customer.view")
def register(request):
    """Who works along where, since when and what for; those that have ended below the present ones."""
    at, ended = now(), request.GET.get("ended") == "1"
    rows = cooperation.shown_to(request.user).filter(until__isnull=not ended)
    page = paged(request, rows, order=("-since", "-pk"), size=SIZE)
    seen = set(
        customer_access.visible(request.user, at)
        .filter(pk__in=[row.customer_id for row in page])
        .values_list("pk", flat=True)
    )
    listed = [
        {
            "customer": row.customer,
            "seen": row.customer_id in seen,
            "owner": getattr(row.customer.ownership_or_none, "owner", None),
            "person": row.user,
            "team": row.user.department,
            "note": row.note,
            "by": row.registered_by,
            "since": minute(row.since),
            "until": minute(row.until) if row.until else "",
        }
        for row in shown(request.user, page)
    ]
    return render(request, "assignment/cooperation.html", {"rows": listed, "page": page, "ended": ended})
