"""Three questions about customers: which rows, may they, who decides (rows Nb3, Nh2, Z11)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from assignment.domain.policies.lookup import PolicyBook
from crm_project.accounts.domain import access
from crm_project.accounts.models import Department, User, line_of
from crm_project.lib.database.prepared import prepared
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from customers.models import Collaborator, Customer, Ownership
from customers.models.scope import CustomerQuerySet, FileScope, PageScope, collaborations, in_scope


def open_pools(user: User, at: datetime, book: PolicyBook | None = None) -> set[int] | None:
    """Departments whose pool the user sees: None means all; those in scope, those above, and every company-wide pool."""
    reach = access.scope(user, "pool.view")
    if reach is None:
        return set()
    if reach == "all":
        return None
    ids = set(access.department_ids(user, "pool.view") or ())
    if user.department:
        ids |= set(user.department.ancestor_ids())
    return ids | company_pools(at, book)


def company_pools(at: datetime, book: PolicyBook | None = None) -> set[int]:
    """Departments whose policy opens their pool to the whole company."""
    book, day = book or PolicyBook(), local_date(at)
    return {
        pk
        for pk, path in _lines()
        if (p := book.for_line(line_of(path), day)) is not None and p.pool_reach == "company"
    }


@prepared
def _lines() -> QuerySet[Department, tuple[Any, ...]]:
    return Department.objects.order_by().values_list("pk", "path")


def helping(user: User | int) -> QuerySet[Collaborator]:
    """Customers on which the user is a registered collaborator now."""
    return collaborations(user)


def helps(user: User, customer_id: int) -> bool:
    """Whether the user is a registered collaborator on this customer now."""
    return bool(_helps(user.pk, customer_id))


@prepared
def _helps(user: int, customer: int) -> QuerySet[Collaborator, tuple[Any, ...]]:
    return helping(user).filter(customer=customer).order_by().values_list("pk")[:1]


def everything(user: User) -> bool:
    """Whether the user sees every customer, so that nothing need be asked."""
    return access.scope(user, "customer.view") == "all" == access.scope(user, "pool.view")


def page_scope(user: User, at: datetime, book: PolicyBook | None = None) -> PageScope:
    """Whose pages the user opens, as the QuerySet takes it."""
    pools = open_pools(user, at, book)
    return PageScope(access.data_scope(user, "customer.view"), None if pools is None else frozenset(pools))


def file_scope(user: User, action: str, *, collaborates: bool | None = None, few: bool = False) -> FileScope:
    """What the user reads in the files by `action`, as the QuerySets take it; collaborators count where the action is work.

    `few`: asked of a few rows, found already by their keys (`DataScope.few`).
    """
    helps = action in WORK if collaborates is None else collaborates
    scopes = (access.data_scope(user, action, collaborates=helps), access.data_scope(user, "customer.restricted"))
    return FileScope(*(replace(scope, few=few) for scope in scopes))


def visible(user: User, at: datetime) -> CustomerQuerySet:
    """Every customer whose page the user may open; views load customers through it."""
    return Customer.objects.visible_to(user, page_scope(user, at))


def unseen(user: User, ids: set[int], at: datetime) -> set[int]:
    """Those of these customers (a set of keys) whose page the user may not open; at most one query."""
    if not ids or everything(user):
        return set()
    return ids - set(visible(user, at).filter(pk__in=ids).values_list("pk", flat=True))


def opened(user: User, pk: int, at: datetime) -> tuple[Customer | None, Ownership | None]:
    """(customer, its ownership or None) if the user may open the page, else (None, None); the same answer as `visible`.

    An owned customer is decided by its row, in one query; only one without an owner asks whose pools are open.
    """
    # Seven tables and no more: planning a join of a dozen takes longer than reading them one by one.
    customer = next(iter(_with_ownership(pk)), None)
    if customer is None:
        return None, None
    ownership = customer.ownership_or_none
    if ownership is not None:
        seen = _reaches(user, ownership) or helps(user, pk)
    else:
        seen = visible(user, at).filter(pk=pk).exists()
    return (customer, ownership) if seen else (None, None)


@prepared
def _with_ownership(pk: int) -> QuerySet[Customer]:
    return (
        Customer.objects.select_related(
            "department", "ownership__owner", "ownership__department", "review_date__last__reviewed_by"
        )
        .filter(pk=pk)
        .order_by()
    )


def _reaches(user: User, ownership: Ownership) -> bool:
    return access.covers(user, "customer.view", department_id=ownership.department_id, people={ownership.owner_id})


def may(user: User, action: str, customer: Customer, ownership: Ownership | None = None) -> bool:
    """Whether `action` reaches this customer. `ownership` is its row, or None in the pool.

    Working on a customer (follow-ups, contracts) is for the owner and registered collaborators within scope "own" (Z11).
    """
    if access.scope(user, action) is None:
        return False
    if ownership is None:
        return access.covers(user, action, department_id=customer.department_id)
    people = {ownership.owner_id}
    if action in WORK and user.pk not in people and helps(user, customer.pk):
        people.add(user.pk)
    return access.covers(user, action, department_id=ownership.department_id, people=people)


WORK = frozenset(
    {
        "customer.view",
        "customer.edit",
        "followup.create",
        "contract.view",
        "contract.record",
        "deal.view",
        "deal.work",
    }
)


def reached(user: User, action: str, before: str = "") -> Q:
    """Condition on Customer (or through `before`, like "customer__"): `action` reaches it; the same answer as `may`."""
    return in_scope(user, access.data_scope(user, action, collaborates=action in WORK), before)


def may_edit(user: User, customer: Customer, ownership: Ownership | None = None) -> bool:
    """Whether the user changes this file and its contacts: the owner, a collaborator, their superiors, or who tidies any file."""
    return may(user, "customer.classify", customer, ownership) or may(user, "customer.edit", customer, ownership)


def editable(user: User, rows: Iterable[Mapping[str, Any]]) -> set[int]:
    """Ids of those of these `rows` (dicts with id, department_id, ownership__owner, ownership__department) that `may_edit` lets the
    user change; at most one query, none where the role alone says it of each."""
    found: set[int] = set()
    left: set[int] = set()
    for row in rows:
        owned = row["ownership__owner"] is not None
        department = row["ownership__department"] if owned else row["department_id"]
        people = {row["ownership__owner"]} if owned else set()
        if any(
            access.covers(user, action, department_id=department, people=people)
            for action in ("customer.classify", "customer.edit")
        ):
            found.add(row["id"])
        elif owned:
            left.add(row["id"])
    if left and access.scope(user, "customer.edit") is not None:
        found |= set(helping(user).filter(customer__in=left).values_list("customer_id", flat=True))
    return found


def works_on(user: User, customer: Customer, ownership: Ownership | None) -> bool:
    """Whether the user is the owner or a registered collaborator."""
    if ownership is None:
        return False
    return ownership.owner_id == user.pk or helps(user, customer.pk)


def may_log(user: User, customer: Customer, ownership: Ownership) -> bool:
    """Whether the user logs contacts here: the owner and collaborators, others only with a right of its own (Z11)."""
    if ownership is None or access.scope(user, "followup.create") is None:
        return False
    return works_on(user, customer, ownership) or may(user, "followup.others", customer, ownership)


def check_log(user: User, customer: Customer, ownership: Ownership) -> None:
    """Refuse a contact that the user may not log here, in words."""
    if access.scope(user, "followup.create") is None:
        raise Refused(_("Your role does not allow this here."), code="forbidden")
    if not may_log(user, customer, ownership):
        raise _not_owner(customer, ownership)


def guards(user: User, customer: Customer, ownership: Ownership | None = None) -> str:
    """What stands before a restricted file: "" nothing, "reason" a reason to be logged, "closed" nobody without the right (M10)."""
    if not customer.restricted or works_on(user, customer, ownership):
        return ""
    return "reason" if may(user, "customer.restricted", customer, ownership) else "closed"


def check(user: User, action: str, customer: Customer, ownership: Ownership | None = None) -> None:
    """Refuse what the user may not do, in words."""
    if not may(user, action, customer, ownership):
        if ownership is not None and action in WORK:
            raise _not_owner(customer, ownership)
        raise Refused(_("Your role does not allow this here."), code="forbidden")


def _not_owner(customer: Customer, ownership: Ownership) -> Refused:
    return Refused(
        _("%(owner)s owns “%(name)s”: only the owner and registered collaborators work on it.")
        % {"owner": ownership.owner, "name": customer.name},
        code="not_owner",
    )


def deciders(action: str, customer: Customer, ownership: Ownership | None = None) -> list[User]:
    """People who would decide about this customer: the nearest manager upwards."""
    department = ownership.department if ownership else customer.department
    person = access.decider(department, 1, action)
    return [person] if person else []
