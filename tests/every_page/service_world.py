"""Service orders of the company of all cases: one in each status at every place, nobody's yet."""

from django.core.files.base import ContentFile

from service.models import OrderFile, OrderKind, ServiceOrder
from service.models.choices import Status
from tests.cast import NOW

from .rights import BELOW, DEPT, FAR, OTHER, OWN, POOL

# {thing: status}
STATUSES = {
    "order": Status.RECORDED,
    "accepted order": Status.ACCEPTED,
    "waiting order": Status.WAITING,
    "done order": Status.DONE,
    "closed order": Status.CLOSED,
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
    for name, state in STATUSES.items():
        taken, done = state != Status.RECORDED, state in (Status.DONE, Status.CLOSED)
        order = ServiceOrder.objects.create(
            number=f"S-{ServiceOrder.objects.count() + 1:06d}",
            customer=row,
            kind=kind,
            subject=name,
            reported_at=NOW,
            status=state,
            accepted_at=NOW if taken else None,
            done_at=NOW if done else None,
            closed_at=NOW if state == Status.CLOSED else None,
            content="done" if done else "",
            recorded_at=NOW,
            changed_at=NOW,
        )
        if state == Status.WAITING:
            order.waits.create(waits_for="parts", since=NOW)
        world.keep(name, place, order, role)
        if name == "order":
            file = OrderFile(order=order, name="a.txt", size=1, by=world.viewers.get(role), at=NOW)
            file.file.save("a.txt", ContentFile(b"a"))
            world.keep("order file", place, file, role)
