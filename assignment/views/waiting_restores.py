"""What an undo gives back once a slot is free: seen by its former owner and by whoever decides (row D1)."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assignment.domain import access
from assignment.domain.capacity import Capacity, capacity_of
from assignment.domain.policies.lookup import PolicyBook
from assignment.domain.sweep import undo, waiting_restores
from crm_project.accounts.decorators import allowed
from crm_project.lib.time import minute
from crm_project.lib.views import attempt, back, now


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("customer.claim", "sweep.undo")
def waiting(request):
    """The list; whoever may undo takes one back now, beyond the slots, or drops it."""
    at, user = now(), request.user
    rows = access.waiting_restores(user)
    if request.method == "POST":
        return _decide(request, rows, at)
    book = PolicyBook()
    owners: dict[int | None, Capacity] = {}
    for row in rows:
        owner = row.event.closes_owner
        if owner is not None and owner.pk not in owners:
            owners[owner.pk] = capacity_of(book.for_department(owner.department, at), owner, at)
    table = [
        {
            "pk": row.pk,
            "customer": row.event.customer,
            "owner": str(row.event.closes_owner),
            "asked": ", ".join([str(row.asked_by or _("the command")), minute(row.asked_at)]),
            "slots": _("%(used)d of %(slots)d slots used")
            % {"used": owners[row.event.closes_owner_id].used, "slots": owners[row.event.closes_owner_id].slots}
            if owners[row.event.closes_owner_id].slots is not None
            else "",
            "decides": access.may_undo_event(user, row.event),
        }
        for row in rows
    ]
    return render(request, "assignment/waiting_restores.html", {"rows": table})


def _decide(request, rows, at):
    asked = request.POST.get("waiting", "")
    row = next((r for r in rows if str(r.pk) == asked and access.may_undo_event(request.user, r.event)), None)
    if row is None:
        raise Http404
    name, owner = row.event.customer.name, row.event.closes_owner
    if request.POST.get("do") == "drop":
        done = _("“%(name)s” is not returned to %(owner)s.") % {"name": name, "owner": owner}
        attempt(request, waiting_restores.discard, done=done, waiting_id=row.pk, by=request.user, at=at)
    else:
        done = _("“%(name)s” is back with %(owner)s.") % {"name": name, "owner": owner}
        attempt(request, undo.restore_now, done=done, waiting_id=row.pk, by=request.user, at=at)
    return back(request, reverse("assignment:waiting_restores"))
