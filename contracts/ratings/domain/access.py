"""Three questions about grades: whose may they see, what may they rate, who is asked to (rows T9, Nb3)."""

from django.db.models import QuerySet

from contracts.ratings.rules.indicators import COMPUTED, FINANCE, SALES
from crm_project.accounts.domain import access
from crm_project.accounts.models import User
from crm_project.accounts.models.who_may import who_may
from customers.domain.access import file_scope, may
from customers.models import Customer, Ownership

# The level of a role from which somebody makes an exception: directors (T8).
EXCEPTS = 2
# What rating an indicator takes; a computed one is only corrected, by finance or whoever manages the rating.
RIGHTS = {SALES: "rating.sales", FINANCE: "rating.finance", COMPUTED: "rating.finance"}


def visible(user: User, action: str = "rating.view") -> QuerySet[Customer]:
    """Customers whose grades the user may see: those they own, help with or head, and those of the pools they head."""
    return Customer.objects.open_to(user, file_scope(user, action, collaborates=action == "rating.view"))


def sees_all(user: User) -> bool:
    """Whether the user sees the grade of every customer, those of restricted files included: then nothing need be asked."""
    return access.scope(user, "rating.view") == "all" == access.scope(user, "customer.restricted")


def may_rate(user: User, rater: str, customer: Customer, ownership: Ownership | None) -> bool:
    """Whether the user gives points for indicators of this rater (sales, finance, computed)."""
    return access.may(user, "rating.manage") or may(user, RIGHTS[rater], customer, ownership)


def may_care(user: User, customer: Customer, ownership: Ownership | None) -> bool:
    """Whether the user writes down plans, support and papers of this customer: whoever rates it for sales."""
    return access.may(user, "rating.manage") or may(user, "rating.sales", customer, ownership)


def may_except(user: User, customer: Customer, ownership: Ownership) -> bool:
    """Whether the user lets this customer be graded without its papers: a director or above who may rate it (T8)."""
    return user.role is not None and user.role.level >= EXCEPTS and may_care(user, customer, ownership)


def may_state(user: User, customer: Customer, ownership: Ownership) -> bool:
    """Whether the user enters yearly figures: sales and finance both collect them."""
    return may_care(user, customer, ownership) or may(user, "rating.finance", customer, ownership)


def raters(user: User) -> list[str]:
    """For which raters the user fills sheets, on whatever customers."""
    return [rater for rater in (SALES, FINANCE) if access.may(user, RIGHTS[rater])]


def finance() -> list[int]:
    """The people who rate solvency."""
    return list(User.objects.active().filter(who_may("rating.finance")).values_list("pk", flat=True))
