"""Service orders of the company of all cases: one in each state at every place, nobody's yet."""

from service.models import OrderKind, ServiceOrder
from service.models.choices import State
from tests.cast import NOW

from .rights import BELOW, DEPT, FAR, OTHER, OWN, POOL

# {thing: state}
STATES = {
    "order": State.RECORDED,
    "accepted order": State.ACCEPTED,
    "waiting order": State.WAITING,
    "done order": State.DONE,
    "closed order": State.CLOSED,
}


def furnish_service(world):
    """For every role at its own customer, and at each of the other places."""
    for role in world.viewers:
        _place(world, OWN, role)
    for place in (DEPT, BELOW, OTHER, POOL, FAR):
        _place(world, place)


def _place(world, place, role=None):
    kind = OrderKind.objects.get(key="training")
    row = world.things["customer"][role, place]
    for name, state in STATES.items():
        taken, done = state != State.RECORDED, state in (State.DONE, State.CLOSED)
        order = ServiceOrder.objects.create(
            number=f"S-{ServiceOrder.objects.count() + 1:06d}",
            customer=row,
            kind=kind,
            subject=name,
            reported_at=NOW,
            state=state,
            accepted_at=NOW if taken else None,
            done_at=NOW if done else None,
            closed_at=NOW if state == State.CLOSED else None,
            content="done" if done else "",
            recorded_at=NOW,
            changed_at=NOW,
        )
        if state == State.WAITING:
            order.waits.create(waits_for="parts", since=NOW)
        world.keep(name, place, order, role)
