"""Nothing that leaves the house is run as a formula by the program that opens it; numbers stay numbers (rows Na4, Ne3)."""

import csv
import io
from decimal import Decimal

import pytest

from crm_project.lib.csv_file import CsvWriter
from crm_project.lib.xlsx import harmless, plain


def written(*values):
    out = io.StringIO(newline="")
    CsvWriter(out).row(values)
    out.seek(0)
    return next(csv.reader(out))


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1+1",
        "@SUM(A1)",
        "＝1",
        "＋1",
        "－1+1",
        "＠x",
        "\t=1",
        "\n=1",
        "\r=1",
        "  =1",
        "\u200b=1",
        "\xa0=1",
    ],
)
def test_what_begins_like_a_formula_gets_an_apostrophe_and_loses_it_on_the_way_back(text):
    assert written(text)[0].startswith("'")
    assert plain(harmless(text)) == text


def test_numbers_stay_numbers_and_names_stay_names():
    assert written(-5, Decimal("-12.50"), "-3.1", 0.5, None, "A-1", "王经理", "'s Gravenhage") == [
        "-5",
        "-12.50",
        "-3.1",
        "0.5",
        "",
        "A-1",
        "王经理",
        "'s Gravenhage",
    ]
