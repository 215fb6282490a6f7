"""What printed documents share: the font, the page with its foot and mark, tables (rows Na11, T19)."""

import io
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

# Every PDF reader brings this font for Chinese: nothing is embedded, a document has 10 kB.
FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))

PLAIN = ParagraphStyle("plain", fontName=FONT, fontSize=10.5, leading=17, wordWrap="CJK", spaceAfter=4)
HEAD = ParagraphStyle("head", parent=PLAIN, fontSize=11.5, spaceBefore=8)
TITLE = ParagraphStyle("title", parent=PLAIN, fontSize=18, leading=26, alignment=TA_CENTER, spaceAfter=6)
SMALL = ParagraphStyle("small", parent=PLAIN, fontSize=9, leading=13, spaceAfter=0)
FIGURE = ParagraphStyle("figure", parent=SMALL, alignment=TA_RIGHT)
SIDE = 22 * mm
# What the font has no character for, written with one that it has.
_IN_FONT = str.maketrans({"¥": "￥", "€": "EUR ", "£": "GBP ", "\u00a0": " "})
GRID = [
    ("GRID", (0, 0), (-1, -1), 0.4, colors.grey),
    ("BACKGROUND", (0, 0), (-1, 0), colors.whitesmoke),
    ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
]


def paragraph(text: str, style: ParagraphStyle = PLAIN) -> Paragraph:
    """A piece of text as a paragraph, whatever signs are in it."""
    return Paragraph(escape(str(text).translate(_IN_FONT)), style)


def table(rows: Sequence[Sequence[Any]], widths: Sequence[int], *, figures: Sequence[int] = ()) -> Table:
    """Rows of text with a head that repeats on every page; `figures` are the columns set to the right."""
    cells = [[paragraph(cell, FIGURE if n in figures else SMALL) for n, cell in enumerate(row)] for row in rows]
    return Table(cells, colWidths=[width * mm for width in widths], repeatRows=1, style=TableStyle(GRID))


def beside(left: Sequence[Paragraph], right: Sequence[Paragraph]) -> Table:
    """Two columns of paragraphs, such as the two sides of a contract."""
    return Table(
        [[left, right]],
        colWidths=[83 * mm, 83 * mm],
        style=[("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)],
    )


def document(story: Sequence[Any], *, title: str, author: str, foot: str, mark: str = "") -> bytes:
    """The bytes of the PDF; `mark` lies across every page."""
    out = io.BytesIO()
    page = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=SIDE,
        rightMargin=SIDE,
        topMargin=SIDE,
        bottomMargin=20 * mm,
        title=title,
        author=author,
    )

    def draw(canvas: Canvas, built: SimpleDocTemplate) -> None:
        canvas.saveState()
        canvas.setFillColor(colors.grey)
        canvas.setFont(FONT, 8)
        canvas.drawString(SIDE, 12 * mm, foot)
        canvas.drawRightString(A4[0] - SIDE, 12 * mm, str(built.page))
        if mark:
            canvas.setFillAlpha(0.16)
            canvas.setFont(FONT, 64)
            canvas.translate(A4[0] / 2, A4[1] / 2)
            canvas.rotate(35)
            canvas.drawCentredString(0, 0, mark)
        canvas.restoreState()

    page.build(story, onFirstPage=draw, onLaterPages=draw)
    return out.getvalue()
