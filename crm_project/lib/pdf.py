"""What printed documents share: the font, the page with its foot and mark, tables (rows Na11, T19)."""

import io
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings
from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import CondPageBreak, HRFlowable, PageBreak, Paragraph, SimpleDocTemplate, Table, TableStyle

# Embedded in every document, of it the characters that the document has: it looks the same on every machine, and
# prints where no Chinese font is installed. `make setup` puts the file there.
FONT = "NotoSansSC"
FILE = settings.BASE_DIR / "fonts/NotoSansSC-Regular.ttf"

PLAIN = ParagraphStyle(
    "plain", fontName=FONT, bulletFontName=FONT, fontSize=10.5, leading=17, wordWrap="CJK", spaceAfter=4
)
HEAD = ParagraphStyle("head", parent=PLAIN, fontSize=11.5, spaceBefore=8)
TITLE = ParagraphStyle("title", parent=PLAIN, fontSize=18, leading=26, alignment=TA_CENTER, spaceAfter=6)
SMALL = ParagraphStyle("small", parent=PLAIN, fontSize=9, leading=13, spaceAfter=0)
# Text without Chinese is broken between its words alone.
LATIN = ParagraphStyle("latin", parent=SMALL, wordWrap=None)
FIRST_CHINESE = "\u2e80"
COMPANY = ParagraphStyle("company", parent=SMALL, fontSize=10.5, leading=15, alignment=TA_CENTER)
PRINTED = ParagraphStyle("printed", parent=SMALL, alignment=TA_CENTER, textColor=colors.dimgrey, spaceAfter=6)
FIGURE = ParagraphStyle("figure", parent=SMALL, alignment=TA_RIGHT)
SIDE = 22 * mm
ROOM_BELOW_HEADING = 25 * mm
FOOT = 8  # size of the foot
ROOM_FOR_NUMBER = 18 * mm
COUNT = "count"  # what is drawn once all pages are known
# A row that no page can hold goes on on the next, from a piece of this height on.
LEAST_PIECE = 12 * mm
PIECE = 1000  # characters
# A table names a font for each cell, whatever stands in it.
CELLS = ("FONTNAME", (0, 0), (-1, -1), FONT)
GRID = [
    CELLS,
    ("GRID", (0, 0), (-1, -1), 0.4, colors.grey),
    ("BACKGROUND", (0, 0), (-1, 0), colors.whitesmoke),
    ("VALIGN", (0, 0), (-1, 0), "MIDDLE"),
    # A row that goes on on the next page must begin at its top.
    ("VALIGN", (0, 1), (-1, -1), "TOP"),
]


@cache
def font() -> TTFont:
    """The font, read when the first document is made: most processes make none."""
    read = TTFont(FONT, FILE)
    pdfmetrics.registerFont(read)
    return read


def in_font(text: str) -> str:
    """The text in characters that the font has: Łódź is written Lódz, and what it lacks altogether is a □."""
    known = font().face.charToGlyph
    if all(ord(character) in known for character in text):
        return text
    return "".join(_in_font(character, known) for character in text)


def _in_font(character: str, known: dict[int, int]) -> str:
    if ord(character) in known or character in "\n\t":
        return character
    plain = unicodedata.name(character, "").partition(" WITH ")[0]
    for found in (unicodedata.normalize("NFKD", character), _named(plain)):
        without = "".join(part for part in found if ord(part) in known and not unicodedata.combining(part))
        if without:
            return without
    return "" if unicodedata.category(character)[0] in "CM" else "□"


def _named(name: str) -> str:
    try:
        return unicodedata.lookup(name)
    except KeyError:
        return ""


def fitting(text: str, width: float, size: float) -> str:
    """The text in characters of the font, cut off with an ellipsis where it is wider than that."""
    shown = in_font(text)
    while shown and pdfmetrics.stringWidth(shown, FONT, size) > width:
        shown = shown.removesuffix("…")[:-1].rstrip() + "…"
    return shown


def paragraph(text: str, style: ParagraphStyle = PLAIN) -> Paragraph:
    """A piece of text as a paragraph, whatever signs are in it."""
    return Paragraph(escape(in_font(str(text))), style)


def small(text: str) -> Paragraph:
    """A short text, as in a box."""
    return paragraph(text, SMALL if any(one >= FIRST_CHINESE for one in text) else LATIN)


def line_to_write_on() -> HRFlowable:
    """A ruled line as wide as the page, with room to write above it."""
    return HRFlowable(width="100%", thickness=0.4, color=colors.black, spaceBefore=8 * mm, spaceAfter=1.5 * mm)


def field_to_write_in(label: str, width: float = 160 * mm) -> Table:
    """A label with a ruled line beside it, whatever the length of the label."""
    text = in_font(f"{label}: ")
    named = min(pdfmetrics.stringWidth(text, FONT, PLAIN.fontSize) + 2 * mm, width * 0.6)
    ruled = ("LINEBELOW", (1, 0), (1, 0), 0.4, colors.black)
    sides = [("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 0)]
    return Table([[paragraph(text), ""]], colWidths=[named, width - named], hAlign="LEFT", style=[CELLS, ruled, *sides])


def pieces(text: str) -> Iterator[str]:
    """Lines of the text, a very long one in pieces that end with a sentence: what is cut by two pages loses its spaces."""
    for line in text.splitlines():
        while len(line) > PIECE:
            end = max(line.rfind(mark, PIECE // 2, PIECE) for mark in ("。", "；", ". ", "; ", " ")) + 1 or PIECE
            yield line[:end].strip()
            line = line[end:]
        if line.strip():
            yield line.strip()


def cell(text: str) -> list[Paragraph]:
    """What stands in a cell of a table, each line of it below the other."""
    return [small(line) for line in pieces(text)]


class Rows(Table):
    """A table whose rows stay whole where a page can hold them: the next one begins on the next page, under its head."""

    def split(self, width: float, height: float) -> list[Any]:
        parts = super().split(width, height)
        if len(parts) == 2 and parts[0]._nrows + parts[1]._nrows - self.repeatRows == self._nrows:
            return [parts[0], PageBreak(), parts[1]]
        return list(parts)


def table(rows: Sequence[Sequence[Any]], widths: Sequence[int], *, figures: Sequence[int] = ()) -> Table:
    """Rows of text with a head that repeats on every page, a row too long for one page going on on the next;
    `figures` are the columns set to the right."""
    cells = [
        [paragraph(text, FIGURE) if n in figures else cell(str(text)) for n, text in enumerate(row)] for row in rows
    ]
    return Table(
        cells,
        colWidths=[width * mm for width in widths],
        repeatRows=1,
        splitInRow=LEAST_PIECE,
        style=TableStyle(GRID),
    )


def beside(left: Sequence[Paragraph], right: Sequence[Paragraph]) -> Table:
    """Two columns of paragraphs, such as the two sides of a contract."""
    return Table(
        [[left, right]],
        colWidths=[83 * mm, 83 * mm],
        style=[CELLS, ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)],
    )


def _headings_with_text(story: Sequence[Any]) -> Iterator[Any]:
    """No heading is left alone at the foot of a page: there is room for some lines below it, or the page ends before it."""
    for part in story:
        if getattr(part, "style", None) is HEAD:
            yield CondPageBreak(ROOM_BELOW_HEADING)
        yield part


class _Counted(Canvas):
    """A page of it names the number of all pages, which is known when the last one is drawn."""

    def save(self) -> None:
        pages = self.getPageNumber() - 1
        self.beginForm(COUNT)
        self.setFillColor(colors.grey)
        self.setFont(FONT, FOOT)
        self.drawString(0, 0, f" / {pages}")
        self.endForm()
        super().save()


def document(
    story: Sequence[Any],
    *,
    title: str,
    author: str,
    foot: str,
    mark: str = "",
    counted: bool = False,
    top: float = SIDE,
) -> bytes:
    """The bytes of the PDF; `mark` lies across every page. `counted`: its pages are numbered “1 / 2”."""
    out = io.BytesIO()
    page = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=SIDE,
        rightMargin=SIDE,
        topMargin=top,
        bottomMargin=20 * mm,
        title=title,
        author=author,
        initialFontName=font().fontName,
    )

    def draw(canvas: Canvas, built: SimpleDocTemplate) -> None:
        canvas.saveState()
        canvas.setFillColor(colors.grey)
        canvas.setFont(FONT, FOOT)
        canvas.drawString(SIDE, 12 * mm, fitting(foot, A4[0] - 2 * SIDE - ROOM_FOR_NUMBER, FOOT))
        if counted:
            canvas.drawRightString(A4[0] - SIDE - 8 * mm, 12 * mm, str(built.page))
            canvas.translate(A4[0] - SIDE - 8 * mm, 12 * mm)
            canvas.doForm(COUNT)
            canvas.translate(SIDE + 8 * mm - A4[0], -12 * mm)
        else:
            canvas.drawRightString(A4[0] - SIDE, 12 * mm, str(built.page))
        if mark:
            canvas.setFillAlpha(0.16)
            canvas.setFont(FONT, 64)
            canvas.translate(A4[0] / 2, A4[1] / 2)
            canvas.rotate(35)
            canvas.drawCentredString(0, 0, in_font(mark))
        canvas.restoreState()

    page.build(
        list(_headings_with_text(story)),
        onFirstPage=draw,
        onLaterPages=draw,
        canvasmaker=_Counted if counted else Canvas,
    )
    return out.getvalue()
