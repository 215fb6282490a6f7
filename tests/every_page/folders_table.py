"""customers/custody: in the table."""

from .page import Page, about
from .rights import EVERYWHERE, acts, either, everybody, has, mine, sees, wider_than

KEEPS = "folder.keep"
# A stock-take is of the whole file room.
COUNTS = wider_than("below", KEEPS)


def a_folder(world, case):
    """What is filed of a customer."""
    return {"kind": "contract", "title": "Contracts of this year", "contents": "", "place": world.place.pk}


def a_loan(world, case):
    """What is asked for."""
    return {
        "form": "paper",
        "from_on": "2026-03-02",
        "until_on": "2026-03-06",
        "reason": "We renew the contract",
        "agreed": "on",
    }


def more_time(world, case):
    """What is asked for later."""
    return {"until_on": "2026-03-10", "reason": "The signing was moved"}


def a_loss(world, case):
    """What is said of a folder that is gone."""
    return {"statement": "Last seen on the desk on Monday"}


def stock_take(world, case):
    """The one that is open."""
    return {"pk": world.get("stock-take", case).pk}


def number(world, case):
    """What is read at the place."""
    return {"code": "f 1"}


def another_place(world, case):
    """A place that nobody counts."""
    return {"place": world.other_place.pk}


FOLDERS = [
    Page("customers:folders", get=has(KEEPS)),
    Page("customers:folders_mine", get=everybody),
    Page("customers:folder_labels", get=has(KEEPS)),
    Page("customers:folder_counter", get=has(KEEPS)),
    about("customer", "customers:folders_of", EVERYWHERE, get=sees()),
    about("customer", "customers:folder_new", EVERYWHERE, get=acts(KEEPS), post=acts(KEEPS), data=a_folder),
    about("folder", "customers:folder", EVERYWHERE, get=sees("customer.view")),
    about("folder", "customers:folder_edit", EVERYWHERE, get=acts(KEEPS), post=acts(KEEPS), data=a_folder),
    about(
        "folder",
        "customers:folder_borrow",
        EVERYWHERE,
        get=sees("customer.view"),
        post=sees("customer.view"),
        data=a_loan,
    ),
    about("lent folder", "customers:folder_take_back", EVERYWHERE, post=acts(KEEPS)),
    about(
        "lent folder",
        "customers:folder_lost",
        EVERYWHERE,
        get=either(mine(), acts(KEEPS)),
        post=either(mine(), acts(KEEPS)),
        data=a_loss,
    ),
    about("loan of the approved folder", "customers:folder_hand_out", EVERYWHERE, post=acts(KEEPS), words=True),
    about("loan of the approved folder", "customers:folder_give_up", EVERYWHERE, post=mine()),
    about(
        "loan of the lent folder",
        "customers:folder_extend",
        EVERYWHERE,
        get=mine(),
        post=mine("customer.view"),
        data=more_time,
        words=True,
    ),
    Page("customers:stock_takes", get=COUNTS, post=COUNTS, data=another_place),
    Page("customers:stock_take", get=COUNTS, args=stock_take),
    Page("customers:stock_take_scan", post=COUNTS, args=stock_take, data=number),
    Page("customers:stock_take_close", post=COUNTS, args=stock_take),
]
