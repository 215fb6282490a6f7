"""Open orders as a board: a column for each status, or for each person; a capped number of cards each, constant queries (row Ni22)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from contracts.domain.after_sales_people import workers
from crm_project.accounts.models import User
from crm_project.lib.paging import capped_text
from crm_project.ui.components.board_cards import card_text
from crm_project.ui.components.people import status
from customers.domain.access.masking import shown
from service.domain import access
from service.models import ServiceOrder
from service.models.choices import Status
from service.rules.steps import RUNNING, goals

from . import order_rows

# Cards shown in a column; the list shows the rest. Beyond so many nothing is counted.
CARDS, COUNTED = 12, 100
STATUSES = (Status.RECORDED, Status.ACCEPTED, Status.UNDER_WAY, Status.WAITING, Status.DONE, Status.CONFIRMED)
NEXT_DUE = (F("due_at").asc(nulls_last=True), F("pk").asc())
NEWEST = (F("reported_at").desc(), F("pk").desc())
NOBODY = 0
Row = dict[str, Any]
# address(name=value, …) of the list of all that a column holds.
Address = Callable[..., str]


@dataclass
class Column:
    """What `parts/board_columns.html` shows: `key` is what a card dropped there asks for; cards in their order."""

    key: str
    label: str
    ids: Sequence[int]
    address: str
    cards: list[Row] = field(default_factory=list)

    @property
    def count(self) -> str:
        """How many orders stand there, "100+" where nobody counts on."""
        return capped_text(len(self.ids), COUNTED)

    @property
    def none(self) -> bool:
        return not self.ids

    @property
    def all_url(self) -> str:
        return self.address if len(self.ids) > CARDS else ""

    @property
    def all_text(self) -> str:
        return _("Show all %(n)s") % {"n": self.count}


@dataclass(frozen=True)
class Board:
    """Columns, and the field of the form by which a card moves to another."""

    name: str
    field: str
    columns: list[Column]

    @property
    def empty(self) -> bool:
        return all(column.none for column in self.columns)


def by_status(user: User, rows: QuerySet[ServiceOrder], at: datetime, address: Address) -> Board:
    """What runs the next due first, what is done the newest first; a query for each status and three or four for the cards."""
    columns = []
    for one in STATUSES:
        order = NEXT_DUE if one in RUNNING else NEWEST
        ids = rows.filter(status=one).order_by(*order).values_list("pk", flat=True)[: COUNTED + 1]
        columns.append(Column(one.value, str(one.label), list(ids), address(status=one.value)))
    movable = _fill(user, columns, at, "service:move", by_status=True)
    for card in (card for column in columns for card in column.cards):
        ways = goals(card["order"].status) if card["pk"] in movable else []
        card["ways"] = [(goal, str(Status(goal).label)) for goal in ways]
    return Board(_("Service orders by status"), "status", columns)


def by_person(user: User, rows: QuerySet[ServiceOrder], at: datetime, address: Address) -> Board:
    """What is not done yet, the next due first; for managers all who may be given one. Two queries more than the cards take."""
    place = Window(RowNumber(), partition_by=F("assigned_id"), order_by=list(NEXT_DUE))
    placed = rows.filter(status__in=RUNNING).order_by().annotate(place=place).filter(place__lte=COUNTED + 1)
    found: dict[int, list[int]] = {}
    for person, _place, pk in sorted(
        (person or NOBODY, place, pk) for person, place, pk in placed.values_list("assigned_id", "place", "pk")
    ):
        found.setdefault(person, []).append(pk)
    manages = access.manages(user)
    who = Q(pk__in=[pk for pk in found if pk])
    if manages:
        who |= Q(pk__in=workers().order_by().values("pk"))
    people = {one.pk: str(one) for one in User.objects.filter(who).order_by("sort_name", "username")}
    columns = [Column(str(NOBODY), _("nobody yet"), found.get(NOBODY, []), address(tab="unassigned"))]
    columns += [
        Column(str(pk), name, found.get(pk, []), address(assigned=str(pk), status="running"))
        for pk, name in people.items()
    ]
    _fill(user, columns, at, "service:give", by_status=False)
    ways = [("", _("by rotation")), *((str(pk), name) for pk, name in people.items())] if manages else []
    for column in columns:
        for card in column.cards:
            card["ways"] = [way for way in ways if way[0] != column.key]
    return Board(_("Service orders by person"), "person", columns)


def _text(row: Row, *, by_status: bool) -> str:
    """What a card says: who has it where the column is a status, its status where the column is a person."""
    order, clock = row["order"], row["clock"]
    first = (
        _muted(str(order.assigned.full_name if order.assigned else _("nobody yet")))
        if by_status
        else status(row["status"], row["status_tone"])
    )
    lines = [[first, status(row["priority"], row["priority_tone"]) if row["priority_tone"] else ""]]
    if clock:
        lines.append([status(clock.label, clock.tone), _muted(clock.text)])
    who = f"{order.number} · {order.customer.name}"
    return card_text(reverse("service:order", args=[order.pk]), order.subject, who, lines)


def _muted(text: str) -> str:
    return format_html('<span class="small muted">{}</span>', text)


def _fill(user: User, columns: Sequence[Column], at: datetime, moves: str, *, by_status: bool) -> set[int]:
    """Put the cards into the columns, `moves` being the page their forms lead to; the keys of those that the user may work on."""
    wanted = [pk for column in columns for pk in column.ids[:CARDS]]
    orders = ServiceOrder.objects.filter(pk__in=wanted).select_related(*order_rows.NEAR).only(*order_rows.COLUMNS)
    rows = {row["order"].pk: row for row in order_rows.rows(shown(user, orders), at)}
    for pk, row in rows.items():
        row |= {"pk": pk, "text": _text(row, by_status=by_status), "move_url": reverse(moves, args=[pk])}
        row["move_label"] = _("Where does %(number)s go?") % {"number": row["order"].number}
    for column in columns:
        column.cards = [rows[pk] for pk in column.ids[:CARDS] if pk in rows]
    return access.worked_on(user, [row["order"] for row in rows.values()])
