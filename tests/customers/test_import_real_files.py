"""Thirty files as people have them (tests/files): what each is, and what comes of it, stands in expected.json."""

import json
from pathlib import Path

import pytest

from crm_project.lib.time import local_date
from customers.importing import jobs, sheets
from customers.models import Customer, ImportedRow, Ownership
from tests.cast import NOW, customer, moment
from tests.customers.importing_jobs import ran, received

pytestmark = [pytest.mark.django_db, pytest.mark.req("Z10")]

FILES = Path(__file__).parents[1] / "files"
CASES = json.loads((FILES / "expected.json").read_text(encoding="utf-8"))


@pytest.fixture(autouse=True)
def _uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "uploads"


def test_every_file_says_what_is_expected_of_it():
    assert {path.name for path in FILES.iterdir()} - {"expected.json"} == set(CASES) and len(CASES) >= 30


@pytest.mark.parametrize("name", CASES)
def test_a_file_as_people_have_it(cast, tmp_path, name):
    case = CASES[name]
    customer(cast.rep, name="杭州滨江智能装备有限公司", code="C-1", since=moment("2026-02-20 09:00"))
    by = cast.people[case.get("by", "manager")]
    job = received(tmp_path, FILES / name, by=by, kind=case["kind"])
    assert job.state == case["state"], (job.problem, job.mapping)
    if job.state == "failed":
        assert case["problem"] in job.problem
        return
    if job.state == "mapping":
        job = _assigned(job, case, by)
    _checked(job, case)
    jobs.confirm(job_id=job.pk, by=by, at=NOW, new_values=True)
    job = ran(job)
    assert (job.state, job.summary["counts"]) == ("done", case["counts"])
    assert ImportedRow.objects.count() == case["counts"].get("new", 0)
    for full_name, values in case.get("has", []):
        _as_expected(Customer.objects.get(name=full_name), values)
    if "refused" in case["counts"]:
        sheets.refused(job, tmp_path / "refused.xlsx")
        again = received(tmp_path, tmp_path / "refused.xlsx", by=by, kind=case["kind"])
        assert again.summary["counts"].get("refused", 0) == case.get("again", case["counts"]["refused"])


def _assigned(job, case, by):
    """The columns that nobody knows are assigned or left out, as a person would; the next such file needs no question."""
    names, assign = job.mapping["columns"], case.get("assign", {})
    unknown = {text for text, name in zip(job.summary["found"]["headings"], names, strict=True) if name is None}
    assert unknown == set(assign)
    columns = [name or assign.get(text, "") for text, name in zip(job.summary["found"]["headings"], names, strict=True)]
    job = jobs.set_columns(job_id=job.pk, by=by, at=NOW, columns=columns, fixed=case.get("fixed", {}))
    return ran(job)


def _checked(job, case):
    assert (job.state, job.summary["counts"]) == ("ready", case["counts"]), _told(job)
    notes, doubts = " ".join(job.summary["notes"]), " ".join(line[2] for line in job.summary["doubts"])
    assert all(text in notes for text in case.get("notes", [])), notes
    assert not any(text in notes for text in case.get("not_notes", [])), notes
    assert all(text in doubts for text in case.get("doubts", [])), doubts
    assert not any(text in doubts for text in case.get("not_doubts", [])), doubts
    told = {str(row.number): row.sentence for row in job.refused_rows.all()}
    assert told.keys() == case.get("refused", {}).keys(), told
    assert all(text.casefold() in told[number].casefold() for number, text in case.get("refused", {}).items()), told
    if "amounts" in case:
        assert job.summary["amounts"] == case["amounts"]


def _told(job):
    return job.summary["first"], job.summary["notes"]


def _as_expected(row, values):
    ownership = Ownership.of(row.pk)
    for name, value in values.items():
        found = {
            "owner": lambda: ownership.owner.username,
            "since": lambda: local_date(ownership.since).isoformat(),
            "department": lambda: row.department.name,
        }.get(name, lambda name=name: getattr(row, name))()
        assert found == value, name
