"""A tree of conditions as it stands in an address.

?where=1.region.in.3~4&where=1.followed.silent.10&where=2.vip.yes&match=any&any=2

`where`: group, field, operator and, after a third dot, the values; `any`: groups of which one condition is enough;
`match=any`: one group is enough. Otherwise all of them are needed.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import QueryDict

WHERE, MATCH, ANY = "where", "match", "any"
PARAMETERS = (WHERE, MATCH, ANY)
ALL_OF, ANY_OF = "all", "any"
MOST, GROUPS = 20, 5
_BETWEEN = "~"


@dataclass(frozen=True)
class Condition:
    """One condition as it was written: names that may mean nothing, values that nobody checked."""

    field: str
    operator: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """Conditions of which all are needed, or any."""

    match: str
    conditions: tuple[Condition, ...]


@dataclass(frozen=True)
class Tree:
    """Groups of which all are needed, or any."""

    match: str = ALL_OF
    groups: tuple[Group, ...] = ()

    def __bool__(self) -> bool:
        return any(group.conditions for group in self.groups)

    def without(self, group: int, condition: int | None = None) -> "Tree":
        """The tree without one condition of a group (both counted from 0), or without the whole group."""
        groups = list(self.groups)
        kept = groups.pop(group)
        if condition is not None:
            rest = tuple(one for n, one in enumerate(kept.conditions) if n != condition)
            groups[group:group] = [Group(kept.match, rest)] if rest else []
        return Tree(self.match, tuple(groups))


def read(params: QueryDict) -> Tree:
    """The tree of an address; what can't be read stands in it as a condition on no field."""
    found: dict[str, list[Condition]] = {}
    for text in params.getlist(WHERE):
        if text:
            number, _dot, rest = text.partition(".")
            found.setdefault(number, []).append(_condition(rest))
    enough = set(params.getlist(ANY))
    groups = tuple(Group(ANY_OF if n in enough else ALL_OF, tuple(rows)) for n, rows in found.items())
    return Tree(_match(params.get(MATCH)), groups)


def _match(text: str | None) -> str:
    return ANY_OF if text == ANY_OF else ALL_OF


def _condition(text: str) -> Condition:
    field, operator, values = [*text.split(".", 2), "", ""][:3]
    return Condition(field, operator, tuple(values.split(_BETWEEN)) if values else ())


def write(tree: Tree) -> list[tuple[str, str]]:
    """[(parameter, value)] of a tree, its groups numbered anew."""
    out = []
    groups = [group for group in tree.groups if group.conditions]
    for n, group in enumerate(groups, 1):
        out += [(WHERE, _text(n, one)) for one in group.conditions]
        if group.match == ANY_OF and len(group.conditions) > 1:
            out.append((ANY, str(n)))
    if tree.match == ANY_OF and len(groups) > 1:
        out.append((MATCH, ANY_OF))
    return out


def _text(group: int, one: Condition) -> str:
    values = [_BETWEEN.join(one.values)] if one.values else []
    return ".".join([str(group), one.field, one.operator, *values])


def replaced(params: QueryDict, tree: Tree, *, leave: Iterable[str] = ()) -> QueryDict:
    """The parameters with this tree in the place of theirs, without those to `leave`."""
    changed = params.copy()
    for name in (*PARAMETERS, *leave):
        changed.pop(name, None)
    for name, value in write(tree):
        changed.appendlist(name, value)
    return changed
