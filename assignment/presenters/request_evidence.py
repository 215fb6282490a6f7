"""What is known beside a request about who owns a customer (rows Z14, Z17, Nd6)."""

from django.utils.translation import gettext as _

from activities.presenters.request_evidence import last_followups
from assignment.domain.capacity import capacity_of, needs_slot
from assignment.domain.ownership.extend import tier_for, used_this_month
from assignment.domain.policies.lookup import PolicyBook
from assignment.models import OwnershipEvent
from crm_project.accounts.models import User
from crm_project.approvals.models import Request
from customers.domain import put_back as putting_back
from customers.domain.access import visible
from customers.models import Ownership
from customers.presenters.request_evidence import opens

from . import why
from .loss import WANTED, explained_to
from .policy_text import LEVEL_NAMES

WHY = "assignment/parts/request_why.html"


def _policy_of(row, at):
    return PolicyBook().for_department(row.department, at) if row.department_id else None


def extension(row, customer, user, at):
    """How many extensions there were, and who may grant so many days."""
    policy, days = _policy_of(row, at), row.arguments.get("days") or 0
    tier = tier_for(policy, days) if policy else None
    # The request itself is among those counted.
    used = used_this_month(row.asked_by, at) if row.asked_by_id else 0
    earlier = OwnershipEvent.objects.filter(customer_id=row.customer_id, kind=OwnershipEvent.Kind.EXTENDED).count()
    limit = policy.extensions_per_month if policy else None
    facts = [
        (_("Extensions this month, including this one"), f"{used} / {limit}" if limit is not None else str(used)),
        (_("Extensions of this customer so far"), str(earlier)),
    ]
    if tier:
        facts.append(
            (_("Who may grant this number of days"), _("%(who)s and above") % {"who": LEVEL_NAMES[tier.level]})
        )
    return {"facts": facts, **last_followups(row.customer_id)}


def claim(row, customer, user, at):
    """How many the applicant holds, and who had the customer before."""
    policy = _policy_of(row, at)
    slots = capacity_of(policy, row.asked_by, at) if row.asked_by_id else None
    facts = []
    if slots:
        used = f"{slots.used} / {slots.slots}" if slots.slots is not None else str(slots.used)
        facts.append((_("Slots of the applicant"), used))
    facts += [(_("Former owners"), str(customer.former_owners)), (_("Last owner"), str(customer.last_owner or "–"))]
    return {"facts": facts, **last_followups(row.customer_id)}


def review(row, customer, user, at):
    """The countdown as the owner sees it."""
    return {"why": why.owned(row.customer_id, at), "panels": [WHY]}


def _slots_of(event, at):
    """The former owner's slots, and that it waits for one where none is free; empty where nothing limits them."""
    owner = event.closes_owner
    slots = capacity_of(PolicyBook().for_department(owner.department, at), owner, at)
    if slots.slots is None or not needs_slot(event.customer):
        return []
    used = f"{slots.used} / {slots.slots}"
    if slots.used >= slots.slots:
        used = _("%(used)s: it returns as soon as one is free") % {"used": used}
    return [(_("Slots of the former owner"), used)]


def cooperation(row, customer, user, at):
    """Who would work along, and of which team."""
    person = User.objects.select_related("department").filter(pk=row.arguments.get("person_id") or 0).first()
    return {"facts": [(_("Collaborators"), str(person)), (_("Team"), str(person.department or ""))] if person else []}


def put_back(row, user, at):
    """The past ownership as it is explained to whoever lost it, with the rights of whoever looks.

    Whoever asks has no right to the file any more: the ledger's own explanation is all that is shown.
    """
    event = OwnershipEvent.objects.select_related(*WANTED).filter(pk=row.arguments.get("event_id")).first()
    if event is None:
        return {}
    ownership = Ownership.of(event.customer_id)
    seen = visible(user, at).filter(pk=event.customer_id).exists()
    facts = [(_("Customer"), event.customer.code), (_("Department"), str(event.department or ""))]
    why_not = putting_back.refusal(event) if row.status == Request.Status.PENDING else ""
    if why_not:
        facts.append((_("Can't be restored"), why_not))
    elif row.status == Request.Status.PENDING:
        facts += _slots_of(event, at)
    return {
        "facts": facts,
        "opens": opens(event.customer) if seen else [],
        "why": explained_to(event, user, at, ownership),
        "loss": True,
        "panels": [WHY],
    }
