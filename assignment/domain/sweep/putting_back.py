"""Writing back what entries of the ledger took: ownerships, pool columns, collaborators, requests; a handful of statements (row D1)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import cast

from assignment.domain import deadlines
from assignment.domain.ledger import KEPT
from assignment.models import OwnershipEvent
from assignment.rules.policy import NEVER
from crm_project.approvals.domain.requests import reopen_obsolete
from crm_project.lib.json_values import JsonObject
from customers.models import Collaborator, Customer, Ownership


def restores(row: OwnershipEvent) -> JsonObject:
    """What the entry keeps of the ownership that ended: one that can be undone has it."""
    return cast(JsonObject, row.restores)


def _moment(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None


def put_back(rows: Sequence[OwnershipEvent], hold_until: datetime | None) -> None:
    """Ownership, pool columns, collaborators and requests as they were before these entries, together."""
    held, pools, moments = [], defaultdict(list), defaultdict(list)
    for row in rows:
        kept = restores(row)["ownership"]
        values = {k: (_moment(kept[k]) if k not in ("owner_id", "department_id") else kept[k]) for k in KEPT}
        values["spared_until"] = hold_until or values["spared_until"]
        held.append(
            Ownership(customer_id=row.customer_id, release_at=NEVER, remind_at=NEVER, review_at=NEVER, **values)
        )
        pools[tuple(restores(row)["customer"].items())].append(row.customer_id)
        moments[row.at].append(row.customer_id)
    # Who has an owner by now gets the former one, with the columns that an undo knows; the deadline is computed anew.
    Ownership.objects.bulk_create(
        held,
        update_conflicts=True,
        unique_fields=["customer"],
        update_fields=[name.removesuffix("_id") for name in KEPT],
        batch_size=deadlines.BATCH,
    )
    for columns, ids in pools.items():
        before = dict(columns)
        before["pooled_at"] = _moment(before["pooled_at"])
        Customer.objects.filter(pk__in=ids).update(**before)
    for moment, ids in moments.items():
        Collaborator.objects.filter(customer_id__in=ids, until=moment).update(until=None)
        reopen_obsolete(ids, moment)
