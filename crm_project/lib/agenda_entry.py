"""What an app shows in the calendar: an app lists functions as `AGENDA` in `<app>/agenda.py`, each called with the user, the first and
the last day that are shown; `crm_project.catalogue` gathers them."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class AgendaEntry:
    """Something that takes whole days, from the first to the last, or a time of them, where it says when it begins and ends.

    `uid` names it for other calendars, `changed` when it changed; `place`: where one has to be."""

    uid: str
    first: date
    last: date
    label: str
    tone: str
    url: str
    done: bool
    changed: datetime
    begins: datetime | None = None
    ends: datetime | None = None
    place: str = ""
