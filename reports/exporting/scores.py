"""The closed scores of a month as a workbook, for payroll (row Nf16)."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm_project.lib.time import minute
from crm_project.lib.xlsx import Book
from reports.domain.appraisal import access
from reports.presenters.appraisal.pages import status


def write_sheet(user, month, target, mark):
    """Write the closed scores that the user may see, by department and name; returns how many."""
    rows = (
        access.visible(user)
        .filter(first=month.first)
        .select_related("person", "department", "scheme")
        .prefetch_related("corrections")
    )
    found = list(rows.order_by("department__path", "person__sort_name", "person__username"))
    headings = [
        _("Month"),
        _("Username"),
        _("Name"),
        _("Department"),
        _("Closed with"),
        _("Points"),
        _("Status"),
        _("Closed"),
    ]
    sheet = (book := Book(mark)).sheet(pgettext("score", "Scores"), headings, widths=[10, 16, 20, 24, 12, 12, 24, 18])
    for row in found:
        sheet.append(
            [
                month.key,
                row.person.username,
                str(row.person),
                str(row.department or ""),
                float(row.closed_with),
                float(row.total),
                str(status(row)[0]),
                minute(row.closed_at),
            ]
        )
    book.save(target)
    return len(found)
