"""Receptions of the company of all cases: one to come and one to be recorded at every place."""

from datetime import timedelta

from activities.models import Reception, ReceptionLevel, ReceptionRoom
from tests.cast import NOW

DAYS_AHEAD = {"reception": 9, "past reception": -3}


def furnish_lists(world):
    """A level and a room."""
    world.keep("reception level", "", ReceptionLevel.objects.first())
    world.keep("reception room", "", ReceptionRoom.objects.first())


def furnish_receptions(world, place, main, author, role=None):
    """Both at this customer, hosted by `author`."""
    for name, ahead in DAYS_AHEAD.items():
        begins = NOW + timedelta(days=ahead, hours=1)
        row = Reception.objects.create(
            customer=main,
            level=ReceptionLevel.objects.get(name="Standard"),
            purpose="A look at the works",
            begins_at=begins,
            ends_at=begins + timedelta(hours=2),
            place="Canteen",
            host=author,
            planned_by=author,
            planned_at=NOW - timedelta(days=4),
            changed_at=NOW - timedelta(days=4),
        )
        row.guests.create(name="Wang", position="Buyer")
        row.steps.create(what="Welcome")
        row.gifts.create(what="Tea", value=50)
        world.keep(name, place, row, role)
