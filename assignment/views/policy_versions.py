"""One approved version of a policy to read: what changed, who approved it, and what it moves for whoever reads (rows M15, Nh7)."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assignment.domain import access
from assignment.domain.policies.lookup import SINCE_EVER
from assignment.presenters import policy_text
from assignment.presenters.countdown import coming, left
from assignment.rules.policy import NEVER
from assignment.rules.policy_body import read_policy
from crm_project.accounts.decorators import allowed
from crm_project.lib.time import local_date, minute, zone
from crm_project.lib.views import now
from customers.domain import access as customer_access
from customers.models import Ownership

from ..models import PolicyVersion

LISTED = 200


@require_safe
@allowed("policy.view")
def version(request, pk, number):
    """A version for everybody whom it concerns; drafts are for whoever edits the policy, on the policy's own page."""
    at, user = now(), request.user
    this = get_object_or_404(access.policies(user, at), pk=pk)
    row = (
        PolicyVersion.objects.select_related("decided_by", "drafted_by")
        .filter(policy=this, number=number, status=PolicyVersion.Status.APPROVED, holds_from__isnull=False)
        .first()
    )
    if row is None or row.holds_from is None:
        raise Http404
    older = (
        PolicyVersion.objects.filter(policy=this, status=PolicyVersion.Status.APPROVED, number__lt=number)
        .order_by("-number")
        .first()
    )
    said = read_policy(row.body, zone=zone())
    is_coming = row.holds_from > local_date(at)
    return render(
        request,
        "assignment/policy_version.html",
        {
            "policy": this,
            "version": row,
            "note": policy_text.policy_note(row),
            "coming": is_coming,
            "ever": row.holds_from <= SINCE_EVER,
            "holds_from": row.holds_from.isoformat(),
            "changes": policy_text.changes(read_policy(older.body, zone=zone()), said) if older else [],
            "said": policy_text.policy_text(said),
            "decided": minute(row.decided_at) if row.decided_by_id else "",
            **(_moved(user, this, row, at) if is_coming else {}),
            "crumbs": [
                (_("Policies"), reverse("assignment:policies")),
                (str(this), reverse("assignment:policy", args=[this.pk])),
            ],
        },
    )


def _moved(user, policy, row, at):
    """Customers that the reader may see and whose deadline moves, those that come first at the head."""
    departments = [d.pk for d in access.living_under(policy, at)]
    seen = customer_access.visible(user, at).order_by().values("pk")
    found = Ownership.objects.filter(
        department_id__in=departments, coming_from=row.holds_from, coming_at__isnull=False, customer_id__in=seen
    )
    shown = found.select_related("customer", "owner").order_by("coming_at", "customer_id")[: LISTED + 1]
    rows = [
        {
            "pk": o.pk,
            "name": o.customer.name,
            "owner": str(o.owner),
            "now": left(o.release_at, at) if o.release_at >= NEVER else minute(o.release_at),
            "then": _("no deadline") if o.coming_at >= NEVER else minute(o.coming_at),
            "sooner": o.coming_at < o.release_at,
            "text": coming(o.coming_from, o.coming_at, at),
        }
        for o in shown
        if o.coming_at is not None  # asked for above
    ]
    return {"moved": rows[:LISTED], "more": len(rows) > LISTED, "listed": LISTED}
