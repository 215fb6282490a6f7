"""The quote as a PDF, in the customer's language, with a mark across it until it is approved (row Na11)."""

from django.utils import translation
from django.utils.translation import gettext as _
from reportlab.lib.units import mm
from reportlab.platypus import KeepTogether, Spacer

from crm_project.accounts.domain.departments import company_name
from crm_project.lib.money import money_text, price_text, quantity_text
from crm_project.lib.pdf import HEAD, PLAIN, SMALL, TITLE, beside, document, paragraph, table
from crm_project.lib.time import local_date
from deals.models.choices import OFFERED, QuoteStatus

# Only one that was approved goes out without a mark across it.
CLEAR = (*OFFERED, QuoteStatus.REJECTED)
LANGUAGES = {"en": "English", "zh-hans": "中文"}


def mark_of(quote):
    """What lies across the document in the active language; empty once it was approved."""
    return "" if quote.status in CLEAR else _("Not approved")


def pdf(quote, language, lines=None):
    """The bytes of the PDF. `lines`: those of a quote that is not saved."""
    lines = quote.lines.select_related("product") if lines is None else lines
    with translation.override(language):
        deal, mark = quote.deal, mark_of(quote)
        seller, writer = company_name(deal.department), quote.created_by
        ours = [
            seller,
            deal.department.name,
            " · ".join(filter(None, [writer.full_name, writer.mobile])) if writer else "",
            writer.email if writer else "",
        ]
        theirs = [_("For"), deal.customer.name, deal.customer.address]
        # Words for translation are not looked for inside f-strings.
        head, number, day, until, project = _("Quotation"), _("Number"), _("Date"), _("Valid until"), _("Project")
        story = [
            paragraph(head, TITLE),
            beside(_lines(ours), _lines(theirs)),
            Spacer(1, 4 * mm),
            paragraph(
                f"{number} {quote.number} · {day} {local_date(quote.created_at).isoformat()} · {until} {quote.valid_until or '–'}",
                SMALL,
            ),
            paragraph(f"{project} {deal.name}", SMALL),
            Spacer(1, 3 * mm),
            _products(quote, lines),
        ]
        if quote.terms:
            story += [
                paragraph(_("Terms"), HEAD),
                *(paragraph(line) for line in quote.terms.splitlines() if line.strip()),
            ]
        blank = "______________________"
        story.append(
            KeepTogether([Spacer(1, 14 * mm), beside(_lines([seller, blank]), _lines([deal.customer.name, blank]))])
        )
        return document(story, title=f"{head} {quote.number}", author=seller, foot=quote.number, mark=mark)


def _lines(texts):
    return [paragraph(text, PLAIN if n == 0 else SMALL) for n, text in enumerate(texts) if text]


def _products(quote, lines):
    rows = [[_("Product"), _("Quantity"), _("List price"), _("Discount"), _("Amount")]]
    for line in lines:
        name = f"{line.product} · {line.product.specification}" if line.product.specification else str(line.product)
        discount = f"{quantity_text(line.discount)} %" if line.discount else "–"
        rows.append(
            [
                name,
                quantity_text(line.quantity, line.product.unit),
                price_text(line.list_price, quote.currency, line.product.unit),
                discount,
                money_text(line.amount, quote.currency),
            ]
        )
    rows.append([_("Total"), "", "", "", money_text(quote.total, quote.currency)])
    return table(rows, (58, 22, 36, 18, 32), figures=(1, 2, 3, 4))
