"""Which customers a person sees, and what hangs on them: the conditions stand here, once (rows Nb3, Z11, M10)."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet

from crm_project.accounts.models.data_scope import NOTHING, DataScope

if TYPE_CHECKING:
    from crm_project.accounts.models import User


@dataclass(frozen=True)
class PageScope:
    """Whose pages a person opens: reach of `customer.view`, and the departments whose pool is open to them (None: all)."""

    view: DataScope
    pools: frozenset[int] | None

    @property
    def everything(self) -> bool:
        """Every customer of the company."""
        return self.view.everything and self.pools is None


@dataclass(frozen=True)
class FileScope:
    """What a person reads in the files: reach of an action, and of opening restricted files with `customer.restricted`."""

    action: DataScope
    restricted: DataScope

    @property
    def everything(self) -> bool:
        """All of every file."""
        return self.action.everything and self.restricted.everything


def owned_within(user: "User", scope: DataScope) -> "QuerySet[Any]":
    """Ownership rows that the scope reaches."""
    rows = apps.get_model("customers", "Ownership").objects.all()
    if scope.everything:
        return rows
    if scope.nothing:
        return rows.none()
    mine = Q(owner=user)
    return rows.filter(Q(department_id__in=scope.departments) | mine if scope.reach != "own" else mine)


def collaborations(user: "User | int") -> "QuerySet[Any]":
    """Rows by which the user (or the person of this key) is a registered collaborator now."""
    return apps.get_model("customers", "Collaborator").objects.filter(user=user, until__isnull=True)


def works_on(user: "User", before: str = "") -> Q:
    """Condition on Customer (or through `before`, like "customer__"): the user owns it or is a registered collaborator."""
    helped = collaborations(user).values("customer_id")
    return Q(**{f"{before}ownership__owner": user}) | Q(**{f"{before}pk__in": helped})


def in_scope(user: "User", scope: DataScope, before: str = "") -> Q:
    """Condition on Customer (or through `before`): owned in scope, helped with, or in a pool of the user's own departments."""
    if scope.everything:
        return Q()
    owned = owned_within(user, scope)
    if scope.few:
        seen = Q(Exists(owned.filter(customer_id=OuterRef(f"{before}pk"))))
    else:
        seen = Q(**{f"{before}pk__in": owned.values("pk")})
    if scope.collaborates and not scope.nothing:
        seen |= Q(**{f"{before}pk__in": collaborations(user).values("customer_id")})
    if scope.departments:
        seen |= Q(**{f"{before}ownership": None, f"{before}department_id__in": scope.departments})
    return seen


def in_departments(ids: Collection[int], before: str = "") -> Q:
    """Condition on Customer (or through `before`): it counts to one of these departments, that of its owner or of its pool."""
    pooled = Q(**{f"{before}ownership": None, f"{before}department_id__in": ids})
    return Q(**{f"{before}ownership__department_id__in": ids}) | pooled


def open_files(user: "User", restricted: DataScope = NOTHING, before: str = "") -> Q:
    """Condition on Customer (or through `before`): no restricted file, or one that the user works on or has the right to open."""
    if restricted.everything:
        return Q()
    seen = Q(**{f"{before}restricted": False}) | works_on(user, before)
    return seen if restricted.nothing else seen | in_scope(user, restricted, before)


def closed_files(user: "User", restricted: DataScope = NOTHING) -> "QuerySet[Any]":
    """The restricted customers whose files stay closed to the user: all that `open_files` leaves out."""
    rows = apps.get_model("customers", "Customer").objects.filter(restricted=True)
    return (rows.none() if restricted.everything else rows.exclude(open_files(user, restricted))).values("pk")


class CustomerQuerySet(QuerySet[Any]):
    """Customers by who may see them."""

    def visible_to(self, user: "User", scope: PageScope) -> "CustomerQuerySet":
        """Every customer whose page the user may open: owned in scope, helped with, or in a pool that is open to them."""
        if scope.everything:
            return self.all()
        # As a question to each row, the database may ask it of the few that a page or a search needs.
        own = OuterRef("pk")
        seen = Q(Exists(owned_within(user, scope.view).filter(customer_id=own)))
        seen |= Q(Exists(collaborations(user).filter(customer_id=own)))
        if scope.pools is None:
            seen |= Q(pooled_at__isnull=False)
        elif scope.pools:
            seen |= Q(pooled_at__isnull=False, department_id__in=scope.pools)
        gone = Q(merged_into__isnull=False) | Q(removed_at__isnull=False)
        if scope.view.everything:
            seen |= gone
        elif scope.view.departments:
            seen |= gone & Q(department_id__in=scope.view.departments)
        return self.filter(seen)

    def open_to(self, user: "User", scope: FileScope) -> "CustomerQuerySet":
        """Those that the action reaches and whose files the user may open: graded, exported, paid."""
        if scope.action.nothing:
            return self.none()
        return self.filter(in_scope(user, scope.action), open_files(user, scope.restricted))


class FileQuerySet(QuerySet[Any]):
    """What hangs on a customer by `customer`: contracts, payments, deals."""

    def in_files_of(self, user: "User", scope: FileScope, *, also: Q | None = None) -> "FileQuerySet":
        """Rows that the action reaches, or that `also` names, in files that the user may open."""
        if scope.action.nothing:
            return self.none()
        if scope.everything:
            return self.all()
        if scope.action.everything:
            # Of all rows but few: the few are asked for once, not of each row in turn.
            return self.exclude(customer__in=closed_files(user, scope.restricted))
        seen = in_scope(user, scope.action, "customer__")
        return self.filter(seen if also is None else seen | also, open_files(user, scope.restricted, "customer__"))
