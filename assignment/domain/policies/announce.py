"""Everybody concerned is told of an approved change of the rules: what, from when, and which customers move to which day (M15, Nh7)."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, cast

from django.db import transaction
from django.db.models import Manager, QuerySet
from django.urls import reverse

from assignment.domain import deadlines
from assignment.models import PolicyScope, PolicyVersion
from assignment.rules.policy import NEVER
from crm_project.accounts.domain.access import decider
from crm_project.accounts.models import Department, User
from crm_project.lib.time import iso, local_date
from crm_project.notices.domain.notify import notice, send, tell
from crm_project.notices.models import Notice
from customers.models import Ownership

from .changes import reached_by

# Owned customers up to which everybody is told with the approval; beyond, a minute later in the background.
AT_ONCE = 2000
NAMED = 5


def announce(*, at: datetime, most: int | None = None) -> int:
    """Tell of every approved change that was not announced yet; returns how many notices were written.

    The coming deadlines are stored first, so that lists and countdowns say the same. Each change is told once per person.
    `most`: leave changes that reach more owned customers to the next call without it.
    """
    versions = PolicyVersion.objects.filter(
        status=PolicyVersion.Status.APPROVED, holds_from__isnull=False, announced_at__isnull=True
    ).select_related("policy")
    scopes = PolicyScope.objects.filter(announced_at__isnull=True).select_related("policy", "department")
    return sum([_announce(v, at, most) for v in versions]) + sum([_announce(s, at, most) for s in scopes])


def _announce(change: PolicyScope | PolicyVersion, at: datetime, most: int | None) -> int:
    departments = reached_by([change], []) if isinstance(change, PolicyVersion) else reached_by([], [change])
    ids = Ownership.objects.filter(department_id__in=departments).order_by("pk").values_list("pk", flat=True)
    if most is not None and ids.count() > most:
        return 0
    if _holds_from(change) > local_date(at):
        deadlines.refresh(list(ids), at=at)
    notices = _notices(change, departments, at)
    with transaction.atomic():
        rows: Manager[Any] = type(change).objects
        row = rows.select_for_update(no_key=True, of=("self",)).get(pk=change.pk)
        if row.announced_at:
            return 0
        send(notices)
        rows.filter(pk=change.pk).update(announced_at=at)
    return len(notices)


def moved(departments: Collection[int], holds_from: date | None) -> QuerySet[Ownership]:
    """Owned customers of these departments whose deadline a change moves, those that come first at the head."""
    rows = Ownership.objects.filter(department_id__in=departments, coming_from=holds_from, coming_at__isnull=False)
    return rows.select_related("customer").order_by("coming_at", "customer_id")


def _notices(change: PolicyScope | PolicyVersion, departments: Collection[int], at: datetime) -> list[Notice]:
    policy = change.policy
    is_version = isinstance(change, PolicyVersion)
    params = {
        "policy": policy.name if policy else "",
        "policy_zh": policy.name_zh if policy else "",
        "day": _holds_from(change).isoformat(),
        "what": "version" if is_version else "policy",
        "department": "" if isinstance(change, PolicyVersion) else change.department.name,
    }
    url = (
        reverse("assignment:policy_version", args=[change.policy_id, change.number])
        if isinstance(change, PolicyVersion)
        else reverse("assignment:policy", args=[policy.pk])
        if policy
        else reverse("assignment:policies")
    )
    counted: dict[int, int] = defaultdict(int)
    named: dict[int, list[list[str | None]]] = defaultdict(list)
    for owner, name, coming, due in moved(departments, change.holds_from).values_list(
        "owner_id", "customer__name", "coming_at", "release_at"
    ):
        counted[owner] += 1
        if len(named[owner]) < NAMED:
            named[owner].append([name, _due(due), _due(coming)])
    people = _concerned(departments) | set(counted)
    key = f"policy-{'version' if is_version else 'scope'}:{change.pk}"
    return [
        notice(person, "policy_change", at=at, url=url, key=key, n=counted[person], moved=named[person], **params)
        for person in sorted(people)
    ]


def _holds_from(change: PolicyScope | PolicyVersion) -> date:
    """The first day of what was approved: it has one."""
    return cast(date, change.holds_from)


def _due(moment: datetime | None) -> str | None:
    return iso(moment) if moment is not None and moment < NEVER else None


def _concerned(departments: Collection[int]) -> set[int]:
    """Whoever lives under the change, and those who decide there."""
    people = set(User.objects.active().filter(department_id__in=departments).values_list("pk", flat=True))
    for department in Department.objects.filter(pk__in=departments):
        for level in (1, 2):
            person = decider(department, level, "request.decide")
            people |= {person.pk} if person else set()
    return people


def notify_of_moved_date(
    version: PolicyVersion, wished: date, people: Sequence[User | int | None], *, at: datetime
) -> None:
    """The first day was sooner than the notice allows: whoever approved and whoever drafted hear of the new one."""
    tell(
        people,
        "policy_date_moved",
        at=at,
        key=f"policy-moved:{version.pk}",
        url=reverse("assignment:policy_version", args=[version.policy_id, version.number]),
        policy=version.policy.name,
        policy_zh=version.policy.name_zh,
        wished=wished.isoformat(),
        day=_holds_from(version).isoformat(),
    )
