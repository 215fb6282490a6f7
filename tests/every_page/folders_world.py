"""Archive folders at every place: in their place, lent, approved to be fetched; and a stock-take."""

from datetime import date, timedelta

from customers.domain.numbers import next_numbers
from customers.models import FolderLoan, ListItem, PaperFolder, StockTake
from customers.rules.custody.labels import number_text
from tests.cast import NOW

from .rights import BELOW, DEPT, FAR, OTHER, OWN, POOL

BEFORE = NOW - timedelta(days=3)
UNTIL = date(2026, 3, 6)


def furnish_folders(world):
    """The borrower is who owns the customer, of one in a pool a colleague."""
    world.place = ListItem.objects.get_or_create(kind="place", name="Shelf of tests")[0]
    world.other_place = ListItem.objects.get_or_create(kind="place", name="Another shelf of tests")[0]
    for role, viewer in world.viewers.items():
        _of(world, OWN, viewer, role)
    for place in (DEPT, BELOW, OTHER):
        _of(world, place, world.owners[place])
    for place in (POOL, FAR):
        _of(world, place, world.cast.mate)
    world.keep(
        "stock-take",
        "",
        StockTake.objects.create(place=world.place, opened_by=world.cast.file_keeper, opened_at=BEFORE),
    )


def _of(world, place, borrower, role=None):
    customer = world.get_at("customer", place, role)
    for kind, status in (("folder", ""), ("lent folder", "out"), ("approved folder", "approved")):
        folder = PaperFolder.objects.create(
            customer=customer,
            number=number_text(next_numbers("folder")[0]),
            title="Contracts of last year",
            place=world.place,
            status="out" if status == "out" else "in",
            filed_by=world.cast.file_keeper,
            filed_at=BEFORE,
        )
        world.keep(kind, place, folder, role)
        if status:
            loan = FolderLoan.objects.create(
                folder=folder,
                borrower=borrower,
                reason="We renew the contract",
                from_on=BEFORE.date(),
                until_on=UNTIL,
                status=status,
                asked_at=BEFORE,
                handed_at=BEFORE if status == "out" else None,
            )
            world.keep(f"loan of the {kind}", place, loan, role)
