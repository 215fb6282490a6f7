"""`rate` and `import_data indicators` as companies script against them (interfaces)."""

import json
from functools import partial

import pytest

from contracts.ratings.domain import grades
from contracts.ratings.models import IndicatorScore, Rating
from crm_project.audit.models import Entry
from customers.importing import worker
from customers.importing.conditions import Conditions
from customers.importing.files import Table
from customers.importing.kinds import every_kind
from tests.cast import NOW
from tests.commands import run
from tests.customers.tables import written

from .company import FULL, Q, client, grade_of, points, total

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    return partial(written, tmp_path)


def score(row, indicator, points, quarter="2025Q4", **more):
    return {"customer": row.code, "quarter": quarter, "indicator": indicator, "points": points, **more}


def sheet(row, **given):
    return [score(row, key, given.get(key, str(full))) for key, full in FULL.items()]


@pytest.mark.req("T7", "T10")
def test_one_object_a_line_exactly_as_the_interface_says(cast, clock, file):
    row = client(cast.rep, segment="distributor")
    assert run("import_data", "indicators", file(*sheet(row, volume="7.5")))[0] == 0
    code, lines, _errors = run("rate", "--quarter", "2025Q4", "--json")
    assert code == 0 and [json.loads(line) for line in lines] == [
        {
            "customer": row.code,
            "segment": "distributor",
            "points": 87.5,
            "grade": "AA",
            "why": "AA, not AAA, because AAA needs more than 89 points and these are 87.5.",
            "big": False,
            "key": False,
        }
    ]


@pytest.mark.req("T11")
def test_no_grade_is_null_with_its_reason(cast, clock):
    row = client(cast.rep, bad_debt=True)
    total(row, 80)
    _code, lines, _errors = run("rate", "--quarter", "2025Q4", "--json", "--dry-run")
    assert json.loads(lines[0]) | {"customer": ""} == {
        "customer": "",
        "segment": "direct",
        "points": 80.0,
        "grade": None,
        "big": False,
        "key": False,
        "why": "No grade, because of open bad debts; without them it would be AA.",
    }
    assert not Rating.objects.exists()


def test_without_json_the_figures_are_told(cast, clock):
    total(client(cast.rep), 80)
    assert run("rate", "--quarter", "2025q4") == (
        0,
        ["2025Q4: AAA 0, AA 1, A 0, B 0, C 0, none 0; 1 new, 0 changed, 0 unchanged"],
        [],
    )
    assert run("rate", "--quarter", "2025Q4")[1] == [
        "2025Q4: AAA 0, AA 1, A 0, B 0, C 0, none 0; 0 new, 0 changed, 1 unchanged"
    ]
    assert run("rate", "--quarter", "2025Q4", "--dry-run")[1][0].endswith("nothing was changed")


def test_exit_codes(cast, clock):
    assert run("rate", "--quarter", "Q4")[0] == 2
    code, _lines, errors = run("rate", "--quarter", "2026Q2")
    assert code == 1 and len(errors) == 1


def test_the_same_file_again_changes_nothing(cast, clock, file):
    row = client(cast.rep)
    path = file(score(row, "management", "8.5", rated_by="mate"), score(row, "volume", "20"), name="a.csv")
    assert run("import_data", "indicators", path, "--dry-run")[1] == [
        "2 new, 0 changed, 0 unchanged, 0 refused; nothing was changed"
    ]
    assert not IndicatorScore.objects.exists()
    assert run("import_data", "indicators", path)[1] == ["2 new, 0 changed, 0 unchanged, 0 refused"]
    kept = IndicatorScore.objects.get(indicator="management")
    assert (str(kept.points), kept.by, kept.source) == ("8.50", cast.mate, "import")
    assert run("import_data", "indicators", path)[1] == ["0 new, 0 changed, 2 unchanged, 0 refused"]
    IndicatorScore.objects.update(points=1)
    assert run("import_data", "indicators", path)[1] == ["0 new, 0 changed, 2 unchanged, 0 refused"], (
        "whatever happened since"
    )
    changed = file(score(row, "management", "9", rated_by="mate"), name="b.csv")
    assert run("import_data", "indicators", changed)[1] == ["0 new, 1 changed, 0 unchanged, 0 refused"]
    assert Entry.objects.filter(action="rating.imported", customer_id=row.pk).count() == 3


@pytest.mark.parametrize(
    "wrong, said",
    [
        ({"points": "10.01"}, "points: management has 0 to 10 points."),
        ({"points": "-1"}, "points: management has 0 to 10 points."),
        ({"points": "many"}, "points: “many” is not a number of points; use a format such as 8.5."),
        ({"quarter": "2025-4"}, "quarter: “2025-4” is not a quarter; use a format such as 2026Q3."),
        ({"indicator": "charm"}, "indicator: there is no “charm” on the scorecard of 2025Q4"),
        ({"rated_by": "nobody"}, "the user name “nobody” does not exist"),
        ({"customer": "X-1"}, "customer: there is no “X-1”"),
        ({"points": ""}, "points is empty."),
    ],
)
def test_a_wrong_row_is_refused_in_a_sentence_and_the_others_are_taken(cast, clock, file, wrong, said):
    row = client(cast.rep)
    code, lines, errors = run(
        "import_data",
        "indicators",
        file(score(row, "management", "8") | wrong, score(row, "loyalty", "5"), name="a.csv"),
    )
    assert (
        code == 1 and lines == ["1 new, 0 changed, 0 unchanged, 1 refused"] and len(errors) == 1 and said in errors[0]
    )
    assert list(IndicatorScore.objects.values_list("indicator", flat=True)) == ["loyalty"]


def test_the_same_twice_in_a_file_and_a_customer_without_segment_are_refused(cast, clock, file):
    row, none = client(cast.rep), client(cast.rep, segment="")
    rows = [score(row, "loyalty", "5"), score(row, "loyalty", "4"), score(none, "loyalty", "4")]
    _code, _lines, errors = run("import_data", "indicators", file(*rows))
    assert errors[0] == "row 3: Row 2 of this file rates the same indicator." and "only those are rated" in errors[1]


def test_points_imported_after_the_grading_make_a_further_version(cast, clock, file):
    row = client(cast.rep)
    total(row, 80)
    grades.run_rating(quarter=Q, at=NOW)
    run("import_data", "indicators", file(score(row, "legal_standing", "4")))
    assert (grade_of(row).number, str(grade_of(row).points), grade_of(row).changes["legal_standing"]) == (
        2,
        "74.00",
        ["10", "4"],
    )


@pytest.mark.req("T9")
def test_in_the_browser_nobody_brings_in_what_she_does_not_rate(cast, clock, file):
    kind = every_kind()["indicators"]
    assert kind.open_to(cast.manager) and not kind.open_to(cast.clerk)
    row = client(cast.rep)
    path = file(score(row, "management", "8"), score(row, "credit_performance", "15"))
    report = worker.save_file(
        Table(path, path.name, "indicators"), "indicators", Conditions(at=NOW, by=cast.manager), write=True
    )
    assert report.refused == [(3, "indicator: “Credit performance” is rated by finance.")]
    assert IndicatorScore.objects.get().by == cast.manager


def test_imported_points_stand_over_computed_ones(cast, clock, file):
    row = client(cast.rep)
    run("import_data", "indicators", file(score(row, "volume", "13.25")))
    run("rate", "--quarter", "2025Q4")
    line = grade_of(row).lines["volume"]
    assert (line["points"], line["source"], line["value"]) == ("13.25", "import", "0.00")


def test_a_hundred_points_are_the_best(cast, clock):
    row = client(cast.rep)
    points(row, **FULL)
    _code, lines, _errors = run("rate", "--quarter", "2025Q4", "--json")
    told = json.loads(lines[0])
    assert (told["points"], told["grade"], told["why"], told["key"]) == (100.0, "AAA", "AAA: nothing is lacking.", True)
