"""No text that somebody types or brings in keeps a process busy: the time grows with the length, not with its square."""

import contextlib
import time

import pytest

from crm_project.lib import characters, money
from crm_project.lib.tables.delimited import Delimited
from crm_project.lib.tables.limits import Unreadable
from crm_project.lib.tables.marks import has_signs
from customers.importing import values
from customers.rules import names

# What makes expressions that look back over and over slow: runs of what they repeat, and never what ends them.
RUNS = [
    " ",
    "(",
    ")",
    "()",
    "{",
    "a",
    "a-",
    "1",
    "1,111",
    "@",
    "a@",
    "a.",
    "有限",
    "·,",
    "<c ",
    'r="AAA1" ',
    "row ",
    "\u200b",
    "'",
]
LONG = 50_000


@pytest.mark.parametrize("run", RUNS)
def test_long_runs_are_read_at_once(run):
    text = f"x{run * (LONG // len(run))}!"
    began = time.process_time()
    names.split(names.normalise(text))
    names.questions(text)
    names.key(text)
    characters.key(text)
    for read in (values.line(200), values.number(40), values.money, values.email, values.moment, values.several(600)):
        with contextlib.suppress(ValueError):
            read(text)
    with contextlib.suppress(ValueError):
        money.amount(text)
    has_signs([text.encode()] * 3)
    assert time.process_time() - began < 2


@pytest.mark.parametrize("line", ['"', '"a""', ',"""', 'a,"b', '""",', '"x'])
def test_quotes_that_are_never_closed_do_not_read_the_rest_again_and_again(tmp_path, line):
    path = tmp_path / "a.csv"
    path.write_text("full_name,department\n" + f"{line}\n" * 60_000, encoding="utf-8")
    began = time.process_time()
    try:
        list(Delimited(str(path), ["full_name", "department"]))
    except Unreadable as refusal:
        assert refusal.code == "csv"
    assert time.process_time() - began < 10
