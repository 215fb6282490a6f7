"""Service neither calls nor visits a VIP customer: whoever looks after it does (row Nf15)."""

from django.utils.translation import gettext as _

from activities.models.choices import FollowUpKind, TaskKind
from crm_project.accounts.models import User
from crm_project.lib.refused import Refused
from customers.domain import access as customer_access
from customers.models import Customer, Ownership

CONTACTS = frozenset(
    {
        FollowUpKind.CALL_OUT,
        FollowUpKind.CALL_IN,
        FollowUpKind.VISIT_OUT,
        FollowUpKind.VISIT_IN,
        FollowUpKind.MEETING,
        TaskKind.CALL,
        TaskKind.VISIT,
        TaskKind.MEETING,
    }
)


def is_service(person: User, customer: Customer, ownership: Ownership) -> bool:
    """Whether this person neither works on the customer nor heads those who do: what they do there is service."""
    if customer_access.works_on(person, customer, ownership):
        return False
    return not customer_access.may(person, "followup.review", customer, ownership)


def check_vip(person: User, customer: Customer, ownership: Ownership, kind: str | None, *, field: str = "kind") -> None:
    """Refuse a call or visit (or the plan of one) by service at a VIP, with whom to ask. Refuses with code vip."""
    if not customer.vip or kind not in CONTACTS or not is_service(person, customer, ownership):
        return
    if ownership is None:
        sentence = _("“%(name)s” is a VIP: no service calls or visits. The person who claims it contacts the customer.")
    else:
        sentence = _("“%(name)s” is a VIP: no service calls or visits. Ask the owner, %(owner)s.")
    raise Refused(
        sentence % {"name": customer.name, "owner": ownership.owner if ownership else ""}, code="vip", field=field
    )
