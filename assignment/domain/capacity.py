"""How much a person holds and may still take: slots, cool-down, claims of the day (rows D1, Nc8)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from assignment.models import OwnershipEvent
from assignment.rules.policy import Policy
from crm_project.accounts.models import User
from crm_project.lib.database.prepared import prepared
from crm_project.lib.refused import Refused
from crm_project.lib.time import local_date, start_of_day
from customers.models import Customer, Ownership
from customers.models.choices import Stage

from .ledger import ENDS, Kind

# Days for which whoever gives a customer up can't claim it back, whatever the policy says.
LEAST_AFTER_GIVING_UP = 1


def lock_people(ids: Iterable[int] | Mapping[int, int]) -> dict[int, User]:
    """Lock these accounts in the order of their keys (always after the customers): quotas are counted under it."""
    return {person.pk: person for person in _locked(sorted(ids))}


@prepared
def _locked(ids: Sequence[int]) -> QuerySet[User]:
    rows = User.objects.select_for_update(no_key=True, of=("self",)).select_related("role", "department")
    return rows.filter(pk__in=ids).order_by("pk")


def needs_slot(customer: Customer) -> bool:
    """Whether holding this customer takes a slot; official customers take none (D1 counts what is still being developed)."""
    return customer.stage != Stage.OFFICIAL


def held(owner_ids: Sequence[int] | Mapping[int, int]) -> dict[int, int]:
    """{person: number of slots used}; by those who need one (`needs_slot`)."""
    return dict(_held(list(owner_ids)))


@prepared
def _held(owners: Sequence[int]) -> QuerySet[Ownership, tuple[Any, ...]]:
    # Over the index of the official ones: joining the file would read a page of the disk for each customer held.
    official = Customer.objects.filter(pk=OuterRef("customer_id"), stage=Stage.OFFICIAL)
    rows = Ownership.objects.filter(~Exists(official), owner__pk__in=owners)
    return rows.order_by().values_list("owner_id").annotate(n=Count("pk"))


def claims_today(person: User, at: datetime) -> int:
    """How many customers this person claimed on the company's present day; giving up does not refund them."""
    start = start_of_day(local_date(at))
    return OwnershipEvent.objects.filter(owner=person, kind=Kind.CLAIMED, at__gte=start, at__lte=at).count()


def cools_until(policy: Policy | None, customer_ids: Sequence[int], person: User, at: datetime) -> dict[int, datetime]:
    """{customer: moment from which this person may claim it again} for those still cooling down (Nc8).

    Whoever gives a customer up waits a day under every policy: else claiming it back at once would renew its clock.
    """
    if not policy:
        return {}
    ended = (
        OwnershipEvent.objects.filter(
            customer_id__in=customer_ids, closes_owner=person, kind__in=[Kind.GIVEN_UP, Kind.RELEASED]
        )
        .order_by("at")
        .values_list("customer_id", "at", "kind")
    )
    days: dict[str, int] = {
        Kind.RELEASED: policy.cooldown_days,
        Kind.GIVEN_UP: max(policy.cooldown_days, LEAST_AFTER_GIVING_UP),
    }
    free = {customer: policy.after(when, days[kind]) for customer, when, kind in ended if days[kind]}
    return {customer: moment for customer, moment in free.items() if moment > at}


def slots_full(policy: Policy | None, person: User) -> Refused | None:
    """A Refused where all slots are taken, else None."""
    free = slots_free(policy, person)
    return None if free is None or free > 0 else no_slot(policy, person)


def slots_free(policy: Policy | None, person: User) -> int | None:
    """How many slots are left; None where the policy sets no limit."""
    return None if policy is None or policy.slots is None else policy.slots - held([person.pk]).get(person.pk, 0)


def no_slot(policy: Policy | None, person: User) -> Refused:
    """What is said where all slots are taken."""
    slots = (policy.slots if policy else None) or 0
    return Refused(
        _("All %(slots)d slots of %(person)s are taken: first choose a customer to give up.")
        % {"slots": slots, "person": person},
        code="slots",
        slots=slots,
        person=str(person),
    )


@dataclass(frozen=True)
class Capacity:
    """What a person may still take, told in advance."""

    slots: int | None
    used: int
    per_day: int | None
    today: int
    as_of: datetime

    @property
    def free(self) -> int | None:
        return None if self.slots is None else max(self.slots - self.used, 0)

    @property
    def claims_left(self) -> int | None:
        return None if self.per_day is None else max(self.per_day - self.today, 0)


def capacity_of(policy: Policy | None, person: User, at: datetime, used: int | None = None) -> Capacity:
    """Slots and claims of one person under a policy; `used`: how many slots, where that was counted already."""
    slots = policy.slots if policy else None
    per_day = policy.claims_per_day if policy else None
    return Capacity(
        slots,
        held([person.pk]).get(person.pk, 0) if used is None else used,
        per_day,
        claims_today(person, at) if per_day is not None else 0,
        at,
    )


class Rotation:
    """Who gets a customer that is passed on: the colleague with the fewest customers, never the last owner (Z13, Z15).

    A function of the rows as they stand and of what was already given in this run, so that a dry run, a run and a run
    that was killed and finished later all name the same people.
    """

    def __init__(self, at: datetime) -> None:
        self._day = local_date(at)
        self._teams = {}
        self._people = {}

    def load(self, department_id: int) -> dict[int, list[Any]]:
        """Team of a department: [username, id, slots used, customers held]."""
        if department_id not in self._teams:
            people = [
                p
                for p in User.objects.holding()
                .filter(department_id=department_id, takes_customers=True)
                .select_related("department")
                if not p.away_on(self._day)
            ]
            self._people.update({p.pk: p for p in people})
            ids = [p.pk for p in people]
            used = held(ids)
            total = dict(
                Ownership.objects.filter(owner_id__in=ids).order_by().values_list("owner_id").annotate(n=Count("pk"))
            )
            self._teams[department_id] = {p.pk: [p.username, used.get(p.pk, 0), total.get(p.pk, 0)] for p in people}
        return self._teams[department_id]

    def pick(self, department_id: int, last_owner_id: int, slots: int | None) -> User | None:
        """The free colleague, or None; the pick is counted at once."""
        free = [
            (total, username, pk)
            for pk, (username, used, total) in self.load(department_id).items()
            if pk != last_owner_id and (slots is None or used < slots)
        ]
        if not free:
            return None
        chosen = min(free)[2]
        self.move(department_id, chosen, +1)
        return self._people[chosen]

    def move(self, department_id: int, person_id: int, by: int) -> None:
        """Note that a person of this department gained or lost one."""
        row = self.load(department_id).get(person_id)
        if row:
            row[1] += by
            row[2] += by


def ended_by(person: User) -> Q:
    """Filter: ledger rows that ended an ownership of this person."""
    return Q(closes_owner=person, kind__in=ENDS)
