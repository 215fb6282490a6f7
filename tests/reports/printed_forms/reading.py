"""A printed form, read back."""

import io

import pytest
from pypdf import PdfReader

from tests.pdf_fonts import all_embedded

A4 = (pytest.approx(595.28, abs=0.5), pytest.approx(841.89, abs=0.5))


def read(client, url, language, **more):
    """Texts of the pages without spaces, checked for what holds of every form."""
    answer = client.get(url, {"language": language, **more})
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    assert all_embedded(answer.content)
    pages = PdfReader(io.BytesIO(answer.content)).pages
    assert all((page.mediabox.width, page.mediabox.height) == A4 for page in pages)
    texts = ["".join(page.extract_text().split()) for page in pages]
    assert all(f"{n}/{len(texts)}" in text for n, text in enumerate(texts, 1))
    return texts


def within(text, whole):
    return "".join(text.split()) in whole
