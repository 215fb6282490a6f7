"""Every kind of notice that the code tells has a text of its own."""

import ast
from pathlib import Path

import pytest
from django.utils import translation

from assignment.rules.policy import RELEASE, REMIND, REVIEW, ROTATE
from crm_project.notices.presenters.render import text
from crm_project.notices.presenters.sentences import KINDS

ROOT = Path(__file__).resolve().parents[2]
# What stands in the braces of kinds that are put together.
FILLED = {
    "sweep_{what}": [RELEASE, ROTATE, REVIEW, REMIND, "received", "remind_manager", "published"],
    "decided_{request.status}": ["approved", "refused"],
}


def told():
    """(kind, file) of every call of tell(...) and notice(...) in the product's code."""
    for folder in ("crm_project", "customers", "assignment", "activities", "contracts"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if (
                    isinstance(node, ast.Call)
                    and getattr(node.func, "id", "") in ("tell", "notice")
                    and len(node.args) > 1
                ):
                    kind = node.args[1]
                    if isinstance(kind, ast.Constant):
                        yield kind.value, path
                    elif isinstance(kind, ast.JoinedStr):
                        yield ast.unparse(kind).removeprefix("f").strip("'\""), path


def test_every_kind_that_is_told_has_a_text():
    kinds = [
        (kind.replace(f"{{{kind.split('{')[-1]}", "{" + kind.split("{")[-1]) if "{" in kind else kind, path)
        for kind, path in told()
    ]
    assert kinds
    for kind, path in kinds:
        for one in [kind.split("{")[0] + value for value in FILLED[kind]] if "{" in kind else [kind]:
            assert one in KINDS, f"{one} ({path.relative_to(ROOT)}) has no text in notices/render.py"


@pytest.mark.parametrize("kind", list(KINDS))
def test_a_notice_without_parameters_is_still_a_sentence(kind):
    assert text(kind, {}).strip()


def test_counted_notices_name_five_and_count_the_rest():
    said = text("sweep_release", {"n": 7, "names": ["A", "B", "C", "D", "E"]})
    assert said == "7 customers were released to the pool: A, B, C, D, E and 2 more"
    assert text("sweep_release", {"n": 1, "names": ["A"]}) == "1 customer was released to the pool: A"


def test_a_decision_says_what_by_whom_and_why():
    said = text(
        "decided_refused", {"request_kind": "extension", "person": "Li", "subject": "Acme", "decision": "too often"}
    )
    assert said == "Refused by Li: Extension, Acme. “too often”"


def test_per_cent_signs_in_names_break_nothing():
    assert "100% Cotton" in text("transferred_to", {"person": "Li", "customer": "100% Cotton", "reason": "50%"})


def test_an_unknown_kind_shows_what_it_has():
    with translation.override("en"):
        assert text("something_new", {"subject": "Acme"}) == "Acme"
