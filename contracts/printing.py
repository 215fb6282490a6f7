"""The contract as a PDF: the standard text filled in, the products as a table, room for signatures and seals (row T19)."""

import io
from xml.sax.saxutils import escape

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from assignment.policies import local_date
from crm_project.accounts.models import Department

from .amount_words import capital
from .choices import Clause, Promises
from .texts import fill

# Every PDF reader brings this font for Chinese: nothing is embedded, a contract has 10 kB.
FONT = "STSong-Light"
PRODUCTS = "{products}"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))

_PLAIN = ParagraphStyle("plain", fontName=FONT, fontSize=10.5, leading=17, wordWrap="CJK", spaceAfter=4)
_HEAD = ParagraphStyle("head", parent=_PLAIN, fontSize=11.5, spaceBefore=8)
_TITLE = ParagraphStyle("title", parent=_PLAIN, fontSize=18, leading=26, alignment=TA_CENTER, spaceAfter=6)
_SMALL = ParagraphStyle("small", parent=_PLAIN, fontSize=9, leading=13, spaceAfter=0)


def _money(value):
    return f"{value:,.2f}"


def seller():
    """The company: the department above all others."""
    return Department.objects.filter(parent=None).order_by("pk").values_list("name", flat=True).first() or ""


def values_of(row):
    """What fills the blanks of a text for this contract, in the active language."""
    lines = list(row.lines.all())
    parts = [f"{part.label or part.due_on.isoformat()}: {_money(part.amount)} {row.currency} ({part.due_on.isoformat()})" for part in row.instalments.all()]
    planned = [f"{d.planned_on.isoformat()}: {d.what}" for d in row.deliveries.all()]
    promised = [f"{p.what}" + (f" ({_money(p.value)})" if p.value else "") for p in row.promise_rows.all()]
    return {
        "number": row.number, "seller": seller(), "buyer": row.buyer, "credit_code": row.credit_code, "signatory": row.signatory,
        "signed_on": date_format(local_date(row.signed_at), "DATE_FORMAT") if row.signing_known else "",
        "quantities": _("; ").join(f"{line.name} {line.quantity.normalize():f} {line.unit}".strip() for line in lines),
        "products": PRODUCTS, "total": _money(row.amount), "total_words": capital(row.amount), "currency": row.currency,
        "payment_method": row.payment_method, "instalments": _("; ").join(parts), "deliveries": _("; ").join(planned) or _("as agreed"),
        "promises": _("none") if row.promises == Promises.NONE else _("; ").join(promised), "terms": row.terms or _("none"),
    }  # fmt: skip


def pdf(row):
    """The bytes of the PDF, in the language of its text; a draft says so on every page."""
    with translation.override(row.text.language):
        values, story = values_of(row), [Paragraph(escape(row.text.title), _TITLE), Paragraph(f"{_('Number')}: {escape(row.number)}", _SMALL), Spacer(1, 4 * mm)]
        for number, clause in enumerate(Clause, 1):
            story += _clause(f"{number}. {clause.label}", fill(row.text.clauses.get(clause.value, ""), values), row)
        story.append(KeepTogether(_signatures(row, values)))
        out = io.BytesIO()
        page = SimpleDocTemplate(
            out, pagesize=A4, leftMargin=22 * mm, rightMargin=22 * mm, topMargin=22 * mm, bottomMargin=20 * mm, title=f"{row.text.title} {row.number}",
            author=seller(),
        )  # fmt: skip
        foot = " · ".join([row.number, str(row.text), *([_("Draft")] if row.in_preparation else [])])
        page.build(story, onFirstPage=_foot(foot), onLaterPages=_foot(foot))
        return out.getvalue()


def _clause(head, text, row):
    out = [Paragraph(escape(head), _HEAD)]
    before, found, after = text.partition(PRODUCTS)
    for said in (before, after) if found else (text,):
        if said is after and found:
            out += [_products(row), Spacer(1, 2 * mm)]
        out += [Paragraph(escape(part), _PLAIN) for part in said.strip().splitlines() if part.strip()]
    return out


def _products(row):
    heads = [_("Product"), _("Specification"), _("Quality"), _("Quantity"), _("Price"), _("Amount")]
    rows = [[Paragraph(escape(str(head)), _SMALL) for head in heads]]
    for line in row.lines.all():
        cells = [line.name, line.specification, line.quality, f"{line.quantity.normalize():f} {line.unit}", f"{line.price:,.4f}".rstrip("0").rstrip("."), _money(line.amount)]
        rows.append([Paragraph(escape(str(cell)), _SMALL) for cell in cells])
    rows.append([Paragraph(_("Total"), _SMALL), "", "", "", "", Paragraph(f"{_money(row.amount)} {row.currency}", _SMALL)])
    table = Table(rows, colWidths=[width * mm for width in (44, 34, 24, 22, 18, 24)], repeatRows=1)
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.4, colors.grey), ("BACKGROUND", (0, 0), (-1, 0), colors.whitesmoke), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]))
    return table


def _signatures(row, values):
    blank = "______________________"
    sides = [(_("Seller (seal)"), seller(), ""), (_("Buyer (seal)"), row.buyer, row.signatory)]
    # Not inside the f-string: there no text is found for translation.
    signatory, day = _("Signatory"), _("Date")
    cells = [
        [Paragraph(escape(str(said)), _PLAIN) for said in (head, name, f"{signatory}: {signs or blank}", f"{day}: {values['signed_on'] or blank}")]
        for head, name, signs in sides
    ]
    return [Spacer(1, 10 * mm), Table([cells], colWidths=[83 * mm, 83 * mm], style=[("VALIGN", (0, 0), (-1, -1), "TOP")])]


def _foot(text):
    def draw(canvas, page):
        canvas.saveState()
        canvas.setFont(FONT, 8)
        canvas.setFillColor(colors.grey)
        canvas.drawString(22 * mm, 12 * mm, text)
        canvas.drawRightString(A4[0] - 22 * mm, 12 * mm, str(page.page))
        canvas.restoreState()

    return draw
