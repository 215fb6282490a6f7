"""The two published filters "contacted" and "not contacted": the sweep's own deadline, asked for any day (row Z17).

Not contacted on a day: the rule “no contact” is due by that day's release hour. When it is due stands beside the ownership,
by the rules in force and by those that are coming, written with all other deadlines by `assignment.domain.deadlines`.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Case, F, Q, QuerySet, When

from assignment.domain import deadlines
from assignment.domain.facts import gather
from assignment.domain.policies.changes import reached_by, unapplied
from assignment.domain.policies.lookup import PolicyBook
from assignment.models import PolicyVersion
from assignment.rules.policy import NO_CONTACT, Policy
from assignment.rules.policy.terms import Rule
from crm_project.accounts.models import Department
from customers.models import Customer, Ownership

BATCH = 1000


def _rule(policy: Policy | None) -> Rule | None:
    """The shortest such rule of a policy, or None."""
    rules = [r for r in policy.rules if r.kind == NO_CONTACT] if policy else []
    return min(rules, key=lambda r: r.days, default=None)


def departments_under_it(day: date) -> list[tuple[Department, Policy, Rule]]:
    """[(department, policy, rule)] of those that live under such a rule on this date."""
    book, out = PolicyBook(), []
    for department in Department.objects.order_by("path"):
        policy = book.for_line(department.ancestor_ids(), day)
        rule = _rule(policy)
        if policy and rule:
            out.append((department, policy, rule))
    return out


def narrow(customers: QuerySet[Customer], contacted: bool, day: date) -> QuerySet[Customer]:
    """Those of `customers` that are contacted (True) or not contacted (False) on a local date.

    Departments without such a rule appear in neither list, and neither do customers of the public pool.
    """
    hours = defaultdict(list)
    for department, policy, _rule in departments_under_it(day):
        hours[policy.moment(day)].append(department.pk)
    asked = _unstored(day)
    wanted = Q(pk__in=[])
    for moment, departments in hours.items():
        stored = [pk for pk in departments if pk not in asked]
        due = Q(contact_due__lte=moment) if not contacted else Q(contact_due__gt=moment)
        wanted |= Q(ownership__department_id__in=stored) & due
        computed = [pk for pk in departments if pk in asked]
        if computed:
            wanted |= Q(pk__in=_read_by_policy(computed, moment, contacted))
    stored_due = Case(
        When(ownership__coming_from__lte=day, then=F("ownership__coming_contact_at")),
        default=F("ownership__contact_due_at"),
    )
    return customers.alias(contact_due=stored_due).filter(wanted)


def _unstored(day: date) -> set[int]:
    """Departments for which the rules of this date stand in no column: several changes lie before it, or one just approved."""
    days = defaultdict(set)
    out = set()
    for rows in unapplied(day):
        for row in rows:
            reached = reached_by([row], []) if isinstance(row, PolicyVersion) else reached_by([], [row])
            for department in reached:
                days[department].add(row.holds_from)
            if row.announced_at is None:
                out |= reached
    return out | {department for department, found in days.items() if len(found) > 1}


def _read_by_policy(departments: Sequence[int], moment: datetime, contacted: bool) -> list[int]:
    """Ids of owned customers, asked of the policy one by one."""
    book, out = PolicyBook(), []
    rows = Ownership.objects.filter(department_id__in=departments).order_by("pk").values_list("pk", flat=True)
    ids = list(rows)
    for start in range(0, len(ids), BATCH):
        for pk, (policy, facts) in gather(ids[start : start + BATCH], moment, book=book).items():
            due = deadlines.derived(policy, facts)["contact_due_at"]
            if due is not None and (due > moment) == contacted:
                out.append(pk)
    return out
