"""The clerk's daily change sheet: per rep what was gained, lost, given up and extended, and what is held (row D4)."""

from collections import defaultdict
from dataclasses import dataclass
from typing import cast

from django.db.models import Count, F, Q

from assignment.domain.capacity import held
from assignment.domain.ledger import CLOSES, ENDS, Kind
from assignment.domain.policies.lookup import PolicyBook
from assignment.models import OwnershipEvent
from crm_project.accounts.models import Department, User
from crm_project.accounts.models.who_may import who_may
from crm_project.lib.time import day_bounds, local_date
from customers.models import Ownership

BEGINS = (Kind.CLAIMED, Kind.ENTERED, Kind.TRANSFERRED, Kind.ROTATED, Kind.HANDED_OVER, Kind.RESTORED)


@dataclass
class Line:
    """One rep's day. `held` is the number of customers at its end, `used` the slots used now (today only)."""

    person: User
    gained: int = 0
    lost: int = 0
    given_up: int = 0
    extended: int = 0
    held: int = 0
    slots: int | None = None
    used: int | None = None

    @property
    def moved(self):
        return bool(self.gained or self.lost or self.given_up or self.extended)


def changes_of_day(departments, day, at):
    """A Line for every rep of these departments (in their order of name), in six queries however many they are."""
    start, end = day_bounds(day)
    people = list(
        User.objects.filter(who_may("customer.claim"), department__in=departments)
        .filter(Q(is_active=True) | Q(closed_at__gte=start))
        .select_related("department")
        .order_by("department__path", "sort_name", "pk")
    )
    ids = [p.pk for p in people]
    gained, lost, given_up, extended = _day(ids, Q(at__gte=start, at__lt=end))
    after_gained, after_lost, after_given, _ = _day(ids, Q(at__gte=end)) if end <= at else ({}, {}, {}, {})
    now = dict(Ownership.objects.filter(owner_id__in=ids).order_by().values_list("owner_id").annotate(n=Count("pk")))
    today = day == local_date(at)
    used, book, slots = held(ids) if today else {}, PolicyBook(), {}
    for person in people:
        if person.department_id not in slots:
            policy = book.for_line(cast(Department, person.department).ancestor_ids(), day)
            slots[person.department_id] = policy.slots if policy else None
    return [
        Line(
            person,
            gained.get(p, 0),
            lost.get(p, 0),
            given_up.get(p, 0),
            extended.get(p, 0),
            now.get(p, 0) - after_gained.get(p, 0) + after_lost.get(p, 0) + after_given.get(p, 0),
            slots[person.department_id],
            used.get(p, 0) if today else None,
        )
        for person in people
        for p in [person.pk]
    ]


def _day(ids, when):
    """Four counts by person: gained, lost, given up, extended; who keeps a customer neither gains nor loses it."""
    gained, lost, given_up, extended = defaultdict(int), defaultdict(int), defaultdict(int), defaultdict(int)
    came = OwnershipEvent.objects.filter(when, owner_id__in=ids).exclude(closes_owner_id=F("owner_id"))
    for person, kind, n in came.order_by().values_list("owner_id", "kind").annotate(n=Count("pk")):
        if kind in BEGINS:
            gained[person] += n
        elif kind == Kind.EXTENDED:
            extended[person] += n
    went = OwnershipEvent.objects.filter(when, closes_owner_id__in=ids, kind__in=[*CLOSES, Kind.UNDONE]).exclude(
        closes_owner_id=F("owner_id")
    )
    for person, kind, n in went.order_by().values_list("closes_owner_id", "kind").annotate(n=Count("pk")):
        (given_up if kind == Kind.GIVEN_UP else lost)[person] += n
    return gained, lost, given_up, extended


def entries(person, day):
    """The ledger rows behind one line of the sheet, in the order in which they happened."""
    start, end = day_bounds(day)
    rows = OwnershipEvent.objects.filter(Q(owner=person) | Q(closes_owner=person), at__gte=start, at__lt=end)
    return (
        rows.filter(kind__in=[*BEGINS, *ENDS, Kind.EXTENDED, Kind.UNDONE])
        .select_related("customer", "owner", "closes_owner")
        .order_by("at", "id")
    )
