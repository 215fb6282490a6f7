"""The figures of people's work as a workbook: a line for each person, as on the page (rows Z2, Nf1)."""

from django.utils.translation import gettext as _

from crm_project.lib.figure import MONEY
from crm_project.lib.money import cents
from crm_project.lib.xlsx import Book
from reports.domain import figures
from reports.presenters import figures as shown

# People in one workbook.
MOST = 1000


def write_figures(user, department, first, last, target, mark):
    """Write the figures of those whom the user sees, within a department and below; returns how many people."""
    rows = figures.people(user).filter(is_active=True).order_by("sort_name", "username")
    if department:
        rows = rows.filter(department__path__startswith=department.path)
    people = list(rows.select_related("department")[:MOST])
    found = figures.count([person.pk for person in people], first, last)
    columns = shown.met(found)
    headings = [_("Person"), _("Department"), *(str(figure.label) for figure in columns)]
    book = Book(mark)
    sheet = book.sheet(f"{first:%F} {last:%F}", headings, widths=[20, 24])
    for person in people:
        values = [_value(figure, found.get(person.pk, {}).get(figure.key, 0)) for figure in columns]
        sheet.append([str(person), str(person.department or ""), *values])
    about = book.sheet(_("What each figure counts"), ["", ""], widths=[28, 90], wrap=True)
    for figure in columns:
        about.append([str(figure.label), str(figure.says)])
    book.save(target)
    return len(people)


def _value(figure, value):
    return float(cents(value)) if figure.unit == MONEY else int(value)
