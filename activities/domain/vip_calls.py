"""Service neither calls nor visits a VIP or a customer marked so: whoever looks after it does (row Nf15)."""

from datetime import datetime

from activities.models.choices import FollowUpKind, TaskKind
from crm_project.accounts.models import User
from customers.domain.service_calls import check_call
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


def check_vip(
    person: User,
    customer: Customer,
    ownership: Ownership | None,
    kind: str | None,
    at: datetime,
    *,
    field: str = "kind",
) -> None:
    """Refuse a call or visit (or the plan of one) by service, with whom to ask for a written reason. Refuses with code vip or no_calls."""
    if kind in CONTACTS:
        check_call(person, customer, ownership, at, field=field)
