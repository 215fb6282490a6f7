"""Workbooks that an import hands out: templates to fill in, and refused rows to be mended and brought back."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm_project.lib.tables.workbook import ABOUT
from crm_project.lib.xlsx import Book
from customers.models import RefusedRow

from .kinds import every_kind
from .progress import LEFT_OUT


def about_title():
    """The name of the sheet that explains; an import passes it over."""
    return next(name for name in ABOUT if name == _("About")) if _("About") in ABOUT else "About"


def template(kind, target):
    """An empty workbook with the headings of a kind, and a sheet that explains them."""
    book = Book()
    columns = every_kind()[kind].headings.values()
    book.sheet(
        str(every_kind()[kind].label),
        [str(column) for column in columns],
        widths=[max(14, len(str(column)) + 4) for column in columns],
    )
    sheet = book.sheet(about_title(), [_("Column"), _("Required"), _("Content")], widths=[22, 12, 90], wrap=True)
    for column in columns:
        sheet.append([str(column), _("yes") if column.required else "", str(column.about)])
    sheet.append(
        [
            "",
            "",
            _("The headings may stand in any order; each row below is one entry. Only one sheet with data."),
        ]
    )
    book.save(target)


def refused(job, target):
    """The refused rows of a job as they stood in its file, each with its problem in the last column."""
    rows = list(RefusedRow.objects.filter(job=job).order_by("number"))
    columns = every_kind()[job.kind].headings
    names = job.summary.get("columns") or []
    # What was left out comes back too: nothing of a file is lost.
    names = list(dict.fromkeys([*names, *(name for row in rows for name in row.cells)]))
    headings = [str(columns[name]) if name in columns else name.removeprefix(LEFT_OUT) for name in names]
    book = Book()
    sheet = book.sheet(
        str(every_kind()[job.kind].label),
        [*headings, pgettext("column of a file", "problem")],
        widths=[*(max(14, len(text) + 4) for text in headings), 80],
    )
    for row in rows:
        sheet.append([*(row.cells.get(name) for name in names), row.sentence])
    book.save(target)
