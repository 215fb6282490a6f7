"""An analysis as a workbook: a sheet for each table, with what was asked of whom (row Na12)."""

from django.utils.translation import gettext as _

from crm_project.lib.xlsx import Book

from ..presenters.analysis import shown


def write_analysis(page, asked, target, mark):
    """Write its tables to `target`; returns how many lines they have."""
    book, lines = Book(mark), 0
    for n, table in enumerate(shown.tables(page, asked), 1):
        # Spreadsheets take no longer names, and none twice.
        sheet = book.sheet(f"{n} {_title(table.name)}"[:31], table.heads, widths=[32] + [14] * (len(table.heads) - 1))
        for row in (*table.rows, *table.totals):
            sheet.append([row.label, *(cell.value for cell in row.cells)])
        lines += len(table.rows)
    about = book.sheet(_("What was asked"), ["", ""], widths=[24, 60], wrap=True)
    period = f"{asked.first:%F} – {asked.last:%F}" if page.dated else f"{asked.silent}"
    for pair in (
        (_("Analysis"), str(page.label)),
        (_("What counts"), str(page.says)),
        (_("Period") if page.dated else _("Days without a follow-up"), period),
        (_("Department"), str(asked.department or _("All"))),
        (_("Person"), str(asked.person or _("All"))),
    ):
        about.append(pair)
    book.save(target)
    return lines


def _title(name):
    return "".join("-" if letter in "[]:*?/\\" else letter for letter in name)
