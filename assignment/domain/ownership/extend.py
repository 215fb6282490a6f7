"""Extensions: days beyond the deadline, granted by whoever the policy's tiers name (rows Nc7, Nc11, D6)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from assignment.domain import deadlines
from assignment.domain.facts import gather
from assignment.domain.ledger import Kind, event, write_events
from assignment.domain.policies.lookup import PolicyBook
from assignment.models import OwnershipEvent
from assignment.rules import request_kinds
from assignment.rules.policy import NEVER, REVIEW, Policy, Tier, readings
from crm_project.accounts.domain.access import decider
from crm_project.accounts.models import User
from crm_project.approvals.domain.requests import ask
from crm_project.approvals.models import Request
from crm_project.lib.database.counting import CountOf
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date, minute, start_of_day
from customers.models import Ownership

from . import locked, owned


def tier_for(policy: Policy, days: int) -> Tier | None:
    """The lowest tier that may grant so many days, or None where nobody may."""
    fitting = [t for t in policy.extension_tiers if t.days is None or days <= t.days]
    return min(fitting, key=lambda t: t.level) if fitting else None


def used_this_month(person: User, at: datetime) -> int:
    """Extensions granted to this person's customers in the company's present month, and those still asked for (D6)."""
    first = start_of_day(local_date(at).replace(day=1))
    events = OwnershipEvent.objects.filter(owner=person, at__gte=first, at__lte=at).order_by()
    granted = events.filter(kind=Kind.EXTENDED)
    taken_back = events.filter(kind=Kind.UNDONE, evidence__what=Kind.EXTENDED)
    waiting = Request.objects.filter(
        asked_by=person, kind=request_kinds.EXTENSION, status=Request.Status.PENDING
    ).order_by()
    counts = User.objects.filter(pk=person.pk).values_list(
        *(CountOf(rows.values("pk")) for rows in (granted, taken_back, waiting))
    )
    number, undone, asked = counts.get()
    return number - undone + asked


def ask_extension(*, customer_id: int, days: int, reason: str, by: User, at: datetime) -> Request:
    """The owner asks for more days. Refuses with code quota, no_deadline, too_long or asked."""
    with transaction.atomic():
        customer = locked(customer_id)
        ownership = owned(customer)
        if ownership.owner_id != by.pk:
            raise Refused(
                _("Only the owner, %(owner)s, can request an extension.") % {"owner": ownership.owner}, code="not_owner"
            )
        policy = PolicyBook().for_department(ownership.department, at)
        if policy is None or ownership.release_at == NEVER:
            raise Refused(_("This customer has no deadline: there is nothing to extend."), code="no_deadline")
        if not isinstance(days, int) or days < 1:
            raise Refused(_("Request at least one day."), code="days", field="days")
        if policy.extensions_per_month is not None and used_this_month(by, at) >= policy.extensions_per_month:
            raise Refused(
                _("You have used your %(n)d extension(s) for this month: you can request new ones next month.")
                % {"n": policy.extensions_per_month},
                code="quota",
            )
        tier = tier_for(policy, days)
        if tier is None:
            longest = max((t.days or 0 for t in policy.extension_tiers), default=0)
            raise Refused(
                _("At most %(n)d days can be granted here: request fewer.") % {"n": longest},
                code="too_long",
                field="days",
            )
        action = "extension.beyond" if tier.level > 1 else "request.decide"
        return ask(
            kind=request_kinds.EXTENSION,
            by=by,
            at=at,
            decider=decider(ownership.department, tier.level, action, exclude=[by]),
            subject=customer.name,
            customer_id=customer.pk,
            department=ownership.department,
            reason=reason,
            arguments={"customer_id": customer.pk, "days": days},
            evidence={"release_at": ownership.release_at.isoformat()},
        )


def extend(
    *, customer_id: int, days: int, by: User, at: datetime, request: Request | None = None, reason: str = ""
) -> datetime:
    """Grant days beyond the present deadline: a floor under it, told to the owner by the decided request."""
    with transaction.atomic():
        customer = locked(customer_id)
        ownership = owned(customer)
        if request is not None and request.asked_by_id != ownership.owner_id:
            raise Refused(
                _("The customer has another owner now: this extension is no longer needed."), code="not_owner"
            )
        policy, facts = gather([customer.pk], at)[customer.pk]
        losses = (
            [r.due_at for r in readings(policy, facts) if r.rule.outcome != REVIEW and r.due_at < NEVER]
            if policy
            else []
        )
        if policy is None or not losses:
            raise Refused(_("This customer has no deadline: there is nothing to extend."), code="no_deadline")
        until = policy.moment(min(losses).astimezone(policy.zone).date() + timedelta(days=days))
        before = ownership.extended_until
        Ownership.objects.filter(pk=customer.pk).update(extended_until=until)
        deadlines.refresh([customer.pk], at=at, locked=True)
        write_events(
            [
                event(
                    Kind.EXTENDED,
                    customer,
                    at=at,
                    by=by,
                    owner_id=ownership.owner_id,
                    department_id=ownership.department_id,
                    policy_version_id=policy.version_id,
                    reason=request.reason if request else reason,
                    evidence={
                        "days": days,
                        "from": min(losses).isoformat(),
                        "until": until.isoformat(),
                        "before": before and before.isoformat(),
                    },
                )
            ]
        )
        return until


def extension_text(until: datetime) -> str:
    """The granted moment for a sentence."""
    return minute(until)
