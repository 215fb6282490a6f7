"""Files that people really bring: what looks empty, equal or like a number and is not; nothing is lost, nothing invented."""

import re
import zipfile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

from activities.models import FollowUp
from contracts.models import Contract
from crm_project.lib.refused import Refused
from crm_project.lib.tables import reading
from crm_project.lib.tables.limits import Unreadable
from customers.importing import worker
from customers.importing.conditions import Conditions
from customers.importing.files import Table
from customers.models import Contact, Customer, ListItem, Ownership
from tests.cast import NOW, VALID, customer, moment
from tests.customers.tables import bring, text_file, told, workbook

pytestmark = pytest.mark.django_db

HEADINGS = ["full_name", "department", "owner"]
NAMES = ["东阳横店影视器材有限公司", "浦江水晶工艺有限公司", "海宁盐官皮革有限公司"]


def take(path, kind="customers", *, write=True, **terms):
    """Bring a file in as it is."""
    table = Table(path, path.name, kind)
    return worker.save_file(table, kind, Conditions(at=NOW, filename=path.name, **terms), write=write)


def edited(path, change):
    """A workbook changed by hand after its rows were written."""
    book = load_workbook(path)
    change(book.active)
    book.save(path)
    return path


def repacked(path, change):
    """A workbook whose members (a dict of bytes by name) were changed."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def customers(tmp_path, *rows, headings=HEADINGS):
    return workbook(tmp_path / "a.xlsx", headings, rows)


def refused(report):
    return dict(report.refused)


# --- cells that look empty and are not ----------------------------------------------------------------
def test_a_merged_owner_holds_for_every_row_it_covers_and_the_preview_says_so(cast, tmp_path):
    path = customers(tmp_path, *[[name, "Sales", None] for name in NAMES])

    def merge(sheet):
        sheet["C2"] = "rep"
        sheet.merge_cells("C2:C4")

    edited(path, merge)
    assert Table(path, path.name, "customers").notes == [
        "The value of the merged cells C2:C4 applies to every row they cover."
    ]
    assert told(take(path)) == {"new": 3}
    assert Ownership.objects.filter(owner=cast.rep).count() == 3


def test_a_cell_merged_over_columns_refuses_its_row(cast, tmp_path):
    path = customers(tmp_path, [NAMES[0], "Sales", "rep"], [NAMES[1], "Sales", None])
    edited(path, lambda sheet: sheet.merge_cells("B3:C3"))
    report = take(path)
    assert told(report) == {"new": 1, "refused": 1}
    assert "owner: the cell is merged over several columns: split it." in refused(report)[3]


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#DIV/0!"])
def test_an_error_in_place_of_the_owner_refuses_the_row_and_puts_nobody_into_the_pool(cast, tmp_path, error):
    path = customers(tmp_path, [NAMES[0], "Sales", "x"], [NAMES[1], "Sales", "rep"])

    def spoil(members):
        sheet = "xl/worksheets/sheet1.xml"
        cell = re.search(rb'<c r="C2"[^>]*>.*?</c>', members[sheet])[0]
        members[sheet] = members[sheet].replace(cell, f'<c r="C2" t="e"><v>{error}</v></c>'.encode())

    report = take(repacked(path, spoil))
    assert told(report) == {"new": 1, "refused": 1}
    assert refused(report)[2].startswith("owner: the cell shows the error #")
    assert not Customer.objects.filter(name=NAMES[0]).exists()


def test_an_error_as_text_refuses_the_row_too(cast, tmp_path):
    report = take(text_file(tmp_path / "a.csv", HEADINGS, [[NAMES[0], "Sales", "#N/A"]]))
    assert "owner: the cell shows the error #N/A" in refused(report)[2]


def test_a_formula_without_a_stored_value_refuses_the_file(cast, tmp_path):
    path = customers(tmp_path, [NAMES[0], "Sales", '=IF(1,"rep")'])
    with pytest.raises(
        Refused,
        match="Cell C2 contains a formula",
    ):
        take(path)
    assert not Customer.objects.exists()


# --- numbers that are names ---------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["code", "phone", "contact_mobile"])
def test_sixteen_digits_in_a_number_cell_are_refused_where_they_name_something(cast, tmp_path, kind):
    headings = [*HEADINGS, "contact_name", kind]
    report = take(customers(tmp_path, [NAMES[0], "Sales", "rep", "Lin", 6222020200012345678], headings=headings))
    assert refused(report)[2].endswith("of which some are lost: format the column as text.")
    assert not Customer.objects.exists()


def test_a_contract_number_of_sixteen_digits_is_taken_as_text_and_refused_as_a_number(cast, tmp_path):
    customer(cast.rep, code="C-1", name=NAMES[0])
    rows = [
        {"customer": "C-1", "number": number, "signed_at": "2026-02-01", "amount": 1}
        for number in (1234567890123456, "1234567890123457")
    ]
    report = bring(tmp_path, "contracts", rows)
    assert told(report) == {"new": 1, "refused": 1}
    assert Contract.objects.get().number == "1234567890123457"


def test_leading_zeros_that_the_format_of_the_cell_shows_are_kept(cast, tmp_path):
    headings = [*HEADINGS, "phone", "contact_name", "contact_mobile"]
    path = customers(tmp_path, [NAMES[0], "Sales", "rep", 57688000001, "Lin", 57612345], headings=headings)

    def show(sheet):
        sheet["D2"].number_format = "000000000000"
        sheet["F2"].number_format = '0000"-"00000000'

    assert told(take(edited(path, show))) == {"new": 1}
    assert Customer.objects.get().phone == "057688000001"
    assert Contact.objects.get().mobile == "0000-57612345"


@pytest.mark.parametrize("number", ["5.77880E+11", "1.38E+10", "5,7788e+11"])
def test_a_phone_in_scientific_notation_has_lost_digits(cast, tmp_path, number):
    report = take(text_file(tmp_path / "a.csv", [*HEADINGS, "phone"], [[NAMES[0], "Sales", "rep", number]]))
    assert refused(report)[2] == f"phone: “{number}” has lost digits: format the column as text."


# --- amounts ------------------------------------------------------------------------------------------
def test_a_comma_separates_thousands_only(cast, tmp_path):
    customer(cast.rep, code="C-1", name=NAMES[0])
    amounts = ["12,50", "1.234,56", "1,234.56", "1250,00", "1.250", "1,2,3"]
    path = text_file(
        tmp_path / "a.csv",
        ["customer", "number", "signed_at", "amount"],
        [["C-1", f"DK-{n}", "2026-02-01", amount] for n, amount in enumerate(amounts)],
    )
    report = take(path, "contracts")
    found = {row.number: str(row.amount) for row in Contract.objects.all()}
    assert found == {"DK-2": "1234.56", "DK-4": "1.25"}
    assert "12,50” is not an amount: use commas for thousands only, such as 1,250.00" in refused(report)[2]
    assert len(report.refused) == 4


# --- what looks equal is equal ------------------------------------------------------------------------
def test_signs_that_nobody_sees_do_not_tell_headings_users_and_departments_apart(cast, tmp_path):
    path = customers(
        tmp_path,
        [NAMES[0], "Sales", "rep\u200b"],
        [f"{NAMES[1]}\xa0", "Sales\xa0", "\xa0ＲＥＰ"],
        headings=["full_name\u200b", "ｄepartment", "\ufeffowner\xa0"],
    )
    assert told(take(path)) == {"new": 2}
    assert Ownership.objects.filter(owner=cast.rep).count() == 2
    assert set(Customer.objects.values_list("name", flat=True)) == set(NAMES[:2])


@pytest.mark.parametrize("code", ["c-000031", "Ｃ－０００031", "C\u2011000031", "C-0000\u200b31", "C–000031"])
def test_a_code_is_found_however_it_is_written(cast, tmp_path, code):
    row = customer(cast.rep, code="C-000031", name=NAMES[0], since=moment("2026-02-20 09:00"))
    entry = {
        "author": "rep",
        "kind": "call_out",
        "occurred_at": "2026-03-01T15:00",
        "contact": "赵总",
        "content": VALID,
    }
    assert told(bring(tmp_path, "followups", [{"customer": code, **entry}])) == {"new": 1}
    assert FollowUp.objects.get().customer == row


def test_a_contract_number_is_one_number_however_it_is_written(cast, tmp_path):
    customer(cast.rep, code="C-1", name=NAMES[0])
    written = ["HT-2026-abc", "ht-2026-abc", "ＨＴ-2026-ABC", "HT–2026–ABC"]
    rows = [{"customer": "C-1", "number": n, "signed_at": "2026-02-01", "amount": 5} for n in written]
    report = bring(tmp_path, "contracts", rows)
    assert told(report) == {"new": 1, "refused": 3}
    assert set(refused(report).values()) == {"Row 2 of this file is the same contract."}
    for number in written:
        again = bring(tmp_path, "contracts", [{**rows[0], "number": number}])
        assert told(again) == {"unchanged": 1}


def test_two_customers_of_one_name_are_told_apart_by_their_code(cast, tmp_path):
    people = [
        {"full_name": "张建国", "kind": "individual", "department": "Sales", "owner": "rep", "phone": f"1351111000{n}"}
        for n in (1, 2)
    ]
    assert told(bring(tmp_path, "customers", people)) == {"new": 2}
    entry = {"author": "rep", "kind": "call_out", "occurred_at": "2026-03-02T09:00", "contact": "张", "content": VALID}
    report = bring(tmp_path, "followups", [{"customer": "张建国", **entry}])
    assert refused(report)[2] == "customer: several customers are called “张建国”: give the code."


# --- dates --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("value", [46000, "15/05/2026", "2026-02-30", "03/04/2026", "0026-11-20"])
def test_what_is_no_date_is_refused_with_its_value_and_the_form_wanted(cast, tmp_path, value):
    report = take(customers(tmp_path, [NAMES[0], "Sales", "rep", value], headings=[*HEADINGS, "owned_since"]))
    assert refused(report)[2] == f"owned_since: “{value}” is not a time; use a format such as 2026-03-01T10:00."


@pytest.mark.parametrize(("column", "value"), [("owned_since", "1951-01-01"), ("stage_since", "2199-01-01")])
def test_a_date_far_away_can_not_be_meant(cast, tmp_path, column, value):
    report = take(customers(tmp_path, [NAMES[0], "Sales", "rep", value], headings=[*HEADINGS, column]))
    assert f"{column}: {value} is out of range: enter a date from 1980-01-01 to 2076-" in refused(report)[2]


def test_a_day_without_an_hour_is_a_day_on_which_somebody_worked(cast, tmp_path):
    customer(cast.rep, code="C-1", name=NAMES[0], since=moment("2026-02-20 09:00"))
    rows = [
        {
            "customer": "C-1",
            "author": "rep",
            "kind": "visit_out",
            "occurred_at": day,
            "contact": "赵总",
            "content": f"谈了屋顶分布式光伏的报价方案 {day}",
            "next_contact_at": moment("2026-03-05 00:00").date(),
        }
        for day in (moment("2026-03-02 00:00").date(), "2026-02-27")
    ]
    assert told(bring(tmp_path, "followups", rows)) == {"new": 2}
    today, earlier = FollowUp.objects.order_by("-occurred_at")
    assert (today.occurred_at, earlier.occurred_at) == (NOW, moment("2026-02-27 18:00"))
    assert today.next_contact_at == moment("2026-03-05 09:00")
    later = bring(tmp_path, "followups", rows, at=moment("2026-03-02 16:30"))
    assert told(later) == {"unchanged": 2}


# --- lists --------------------------------------------------------------------------------------------
def test_regions_stand_beside_each_other_with_any_separator_and_make_no_new_value(cast, tmp_path):
    before = ListItem.objects.count()
    named = ["浙江、江苏", "浙江；江苏", "Zhejiang, Jiangsu"]
    rows = [[name, "Sales", "rep", region] for name, region in zip(NAMES, named, strict=True)]
    assert told(take(customers(tmp_path, *rows, headings=[*HEADINGS, "region"]), new_values=True)) == {"new": 3}
    for row in Customer.objects.all():
        assert {item.name for item in row.regions.all()} == {"Zhejiang", "Jiangsu"}
    assert ListItem.objects.count() == before


def test_a_value_with_a_comma_in_it_stays_whole(cast, tmp_path):
    ListItem.objects.create(kind="region", name="Beijing, Tianjin and Hebei")
    path = customers(tmp_path, [NAMES[0], "Sales", "rep", "Beijing, Tianjin and Hebei"], headings=[*HEADINGS, "region"])
    assert told(take(path)) == {"new": 1}
    assert Customer.objects.get().regions.count() == 1


# --- separators, encodings, quotes --------------------------------------------------------------------
def csv_bytes(separator=",", end="\r\n"):
    return end.join([separator.join(HEADINGS), separator.join([NAMES[0], "Sales", "rep"]), ""])


@pytest.mark.parametrize(
    ("content", "notes"),
    [
        (csv_bytes().encode(), []),
        (csv_bytes().encode("utf-8-sig"), []),
        (csv_bytes(end="\r").encode(), []),
        (csv_bytes().encode("utf-16"), ["The text was read as UTF-16."]),
        (csv_bytes().encode("utf-16-be"), ["The text was read as UTF-16."]),
        (csv_bytes().encode("gbk"), ["The text was read as GB18030."]),
        (csv_bytes(";").encode(), ["The cells are separated by semicolons."]),
        (("sep=;\r\n" + csv_bytes(";")).encode(), ["The cells are separated by semicolons."]),
        (csv_bytes("\t").encode("utf-16"), ["The text was read as UTF-16.", "The cells are separated by tabs."]),
    ],
)
def test_encodings_and_separators_are_recognised_and_said(cast, tmp_path, content, notes):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    assert Table(path, path.name, "customers").notes == notes
    assert told(take(path)) == {"new": 1}
    assert Customer.objects.get().name == NAMES[0]


def test_a_row_with_broken_quotes_is_refused_and_the_others_are_taken(cast, tmp_path):
    path = tmp_path / "a.csv"
    lines = ['"金星"食品有限公司,Sales,rep', f"{NAMES[1]},Sales,rep", f'"{NAMES[2]},Sales,rep', f"{NAMES[0]},Sales,rep"]
    path.write_text("\n".join([",".join(HEADINGS), *lines]), encoding="utf-8")
    report = take(path)
    assert told(report) == {"new": 2, "refused": 2}
    assert all(
        refused(report)[n].startswith("The quotation marks in this row are not closed: write the row again.")
        for n in (2, 4)
    )


def test_quotes_and_line_breaks_inside_a_cell_are_kept(cast, tmp_path):
    path = text_file(
        tmp_path / "a.csv",
        [*HEADINGS, "introduction"],
        [['"金星"食品有限公司', "Sales", "rep", "第一行\r\n第二行"]],
    )
    assert told(take(path)) == {"new": 1}
    assert Customer.objects.get().introduction == "第一行\n第二行"


# --- files that would take the machine ----------------------------------------------------------------
def test_a_styled_row_at_the_end_of_the_sheet_is_nothing(cast, tmp_path):
    path = customers(tmp_path, [NAMES[0], "Sales", "rep"])

    def style(sheet):
        sheet["C1048576"].font = Font(bold=True)
        sheet.row_dimensions[1048576].height = 30

    assert told(take(edited(path, style))) == {"new": 1}


def test_a_far_cell_is_refused_wherever_the_sheet_lies_in_the_archive(cast, tmp_path):
    path = customers(tmp_path, [NAMES[0], "Sales", "rep"])

    def move(members):
        sheet = members.pop("xl/worksheets/sheet1.xml")
        far = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
        members["xl/elsewhere.bin"] = sheet.replace(b"</sheetData>", far)
        for name in ("xl/_rels/workbook.xml.rels", "[Content_Types].xml"):
            members[name] = members[name].replace(b"worksheets/sheet1.xml", b"elsewhere.bin")

    with pytest.raises(Refused, match="Cell XFD1048576, far from the table, is not empty: clear it."):
        take(repacked(path, move))


def test_a_sheet_that_unpacks_to_far_more_than_its_file_is_refused_before_it_is_read(cast, tmp_path):
    path = tmp_path / "a.xlsx"
    Workbook().save(path)

    def blow(members):
        members["xl/worksheets/sheet1.xml"] = b" " * 260_000_000

    with pytest.raises(Refused, match="The workbook is too large when unpacked"):
        take(repacked(path, blow))


def test_signs_repeated_without_end_are_read_in_a_moment(tmp_path):
    path = customers(tmp_path, [NAMES[0], "Sales", "rep"])
    evil = b"row " * 500_000 + b'<c r="AAA1" ' + b'r="AAA1" ' * 100_000

    def repeat(members):
        sheet = members["xl/worksheets/sheet1.xml"]
        members["xl/worksheets/sheet1.xml"] = sheet.replace(b"</sheetData>", evil + b"</sheetData>")

    repacked(path, repeat)
    with pytest.raises(Unreadable) as caught:
        reading.Reading(path, ".xlsx", HEADINGS, seconds=5)
    assert caught.value.code == "workbook"


@pytest.mark.parametrize(("memory", "seconds"), [(40_000_000, 20), (1_000_000_000, 0)])
def test_a_file_beyond_memory_or_time_is_refused_and_the_worker_lives(cast, tmp_path, monkeypatch, memory, seconds):
    path = text_file(tmp_path / "a.csv", HEADINGS, [[f"{NAMES[0]} {n}", "Sales", "rep"] for n in range(100_000)])
    monkeypatch.setattr(reading.Reading.__init__, "__kwdefaults__", {"memory": memory, "seconds": max(seconds, 1)})
    if not seconds:
        monkeypatch.setattr(reading.subprocess, "run", _too_slow)
    with pytest.raises(
        Refused,
        match="The file needs too much memory or time to read: copy only the table into a new file, and import that.",
    ):
        Table(path, path.name, "customers")


def _too_slow(command, **options):
    raise reading.subprocess.TimeoutExpired(command, 1)
