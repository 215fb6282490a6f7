"""The contract as a PDF: the standard text filled in, the products as a table, room for signatures and seals (row T19)."""

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from reportlab.lib.units import mm
from reportlab.platypus import KeepTogether, Spacer

from contracts.domain.texts.standard_texts import fill_blanks
from contracts.models.choices import Clause, Promises
from contracts.rules.amount_words import capital
from crm_project.accounts.domain.departments import company_name
from crm_project.lib.money import amount_text, money_text, price_text, quantity_text
from crm_project.lib.pdf import HEAD, SMALL, TITLE, beside, document, paragraph, table
from crm_project.lib.time import local_date

PRODUCTS = "{products}"


def values_of(row):
    """What fills the blanks of a text for this contract, in the active language."""
    lines = list(row.lines.all())
    parts = [
        f"{part.label or part.due_on.isoformat()}: {money_text(part.amount, row.currency)} ({part.due_on.isoformat()})"
        for part in row.instalments.all()
    ]
    planned = [f"{d.planned_on.isoformat()}: {d.what}" for d in row.deliveries.all()]
    promised = [
        f"{p.what}" + (f" ({money_text(p.value, row.currency)})" if p.value else "") for p in row.promise_rows.all()
    ]
    return {
        "number": row.number,
        "seller": company_name(row.customer.department),
        "buyer": row.buyer,
        "credit_code": row.credit_code,
        "signatory": row.signatory,
        "signed_on": date_format(local_date(row.signed_at), "DATE_FORMAT") if row.signing_known else "",
        "quantities": _("; ").join(f"{line.name} {quantity_text(line.quantity, line.unit)}" for line in lines),
        "products": PRODUCTS,
        # With the code of the currency where the text itself names it: “{total} {currency}”.
        "total": amount_text(row.amount),
        "total_words": capital(row.amount),
        "currency": row.currency,
        "payment_method": row.payment_method,
        "instalments": _("; ").join(parts),
        "deliveries": _("; ").join(planned) or _("as agreed"),
        "promises": _("none") if row.promises == Promises.NONE else _("; ").join(promised),
        "terms": row.terms or _("none"),
    }


def pdf(row):
    """The bytes of the PDF, in the language of its text; a draft says so on every page."""
    with translation.override(row.text.language):
        # Words for translation are not looked for inside f-strings.
        values, number, draft = values_of(row), _("Number"), _("Draft")
        story = [paragraph(row.text.title, TITLE), paragraph(f"{number}: {row.number}", SMALL), Spacer(1, 4 * mm)]
        for place, clause in enumerate(Clause, 1):
            story += _clause(
                f"{place}. {clause.label}", fill_blanks(row.text.clauses.get(clause.value, ""), values), row
            )
        story.append(KeepTogether(_signatures(row, values)))
        foot = " · ".join([row.number, str(row.text), *([draft] if row.in_preparation else [])])
        return document(story, title=f"{row.text.title} {row.number}", author=values["seller"], foot=foot)


def _clause(head, text, row):
    out = [paragraph(head, HEAD)]
    before, found, after = text.partition(PRODUCTS)
    for place, part in enumerate((before, after) if found else (text,)):
        if place:
            out += [_products(row), Spacer(1, 2 * mm)]
        out += [paragraph(line) for line in part.strip().splitlines() if line.strip()]
    return out


def _products(row):
    lines = list(row.lines.all())
    reduced = any(line.discount for line in lines)
    head = [_("Discount (%)")] if reduced else []
    rows = [[_("Product"), _("Specification"), _("Quality"), _("Quantity"), _("Price"), *head, _("Amount")]]
    for line in lines:
        rows.append(
            [
                line.name,
                line.specification,
                line.quality,
                quantity_text(line.quantity, line.unit),
                price_text(line.price, row.currency, line.unit),
                *([quantity_text(line.discount)] if reduced else []),
                money_text(line.amount, row.currency),
            ]
        )
    rows.append([_("Total"), "", "", "", "", *([""] if reduced else []), money_text(row.amount, row.currency)])
    if reduced:
        return table(rows, (32, 24, 18, 20, 30, 14, 28), figures=(3, 4, 5, 6))
    return table(rows, (38, 30, 20, 20, 30, 28), figures=(3, 4, 5))


def _signatures(row, values):
    blank, signatory, day = "______________________", _("Signatory"), _("Date")
    sides = [(_("Seller (seal)"), values["seller"], ""), (_("Buyer (seal)"), row.buyer, row.signatory)]
    cells = [
        [
            paragraph(text)
            for text in (head, name, f"{signatory}: {signs or blank}", f"{day}: {values['signed_on'] or blank}")
        ]
        for head, name, signs in sides
    ]
    return [Spacer(1, 10 * mm), beside(*cells)]
