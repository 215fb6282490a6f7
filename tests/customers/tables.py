"""Files as companies send them, and bringing them in without the browser."""

import csv

from openpyxl import Workbook

from customers.importing import worker
from customers.importing.conditions import Conditions
from customers.importing.files import Table
from tests.cast import NOW


def workbook(path, headings, rows, title="Data"):
    """An .xlsx with these headings and rows."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    sheet.append(headings)
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def text_file(path, headings, rows, encoding="utf-8-sig"):
    """A .csv with these headings and rows."""
    with open(path, "w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([headings, *rows])
    return path


def columns(rows):
    """(headings, rows as lists) of rows given as dicts."""
    headings = list(dict.fromkeys(name for row in rows for name in row))
    return headings, [[row.get(name) for name in headings] for row in rows]


def written(folder, *rows, name="a.xlsx"):
    """A file of the kind its name says, with rows given as dicts."""
    make = text_file if name.endswith(".csv") else workbook
    return make(folder / name, *columns(rows))


def bring(folder, kind, rows, *, by=None, history=False, write=True, at=NOW, name="data.xlsx", new_values=False):
    """Bring in rows given as dicts; the report of it."""
    path = workbook(folder / name, *columns(rows))
    terms = Conditions(at=at, by=by, history=history, filename=name, new_values=new_values)
    return worker.save_file(Table(path, name, kind), kind, terms, write=write)


def told(report):
    """{result: n} without zeros."""
    return {result: n for result, n in report.counts.items() if n}
