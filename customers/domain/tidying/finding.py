"""What is to be tidied, kind by kind: the rows that a person tidies, and all of them for the nightly count (row Ne8)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from activities.models import FollowUp, Task
from contracts.models import Contract
from crm_project.accounts.domain.access import department_ids
from crm_project.accounts.domain.settings_store import value
from crm_project.accounts.models import User
from customers.company_settings import DEAD_DAYS
from customers.domain.access.gate import openable
from customers.domain.completeness import incomplete
from customers.domain.duplicates import review
from customers.models import Contact, Customer, DuplicatePair, NameDoubt, SavedFilter

RIGHT = "customer.merge"
PAIRS, NAMES, GAPS, DEAD, CONTACTS, TASKS, FILTERS = "pairs", "names", "gaps", "dead", "contacts", "tasks", "filters"
# So often a contact was not reached, and never in between.
TRIES = 3


@dataclass(frozen=True)
class Kind:
    """`rows(user, at)`: what the person tidies; `every(at)`: all of it, and `place`, the department that it is counted under."""

    rows: Callable[[User, datetime], QuerySet[Any]]
    every: Callable[[datetime], QuerySet[Any]]
    place: Any


def dead_since(at: datetime) -> datetime:
    """Who was not reached since then counts as dead, by the company's setting."""
    days = value(DEAD_DAYS)
    return at - timedelta(days=days if isinstance(days, int) else 0)


def _standing() -> QuerySet[Customer]:
    return Customer.objects.filter(merged_into=None, removed_at=None)


def dead(rows: QuerySet[Customer], at: datetime) -> QuerySet[Customer]:
    """Customers entered long ago with whom nobody has spoken since, and who never signed anything."""
    since = dead_since(at)
    spoken = FollowUp.objects.filter(
        customer=OuterRef("pk"), occurred_at__gte=since, answered=True, voided_at__isnull=True
    )
    signed = Contract.objects.filter(customer=OuterRef("pk"), status=Contract.Status.CONFIRMED)
    return rows.filter(~Exists(spoken), ~Exists(signed), created_at__lt=since)


def gone(rows: QuerySet[Contact], at: datetime) -> QuerySet[Contact]:
    """Contacts who have probably left: nothing to reach them by, or not reached TRIES times in a row."""
    since = dead_since(at)
    tried = FollowUp.objects.filter(contact=OuterRef("pk"), occurred_at__gte=since, voided_at__isnull=True)
    failed = tried.filter(answered=False).order_by().values("contact").annotate(n=Count("pk")).filter(n__gte=TRIES)
    nothing = Q(mobile="", phone="", email="", im="")
    return rows.filter(nothing | Exists(failed) & ~Exists(tried.filter(answered=True)), active=True)


def orphaned_tasks() -> QuerySet[Task]:
    """Open tasks of closed accounts, and at customers that were removed or merged."""
    lost = Q(assignee__is_active=False) | Q(customer__removed_at__isnull=False) | Q(customer__merged_into__isnull=False)
    return Task.objects.filter(lost, done_at=None)


def orphaned_filters() -> QuerySet[SavedFilter]:
    """Filters that people who left share with others."""
    return SavedFilter.objects.filter(owner__is_active=False).exclude(shared="")


def _in_reach(user: User, column: str) -> Q:
    ids = department_ids(user, RIGHT)
    return Q() if ids is None else Q(**{f"{column}__in": ids})


def _my_tasks(user: User, at: datetime) -> QuerySet[Task]:
    open_file = Q(customer=None) | openable(user, "customer_id")
    return orphaned_tasks().filter(_in_reach(user, "assignee__department"), open_file)


def _files(user: User, at: datetime) -> QuerySet[Customer]:
    """What a person tidies; of restricted files what they may open."""
    return review.within(user, at).filter(openable(user))


def _owned(before: str = "") -> Any:
    return Coalesce(F(f"{before}ownership__department_id"), F(f"{before}department_id"))


KINDS: Mapping[str, Kind] = {
    PAIRS: Kind(
        review.visible,
        lambda at: DuplicatePair.objects.filter(
            state=DuplicatePair.State.OPEN, one__in=_standing().values("pk"), other__in=_standing().values("pk")
        ),
        _owned("one__"),
    ),
    NAMES: Kind(
        lambda user, at: NameDoubt.objects.filter(customer__in=_files(user, at).order_by().values("pk")),
        lambda at: NameDoubt.objects.all(),
        _owned("customer__"),
    ),
    GAPS: Kind(lambda user, at: incomplete(_files(user, at)), lambda at: incomplete(_standing()), _owned()),
    DEAD: Kind(lambda user, at: dead(_files(user, at), at), lambda at: dead(_standing(), at), _owned()),
    CONTACTS: Kind(
        lambda user, at: gone(Contact.objects.filter(customer__in=_files(user, at).order_by().values("pk")), at),
        lambda at: gone(Contact.objects.filter(customer__in=_standing().order_by().values("pk")), at),
        _owned("customer__"),
    ),
    TASKS: Kind(_my_tasks, lambda at: orphaned_tasks(), F("assignee__department_id")),
    FILTERS: Kind(
        lambda user, at: orphaned_filters().filter(_in_reach(user, "owner__department")),
        lambda at: orphaned_filters(),
        F("owner__department_id"),
    ),
}


def found_by_department(at: datetime) -> dict[str, dict[str, int]]:
    """{kind: {department: how many}} of everything, for the nightly run; a query for each kind."""
    found = {}
    for key, kind in KINDS.items():
        counted = kind.every(at).order_by().annotate(place=kind.place).values("place").annotate(n=Count("pk"))
        found[key] = {str(row["place"]): row["n"] for row in counted if row["place"]}
    return found
