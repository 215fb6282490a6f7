"""Customers that somebody who left or moved still holds: listed for whoever hands over, asked for every day (rows M9, Ne9)."""

from collections import Counter
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from assignment.models import Handover
from crm_project.accounts.domain.access import decider, department_ids, may
from crm_project.accounts.models import Department, User
from crm_project.lib.database.prepared import prepared
from crm_project.notices.domain.notify import tell
from customers.models import Ownership


def _elsewhere() -> QuerySet[User]:
    """Closed accounts, roles that hold no customers, and movers whose planned handover is not carried out."""
    moved = Handover.objects.filter(finished_at__isnull=True).exclude(leaver__department=F("department"))
    return User.objects.filter(~Q(pk__in=User.objects.holding().values("pk")) | Q(pk__in=moved.values("leaver")))


class LeftBehind(NamedTuple):
    """One such person, with how many customers are left and where they are handed over."""

    name: str
    n: int
    closed: bool
    url: str


@prepared
def _holders() -> QuerySet[User, tuple[Any, ...]]:
    """Those of them who hold anything: hardly ever anybody, so that a home page asks no more than this."""
    holds = Exists(Ownership.objects.filter(owner=OuterRef("pk")))
    open_plans = Handover.objects.filter(leaver=OuterRef("pk"), finished_at__isnull=True).order_by("pk")
    rows = _elsewhere().filter(holds).order_by("full_name", "pk")
    return rows.values_list("pk", "full_name", "username", "is_active", Subquery(open_plans.values("pk")[:1]))


def left_behind(user: User) -> list[LeftBehind]:
    """Such people where the user hands over; one query, two where there are any."""
    people = _holders() if may(user, "handover.run") else []
    if not people:
        return []
    ids = department_ids(user, "handover.run")
    held = Ownership.objects.filter(owner__in=[pk for pk, *_rest in people]).order_by()
    counts: Counter[int] = Counter()
    for owner, department, n in held.values_list("owner_id", "department_id").annotate(n=Count("pk")):
        if ids is None or department in ids:
            counts[owner] += n
    return [
        LeftBehind(name or username, counts[pk], not active, _page(pk, plan))
        for pk, name, username, active, plan in people
        if counts[pk]
    ]


def _page(person_id: int, plan: int | None) -> str:
    if plan:
        return reverse("assignment:handover", args=[plan])
    return f"{reverse('assignment:handover_new')}?person={person_id}"


def chase_handovers(*, at: datetime) -> int:
    """Ask the manager of the department once a day; returns how often. Finds movers for whom nobody planned a handover too."""
    held = Ownership.objects.filter(Q(owner__in=_elsewhere()) | ~Q(owner__department=F("department")))
    rows = held.order_by().values_list("owner_id", "department_id").annotate(n=Count("pk"))
    people = User.objects.in_bulk({owner for owner, _department, _n in rows})
    planned = dict(
        Handover.objects.filter(leaver__in=people, finished_at__isnull=True)
        .order_by("pk")
        .values_list("leaver_id", "pk")
    )
    departments = Department.objects.in_bulk({department for _owner, department, _n in rows})
    count = 0
    for owner, department_id, n in rows:
        boss = decider(departments[department_id], 1, "handover.run", exclude=[people[owner]])
        if boss is None:
            continue
        url, key = _page(owner, planned.get(owner)), f"handover-waits:{owner}:{at:%F}"
        if people[owner].is_active:
            tell([boss], "handover_waits_moved", at=at, key=key, url=url, person=str(people[owner]), n=n)
        else:
            tell([boss], "handover_waits", at=at, key=key, url=url, person=str(people[owner]), n=n)
        count += 1
    return count
