"""The figures of people's work: whose a person sees, counted by the one definition of each (rows Z2, Nf1, Nf16)."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date

from django.db.models import QuerySet

from crm_project import catalogue
from crm_project.accounts.domain.access import visible_people
from crm_project.accounts.models import User
from crm_project.lib.figure import FigureRow, FigureSource, Value


def people(user: User) -> QuerySet[User]:
    """Whose figures the user sees, those who left included: their own, those of their departments, everybody's."""
    return visible_people(user, "figures.view")


def count(
    ids: Collection[int], first: date, last: date, keys: Collection[str] | None = None
) -> dict[int, dict[str, Value]]:
    """{person: {figure: value}} of these people on these days, both included; what is not named is 0.

    `keys`: the figures that are wanted (None: all); what is counted together with them is there too.
    """
    out: dict[int, dict[str, Value]] = defaultdict(dict)
    known = catalogue.figures()
    asked = dict.fromkeys(source for key, (_figure, source) in known.items() if keys is None or key in keys)
    for source in asked:
        for (person, key), value in source.count(ids, first, last).items():
            out[person][key] = value
    return out


def rows(key: str, person: int, first: date, last: date) -> Sequence[FigureRow]:
    """What makes up one figure of one person, the newest first."""
    return rows_of([key], person, first, last)[key]


def rows_of(keys: Collection[str], person: int, first: date, last: date) -> dict[str, Sequence[FigureRow]]:
    """{figure: what makes it up} of one person; each source is asked once for all its figures."""
    known = catalogue.figures()
    by_source: dict[FigureSource, list[str]] = defaultdict(list)
    for key in keys:
        by_source[known[key][1]].append(key)
    found: dict[str, Sequence[FigureRow]] = {}
    for source, some in by_source.items():
        found |= source.rows(some, person, first, last)
    return {key: found[key] for key in keys}
