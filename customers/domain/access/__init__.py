"""Three questions about customers: which rows, may they, who decides (rows Nb3, Nh2, Z11)."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from assignment.domain.policies.lookup import PolicyBook
from crm_project.accounts.domain import access
from crm_project.accounts.models import Department, User, line_of
from crm_project.lib.database.prepared import prepared
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from customers.models import Collaborator, Customer, Ownership


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


def owned_rows(user: User, action: str = "customer.view") -> QuerySet[Ownership]:
    """Ownership rows within the scope of `action`."""
    reach = access.scope(user, action)
    return Ownership.objects.none() if reach is None else owned_within(user, reach)


def owned_within(user: User, reach: str) -> QuerySet[Ownership]:
    """Ownership rows that this scope of the user reaches."""
    if reach == "all":
        return Ownership.objects.all()
    if reach == "own":
        return Ownership.objects.filter(owner=user)
    return Ownership.objects.filter(Q(department_id__in=access.department_ids_of(user, reach)) | Q(owner=user))


def helping(user: User | int) -> QuerySet[Collaborator]:
    """Customers on which the user is a registered collaborator now."""
    return Collaborator.objects.filter(user=user, until__isnull=True)


def helps(user: User, customer_id: int) -> bool:
    """Whether the user is a registered collaborator on this customer now."""
    return bool(_helps(user.pk, customer_id))


@prepared
def _helps(user: int, customer: int) -> QuerySet[Collaborator, tuple[Any, ...]]:
    return helping(user).filter(customer=customer).order_by().values_list("pk")[:1]


def everything(user: User) -> bool:
    """Whether the user sees every customer, so that nothing need be asked."""
    return access.scope(user, "customer.view") == "all" == access.scope(user, "pool.view")


def visible(user: User, at: datetime) -> QuerySet[Customer]:
    """Every customer whose page the user may open: owned in scope, helped with, or in a pool that is open to them."""
    if everything(user):
        return Customer.objects.all()
    # As a question to each row, the database may ask it of the few that a page or a search needs.
    own = OuterRef("pk")
    seen = Q(Exists(owned_rows(user).filter(customer_id=own))) | Q(Exists(helping(user).filter(customer_id=own)))
    pools = open_pools(user, at)
    if pools is None:
        seen |= Q(pooled_at__isnull=False)
    elif pools:
        seen |= Q(pooled_at__isnull=False, department_id__in=pools)
    reach = access.department_ids(user, "customer.view")
    gone = Q(merged_into__isnull=False) | Q(removed_at__isnull=False)
    if reach is None:
        seen |= gone
    elif reach:
        seen |= gone & Q(department_id__in=reach)
    return Customer.objects.filter(seen)


def unseen(user: User, ids: set[int], at: datetime) -> set[int]:
    """Those of these customers (a set of keys) whose page the user may not open; at most one query."""
    if not ids or everything(user):
        return set()
    return ids - set(visible(user, at).filter(pk__in=ids).values_list("pk", flat=True))


def opened(user: User, pk: int, at: datetime) -> tuple[Customer | None, Ownership | None]:
    """(customer, its ownership or None) if the user may open the page, else (None, None); the same answer as `visible`.

    An owned customer is decided by its row, in one query; only one without an owner asks whose pools are open.
    """
    # No more joins than these: planning one of a dozen tables takes longer than reading them one by one.
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
        Customer.objects.select_related("department", "ownership__owner", "ownership__department")
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
    reach = access.scope(user, action)
    if reach == "all":
        return Q()
    key = f"{before}pk__in"
    seen = Q(**{key: owned_rows(user, action).values("pk")})
    if reach and action in WORK:
        seen |= Q(**{key: helping(user).values("customer_id")})
    departments = access.department_ids(user, action)
    if departments:
        seen |= Q(**{f"{before}ownership": None, f"{before}department_id__in": departments})
    return seen


def may_edit(user: User, customer: Customer, ownership: Ownership | None = None) -> bool:
    """Whether the user changes this file and its contacts: the owner, a collaborator, their superiors, or who tidies any file."""
    return may(user, "customer.classify", customer, ownership) or may(user, "customer.edit", customer, ownership)


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
