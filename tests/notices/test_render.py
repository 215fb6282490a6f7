"""Every kind of notice that the code tells has a text of its own."""

import ast
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from django.utils import translation

from assignment.rules.policy import RELEASE, REMIND, REVIEW, ROTATE
from crm_project.catalogue import declared, notice_kinds, request_kinds
from crm_project.notices.presenters.render import text

ROOT = Path(__file__).resolve().parents[2]
APPS = ("crm_project", "customers", "assignment", "activities", "deals", "contracts", "service", "reports")
# What kinds that are put together can be.
FILLED = {
    "f'sweep_{what}'": {
        f"sweep_{what}" for what in (RELEASE, ROTATE, REVIEW, REMIND, "received", "remind_manager", "published")
    },
    "kind_of(request.kind).notice_kind": {kind.notice_kind for kind in request_kinds().values()},
    "f'dispute_{request.kind}'": {"dispute_validity", "dispute_conflict"},
    "f'decided_{request.status}'": {"decided_approved", "decided_refused"},
    "f'customer_feedback_{kind}'": {
        f"customer_feedback_{kind}" for kind in ("received", "due", "overdue", "answered", "closed")
    },
    "f'matter_{kind}'": {f"matter_{kind}" for kind in ("reported", "due", "overdue", "answered")},
    "f'matter_{kind}_confidential'": {
        f"matter_{kind}_confidential" for kind in ("reported", "named", "due", "overdue", "answered")
    },
    "f'reception_{news}'": {
        f"reception_{news}"
        for news in ("planned", "changed", "without_you", "tomorrow", "to_record", "unrecorded", "passed", "again")
    },
    "f'{_kind(name)}_alarm'": {f"{what}_alarm" for what in ("backup", "rehearsal", "part")},
    "f'{_kind(name)}_over'": {f"{what}_over" for what in ("backup", "rehearsal", "part")},
    "f'visit_{what}'": {f"visit_{what}" for what in ("due", "late", "report_due", "report_late")},
    "f'service_{outcome}_{clock}'": {
        f"service_{outcome}_{clock}" for outcome in ("remind", "late") for clock in ("response", "completion")
    },
}


def calls(tree, names):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in names:
            yield node


def imported_from_notify(tree):
    modules = [
        node for node in tree.body if isinstance(node, ast.ImportFrom) and (node.module or "").endswith("notify")
    ]
    return {"tell", "notice"} & {name.name for module in modules for name in module.names}


def kinds_of(tree, function, value):
    """What an argument can be: a constant, a text put together, or what this function of the module is handed for it."""
    if isinstance(value, ast.Constant):
        return {value.value}
    if not isinstance(value, ast.Name):
        return FILLED[ast.unparse(value)]
    place = [argument.arg for argument in function.args.args].index(value.id)
    return {kind for call in calls(tree, [function.name]) for kind in kinds_of(tree, None, call.args[place])}


def sent():
    """{kind: files} of every call of tell(...) and notice(...) in the product's code."""
    found = defaultdict(set)
    for path in (path for app in APPS for path in (ROOT / app).rglob("*.py") if path.name != "notify.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
            for call in calls(function, imported_from_notify(tree)):
                for kind in kinds_of(tree, function, call.args[1]):
                    found[kind].add(str(path.relative_to(ROOT)))
    return found


def test_every_kind_that_is_sent_is_declared_and_every_declared_kind_is_sent():
    found, known = sent(), set(notice_kinds())
    assert not {kind: found[kind] for kind in found.keys() - known}, "sent, but in no app's notices.py"
    assert not known - found.keys(), "declared, but never sent"


def test_every_kind_is_declared_in_exactly_one_app():
    keys = Counter(kind.key for rows in declared("notices", "NOTICES") for kind in rows)
    assert keys and [key for key, n in keys.items() if n > 1] == []


@pytest.mark.parametrize("kind", list(notice_kinds()))
def test_a_notice_without_parameters_is_still_a_sentence_in_both_languages(kind):
    with translation.override("en"):
        english = text(kind, {})
    with translation.override("zh-hans"):
        chinese = text(kind, {})
    assert english.strip() and re.search("[\u4e00-\u9fff]", chinese)


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
