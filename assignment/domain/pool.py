"""The public pool as one person sees it: which customers, why they are there, and what hinders them, told in advance (Nc14, D3)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from assignment.models import OwnershipEvent
from assignment.rules.policy import Policy
from crm_project.accounts.domain.access import department_ids, may, scope
from crm_project.accounts.models import User
from crm_project.lib.database.prepared import prepared
from crm_project.lib.refused import Refused
from crm_project.lib.time import minute
from customers.domain.access import open_pools
from customers.models import Customer

from .capacity import Capacity, capacity_of, cools_until, slots_full
from .policies.lookup import PolicyBook

DEPARTMENT, COMPANY = "department", "company"


def reach(user: User, at: datetime, book: PolicyBook | None = None) -> dict[str, set[int] | None]:
    """{tab: ids of the departments whose pool it shows (None: all)}, the narrowest first; empty for who sees no pool."""
    pools = open_pools(user, at, book)
    near = set(department_ids(user, "pool.view") or ())
    if user.department is not None and scope(user, "pool.view"):
        near |= set(user.department.ancestor_ids())
    tabs: dict[str, set[int] | None] = {DEPARTMENT: near} if near else {}
    if pools is None or pools - near:
        tabs[COMPANY] = pools
    return tabs


def pooled(departments: Collection[int] | None) -> QuerySet[Customer]:
    """Customers in the pools of these departments (None: all)."""
    rows = Customer.objects.filter(pooled_at__isnull=False, merged_into__isnull=True)
    return rows if departments is None else rows.filter(department_id__in=departments)


@dataclass
class ClaimEligibility:
    """What one person may take now, worked out once for a whole page (a constant number of queries)."""

    person: User
    at: datetime
    book: PolicyBook
    policy: Policy | None
    capacity: Capacity
    line: set
    refusal: Refused | None

    @property
    def way(self) -> str:
        """How a claim is made here: click, followup or request."""
        return self.policy.pool_claim if self.policy else "click"

    def refusals(self, rows: Sequence[tuple[int, int, str]]) -> dict[int, Refused]:
        """{customer id: Refused} for those of `rows` (id, department_id, department path) that this person may not take now."""
        cooling = cools_until(self.policy, [pk for pk, _department, _path in rows], self.person, self.at)
        out = {}
        for pk, department_id, path in rows:
            theirs = self.book.for_path(path, self.at)
            if theirs and theirs.pool_reach == DEPARTMENT and department_id not in self.line:
                out[pk] = Refused(_("Only its own department can claim from this pool."), code="reach")
            elif pk in cooling:
                out[pk] = Refused(
                    _("Cool-down: you can claim it again from %(when)s.") % {"when": minute(cooling[pk])},
                    code="cooldown",
                )
        return out


def claim_eligibility(person: User, at: datetime, book: PolicyBook | None = None) -> ClaimEligibility:
    """The person's ClaimEligibility; `refusal` is what stops them from taking anything at all."""
    book = book or PolicyBook()
    policy = book.for_department(person.department, at) if person.department_id else None
    capacity = capacity_of(policy, person, at)
    line = set(person.department.ancestor_ids()) if person.department else set()
    return ClaimEligibility(person, at, book, policy, capacity, line, _refusal(person, policy, capacity))


def _refusal(person: User, policy: Policy | None, told: Capacity) -> Refused | None:
    if not may(person, "customer.claim") or person.department_id is None:
        return Refused(_("Your role can't hold customers."), code="role")
    if told.claims_left == 0:
        return Refused(
            _("You have claimed %(n)d customers today, which is the limit: try again tomorrow.") % {"n": told.per_day},
            code="quota",
        )
    return slots_full(policy, person) if told.free == 0 else None


def last_ends(ids: Sequence[int]) -> dict[int, OwnershipEvent]:
    """{customer id: its ledger row that brought it into the pool} for pool customers, in one query."""
    return {row.customer_id: row for row in _ends_of(list(ids))}


@prepared
def _ends_of(ids: Sequence[int]) -> QuerySet[OwnershipEvent]:
    return (
        OwnershipEvent.objects.filter(customer__pk__in=ids, owner__isnull=True, closes_owner__isnull=False)
        .order_by("customer_id", "at", "id")
        .only("customer_id", "kind", "rule", "reason", "at", "closes_owner_id")
    )
