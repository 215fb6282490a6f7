"""The visit sheet as a PDF: to be filled in and signed by hand, or as it was signed (row Ni21)."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override
from reportlab.lib.units import mm
from reportlab.platypus import Image, KeepTogether, Spacer

from crm_project.accounts.domain.departments import company_name
from crm_project.lib.pdf import (
    HEAD,
    PLAIN,
    SMALL,
    TITLE,
    document,
    field_to_write_in,
    line_to_write_on,
    paragraph,
    table,
)
from service.models import ServiceOrder, VisitSheet

from . import text

# What is longer stands below the table, as wide as the page.
LONG = 200
# How much room is left to write, in lines, where one is not enough.
ROOM = {"content": 7, "material": 3}


def pdf(sheet: VisitSheet, picture: bytes | None = None) -> bytes:
    """The sheet in its language; signed it says by whom, and `picture` is the drawn signature."""
    with override(sheet.language):
        end = _agreed(sheet, picture) if sheet.signed_at else _by_hand()
        check = _("Check number of this text (SHA-256): %(digest)s") % {"digest": sheet.digest}
        story = [
            paragraph(sheet.body["title"], TITLE),
            *_text(sheet.body["lines"]),
            Spacer(1, 6 * mm),
            KeepTogether([*end, Spacer(1, 3 * mm), paragraph(check, SMALL)]),
        ]
        return _document(story, sheet.order, f"{sheet.order.number}-{sheet.number}")


def blank(order: ServiceOrder, language: str) -> bytes:
    """A sheet to be filled in by hand, with what is known of the order."""
    with override(language):
        story = [paragraph(text.title(), TITLE), *_text(text.head(order)), Spacer(1, 4 * mm)]
        for name, label in text.to_fill():
            lines = ROOM.get(name, 0)
            story.append(paragraph(f"{label}:") if lines else field_to_write_in(label))
            story += [line_to_write_on() for _line in range(lines)]
        return _document([*story, KeepTogether(_by_hand())], order, order.number)


def _text(lines: Sequence[Sequence[str]]) -> list[Any]:
    """Short lines as a table, long ones below it."""
    short = [list(line) for line in lines if len(line[1]) <= LONG and "\n" not in line[1]]
    out: list[Any] = [table([[_("Item"), _("Content")], *short], (45, 121))]
    for label, said in (line for line in lines if list(line) not in short):
        out.append(paragraph(label, HEAD))
        out += [paragraph(part) for part in said.splitlines() if part.strip()]
    return out


def _by_hand() -> list[Any]:
    labels = (_("Name of the customer's signatory"), _("Signature"), _("Date"))
    return [Spacer(1, 6 * mm), *(field_to_write_in(label, 110 * mm) for label in labels)]


def _agreed(sheet: VisitSheet, picture: bytes | None) -> list[Any]:
    said = paragraph(text.agreed(sheet), PLAIN)
    if picture is None:
        return [said]
    drawn = Image(BytesIO(picture))
    scale = min(70 * mm / drawn.imageWidth, 30 * mm / drawn.imageHeight)
    drawn.drawWidth, drawn.drawHeight, drawn.hAlign = drawn.imageWidth * scale, drawn.imageHeight * scale, "LEFT"
    return [drawn, said]


def _document(story: Sequence[Any], order: ServiceOrder, number: str) -> bytes:
    name = company_name(order.customer.department)
    foot = " · ".join(part for part in (number, name, order.customer.name) if part)
    return document(story, title=f"{text.title()} {number}", author=name, foot=foot)
