"""Who sees a paper folder, who keeps it, whose loan it is (rows T6, Nb3, M10)."""

from datetime import datetime

from django.db.models import QuerySet

from crm_project.accounts.domain.access import data_scope, decider, scope
from crm_project.accounts.domain.access import may as may_somewhere
from crm_project.accounts.models import User
from crm_project.accounts.models.choices import Scope
from customers.domain import access
from customers.domain.access.gate import openable
from customers.models import Customer, FolderLoan, Ownership, PaperFolder, StockTake
from customers.models.scope import in_scope

RIGHT = "folder.keep"


def visible(user: User, at: datetime) -> QuerySet[PaperFolder]:
    """The folders of customers whose page the person opens, of restricted ones where their file opens."""
    if not may_somewhere(user, "customer.view"):
        return PaperFolder.objects.none()
    customers = access.visible(user, at).order_by().values("pk")
    return PaperFolder.objects.filter(openable(user, "customer_id"), customer__in=customers)


def kept(user: User, at: datetime) -> QuerySet[PaperFolder]:
    """Those that the person keeps: hands out, takes back, counts."""
    if not may_somewhere(user, RIGHT):
        return PaperFolder.objects.none()
    return visible(user, at).filter(in_scope(user, data_scope(user, RIGHT), "customer__"))


def kept_loans(user: User, at: datetime) -> QuerySet[FolderLoan]:
    """The loans of those."""
    return FolderLoan.objects.filter(folder__in=kept(user, at).order_by().values("pk"))


def loans_of(user: User) -> QuerySet[FolderLoan]:
    """A person's own loans, also of customers that they may not open any more: what they hold, they bring back."""
    return FolderLoan.objects.filter(borrower=user)


def may_keep(user: User, customer: Customer, ownership: Ownership | None) -> bool:
    """Whether the person keeps the folders of this customer, and may open its file."""
    return access.may(user, RIGHT, customer, ownership) and access.guards(user, customer, ownership) != "closed"


def may_know(person: User, customer_id: int, at: datetime) -> bool:
    """Whether the person may open the customer's file now, perhaps with a reason: only then they borrow its folders."""
    customer, ownership = access.opened(person, customer_id, at)
    return customer is not None and access.guards(person, customer, ownership) != "closed"


def stock_takes(user: User) -> QuerySet[StockTake]:
    """Stock-takes are of the whole file room: read and made by people who keep all of its folders."""
    return StockTake.objects.all() if counts(user) else StockTake.objects.none()


def counts(user: User) -> bool:
    """Whether the person keeps all folders, and so counts what stands in a place."""
    return scope(user, RIGHT) == Scope.ALL


def keepers() -> list[int]:
    """Keys of the people who keep the folders of the whole company."""
    people = User.objects.active().filter(role__isnull=False).select_related("role").order_by("pk")
    return [person.pk for person in people if scope(person, RIGHT) == Scope.ALL]


def superior_of(person: User) -> int | None:
    """Who hears that a folder is overdue or lost: the superior named on the account, else the next above who reviews requests."""
    if person.superior_id:
        return person.superior_id
    found = decider(person.department, _level(person) + 1, "request.decide", exclude=[person])
    return found.pk if found is not None else None


def decider_of(person: User, customer: Customer, ownership: Ownership | None) -> User | None:
    """Who decides about a loan: the head of the department whose customer it is, nobody below the person who asks."""
    department = ownership.department if ownership else customer.department
    return decider(department, max(1, _level(person) + 1), "request.decide", exclude=[person])


def _level(person: User) -> int:
    return person.role.level if person.role else 0
