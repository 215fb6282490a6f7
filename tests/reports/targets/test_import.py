"""Targets from a sheet: what is taken, refused with its reason, comes again, is taken back."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from crm_project.audit.models import Entry
from reports.domain.targets import units
from reports.exporting.targets import write_sheet
from reports.models import Target
from reports.rules.periods import period_from
from tests.cast import NOW, moment
from tests.customers.tables import bring, told
from tests.customers.test_import_undo import taken, undone

from .world import APRIL, MARCH, put, tiers, unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("Nf3")]


def row(**values):
    return {"figure": "visits", "period": "2026-04", "person": "rep", "target": 20, **values}


def test_company_department_and_person_arrive_with_their_tiers(cast, tmp_path):
    report = bring(
        tmp_path,
        "targets",
        [
            row(floor=15, stretch=25),
            row(figure="拜访", period="2026Q2", person=None, department="Sales", target=300),
            row(figure="Contract amount", period="2026", person=None, target="1,250,000.50"),
            row(period=date(2026, 5, 1), person="Mate", department="Company/Sales"),
        ],
        by=cast.general_manager,
    )
    assert told(report) == {"new": 4}, report.refused
    assert Target.objects.get(person=cast.rep).tiers == tiers(20, 15, 25)
    assert Target.objects.get(person=cast.mate).period.key == "2026-05"
    assert Target.objects.get(department=cast.departments["sales"]).period.key == "2026Q2"
    assert str(Target.objects.get(department=cast.departments["company"]).target) == "1250000.50"
    assert Entry.objects.filter(action="target.imported").count() == 4


def test_the_same_file_again_changes_nothing_and_another_number_changes_the_target(cast, tmp_path):
    assert told(bring(tmp_path, "targets", [row()])) == {"new": 1}
    assert told(bring(tmp_path, "targets", [row()])) == {"unchanged": 1}
    assert told(bring(tmp_path, "targets", [row(target=22)])) == {"changed": 1}
    assert Target.objects.get().target == 22


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"figure": "magic"}, "no targets for “magic”"),
        ({"figure": "released"}, "no targets for “released”"),
        ({"period": "soon"}, "write 2026-11"),
        ({"period": "2026-02"}, "2026-02 is over"),
        ({"person": "nobody"}, "does not exist"),
        ({"department": "Nowhere"}, "there is no “Nowhere”"),
        ({"department": "Direct"}, "Rep belongs to Sales, not to Direct"),
        ({"person": "stranger"}, "You don't set the targets of Stranger"),
        ({"person": None, "department": "Sales"}, "You don't set the targets of Sales"),
        ({"person": None}, "You don't set the targets of Company"),
        ({"target": -5}, "target"),
        ({"target": 1.5}, "enter a whole number"),
        ({"floor": 30}, "the floor is at most the target"),
        ({"target": None}, "target is empty"),
    ],
)
def test_what_cannot_be_is_refused_with_the_row_and_the_reason(cast, tmp_path, values, said):
    report = bring(tmp_path, "targets", [row(**values)], by=cast.manager)
    assert told(report) == {"refused": 1} and said in dict(report.refused)[2], report.refused
    assert not Target.objects.exists()


def test_what_is_in_force_stays_and_twice_the_same_target_is_refused(cast, tmp_path):
    put(cast.rep, 20, MARCH)
    report = bring(tmp_path, "targets", [row(period="2026-03", target=9), row(), row(target=8)], by=cast.manager)
    assert told(report) == {"refused": 2, "new": 1}
    refused = dict(report.refused)
    assert (
        "is in force: change it on its page" in refused[2] and "Row 3 of this file sets the same target" in refused[4]
    )


def test_history_brings_what_was_meant_before(cast, tmp_path):
    assert told(bring(tmp_path, "targets", [row(period="2025-04")], history=True)) == {"new": 1}


def test_an_export_comes_back_unchanged(cast, tmp_path):
    put(cast.rep, 20, APRIL, floor=10)
    put(cast.departments["east"], 7, period_from("2026Q2"), figure="contract_amount")
    out = BytesIO()
    assert write_sheet(cast.manager, unit(cast.departments["sales"]), 2026, out, "x") == 2
    head, *rest = load_workbook(out).active.iter_rows(values_only=True)
    report = bring(tmp_path, "targets", [dict(zip(head, one, strict=True)) for one in rest], by=cast.manager)
    assert told(report) == {"unchanged": 2}, report.refused


def test_a_whole_import_is_taken_back_but_for_what_was_changed_since(cast, tmp_path):
    put(cast.east_rep, 5)
    job = taken(
        tmp_path,
        [row(), row(person="mate"), row(person="east_rep", target=6)],
        by=cast.manager,
        kind="targets",
    )
    assert Target.objects.count() == 3
    Target.objects.filter(person=cast.mate).update(changed_at=NOW + timedelta(minutes=1))
    undone(job, by=cast.manager, at=NOW + timedelta(minutes=5))
    assert {units.key_of(one): int(one.target) for one in Target.objects.all()} == {
        f"p{cast.mate.pk}": 20,
        f"p{cast.east_rep.pk}": 5,
    }


def test_what_came_into_force_since_is_not_taken_back(cast, tmp_path):
    job = taken(tmp_path, [row()], by=cast.manager, kind="targets")
    undone(job, by=cast.manager, at=moment("2026-04-02 09:00"))
    assert Target.objects.count() == 1
