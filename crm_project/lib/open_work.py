"""What an app declares about whose turn it is: work that passes on when its person leaves or moves (rows Ne9, M9, Z16).

An app lists its `WORK` in `<app>/open_work.py`, and under `SAYS_WHO` the columns that only keep who did or owns something.
Every column that points at an account stands in one of the two (a test holds it), so that a new model is not forgotten.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

if TYPE_CHECKING:
    from crm_project.accounts.models import User


@dataclass(frozen=True)
class OpenWork:
    """One kind of open work. `rows()`: everything open, whoever has it; `column` names the person in it.

    `counted`: “%(n)d open tasks”, one and many. `pass_on(leaver=, to=, by=, at=)` gives what `leaver` still has to `to` and returns how many;
    it is called again after an interruption. `on_move`: whether it is called when somebody only changes role or department;
    where it is not, `follows` says which rows go along with the customers all the same (`OwnerChange`).
    `give_back(leaver=, ids=, moment=, by=, at=)` undoes `pass_on` of these keys, done at `moment`, and returns the keys that are back
    (the rows lie in the audit); None: the column is written back. `stays`: why the others are not, where nobody has taken them up.
    `named`: an account that has some is closed only by saying who takes it.
    `secret`: it passes on like the rest, but that it exists is said to nobody.
    """

    key: str
    covers: tuple[str, ...]
    column: str
    rows: Callable[[], "QuerySet[Any]"]
    counted: Any
    pass_on: Callable[..., int]
    on_move: bool = True
    follows: Any = None
    give_back: Callable[..., set[int]] | None = None
    stays: Any = ""
    secret: bool = False
    named: bool = False

    def label(self, n: int) -> str:
        """“3 open tasks”."""
        return self.counted % {"n": n}

    def of(self, person: "User") -> "QuerySet[Any]":
        """What waits for this person."""
        return self.rows().filter(**{self.column: person})

    def given_away_by(self, person: "User") -> "QuerySet[Any]":
        """What passes on from this person: everything that waits for a leaver; of a mover what does not stay with them."""
        if self.on_move or not person.is_active:
            return self.of(person)
        return self.of(person).filter(self.follows) if self.follows is not None else self.of(person).none()


def nothing_passes(**_: Any) -> int:
    """It follows the customers, or is taken back with its request."""
    return 0


def nothing_comes_back(*, ids: list[int], **_: Any) -> set[int]:
    """What was passed on has gone where it belongs, and stays there."""
    return set(ids)


def withdrawn_work(
    *, key: str, covers: tuple[str, ...], column: str, rows: Callable[[], "QuerySet[Any]"], counted: Any
) -> OpenWork:
    """Open work that nobody takes over: a leaver's is taken back together with its request."""
    return OpenWork(
        key=key, covers=covers, column=column, rows=rows, counted=counted, pass_on=nothing_passes, on_move=False
    )


@dataclass(frozen=True)
class Move:
    """A customer that changes hands: `to_id` None is the public pool."""

    customer_id: int
    former_id: int | None
    to_id: int | None = None
    department_id: int | None = None


@dataclass(frozen=True)
class OwnerChange:
    """What follows a customer to its next owner. Each callable takes all moves of a step and costs a constant number of queries.

    `passed(moves, by=, at=)` and `pooled(moves, by=, at=)` return {customer id: [ids]} of what changed; the ledger's entry
    keeps it, and `restored(move, ids, by=, at=, pooled=)` undoes it.
    """

    key: str
    passed: Callable[..., dict[int, list[int]]]
    pooled: Callable[..., dict[int, list[int]]] = field(default=lambda moves, **_: {})
    restored: Callable[..., Any] = field(default=lambda move, ids, **_: None)
