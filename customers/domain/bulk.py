"""One verb for several customers: one refusal stops nobody else; the result is listed (rows Nd9, Ni5)."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from assignment.domain import ownership
from crm_project.accounts.models import User
from crm_project.lib.query_values import keys
from crm_project.lib.refused import Refused
from customers.models import Customer, Ownership

from .access import may, visible
from .bulk_undo import snapshot
from .records import update_customer

# Ticked one by one; all that a list matches.
MOST = 200
MOST_MATCHING = 1_000


@dataclass(frozen=True)
class Outcome:
    """What became of one customer: `said` is the refusal, empty where it was done."""

    customer: Customer
    said: str = ""
    # {column: [before, after]} of what a change of the file changed.
    values: dict[str, list[Any]] = field(default_factory=dict)


def chosen(ids: Sequence[str], user: User, at: datetime) -> list[Customer]:
    """The customers of these ids that the user may see, by key; no more than 200. Refuses an empty choice."""
    numbers = set(keys(ids))
    if not numbers:
        raise Refused(_("Choose at least one customer first."), code="none")
    if len(numbers) > MOST:
        raise _too_many(MOST)
    return _worked_on(visible(user, at).filter(pk__in=numbers))


def matching(rows: "QuerySet[Customer]") -> list[Customer]:
    """All of these, by key; no more than 1,000, and counted no further. Refuses where there is none."""
    found = _worked_on(rows)
    if not found:
        raise Refused(_("No customer matches any more."), code="none")
    if len(found) > MOST_MATCHING:
        raise _too_many(MOST_MATCHING)
    return found


def mark_of(customers: Sequence[Customer]) -> str:
    """A short text that is another one for other customers: whether those confirmed are those that were shown."""
    return hashlib.sha256(",".join(str(c.pk) for c in customers).encode()).hexdigest()[:16]


def _too_many(most: int) -> Refused:
    return Refused(_("At most %(n)s customers at once: choose fewer.") % {"n": f"{most:,}"}, code="many")


def _worked_on(rows: "QuerySet[Customer]") -> list[Customer]:
    # No further than the limit: a filter may leave a million.
    found = rows.filter(merged_into=None, removed_at=None).order_by("pk").values_list("pk", flat=True)
    ids = list(found[: MOST_MATCHING + 1])
    return list(Customer.objects.filter(pk__in=ids).select_related("department").order_by("pk"))


def transfer(customers: Sequence[Customer], *, to: User, by: User, reason: str, at: datetime) -> list[Outcome]:
    """Give them all to a colleague, as far as their slots reach. Refuses where nobody may be given a customer (code taker)."""
    ids = [c.pk for c in customers]
    refused = ownership.transfer_many(
        customer_ids=ids, to=to, by=by, reason=reason, at=at, check=lambda c, held: _not_transferable(c, held, by, at)
    )
    return _outcomes(customers, refused)


def release(customers: Sequence[Customer], *, by: User, reason: str, at: datetime) -> list[Outcome]:
    """Put them all into the public pool."""
    ids = [c.pk for c in customers]
    refused = ownership.release_many(
        customer_ids=ids, by=by, reason=reason, at=at, check=lambda c, held: _not_transferable(c, held, by, at)
    )
    return _outcomes(customers, refused)


def _not_transferable(customer: Customer, held: Ownership | None, by: User, at: datetime) -> Refused | None:
    if not may(by, "customer.transfer", customer, held):
        return _forbidden()
    if held and held.since > at:
        # It was confirmed some time ago and changed hands since.
        return Refused(_("“%(name)s” has a new owner since.") % {"name": customer.name}, code="moved_on")
    return None


def _forbidden() -> Refused:
    return Refused(_("Your role does not allow this here."), code="forbidden")


def _outcomes(customers: Sequence[Customer], refused: Mapping[int, Refused]) -> list[Outcome]:
    return [Outcome(c, refused[c.pk].sentence if c.pk in refused else "") for c in customers]


def classify(
    customers: Sequence[Customer], *, by: User, at: datetime, fields: Mapping[str, str | None]
) -> list[Outcome]:
    """Give them all the same class, rating or list values; what was left open stays as it is."""
    wanted = {name: value for name, value in fields.items() if value not in ("", None)}
    if not wanted:
        raise Refused(_("Choose at least one value to set."), code="empty")
    rows = Ownership.objects.select_related("owner", "department").in_bulk([c.pk for c in customers])
    out = []
    for customer in customers:
        try:
            if not may(by, "customer.classify", customer, rows.get(customer.pk)):
                raise _forbidden()
            out.append(Outcome(customer, values=_classify(customer, wanted, by, at)))
        except Refused as refusal:
            out.append(Outcome(customer, refusal.sentence))
    return out


def _column(name: str) -> str:
    return str(getattr(Customer._meta.get_field(name), "attname", name))


def _classify(customer: Customer, wanted: Mapping[str, Any], by: User, at: datetime) -> dict[str, list[Any]]:
    """{column: [before, after]} of what changed, the number of the file included."""
    columns = [*(_column(name) for name in wanted), "file_number"]
    with transaction.atomic():
        before = snapshot(ownership.locked(customer.pk), columns)
        update_customer(customer_id=customer.pk, by=by, at=at, fields=dict(wanted))
        after = snapshot(Customer.objects.get(pk=customer.pk), columns)
    return {name: [before[name], after[name]] for name in columns if before[name] != after[name]}
