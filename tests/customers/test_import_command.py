"""The command as companies script against it: what it prints and with what it exits (interfaces)."""

import subprocess
import sys
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from customers.models import Customer
from tests.cast import NOW
from tests.commands import run as run_command
from tests.customers.tables import written

ROOT = Path(__file__).resolve().parents[2]
NAME = "杭州友好科技有限公司"
run = partial(run_command, "import_data")


@pytest.fixture
def file(tmp_path):
    return partial(written, tmp_path)


def test_done_is_0_and_the_figures_are_told(cast, clock, file):
    path = file({"full_name": NAME, "department": "Sales", "owner": "rep"})
    assert run("customers", path) == (0, ["1 new, 0 changed, 0 unchanged, 0 refused"], [])
    assert run("customers", path) == (0, ["0 new, 0 changed, 1 unchanged, 0 refused"], [])


def test_refused_rows_are_1_with_one_line_each_and_the_others_are_taken(cast, clock, file):
    path = file(
        {"full_name": NAME, "department": "Sales"},
        {"full_name": "上海二科技有限公司", "department": "Nowhere"},
        name="a.csv",
    )
    assert run("customers", path) == (
        1,
        ["1 new, 0 changed, 0 unchanged, 1 refused"],
        ["row 3: department: there is no “Nowhere”."],
    )
    assert Customer.objects.count() == 1


def test_a_file_that_can_not_be_read_is_1_with_a_line_per_problem(cast, clock, file, tmp_path):
    code, out, problems = run("customers", file({"full_name": NAME, "colour": "red", "size": 1}))
    assert (code, out, len(problems)) == (1, [], 3)
    assert problems[0].startswith("Unknown column “colour”: remove it, or rename it to one of") and problems[
        1
    ].startswith("Unknown column “size”: remove it, or rename it to one of")
    bad = tmp_path / "b.xlsx"
    bad.write_text("hello")
    assert run("customers", bad)[0] == 1
    assert not Customer.objects.exists()


def test_a_dry_run_tells_and_changes_nothing(cast, clock, file):
    path = file({"full_name": NAME, "department": "Sales"}, {"full_name": None, "department": "Sales"})
    assert run("customers", path, "--dry-run") == (
        1,
        ["1 new, 0 changed, 0 unchanged, 1 refused; nothing was changed"],
        ["row 3: full_name is empty."],
    )
    assert not Customer.objects.exists()


def test_people_get_their_links_printed_once(cast, clock, file):
    path = file({"username": "li", "full_name": "Li", "department": "Sales", "role": "rep"})
    code, out, _problems = run("people", path)
    assert code == 0 and len(out) == 2 and out[1].startswith("li  ")
    clock.shift(timedelta(minutes=1))
    assert run("people", path) == (0, ["0 new, 0 changed, 1 unchanged, 0 refused"], [])


def test_history_is_an_option(cast, clock, file):
    path = file(
        {"full_name": NAME, "department": "Sales", "owner": "rep", "owned_since": "2024-01-01", "bad_debt": "yes"}
    )
    assert run("customers", path)[0] == 1
    assert run("customers", path, "--history")[0] == 0
    assert Customer.objects.get().created_at < NOW


def test_wrong_usage_is_2(tmp_path):
    assert run("customers", tmp_path / "none.xlsx")[0] == 2
    for arguments in (["indicators", "a.xlsx"], ["customers"], ["customers", "a.xlsx", "--wrong"]):
        done = subprocess.run(
            [sys.executable, "manage.py", "import_data", *arguments], cwd=ROOT, capture_output=True, text=True
        )
        assert done.returncode == 2, done.stderr
