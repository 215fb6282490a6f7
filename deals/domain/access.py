"""Three questions about deals: which rows, may they, who decides (rows Nb3, Z11).

Who works on a deal follows from who owns the customer now: a customer that changes hands takes its open deals along.
"""

from django.db.models import QuerySet

from crm_project.accounts.domain import access
from crm_project.accounts.models import User
from customers.domain import access as customer_access
from deals.models import Deal, Quote
from deals.models.choices import OFFERED

NEAR = (
    "customer__ownership__owner",
    "customer__ownership__department",
    "customer__department",
    "stage__pipeline",
    "owner",
    "department",
)
# From this level on nobody stands above: they may decide what they did themselves.
TOP_LEVEL = 3


def visible(user: User, *, few: bool = False) -> QuerySet[Deal]:
    """Deals the user may read; views load deals through it. `few`: asked of a few rows, found by their keys."""
    return Deal.objects.visible_to(user, customer_access.file_scope(user, "deal.view", few=few))


def visible_quotes(user: User) -> QuerySet[Quote]:
    """Quotes of the deals that the user may read."""
    return Quote.objects.visible_to(user, customer_access.file_scope(user, "deal.view"))


def offers(user: User, customer_id: int) -> QuerySet[Quote]:
    """Quotes of this customer that the user may read and that a contract may be made of, the newest first."""
    return visible_quotes(user).filter(deal__customer=customer_id, status__in=OFFERED).order_by("-created_at", "-id")


def may_work(user: User, deal: Deal) -> bool:
    """Whether the user changes this deal: the customer's owner, a collaborator, or whoever heads them."""
    return customer_access.may(user, "deal.work", deal.customer, deal.customer.ownership_or_none)


def may_quote(user: User, deal: Deal) -> bool:
    """Whether the user quotes on this deal: only the owner and registered collaborators (Z11)."""
    return may_work(user, deal) and customer_access.works_on(user, deal.customer, deal.customer.ownership_or_none)


def may_draw(user: User, deal: Deal) -> bool:
    """Whether the user draws a contract number for what this deal sells: whoever records contracts on the customer; a lost one sells nothing."""
    customer = deal.customer
    if deal.status == "lost" or customer.removed_at or customer.merged_into_id:
        return False
    return customer_access.may(user, "contract.record", customer, deal.customer.ownership_or_none)


def may_reopen(user: User, deal: Deal) -> bool:
    """Whether the user opens a closed deal again: a manager of those who work on it, not the one who closed it."""
    held = deal.customer.ownership_or_none
    department = held.department_id if held else deal.customer.department_id
    if not access.covers(user, "request.decide", department_id=department) or not may_work(user, deal):
        return False
    return deal.owner_id != user.pk or (user.role is not None and user.role.level >= TOP_LEVEL)


def decider(user: User, deal: Deal, level: int = 1) -> User | None:
    """Whoever decides about this deal for this user: the nearest manager upwards, never themselves."""
    held = deal.customer.ownership_or_none
    return access.decider(
        held.department if held else deal.customer.department, level, "request.decide", exclude=[user]
    )
