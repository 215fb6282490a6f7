"""A row of the work queue: who it is about, why it is here, and the action that moves its clock."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import quote

from django.urls import reverse

from crm_project.lib.time import day_bounds, local_date

# In what order rows of one part of the list stand, by what is lost first.
APPROVAL, DEADLINE, APPOINTMENT, NEXT_STEP, TASK, ANSWER, CONTRADICTION, REVIEW, TEAM = range(9)
NOW, WEEK, LATER = range(3)


@dataclass
class Action:
    """What one can do about a row: in the drawer where the page has a form of its own."""

    label: str
    url: str
    icon: str
    # For those who hear the page: the label with whom it is about.
    name: str = ""
    drawer: bool = True
    note: str = ""


@dataclass
class Phone:
    """A number to call: `text` as the person may read it, `dial` empty where it is masked, `who` answers it."""

    text: str
    dial: str
    who: str


@dataclass
class Choice:
    """A form of one field in the row: where it is posted, what is chosen there, what the button says."""

    url: str
    field: str
    options: Sequence[tuple[str, str]]
    label: str
    button: str


@dataclass
class Row:
    """One thing to do. `part`: now, this week or later; `rank` and `moment` order it there."""

    key: str
    part: int
    rank: int
    moment: datetime
    name: str
    url: str
    why: str
    icon: str
    act: Action | None
    also: list[Action] = field(default_factory=list)
    # What else moves the clock: a button too, where there is room.
    second: Action | None = None
    customer: int | None = None
    # The customer whose numbers may stand in what was typed: as a rule the same.
    about: int | None = None
    phone: Phone | None = None
    # (text, state, share, title) of `countdown`.
    clock: tuple = ()
    tick: dict | None = None
    choice: Choice | None = None
    # Folded away on a phone until the whole list is asked for.
    beyond: bool = False

    @property
    def order(self) -> tuple:
        return (self.part, self.rank, self.moment)


def part_of(moment: datetime, at: datetime, *, urgent_days: int = 0) -> int:
    """In which part of the list something due at `moment` stands; `urgent_days`: so many days ahead it is for now already."""
    today = local_date(at)
    if moment < day_bounds(today + timedelta(days=urgent_days))[1]:
        return NOW
    return WEEK if moment < day_bounds(today + timedelta(days=7))[1] else LATER


def from_home(url: str) -> str:
    """The address of a page from which saving leads back to the home page."""
    home = quote(reverse("home"), safe="")
    return f"{url}{'&' if '?' in url else '?'}next={home}"
