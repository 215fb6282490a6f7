"""Changes of the rules that are approved: which departments they reach, from when, and whether the stored deadlines follow them yet.

A change is an approved version of a policy, or another policy put over a department (rows M15, Nh7).
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import cast

from assignment.models import Policy, PolicyScope, PolicyVersion
from assignment.rules.policy import Policy as PolicyTerms
from crm_project.accounts.models import Department
from crm_project.lib.time import local_date

from .lookup import PolicyBook


def departments_under(policy: Policy, day: date) -> list[Department]:
    """Departments that live under a policy on a local date, by their own scope or an inherited one."""
    book = PolicyBook()
    return [d for d in Department.objects.all() if book.policy_id_for(d, day) == policy.pk]


def following(department: Department, day: date) -> list[Department]:
    """The departments that live by what is chosen for this one on a local date: itself and those below without a choice of their own."""
    below = list(department.subtree())
    chosen = PolicyScope.objects.filter(department__in=below, holds_from__lte=day).exclude(department=department)
    own = set(chosen.values_list("department_id", flat=True))
    return [d for d in below if not own.intersection(d.ancestor_ids())]


def earliest_day(policy: PolicyTerms | None, at: datetime) -> date:
    """The first local date on which a change approved at this moment may hold; `policy` is what is in force, or None."""
    return local_date(at) + timedelta(days=max(policy.notice_days if policy else 0, 1))


def unapplied(day: date) -> tuple[list[PolicyVersion], list[PolicyScope]]:
    """(versions, scopes) that hold by this local date and that the stored deadlines do not follow yet."""
    versions = PolicyVersion.objects.filter(
        status=PolicyVersion.Status.APPROVED, holds_from__lte=day, applied_at__isnull=True
    )
    scopes = PolicyScope.objects.filter(holds_from__lte=day, applied_at__isnull=True)
    return list(versions.select_related("policy")), list(scopes.select_related("department"))


def reached_by(versions: Sequence[PolicyVersion], scopes: Sequence[PolicyScope]) -> set[int]:
    """Ids of the departments that these changes reach on the day from which each of them holds."""
    found = {d.pk for v in versions for d in departments_under(v.policy, cast(date, v.holds_from))}
    for scope in scopes:
        found |= {d.pk for d in following(scope.department, scope.holds_from)}
    return found
