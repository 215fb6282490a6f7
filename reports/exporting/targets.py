"""Targets as a workbook, with the headings that the import of targets knows (row Nf3)."""

from django.utils.translation import pgettext

from crm_project import catalogue
from crm_project.lib.xlsx import Book
from reports.domain.targets import facts, units
from reports.models import Target


def write_sheet(user, unit, year, target, mark):
    """Write the targets of the unit and all below it that the user may see; returns how many. One sheet, the rows in their order."""
    columns = catalogue.imports()["targets"].columns
    rows = (
        units.visible(user)
        .filter(pk__in=facts.of_units(units.subtree(unit)).values("pk"), starts_on__year=year)
        .select_related("department", "person__department")
        .order_by("figure", "starts_on", "department__path", "person__department__path", "person__sort_name", "pk")
    )
    book = Book(mark)
    sheet = book.sheet(
        pgettext("performance", "Targets"), [str(column) for column in columns], widths=[24, 12, 32, 20, 16, 16, 16]
    )
    paths = units.department_names()
    found = list(rows)
    for row in found:
        sheet.append(_cells(row, paths))
    book.save(target)
    return len(found)


def _cells(row: Target, paths):
    department = row.person.department_id if row.person else row.department_id
    return [
        row.figure,
        row.period.key,
        paths.get(department, ""),
        row.person.username if row.person else "",
        *(None if value is None else float(value) for value in (row.floor, row.target, row.stretch)),
    ]
