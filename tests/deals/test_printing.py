"""Quotes as PDF files: in the customer's language, marked until approved, for whoever sees the deal (row Na11)."""

import io
from datetime import date
from decimal import Decimal

import pytest
from pypdf import PdfReader

from crm_project.audit.models import Entry
from deals.domain import quotes
from tests.cast import NOW, customer
from tests.deals.world import deal, product
from tests.pdf_fonts import all_embedded

pytestmark = [pytest.mark.req("Na11"), pytest.mark.django_db]


def read(answer):
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf" and all_embedded(answer.content)
    return " ".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages).split())


@pytest.mark.parametrize(
    "language, said",
    [
        (
            "en",
            [
                "Quotation",
                "Product P-1",
                "3,000.00",
                "¥27,000.00",
                "10 %",
                "Valid until 2026-04-01",
                "net <30> days",
            ],
        ),
        ("zh-hans", ["报价单", "产品P-1", "¥27,000.00", "2026-04-01"]),
    ],
)
def test_a_quote_is_a_pdf_in_the_customers_language_with_a_mark_until_it_is_approved(
    cast, clock, signed_in, language, said
):
    made = deal(customer(cast.rep), cast.rep)
    lines = [(product(price="3000"), Decimal(10), Decimal(10))]
    row = quotes.write_quote(
        deal_id=made.pk, lines=lines, valid_until=date(2026, 4, 1), terms="net <30> days", by=cast.rep, at=NOW
    )
    address = f"/deals/quotes/{row.pk}/pdf/?language={language}"
    text, mark = read(signed_in(cast.rep).get(address)), {"en": "Not approved", "zh-hans": "未批准"}[language]
    assert mark in text and row.number in text and made.customer.name in text
    for words in said:
        assert words in text, (words, text)
    row.status = "approved"
    row.save(update_fields=["status"])
    assert mark not in read(signed_in(cast.rep).get(address))
    assert Entry.objects.filter(action="quote.printed").count() == 2
    assert f"/deals/quotes/{row.pk}/pdf/" in signed_in(cast.rep).get(f"/deals/quotes/{row.pk}/").text
    assert signed_in(cast.stranger).get(address).status_code == 404
