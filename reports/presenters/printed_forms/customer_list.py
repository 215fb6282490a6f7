"""A blank customer list; a filled one is the export of the list as a PDF (rows T4, M3)."""

from django.utils.translation import gettext as _

from crm_project.lib.pdf_boxes import rows_to_fill
from customers.exporting.print_file import headings

from .sheet import pdf

ROWS = 26
WIDTHS = (11, 23, 37, 16, 20, 18, 22, 19)


def customer_list(printing):
    """The columns of the printed list, with numbered rows to write in."""
    rows = [[str(n), *[""] * len(headings())] for n in range(1, ROWS + 1)]
    story = [rows_to_fill([_("No."), *headings()], rows, WIDTHS)]
    return pdf(_("Customer list"), story, printing=printing, about=False)
