"""Labels of paper folders, to be cut from A4 (row T6)."""

import io

import segno
from django.utils.translation import gettext as _
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from crm_project.accounts.domain.departments import company_name
from crm_project.lib.pdf import FONT, fitting, font
from customers.domain.custody.reading import label_address

ACROSS, DOWN = 2, 7
WIDE, HIGH = 92 * mm, 38 * mm
LEFT, TOP = (A4[0] - ACROSS * WIDE) / 2, 15 * mm
CODE, PAD = 30 * mm, 4 * mm


def sheet(folders):
    """The bytes of the PDF: fourteen labels a page."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.setTitle(_("Folder labels"))
    font()
    for n, folder in enumerate(folders):
        place = n % (ACROSS * DOWN)
        if n and not place:
            canvas.showPage()
        _label(canvas, folder, LEFT + place % ACROSS * WIDE, A4[1] - TOP - (place // ACROSS + 1) * HIGH)
    canvas.save()
    return out.getvalue()


def _label(canvas, folder, x, y):
    canvas.setStrokeColor(colors.lightgrey)
    canvas.setLineWidth(0.3)
    canvas.rect(x, y, WIDE, HIGH)
    _code(canvas, label_address(folder.pk), x + PAD, y + (HIGH - CODE) / 2)
    left, room = x + CODE + 2 * PAD, WIDE - CODE - 3 * PAD
    lines = [
        (29, 8, colors.dimgrey, company_name(folder.customer.department)),
        (21.5, 15, colors.black, folder.number),
        (15, 9, colors.black, folder.customer.name),
        (10.5, 8, colors.dimgrey, folder.customer.code),
        (6, 8, colors.black, f"{folder.get_kind_display()} · {folder.title}"),
        (2, 7, colors.dimgrey, str(folder.place)),
    ]
    for up, size, colour, text in lines:
        canvas.setFont(FONT, size)
        canvas.setFillColor(colour)
        canvas.drawString(left, y + 2 * mm + up * mm, fitting(text, room, size))


def _code(canvas, text, x, y):
    rows = [list(row) for row in segno.make(text, error="m").matrix_iter(border=2)]
    side = CODE / len(rows)
    canvas.setFillColor(colors.black)
    for n, row in enumerate(rows):
        for m, dark in enumerate(row):
            if dark:
                canvas.rect(x + m * side, y + CODE - (n + 1) * side, side, side, stroke=0, fill=1)
