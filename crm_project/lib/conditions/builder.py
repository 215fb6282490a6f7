"""The form by which conditions are put together: it works by its buttons alone; a script only spares the way through the page.

A row is a field that was chosen already, its operator and the inputs of that operator. The form is sent by GET to its own page,
which answers with the next state of itself, or with the address of the list once everything in it is right.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from . import address
from .address import ALL_OF, ANY_OF, GROUPS, MOST, Condition, Group, Tree
from .declaration import Field, ListConditions, Operator
from .inputs import ValueForm

DO, ROW, SHOW = "do", "row", "show"


@dataclass
class Row:
    """One condition in the form. `n`: its number there."""

    n: int
    group: int
    field: Field
    operator: Operator
    form: ValueForm

    @property
    def values(self) -> tuple[str, ...]:
        """What was typed, as an address keeps it."""
        data: Any = self.form.data
        rows = [[text.strip() for text in data.getlist(self.form.add_prefix(name))] for name in self.form.fields]
        return tuple(rows[0]) if len(rows) == 1 else tuple((texts or [""])[-1] for texts in rows)


class Builder:
    """The state of the form for one person: `groups`, a list of (number, match, rows), and the match between them."""

    def __init__(self, declared: ListConditions, params: QueryDict, user: Any) -> None:
        self.declared, self.user, self.params = declared, user, params
        self.asked = params.get(DO, "")
        self.added: int | None = None
        self.left_out = False
        # The group whose field for adding gets the focus.
        self.left = 0
        if self.asked:
            self._from_form()
        else:
            self._from_address()

    # --- reading ------------------------------------------------------------------------------------
    def _from_address(self) -> None:
        tree = address.read(self.params)
        self.match, self.rows, self.matches = tree.match, [], [group.match for group in tree.groups] or [ALL_OF]
        for g, group in enumerate(tree.groups):
            for written in group.conditions:
                self._add(len(self.rows) + 1, g + 1, written.field, written.operator, _of_address(written))

    def _from_form(self) -> None:
        params = self.params
        self.rows, self.match = [], ANY_OF if params.get(address.MATCH) == ANY_OF else ALL_OF
        numbers = range(1, min(_number(params.get("groups")) or 1, GROUPS) + 1)
        self.matches = [ANY_OF if params.get(f"group{n}") == ANY_OF else ALL_OF for n in numbers]
        for text in params.getlist(ROW)[:MOST]:
            n, group, key = [*text.split(".", 2), "", ""][:3]
            if _number(n) and 0 < _number(group) <= len(self.matches):
                self._add(_number(n), _number(group), key, params.get(f"op{n}", ""), _of_form(params))
        self._do(*self.asked.partition(".")[::2])

    def _add(self, n: int, group: int, key: str, operator: str, filled: Callable[[str, list[str]], Any]) -> None:
        field = self.declared.find(key, self.user)
        if field is None or len(self.rows) >= MOST:
            self.left_out |= bool(key)
            return
        chosen = field.operator(operator) or field.operators[0]
        inputs, prefix = chosen.inputs(self.user), f"c{n}"
        self.rows.append(Row(n, group, field, chosen, ValueForm(inputs, filled(prefix, list(inputs)), prefix=prefix)))

    # --- what a button asks -----------------------------------------------------------------------------
    def _do(self, what: str, which: str) -> None:
        if what == "remove":
            self.left = next((one.group for one in self.rows if str(one.n) == which), 0)
            self.rows = [one for one in self.rows if str(one.n) != which]
        elif what == "add" and 0 < _number(which) <= len(self.matches):
            self._add_chosen(_number(which))
        elif what == SHOW:
            # A field that was chosen without a press on "Add condition" is meant too.
            for group in range(1, len(self.matches) + 1):
                self._add_chosen(group)
            self._point_at_errors()
        elif what == "group" and len(self.matches) < GROUPS:
            self.matches.append(ALL_OF)
            self.left = len(self.matches)
        elif what == "ungroup" and 0 < _number(which) <= len(self.matches) > 1:
            gone = _number(which)
            del self.matches[gone - 1]
            self.rows = [one for one in self.rows if one.group != gone]
            for one in self.rows:
                one.group -= one.group > gone

    def _add_chosen(self, group: int) -> None:
        """Add the field that is chosen at the foot of this group, if one is: its inputs are still to be filled in."""
        key, before = self.params.get(f"add{group}", ""), len(self.rows)
        n = max((one.n for one in self.rows), default=0) + 1
        self._add(n, group, key, "", lambda _prefix, _names: None)
        if len(self.rows) > before:
            self.added = n

    def _point_at_errors(self) -> None:
        """Mark the inputs that are wrong; the first of them gets the focus."""
        wrong = [one.form.fields[name].widget.attrs for one in self.rows for name in one.form.errors]
        for attrs in wrong:
            attrs["class"] += " is-invalid"
        if wrong:
            wrong[0]["autofocus"] = True

    # --- for the page -----------------------------------------------------------------------------------
    @property
    def groups(self) -> list[tuple[int, str, list[Row]]]:
        """[(number, match, rows)]."""
        return [(n, match, [one for one in self.rows if one.group == n]) for n, match in enumerate(self.matches, 1)]

    @property
    def done(self) -> bool:
        """The list was asked for, and every condition can be applied."""
        return self.asked == SHOW and self.added is None and not any(one.form.errors for one in self.rows)

    @property
    def full(self) -> bool:
        """No further condition fits."""
        return len(self.rows) >= MOST

    @property
    def more_groups(self) -> bool:
        """A further group fits."""
        return len(self.matches) < GROUPS

    def tree(self) -> Tree:
        """What the form says."""
        groups = []
        for _n, match, rows in self.groups:
            groups.append(Group(match, tuple(Condition(one.field.key, one.operator.key, one.values) for one in rows)))
        return Tree(self.match, tuple(groups))

    def topics(self) -> list[tuple[str, list[Field]]]:
        """[(topic, fields)] that may be added, in the order of their declaration."""
        out: dict[str, list[Field]] = {}
        for one in self.declared.offered(self.user):
            out.setdefault(str(one.topic), []).append(one)
        return list(out.items())


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 4 else 0


def _of_address(written: Condition) -> Callable[[str, list[str]], Any]:
    """The values of an address under the names of the form."""

    def filled(prefix: str, names: list[str]) -> QueryDict:
        data = QueryDict(mutable=True)
        if len(names) == 1:
            data.setlist(f"{prefix}-{names[0]}", list(written.values))
        else:
            for name, value in zip(names, written.values, strict=False):
                data[f"{prefix}-{name}"] = value
        return data

    return filled


def _of_form(params: QueryDict) -> Callable[[str, list[str]], Any]:
    """What was typed; nothing yet where the inputs are new, so that they are not called empty at once."""

    def filled(prefix: str, names: list[str]) -> QueryDict | None:
        showing = params.get(DO) == SHOW
        return params if showing or any(params.get(f"{prefix}-{name}") for name in names) else None

    return filled
