"""Service orders and return visits of the company of all cases: one in each status at every place, nobody's yet."""

from django.core.files.base import ContentFile

from contracts.models import AfterSalesCustomer
from customers.models import NoServiceCalls
from service.domain.sheets import codes
from service.models import OrderFile, OrderKind, ReturnVisit, ServiceOrder, VisitAspect, VisitSheet
from service.models.choices import Status
from service.rules import sheets
from tests.cast import NOW, customer
from tests.service.questionnaires.asked import contact
from tests.service.visits.made import plan

from .rights import BELOW, DEPT, FAR, OTHER, OWN, POOL

# What the contacts were told.
CODE = "123456"
# {thing: status}
STATUSES = {
    "order": Status.RECORDED,
    "accepted order": Status.ACCEPTED,
    "waiting order": Status.WAITING,
    "done order": Status.DONE,
    "order with a sheet": Status.DONE,
    "closed order": Status.CLOSED,
}


def furnish_service(world):
    """For every role at its own customer, and at each of the other places; one customer that somebody of service looks after."""
    official = customer(world.cast.stages_rep, stage="official", since=NOW)
    AfterSalesCustomer.objects.create(customer=official, person=world.cast.service, assigned_at=NOW)
    world.keep("in service", "", official)
    world.keep("visit plan", "", plan())
    world.keep("visit aspect", "", VisitAspect.objects.first())
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
        if name == "order with a sheet":
            sheet = VisitSheet(order=order, number=1, arrived_at=NOW, left_at=NOW, language="en", made_at=NOW)
            sheet.contact, sheet.order_changed_at = contact(row), order.changed_at
            sheet.body = sheets.body("Visit sheet", "en", [("Work done", "done")])
            sheet.digest = sheets.digest(sheet.body)
            sheet.save()
            sheet.code_at, sheet.code_hash = NOW, codes.hash_of(sheet, CODE)
            sheet.save()
        if name == "order":
            file = OrderFile(order=order, name="a.txt", size=1, by=world.viewers.get(role), at=NOW)
            file.file.save("a.txt", ContentFile(b"a"))
            world.keep("order file", place, file, role)
    _visits(world, place, row, role)


def _visits(world, place, row, role):
    """Nobody's visit, planned; one that was reported with a demand and an idea; and a customer marked “no service calls”."""
    NoServiceCalls.objects.create(customer=world.things["second"][role, place], reason="by mail only", at=NOW)
    given = {"customer": row, "due_on": NOW.date(), "report_due_on": NOW.date(), "planned_at": NOW, "changed_at": NOW}
    world.keep("visit", place, ReturnVisit.objects.create(**given), role)
    done = ReturnVisit.objects.create(**given, status="done", held_on=NOW.date(), reported_at=NOW, words="fine")
    world.keep("reported visit", place, done, role)
    world.keep("demand", place, done.demands.create(text="two pumps"), role)
    world.keep("idea", place, done.ideas.create(text="a manual"), role)
