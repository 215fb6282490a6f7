"""Printed documents carry their font with them, and write every name in characters that it has (rows Na11, T19)."""

import io
from pathlib import Path

import pytest
from django.conf import settings
from pypdf import PdfReader
from reportlab.lib.units import mm
from reportlab.platypus import PageBreak

from crm_project.lib import pdf
from tests.pdf_fonts import all_embedded, fonts

# What chooses a font in reportlab.
CHOOSING = ("TTFont", "CIDFont", "pdfmetrics import registerFont", "ParagraphStyle", "import Paragraph", "StyleSheet")
pytestmark = pytest.mark.req("Na11", "T19")


def made(*texts, **more):
    story = [pdf.paragraph(text) for text in texts]
    return pdf.document(story, **{"title": "t", "author": "a", "foot": "第 1 页", **more})


def test_a_document_asks_no_font_of_the_machine_that_shows_it():
    content = made("服务单：更换轴承", mark="草稿")
    assert fonts(content) == ({"/AAAAAA+NotoSansSC-Regular"}, set())
    rows = pdf.table([["项目", "内容"], ["Item", "¥ 12"]], (45, 121), figures=(1,))
    sides = pdf.beside([pdf.paragraph("甲方")], [pdf.paragraph("乙方")])
    assert all_embedded(pdf.document([rows, sides], title="t", author="a", foot="f"))
    assert len(content) < 40_000  # of ten megabytes only the characters that stand in it


@pytest.mark.parametrize(
    "text, written",
    [
        ("服务单 Visit sheet ¥ € £ “测试” – ①", "服务单 Visit sheet ¥ € £ “测试” – ①"),
        ("Łódź, Škoda, Nguyễn, Đà Nẵng", "Lódz, Skoda, Nguyễn, Đà Nẵng"),
        ("2\u2009kg\u200b 5\u202fm", "2 kg 5 m"),
        ("a\nb\tc", "a\nb\tc"),
        ("😀 한", "□ □"),
        ("", ""),
    ],
)
def test_what_the_font_lacks_is_written_with_what_it_has(text, written):
    assert pdf.in_font(text) == written
    read = "".join(page.extract_text() for page in PdfReader(io.BytesIO(made(text or "-"))).pages)
    assert "".join(written.split()) in "".join(read.split())


@pytest.mark.parametrize(
    "label", ["日期", "Name of the customer's signatory", "A label that is much longer than any line " * 3]
)
def test_a_line_to_write_on_stands_beside_its_label_and_is_never_broken(label):
    field = pdf.field_to_write_in(label)
    named, ruled = field._argW
    assert named + ruled == pytest.approx(160 * mm) and ruled >= 60 * mm
    content = pdf.document([field, pdf.line_to_write_on()], title="t", author="a", foot="f")
    assert "_" not in PdfReader(io.BytesIO(content)).pages[0].extract_text()


def test_a_heading_is_not_left_alone_at_the_foot_of_a_page():
    heading, rows = pdf.paragraph("Decisions", pdf.HEAD), pdf.table([["row"]] * 3, (40,))
    for lines in range(25, 40):
        content = pdf.document(
            [*(pdf.paragraph("x") for _n in range(lines)), heading, rows], title="t", author="a", foot="f"
        )
        pages = [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
        (with_heading,) = [text for text in pages if "Decisions" in text]
        assert "row" in with_heading.split("Decisions")[1], lines


def test_every_common_chinese_character_is_in_it():
    common = [
        bytes([row + 0xA0, place + 0xA0]).decode("gb2312", "ignore") for row in range(16, 88) for place in range(1, 95)
    ]
    asked = [character for character in common if character]
    assert len(asked) == 6763 and all(ord(character) in pdf.font().face.charToGlyph for character in asked)


def test_no_other_place_chooses_a_font_for_a_pdf():
    """A second font would be the machine's again: every module takes it from `lib.pdf`."""
    found = []
    for app in ("activities", "assignment", "contracts", "crm_project", "customers", "deals", "reports", "service"):
        for path in sorted((Path(settings.BASE_DIR) / app).rglob("*.py")):
            text = path.read_text()
            if "reportlab" in text and any(name in text for name in CHOOSING):
                found.append(path.relative_to(settings.BASE_DIR).as_posix())
    assert found == ["crm_project/lib/pdf.py"]


def test_a_long_foot_ends_before_the_number_and_pages_are_counted():
    story = [pdf.paragraph("x" * 50), PageBreak(), pdf.paragraph("y")]
    content = pdf.document(story, title="t", author="a", foot="Sunrise Group " * 40, counted=True)
    pages = ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages]
    assert [f"{n}/2" in page for n, page in enumerate(pages, 1)] == [True, True]
    shown = pdf.fitting("Sunrise Group " * 40, 60 * mm, pdf.FOOT)
    assert (
        shown.startswith("Sunrise Group") and shown.endswith("…") and shown.removesuffix("…") in "Sunrise Group " * 40
    )
    assert pdf.pdfmetrics.stringWidth(shown, pdf.FONT, pdf.FOOT) <= 60 * mm
    assert pdf.fitting("short", 60 * mm, pdf.FOOT) == "short"


def test_a_row_too_long_for_a_page_goes_on_on_the_next_and_loses_no_word():
    words = [f"word{n}" for n in range(600)]
    rows = pdf.table([["Task", "Proof"], ["one", " ".join(words)], ["two", "谈到价格与交货期" * 500]], (110, 56))
    content = pdf.document([rows], title="t", author="a", foot="f")
    pages = ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages]
    whole = "".join(pages)
    assert len(pages) > 2 and all("TaskProof" in page for page in pages)
    assert all(word in whole for word in words) and whole.count("交货期") > 490


def test_a_row_that_a_page_can_hold_stays_whole_and_no_head_stands_twice_on_a_page():
    rows = pdf.table([["Task", "Proof"], *([f"begin{n}", "谈到价格与交货期" * 50] for n in range(6))], (110, 56))
    content = pdf.document([rows], title="t", author="a", foot="f")
    pages = ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages]
    assert len(pages) > 1 and {page.count("TaskProof") for page in pages} == {1}
    assert [page.count("begin") * 50 for page in pages] == [page.count("价格") for page in pages]
