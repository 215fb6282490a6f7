"""A customer list as a PDF to be printed, with who and when on every page (row M3).

Drawn line by line: tables of a layout library take minutes for ten thousand rows.
"""

from django.utils.translation import gettext as _
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from crm_project.lib.pdf import FONT, fitting, font, in_font
from customers.models.choices import Stage

WIDTH, HEIGHT = landscape(A4)
SIDE, LINE, SIZE = 12 * mm, 5.2 * mm, 8.5
TOP, BOTTOM = HEIGHT - 24 * mm, 16 * mm
WIDTHS = (24, 82, 20, 36, 28, 36, 46)  # mm


def headings():
    """What stands over the columns."""
    return [_("Code"), _("Customer"), _("Stage"), _("Owner"), _("Deadline"), _("Phone"), _("Contact")]


def write_list(path, rows, *, line, note, total):
    """Write rows ({column: value}, as exports have them) to `path`; `line` says who and when, `note` what was cut off."""
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT), initialFontName=font().fontName)
    canvas.setTitle(_("Customer list"))
    page, y = 0, BOTTOM
    for row in rows:
        if y <= BOTTOM:
            if page:
                canvas.showPage()
            page += 1
            y = _begin(canvas, page, line, note, total)
        _write(canvas, y, _cells(row))
        y -= LINE
    if not page:
        _begin(canvas, 1, line, note, total)
    canvas.save()


def _cells(row):
    day = (row["deadline"] or "")[:10]
    stage = str(Stage(row["stage"]).label)
    owner = row["owner_name"] or _("In the public pool")
    return [row["code"], row["full_name"], stage, owner, day, row["phone"], row["contact_name"]]


def _begin(canvas, page, line, note, total):
    """Head and foot of a page; returns where its first row stands."""
    canvas.setFont(FONT, 12)
    head = _("Customer list: %(n)s customers") % {"n": f"{total:,}"}
    canvas.drawString(SIDE, HEIGHT - 14 * mm, in_font(f"{head} {note}".strip()))
    canvas.setFont(FONT, 8)
    canvas.drawString(SIDE, 8 * mm, in_font(line))
    canvas.drawRightString(WIDTH - SIDE, 8 * mm, str(page))
    canvas.setFont(FONT, SIZE)
    _write(canvas, TOP, headings())
    canvas.line(SIDE, TOP - 1.5 * mm, WIDTH - SIDE, TOP - 1.5 * mm)
    return TOP - LINE


def _write(canvas, y, cells):
    x = SIDE
    for width, text in zip(WIDTHS, cells, strict=True):
        canvas.drawString(x, y, fitting(str(text or ""), (width - 2) * mm, SIZE))
        x += width * mm
