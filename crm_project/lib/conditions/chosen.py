"""A tree of conditions checked for one person at one moment: the rows as one Q, the words, and what is wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from operator import and_, or_
from typing import Any

from django.db.models import Q
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm_project.lib.sensitive import may_guess

from . import address
from .address import ANY_OF, GROUPS, MOST, Condition, Tree
from .declaration import Field, ListConditions, Operator
from .inputs import ValueForm


@dataclass
class Checked:
    """One condition with what it means: its field and operator, or None, and its form, bound to its values."""

    written: Condition
    field: Field | None
    operator: Operator | None
    form: ValueForm | None

    @cached_property
    def problem(self) -> str:
        """A sentence where it can't be applied, else nothing."""
        if self.field is None:
            return _("A condition is on a field that this list does not have, or that you can't filter by.")
        label = str(self.field.label)
        if self.operator is None or self.form is None:
            return _("%(field)s: this comparison does not exist.") % {"field": label}
        sentence = self.form.problem()
        return _("%(field)s: %(problem)s") % {"field": label, "problem": sentence} if sentence else ""

    @cached_property
    def words(self) -> str:
        """The condition without its field's name; as it was written where it is wrong."""
        if self.problem or self.operator is None or self.form is None:
            return ", ".join(self.written.values) or self.written.operator or "?"
        return self.operator.words(self.form.cleaned_data)

    @property
    def label(self) -> str:
        """The name of its field."""
        return str(self.field.label) if self.field else self.written.field

    def query(self, user: Any, at: datetime) -> Q:
        """The rows that meet it, of those of which the person may know it."""
        if self.problem or self.field is None or self.operator is None or self.form is None:
            return Q(pk__in=[])
        found = self.operator.query(self.form.cleaned_data, at)
        if self.field.numbers and may_guess("".join(self.written.values)):
            found &= self.field.numbers(user)
        return found & self.field.within(user) if self.field.within else found


def check(written: Condition, declared: ListConditions, user: Any) -> Checked:
    """One condition of an address, its values read by the form of its operator."""
    field = declared.find(written.field, user)
    operator = field.operator(written.operator) if field else None
    if operator is None:
        return Checked(written, field, None, None)
    inputs = operator.inputs(user)
    data: MultiValueDict[str, str] = MultiValueDict()
    if len(inputs) == 1:
        data.setlist(next(iter(inputs)), list(written.values))
    else:
        for name, value in zip(inputs, written.values, strict=False):
            data[name] = value
    return Checked(written, field, operator, ValueForm(inputs, data))


class Chosen:
    """The conditions of an address. Where one of them is wrong, the list shows nothing rather than more than was meant."""

    def __init__(self, declared: ListConditions, tree: Tree, user: Any, at: datetime) -> None:
        self.declared, self.tree, self.user, self.at = declared, tree, user, at
        self.groups = [[check(one, declared, user) for one in group.conditions] for group in tree.groups]

    def __bool__(self) -> bool:
        return bool(self.tree)

    @cached_property
    def problems(self) -> list[str]:
        """A sentence for each condition that can't be applied; none twice."""
        found = [one.problem for group in self.groups for one in group if one.problem]
        if sum(map(len, self.groups)) > MOST or len(self.groups) > GROUPS:
            found.append(
                _("These are too many conditions: at most %(most)d in %(groups)d groups.")
                % {"most": MOST, "groups": GROUPS}
            )
        return list(dict.fromkeys(found))

    @cached_property
    def query(self) -> Q:
        """The rows that meet the conditions."""
        if self.problems:
            return Q(pk__in=[])
        groups = []
        for written, rows in zip(self.tree.groups, self.groups, strict=True):
            groups.append(_joined([one.query(self.user, self.at) for one in rows], written.match))
        return _joined(groups, self.tree.match)

    @property
    def number(self) -> int:
        """How many conditions there are."""
        return sum(map(len, self.groups))

    def chips(self, params: QueryDict, *, passing: Sequence[str] = ()) -> list[dict[str, str]]:
        """[{label, value, remove_url}]: a chip for each condition where all are needed, else one for each group."""
        if self.tree.match != ANY_OF and all(group.match != ANY_OF for group in self.tree.groups):
            places = [(g, c) for g, rows in enumerate(self.groups) for c in range(len(rows))]
            return [
                _chip(self.groups[g][c].label, self.groups[g][c].words, params, self.tree.without(g, c), passing)
                for g, c in places
            ]
        out = []
        for g, rows in enumerate(self.groups):
            several = self.tree.groups[g].match == ANY_OF
            word = _(" or ") if several else _(" and ")
            value = word.join(f"{one.label} {one.words}" for one in rows)
            label = (
                (pgettext("between groups", "or") if self.tree.match == ANY_OF else pgettext("between groups", "and"))
                if g
                else ""
            )
            out.append(_chip(label, value, params, self.tree.without(g), passing))
        return out


def _joined(parts: Sequence[Q], match: str) -> Q:
    join, out = (or_ if match == ANY_OF else and_), None
    for part in parts:
        out = part if out is None else join(out, part)
    return Q() if out is None else out


def _chip(label: str, value: str, params: QueryDict, rest: Tree, passing: Sequence[str]) -> dict[str, str]:
    return {
        "label": label,
        "value": value,
        "remove_url": f"?{address.replaced(params, rest, leave=passing).urlencode()}",
    }


def chosen(declared: ListConditions, params: QueryDict, user: Any, at: datetime) -> Chosen:
    """The conditions of these parameters."""
    return Chosen(declared, address.read(params), user, at)
