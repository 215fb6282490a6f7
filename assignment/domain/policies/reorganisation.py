"""The company is rebuilt: what moving and closing a department means for its customers and their policy (row Nb1)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assignment.models import PolicyScope
from crm_project.accounts.domain import departments
from crm_project.accounts.models import Department, User
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date
from customers.models import Customer

from .lookup import SINCE_EVER


def move_department(*, department_id: int, parent: Department, by: User, at: datetime) -> Department:
    """Hang a department elsewhere. It keeps the policy it lives under: nobody's clock changes because of a chart.

    Where the policy came from above, what the ones above said is written down for the department itself.
    """
    with transaction.atomic():
        department = Department.objects.get(pk=department_id)
        inherited = _inherited(department)
        departments.move_department(department_id=department_id, parent=parent, by=by, at=at)
        PolicyScope.objects.bulk_create(
            [
                PolicyScope(
                    department=department,
                    policy_id=policy,
                    holds_from=day,
                    set_by=by,
                    set_at=at,
                    announced_at=at,
                    applied_at=at if day <= local_date(at) else None,
                )
                for day, policy in inherited
            ]
        )
        department.refresh_from_db()
        return department


def close_department(*, department_id: int, by: User, at: datetime) -> Department:
    """Close an empty department: no people, no departments below, no customers, pool included."""
    with transaction.atomic():
        n = Customer.objects.filter(department_id=department_id, merged_into=None).count()
        if n:
            raise Refused(
                _("%(n)s customers belong to this department, including its public pool: transfer them first.")
                % {"n": n},
                code="customers",
            )
        return departments.close_department(department_id=department_id, by=by, at=at)


def _inherited(department: Department) -> list[tuple[date, int | None]]:
    """[(day, policy)] that departments above gave it, for the time before it had a policy of its own."""
    first = (
        PolicyScope.objects.filter(department=department)
        .order_by("holds_from")
        .values_list("holds_from", flat=True)
        .first()
    )
    found: list[tuple[date, int | None]] = []
    for above in department.ancestor_ids()[-2::-1]:
        rows = list(
            PolicyScope.objects.filter(department_id=above)
            .order_by("holds_from", "id")
            .values_list("holds_from", "policy_id")
        )
        rows = [(day, policy) for day, policy in rows if first is None or day < first]
        if rows:
            found, first = [*rows, *found], rows[0][0]
    if first is None or first > SINCE_EVER:
        found.insert(0, (SINCE_EVER, None))
    return found
