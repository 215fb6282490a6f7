"""Which runs, releases, policies and handovers a person may see and act on (row Nb3)."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from assignment.models import Handover, OwnershipEvent, Policy, PolicyScope, SweepLine, SweepRun
from assignment.models.ledger import WaitingRestore
from assignment.rules.policy import RELEASE, ROTATE
from crm_project.accounts.domain.access import covers, data_scope, department_ids, may, scope
from crm_project.accounts.models import Department, User
from crm_project.catalogue import open_work
from crm_project.lib.time import local_date
from customers.domain import access as customer_access
from customers.models import Customer, Ownership

from .ledger import CLOSES, Kind
from .policies.lookup import PolicyBook
from .sweep.waiting_restores import open_rows

# Whoever lost the race for a pool customer may read who won it for this long.
RACE = timedelta(hours=1)


# --- the sweep ---------------------------------------------------------------------------------------------------------


def lines(user: User, at: datetime) -> QuerySet[SweepLine]:
    """Lines of the sweep that concern the user: their own, those of their departments, and what is published to them (D4)."""
    return SweepLine.objects.visible_to(user, data_scope(user, "sweep.view"), _published(user, at))


def runs(user: User, at: datetime) -> QuerySet[SweepRun]:
    """Runs with at least one line that the user may see; all of them for who sees everything."""
    return SweepRun.objects.visible_to(user, data_scope(user, "sweep.view"), _published(user, at))


def _published(user: User, at: datetime) -> int | None:
    """The user's department, where it publishes its releases to its reps; nobody asks whose reach is the company, or none."""
    if scope(user, "sweep.view") in (None, "all") or not user.department_id:
        return None
    return user.department_id if publishes(user.department, at) else None


def publishes(department: Department | None, at: datetime, book: PolicyBook | None = None) -> bool:
    """Whether the department's releases are published to its reps."""
    policy = (book or PolicyBook()).for_department(department, at)
    return bool(policy and policy.publish)


def may_undo_run(user: User, run: SweepRun) -> bool:
    """A run is undone as a whole by whoever may undo each of its releases."""
    departments = department_ids(user, "sweep.undo")
    if not may(user, "sweep.undo"):
        return False
    taken = run.lines.filter(outcome__in=(RELEASE, ROTATE))
    return departments is None or not taken.exclude(owner__department_id__in=departments).exists()


def may_undo_event(user: User, event: OwnershipEvent) -> bool:
    """Whether the user may put back what this ledger row took."""
    return covers(user, "sweep.undo", department_id=event.department_id) and user.pk != event.closes_owner_id


def undoable(user: User) -> QuerySet[OwnershipEvent]:
    """Ledger rows that the user may undo."""
    reach = scope(user, "sweep.undo")
    rows = OwnershipEvent.objects.filter(restores__isnull=False).exclude(closes_owner=user)
    if reach == "all":
        return rows
    return rows.filter(department_id__in=department_ids(user, "sweep.undo") or ()) if reach else rows.none()


def past(user: User) -> QuerySet[OwnershipEvent]:
    """Ends of the user's own past ownerships, whoever has the customers now: the right comes from the ledger."""
    return OwnershipEvent.objects.filter(closes_owner=user, kind__in=CLOSES)


def explained(user: User) -> QuerySet[OwnershipEvent]:
    """Ended ownerships whose explanation the user may read: the own ones, and those that the user may undo."""
    return OwnershipEvent.objects.filter(
        Q(pk__in=past(user).values("pk")) | Q(pk__in=undoable(user).filter(kind__in=CLOSES).values("pk"))
    )


def departments(user: User, action: str = "sweep.view") -> QuerySet[Department]:
    """Departments whose releases and change sheets the user may read, in the order of the tree."""
    ids = department_ids(user, action)
    rows = Department.objects.filter(closed_at__isnull=True)
    if ids is None:
        return rows
    if action == "sweep.view" and scope(user, action) and user.department_id:
        ids = ids | {user.department_id}
    return rows.filter(pk__in=ids)


# --- customers -----------------------------------------------------------------------------------------------------------


def claimable(user: User, at: datetime) -> QuerySet[Customer]:
    """Customers of the pools open to the user, and those that left a pool this hour: whoever was slower reads who has it."""
    pools = customer_access.open_pools(user, at)
    if pools is not None and not pools:
        return Customer.objects.none()
    here = Q(pooled_at__isnull=False) if pools is None else Q(pooled_at__isnull=False, department_id__in=pools)
    taken = OwnershipEvent.objects.filter(kind=Kind.CLAIMED, at__gte=at - RACE, at__lte=at)
    return Customer.objects.filter(here | Q(pk__in=taken.values("customer_id")), merged_into__isnull=True)


def takers(user: User, action: str = "customer.transfer") -> QuerySet[User]:
    """People who can hold customers and whom the user may give some: inside the department a manager, across an admin (Nf5)."""
    ids = department_ids(user, action)
    people = User.objects.holding().filter(department__isnull=False).select_related("department", "role")
    return people if ids is None else people.filter(department_id__in=ids)


# --- policies ----------------------------------------------------------------------------------------------------------------


def policies(user: User, at: datetime) -> QuerySet[Policy]:
    """Policies that hold for departments within the user's scope, or for their own line."""
    ids = department_ids(user, "policy.view")
    if not may(user, "policy.view"):
        return Policy.objects.none()
    if ids is None:
        return Policy.objects.all()
    near = ids | ({user.department_id} if user.department_id else set())
    return Policy.objects.filter(pk__in=_holding(near, at))


def _holding(ids: Collection[int], at: datetime) -> set[int]:
    book, day = PolicyBook(), local_date(at)
    found = (book.policy_id_for(department, day) for department in Department.objects.filter(pk__in=ids))
    return {pk for pk in found if pk is not None}


def living_under(policy: Policy, at: datetime) -> list[Department]:
    """Departments under this policy now or from a coming day."""
    book, day = PolicyBook(), local_date(at)
    coming = set(PolicyScope.objects.filter(policy=policy, holds_from__gt=day).values_list("department_id", flat=True))
    return [
        d
        for d in Department.objects.filter(closed_at__isnull=True)
        if book.policy_id_for(d, day) == policy.pk or d.pk in coming
    ]


def may_edit(user: User, policy: Policy, at: datetime) -> bool:
    """Drafting is for whoever is responsible for every department that lives under the policy."""
    ids = department_ids(user, "policy.edit")
    if not may(user, "policy.edit"):
        return False
    under = {d.pk for d in living_under(policy, at)}
    return ids is None or (bool(under) and under <= ids)


def may_put_under(user: User, department: Department, at: datetime) -> bool:
    """Another policy for a department is a change of the rules and the general manager's (M15); a first one is not.

    Whoever makes departments also chooses for a new one, in which nobody holds anything yet, what it begins with.
    """
    if covers(user, "policy.approve", department_id=department.pk):
        return True
    if not covers(user, "policy.edit", department_id=department.pk):
        return False
    if PolicyBook().policy_id_for(department, local_date(at)) is None:
        return True
    return covers(user, "people.manage", department_id=department.pk) and untouched(department)


def untouched(department: Department) -> bool:
    """Nobody holds anything there, and no policy was ever chosen for it."""
    return (
        not PolicyScope.objects.filter(department=department).exists()
        and not Ownership.objects.filter(department=department).exists()
    )


def waiting_restores(user: User) -> list[WaitingRestore]:
    """What waits for a free slot: the user's own, and those that they may undo."""
    rows = open_rows()
    if not may(user, "sweep.undo"):
        return list(rows.filter(event__closes_owner=user))
    return list(rows.filter(Q(event__closes_owner=user) | Q(event__in=undoable(user).values("pk"))))


# --- handovers -----------------------------------------------------------------------------------------------------------------


def leavers(user: User) -> QuerySet[User]:
    """People whose customers the user may hand over: whoever holds any, those whose account is closed first."""
    ids = department_ids(user, "handover.run")
    holding = Ownership.objects.order_by()
    waiting = Q(pk__in=holding.values("owner_id"))
    for work in open_work():
        if not work.on_move and not work.secret:
            waiting |= Q(is_active=False, pk__in=work.rows().order_by().values(f"{work.column}_id"))
    people = (
        User.objects.select_related("department", "role").filter(waiting).order_by("is_active", "sort_name", "username")
    )
    if not may(user, "handover.run"):
        return people.none()
    if ids is None:
        return people
    # Whoever moved on still holds customers of the department that they left.
    return people.filter(Q(department_id__in=ids) | Q(pk__in=holding.filter(department_id__in=ids).values("owner_id")))


def handovers(user: User) -> QuerySet[Handover]:
    """Handovers the user runs, and those in which they receive customers."""
    return Handover.objects.visible_to(user, data_scope(user, "handover.run"))


def may_run(user: User, handover: Handover) -> bool:
    """Whether the user decides in this handover; whoever only receives ticks off their own introductions."""
    return any(
        covers(user, "handover.run", department_id=pk) for pk in {handover.department_id, handover.leaver.department_id}
    )
