"""Whatever is wrong with a file as such is said in a sentence before any row is looked at."""

import random
import zipfile
from datetime import datetime

import pytest
from openpyxl import Workbook

from crm_project.lib.refused import Refused
from crm_project.lib.tables.limits import Unreadable
from crm_project.lib.tables.marks import has_signs
from crm_project.lib.tables.workbook import Workbook as DamagedOrNot
from customers.importing.files import Row, Table
from tests.customers.tables import text_file, workbook

HEADINGS = ["full_name", "department"]


def opened(path, lenient=False):
    return Table(path, path.name, "customers", lenient=lenient)


def refusal(path, lenient=False):
    with pytest.raises(Refused) as caught:
        list(opened(path, lenient).rows())
    return caught.value.sentence


def test_columns_stand_in_any_order_and_rows_keep_their_numbers(tmp_path):
    path = workbook(
        tmp_path / "a.xlsx", ["Department ★", " full_name"], [["Sales", "Acme"], [None, None], ["East", "Beta"]]
    )
    table = opened(path)
    assert table.columns == ["department", "full_name"]
    assert list(table.rows()) == [
        Row(2, {"department": "Sales", "full_name": "Acme"}),
        Row(4, {"department": "East", "full_name": "Beta"}),
    ]


def test_csv_with_and_without_byte_order_mark(tmp_path):
    for encoding in ("utf-8", "utf-8-sig"):
        path = text_file(
            tmp_path / "a.csv",
            HEADINGS,
            [["杭州友好科技有限公司", "Sales"], ["", ""], ["two\nlines", "Sales"]],
            encoding,
        )
        assert [row.number for row in opened(path).rows()] == [2, 4]
        assert next(opened(path).rows()).cells["full_name"] == "杭州友好科技有限公司"


def test_a_column_nobody_knows_is_refused_by_name_and_every_problem_is_told(tmp_path):
    path = workbook(tmp_path / "a.xlsx", ["full_name", "colour", "full_name"], [["Acme", "red", "x"]])
    with pytest.raises(Refused) as caught:
        opened(path)
    problems = caught.value.details["problems"]
    assert len(problems) == 3
    assert "Unknown column “colour”: remove it, or rename it to one of" in problems[0]
    assert "The column “full_name” appears twice." in problems
    assert "The column “department” is missing: row 1 must contain the headings." in problems[2]


def test_our_own_extra_columns_are_passed_over(tmp_path):
    path = workbook(tmp_path / "a.xlsx", [*HEADINGS, "problem", "exported"], [["Acme", "Sales", "x", "alice · 2026"]])
    assert next(opened(path).rows()).cells == {"full_name": "Acme", "department": "Sales"}


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04junk", b"\xd0\xcf\x11\xe0 an old .xls"])
def test_what_is_no_workbook_is_said_to_be_none(tmp_path, content):
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    assert "The file is not an Excel workbook or is damaged: open it in Excel and save it as .xlsx again." in refusal(
        path
    )


def test_damaged_workbooks_never_get_through_as_anything_but_a_refusal(tmp_path):
    whole = workbook(tmp_path / "whole.xlsx", HEADINGS, [["Acme", "Sales"]] * 50).read_bytes()
    dice, path = random.Random(7), tmp_path / "a.xlsx"
    for turn in range(150):
        bad = bytearray(whole)
        for _hit in range(dice.randrange(1, 12)):
            bad[dice.randrange(len(bad))] = dice.randrange(256)
        path.write_bytes(bytes(bad[: dice.choice([len(bad), dice.randrange(len(bad))])]))
        # Each tenth in the process of its own as it is done, the others here, which is quicker.
        try:
            list(opened(path).rows() if turn % 10 == 0 else DamagedOrNot(str(path)))
        except (Refused, Unreadable) as refused:
            assert refused.code


def test_a_zip_that_is_no_workbook_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("hello.txt", "hello")
    assert "The file is not an Excel workbook or is damaged: open it in Excel and save it as .xlsx again." in refusal(
        tmp_path / "a.xlsx"
    )


def test_fifty_megabytes_are_too_many(tmp_path):
    path = tmp_path / "a.xlsx"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    assert refusal(path) == "The file has 50 MB; at most 20 MB can be imported at once: split it into several files."


def test_a_formula_is_named_by_its_cell(tmp_path):
    path = workbook(tmp_path / "a.xlsx", HEADINGS, [["Acme", "Sales"], ["=A2", "Sales"]])
    assert refusal(path).startswith("Cell A3 contains a formula")


def test_a_formula_is_found_across_the_pieces_that_are_read():
    for cut in range(1, 60):
        sheet = b'<row r="22"><c r="A22"><f>SUM(1,2)</f><v></v></c></row>'
        assert has_signs([b"<worksheet><sheetData>" + sheet[:cut], sheet[cut:]])


def test_a_cell_far_off_does_not_eat_the_memory(tmp_path):
    book = Workbook()
    book.active.append(HEADINGS)
    book.active["ZZ9"] = "lost"
    book.save(tmp_path / "a.xlsx")
    assert "Cell ZZ9, far from the table, is not empty: clear it." in refusal(tmp_path / "a.xlsx")
    book = Workbook()
    book.active.append(HEADINGS)
    book.active["A1048576"] = "lost"
    book.save(tmp_path / "b.xlsx")
    assert "at most 200000" in refusal(tmp_path / "b.xlsx")


def test_one_sheet_holds_the_data_and_a_sheet_that_explains_may_follow(tmp_path):
    book = Workbook()
    book.active.append(HEADINGS)
    book.create_sheet("About").append(["who", "when"])
    book.create_sheet("Empty")
    book.save(tmp_path / "a.xlsx")
    assert opened(tmp_path / "a.xlsx").total == 0
    book.create_sheet("More").append(["Acme", "Sales"])
    book.save(tmp_path / "a.xlsx")
    assert "several sheets with data" in refusal(tmp_path / "a.xlsx")


def test_headings_stand_in_row_1(tmp_path):
    book = Workbook()
    book.active["A3"] = "full_name"
    book.save(tmp_path / "a.xlsx")
    assert refusal(tmp_path / "a.xlsx") == "Row 1 is empty: it must contain the headings."
    (tmp_path / "b.csv").write_text(",\nfull_name,department\n")
    assert refusal(tmp_path / "b.csv") == "Row 1 is empty: it must contain the headings."


@pytest.mark.parametrize("lenient", [False, True], ids=["command", "page"])
def test_an_empty_file_and_a_first_row_that_is_no_table_are_told_apart(tmp_path, lenient):
    Workbook().save(tmp_path / "a.xlsx")
    (tmp_path / "b.csv").write_text("")
    for path in (tmp_path / "a.xlsx", tmp_path / "b.csv"):
        assert refusal(path, lenient) == "The file is empty: enter the headings in row 1 and the data below."
    # Longer than a cell may be, and a quotation mark without its second.
    for text in ("x" * 200_000, '"full_name,department\nAcme,Sales\n'):
        path.write_text(text)
        assert refusal(path, lenient) == (
            "Row 1 must contain the headings, but can't be read: a quotation mark isn't closed, or the row is not a table."
        )


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("place", [0, 6, 60])
def test_a_stray_null_character_changes_no_encoding_and_is_named_with_its_line(tmp_path, encoding, place):
    lines = ["full_name,department", *(f"杭州友好科技{n}号有限公司,Sales" for n in range(100))]
    lines[place] = f"{lines[place]}\0"
    (tmp_path / "a.csv").write_bytes("\n".join(lines).encode(encoding))
    assert refusal(tmp_path / "a.csv").startswith(f"Line {place + 1} contains a null character, which no cell can hold")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("name", ["Acme", "杭州友好科技有限公司"])
def test_utf_16_without_a_mark_is_still_known_by_its_zeros(tmp_path, encoding, name):
    (tmp_path / "a.csv").write_bytes(f"full_name,department\n{name},Sales\n".encode(encoding))
    assert next(opened(tmp_path / "a.csv").rows()).cells == {"full_name": name, "department": "Sales"}


def test_a_value_under_no_heading_is_not_lost_in_silence(tmp_path):
    path = workbook(tmp_path / "a.xlsx", [*HEADINGS, None], [["Acme", "Sales", "what is this"]])
    assert next(opened(path).rows()).stray == "C"


def test_csv_in_an_encoding_that_nobody_can_tell_is_said(tmp_path):
    path = text_file(tmp_path / "a.csv", HEADINGS, [["Ärzte-Bedarf Müßig GmbH", "Sales"]], "latin-1")
    assert refusal(path) == "Unknown file encoding: save the file as “CSV UTF-8”."


def test_other_formats_are_refused(tmp_path):
    path = tmp_path / "a.doc"
    path.write_bytes(b"x")
    assert "is not an Excel workbook or CSV file: save it as .xlsx or .csv." in refusal(path)


def test_dates_come_as_dates(tmp_path):
    path = workbook(tmp_path / "a.xlsx", [*HEADINGS, "owned_since"], [["Acme", "Sales", datetime(2026, 3, 1, 10, 0)]])
    assert next(opened(path).rows()).cells["owned_since"] == datetime(2026, 3, 1, 10, 0)
