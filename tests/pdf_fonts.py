"""Which fonts a PDF asks of the machine that shows it: none, or it looks different everywhere."""

import io

from pypdf import PdfReader


def fonts(content: bytes) -> tuple[set[str], set[str]]:
    """Names of the fonts that stand in the document, and of those that it expects on the machine."""
    within, without = set(), set()
    for page in PdfReader(io.BytesIO(content)).pages:
        for font in page["/Resources"].get("/Font", {}).values():
            font = font.get_object()
            descriptor = font.get("/FontDescriptor", {})
            file = descriptor.get_object().get("/FontFile2") if descriptor else None
            (without if file is None else within).add(font["/BaseFont"])
    return within, without


def all_embedded(content: bytes) -> bool:
    """Whether it looks the same on every machine."""
    within, without = fonts(content)
    return bool(within) and not without
