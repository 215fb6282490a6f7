"""The gate before a restricted file: everything that hangs on a customer is opened through here (row M10)."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils.translation import gettext as _

from crm_project.accounts.domain.access import data_scope
from crm_project.accounts.models import User
from crm_project.audit.domain.looks import looked
from customers.models import Customer, Ownership
from customers.models.scope import open_files

from . import guards


class ReasonWanted(Exception):
    """The person may open this restricted file, but has given no reason yet; the middleware leads to the page that asks for it."""

    def __init__(self, customer_id: int) -> None:
        super().__init__(customer_id)
        self.customer_id = customer_id


def pass_gate(user: User, customer: Customer, ownership: Ownership | None, at: datetime) -> Customer:
    """Return the customer where nothing stands before its file; else PermissionDenied or ReasonWanted."""
    guard = guards(user, customer, ownership)
    if guard == "closed":
        raise PermissionDenied(_("This file is restricted: its owner and people with the right to it may open it."))
    if guard and not looked(user, customer.pk, at):
        raise ReasonWanted(customer.pk)
    return customer


def stands_open(user: User, customer: Customer, ownership: Ownership | None, at: datetime) -> bool:
    """Whether nothing stands before this file now: for aggregates, which leave out what it says instead of asking."""
    guard = guards(user, customer, ownership)
    return not guard or (guard == "reason" and looked(user, customer.pk, at) is not None)


def openable(user: User, column: str = "pk") -> Q:
    """Condition on rows with the customer's key in `column`: not of a restricted file, or of one that the user may open, perhaps
    with a reason. The same answer as `guards` not being "closed"."""
    return open_files(
        user, data_scope(user, "customer.restricted"), "" if column == "pk" else f"{column.removesuffix('_id')}__"
    )
