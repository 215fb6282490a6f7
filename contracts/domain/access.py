"""Three questions about contracts: which rows, may they, who decides (rows Nb3, Nc13)."""

from datetime import datetime

from django.db.models import QuerySet

from contracts.models import Contract, Expense, Payment
from crm_project.accounts.domain import access
from crm_project.accounts.models import User
from customers.domain.access import deciders as customer_deciders
from customers.domain.access import file_scope, may
from customers.domain.access import visible as customers_seen
from customers.models import Customer
from deals.domain.access import TOP_LEVEL


def visible(user: User, *, few: bool = False) -> QuerySet[Contract]:
    """Contracts the user may read; views load contracts through it. `few`: asked of a few rows, found by their keys."""
    return Contract.objects.visible_to(user, file_scope(user, "contract.view", few=few))


def may_confirm(user: User, contract: Contract) -> bool:
    """Whether the user confirms this contract: not what they recorded themselves, unless nobody stands above them (Nc13)."""
    own = user.pk in (contract.recorded_by_id, contract.submitted_by_id)
    return may_void(user, contract) and (not own or (user.role is not None and user.role.level >= TOP_LEVEL))


def may_void(user: User, contract: Contract) -> bool:
    """Whether the user declares this contract void."""
    return may(user, "contract.confirm", contract.customer, contract.customer.ownership_or_none)


def deciders(contract: Contract) -> list[User]:
    """Whoever confirms this contract: the nearest manager upwards."""
    return customer_deciders("contract.confirm", contract.customer, contract.customer.ownership_or_none)


# --- working on one ------------------------------------------------------------------------------------------------------


def may_work_on(user: User, contract: Contract) -> bool:
    """Whether the user prepares this contract, plans its deliveries, asks for corrections: the owner, a collaborator, their superiors."""
    return may(user, "contract.record", contract.customer, contract.customer.ownership_or_none)


def may_record_payments(user: User, customer: Customer | None = None) -> bool:
    """Whether the user enters payments, deliveries and bad debts; of this customer, where one is named."""
    if customer is None:
        return access.may(user, "payment.record")
    return may(user, "payment.record", customer, customer.ownership_or_none)


def may_fulfil(user: User, contract: Contract) -> bool:
    """Whether the user notes deliveries and papers of this contract: who works on it, and finance."""
    return may_work_on(user, contract) or may_record_payments(user, contract.customer)


def may_plan(user: User, contract: Contract) -> bool:
    """Whether the user sets the payment plan: who prepares it, once it is in force only whoever confirms contracts."""
    if contract.status == Contract.Status.CONFIRMED:
        return may_void(user, contract)
    return contract.status == Contract.Status.DRAFT and may_work_on(user, contract)


def may_discard(user: User, contract: Contract) -> bool:
    """Whether the user gives back a number that they drew and that was not submitted."""
    return contract.in_preparation and may_work_on(user, contract)


def may_write_texts(user: User) -> bool:
    """Whether the user drafts standard texts: who confirms contracts, and legal."""
    return access.may(user, "contract.confirm") or access.may(user, "text.approve")


# --- money and expenses --------------------------------------------------------------------------------------------------


def payments(user: User, *, few: bool = False) -> QuerySet[Payment]:
    """Payments of customers whose contracts the user sees. `few`: asked of a few rows, found by their keys."""
    return Payment.objects.visible_to(user, file_scope(user, "contract.view", few=few))


def payable(user: User, at: datetime) -> QuerySet[Customer]:
    """Customers of whom the user enters money: in the reach of that right, and to be seen."""
    rows = customers_seen(user, at).filter(merged_into=None, removed_at=None)
    return rows.open_to(user, file_scope(user, "payment.record"))


def expenses(user: User) -> QuerySet[Expense]:
    """Expenses the user may read: their own, those of their departments' people, for finance those in its reach."""
    scopes = [access.data_scope(user, action) for action in ("expense.record", "payment.record")]
    return Expense.objects.visible_to(user, scopes, access.data_scope(user, "customer.restricted"))


def told_of_after_sales(who: str) -> list[User]:
    """Whom a policy's `after_sales` names: the heads of the service staff, failing them the staff; or one person."""
    people = User.objects.active()
    if who != "service":
        return list(people.filter(username=who))
    return list(people.filter(role__key="service_manager")) or list(people.filter(role__key="service"))
