"""Who takes over what: the proposal for a leaver's or mover's customers and open work (rows Z16, M9, Ne9)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from assignment.domain.capacity import held, needs_slot
from assignment.domain.policies.lookup import PolicyBook
from crm_project import catalogue
from crm_project.accounts.domain.access import decider
from crm_project.accounts.models import User
from crm_project.lib.open_work import OpenWork
from customers.models import Ownership


def propose_handover(leaver: User, successors: Sequence[User], at: datetime) -> dict[int, User | None]:
    """Who would get what: {customer id: successor or None}, evenly and within slots; nobody free: the pool."""
    book = PolicyBook()
    used = held([s.pk for s in successors])
    free_slots: dict[int, int] = {}  # who is not in it may hold any number
    for person in successors:
        policy = book.for_department(person.department, at)
        if policy is not None and policy.slots is not None:
            free_slots[person.pk] = max(policy.slots - used.get(person.pk, 0), 0)
    given = {person.pk: 0 for person in successors}
    plan: dict[int, User | None] = {}
    rows = Ownership.objects.filter(owner=leaver).select_related("customer").order_by("release_at", "customer_id")
    for row in rows:
        takes_slot = needs_slot(row.customer)
        free = [s for s in successors if not takes_slot or free_slots.get(s.pk, 1) > 0]
        if not free:
            plan[row.customer_id] = None
            continue
        chosen = min(free, key=lambda s: (given[s.pk], s.username))
        given[chosen.pk] += 1
        if takes_slot and chosen.pk in free_slots:
            free_slots[chosen.pk] -= 1
        plan[row.customer_id] = chosen
    return plan


def waiting_work(leaver: User) -> list[tuple[OpenWork, int]]:
    """[(kind of open work, how many)] that the leaver has, or a mover gives away; kinds without any left out."""
    found = [(work, work.given_away_by(leaver).count()) for work in catalogue.open_work()]
    return [(work, n) for work, n in found if n]


def deputy_of(
    leaver: User, successors: Sequence[User] = (), given: Counter[int] | Mapping[int, int] | None = None
) -> User | None:
    """Who takes over what follows no customer: the successor who gets most customers, else whoever heads the department."""
    if successors:
        return max(successors, key=lambda s: ((given or {}).get(s.pk, 0), -s.pk))
    return decider(leaver.department, 1, "handover.run", exclude=[leaver])
