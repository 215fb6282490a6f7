"""Who held which customers when, and in which department: asked of the ledger and the present rows, for many at once (rows Nd6, Z2)."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime

from assignment.models import OwnershipEvent
from crm_project.accounts.models import Department
from customers.models import Ownership

FOREVER = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Held:
    """One ownership; `until` FOREVER while it lasts, `path` of the department that it counted to."""

    since: datetime
    until: datetime
    owner_id: int
    path: str | None

    def covers(self, moment: datetime) -> bool:
        return self.since <= moment < self.until


def ended(customer_ids: Collection[int]) -> dict[int, list[Held]]:
    """{customer: the ownerships that have ended, in their order}; two queries."""
    rows = OwnershipEvent.objects.filter(customer_id__in=customer_ids, closes_since__isnull=False).order_by("at", "pk")
    found = list(
        rows.values_list(
            "customer_id",
            "closes_since",
            "at",
            "closes_owner_id",
            "restores__ownership__department_id",
            "department_id",
        )
    )
    # The entry's own department is that of the next owner; what was closed stands in what it restores.
    paths = dict(
        Department.objects.filter(pk__in={kept or new for *_rest, kept, new in found}).values_list("pk", "path")
    )
    out = defaultdict(list)
    for customer, since, until, owner, kept, new in found:
        if since is not None and owner is not None:
            out[customer].append(Held(since, until, owner, paths.get(kept or new)))
    return out


def held(customer_ids: Collection[int]) -> dict[int, list[Held]]:
    """{customer: every ownership, ended and present}; three queries."""
    out = ended(customer_ids)
    present = Ownership.objects.filter(pk__in=customer_ids).order_by("pk")
    for customer, since, owner, path in present.values_list("pk", "since", "owner_id", "department__path"):
        out[customer].append(Held(since, FOREVER, owner, path))
    return out
