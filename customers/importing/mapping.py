"""Which heading of a file is which column: suggested, decided by the person who brings it, remembered for their next file."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.lib.json_values import JsonObject
from crm_project.lib.refused import Refused
from crm_project.lib.tables.header import heading_key
from customers.models import RememberedHeadings

from .columns import Column, is_ours
from .headings import vocabulary
from .kinds import every_kind

SAMPLES = 3
LONGEST = 60  # characters of a sample
# Columns whose value is often that of the person who brings the file; it is only suggested.
OWN = {"department": lambda user: _path(user.department), "author": lambda user: user.username}


def _path(department: Any) -> str:
    parts: list[str] = []
    while department is not None:
        parts.insert(0, department.name)
        department = department.parent
    return "/".join(parts)


def suggest(headings: Sequence[object], kind: str, user: User | None) -> tuple[list[str | None], dict[str, str]]:
    """(column of each heading: "" where it is left out, None where nobody knows; fixed values as they were remembered).

    The first of two headings of one column has it.
    """
    last = RememberedHeadings.objects.filter(user=user, kind=kind).first() if user else None
    known = vocabulary(kind)
    if last:
        known |= {key: name for key, name in last.columns.items() if not name or name in every_kind()[kind].headings}
    columns: list[str | None] = []
    for heading in headings:
        name = "" if not heading_key(heading) or is_ours(heading) else known.get(heading_key(heading))
        columns.append(None if name and name in columns else name)
    fixed = {name: text for name, text in (last.fixed if last else {}).items() if name not in columns}
    return columns, fixed


def missing(columns: Sequence[str | None], fixed: Mapping[str, str], wanted: Mapping[str, Column]) -> list[Column]:
    """Required columns that neither a heading nor a fixed value gives."""
    return [c for c in wanted.values() if c.required and c.name not in columns and not fixed.get(c.name)]


def whole(columns: Sequence[str | None], fixed: Mapping[str, str], wanted: Mapping[str, Column]) -> bool:
    """Whether nothing is left to ask."""
    return None not in columns and not missing(columns, fixed, wanted)


def own_values(columns: Sequence[Column], user: User) -> dict[str, str]:
    """What the page suggests for every row where the file does not say it."""
    return {c.name: OWN[c.name](user) for c in columns if c.name in OWN}


def checked(columns: Sequence[str], fixed: Mapping[str, str], wanted: Mapping[str, Column]) -> JsonObject:
    """What somebody decided, as the job keeps it. Refuses two headings for one column, and a required column that nothing gives."""
    names = [name if name in wanted else "" for name in columns]
    for name in names:
        if name and names.count(name) > 1:
            raise Refused(
                _("Two columns of the file are assigned to “%(column)s”: leave one of them out.")
                % {"column": wanted[name]},
                code="twice",
            )
    given = {n: text.strip()[:200] for n, text in fixed.items() if n in wanted and text.strip() and n not in names}
    if lacking := missing(names, given, wanted):
        raise Refused(
            _("These columns are required: %(columns)s. Assign a column of the file, or enter one value for all rows.")
            % {"columns": _(", ").join(map(str, lacking))},
            code="missing",
        )
    return {"columns": names, "fixed": given}


def remember(*, user: User, kind: str, headings: Sequence[object], mapping: JsonObject) -> None:
    """Keep how this person assigned the headings, for their next file of the kind."""
    columns = dict(zip(map(heading_key, headings), mapping["columns"], strict=True))
    row, _made = RememberedHeadings.objects.select_for_update().get_or_create(user=user, kind=kind)
    row.columns = {**row.columns, **{key: name for key, name in columns.items() if key}}
    row.fixed = {**{n: t for n, t in row.fixed.items() if n not in columns.values()}, **mapping["fixed"]}
    row.save(update_fields=["columns", "fixed"])
