"""Changes of the rules that are approved: which departments they reach, from when, and whether the stored deadlines follow them yet.

A change is an approved version of a policy, or another policy put over a department (rows M15, Nh7).
"""

from datetime import timedelta

from assignment.models import PolicyScope, PolicyVersion
from crm_project.accounts.models import Department
from crm_project.lib.time import local_date

from .lookup import PolicyBook


def departments_under(policy, day):
    """Departments that live under a policy on a local date, by their own scope or an inherited one."""
    book = PolicyBook()
    return [d for d in Department.objects.all() if book.policy_id_for(d, day) == policy.pk]


def earliest_day(policy, at):
    """The first local date on which a change approved at this moment may hold; `policy` is what is in force, or None."""
    return local_date(at) + timedelta(days=max(policy.notice_days if policy else 0, 1))


def unapplied(day):
    """(versions, scopes) that hold by this local date and that the stored deadlines do not follow yet."""
    versions = PolicyVersion.objects.filter(
        status=PolicyVersion.Status.APPROVED, holds_from__lte=day, applied_at__isnull=True
    )
    scopes = PolicyScope.objects.filter(holds_from__lte=day, applied_at__isnull=True)
    return list(versions.select_related("policy")), list(scopes.select_related("department"))


def reached_by(versions, scopes):
    """Ids of the departments that these changes reach on the day from which each of them holds."""
    found = {d.pk for v in versions for d in departments_under(v.policy, v.holds_from)}
    for scope in scopes:
        found |= set(scope.department.subtree().values_list("pk", flat=True))
    return found
