"""Every app says what its entries mean: each recorded action, in exactly one app, in both languages."""

import ast
import re
from collections import Counter, defaultdict
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from django.utils import translation

from assignment.models import OwnershipEvent
from crm_project.approvals.models import Request
from crm_project.audit.presenters.text import action_words, actions, beginnings_of, families, field_words, fields
from crm_project.catalogue import audits
from customers.models import FolderEntry
from deals.models.choices import QuoteStatus

ROOT = Path(__file__).resolve().parents[2]
APPS = ("crm_project", "customers", "assignment", "activities", "deals", "contracts", "service", "reports")
DECIDED = ("approved", "refused")
# What actions that are put together can be.
FILLED = {
    "f'deal.{status}'": ("deal.won", "deal.lost"),
    "f'expense.{status}'": ("expense.accepted", "expense.refused"),
    "f'followup.{state}'": ("followup.confirmed", "followup.rejected"),
    "f'ownership.{e.kind}'": [f"ownership.{kind}" for kind in OwnershipEvent.Kind.values],
    "f'customer_feedback.{kind}'": [
        f"customer_feedback.{kind}" for kind in ("recorded", "answered", "passed", "ordered", "closed", "reopened")
    ],
    "f'matter.{kind}'": [f"matter.{kind}" for kind in ("reported", "answered", "asked", "passed", "closed")],
    "f'folder.{kind}'": [f"folder.{kind}" for kind in FolderEntry.Kind.values if kind != FolderEntry.Kind.COUNTED],
    "f'plan.{status}'": ("plan.accepted", "plan.returned"),
    "f'quote.{status}'": [
        f"quote.{status}" for status in (QuoteStatus.SENT, QuoteStatus.ACCEPTED, QuoteStatus.REJECTED)
    ],
    "f'request.{request.status}'": [
        f"request.{status}" for status in (Request.Status.APPROVED, Request.Status.REFUSED)
    ],
}
# Entries of earlier versions keep these.
EARLIER = {"customer.exported", "policy.submitted", "papers.ticked"}


@cache
def trees():
    paths = [path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts]
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in paths}


def name_of(call):
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def calls_inside_functions():
    """(file, function, call) of the product's code."""
    for path, tree in trees().items():
        for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
            for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
                yield path, function, call


def handed(path, function, parameter):
    """(file, function, what it is) of every argument that this function is called with; a private one within its file."""
    names = [argument.arg for argument in function.args.args]
    for where, inside, call in calls_inside_functions():
        if name_of(call) == function.name and (where == path or not function.name.startswith("_")):
            given = dict(zip(names, call.args, strict=False)) | {word.arg: word.value for word in call.keywords}
            if parameter in given:
                yield where, inside, given[parameter]


def values(path, function, value):
    """What the argument `action` can be here."""
    if isinstance(value, ast.Constant):
        return {value.value}
    if ast.unparse(value) == "subject.action":
        return imported()
    if isinstance(value, ast.IfExp):
        return values(path, function, value.body) | values(path, function, value.orelse)
    module = import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    if isinstance(value, ast.Subscript):
        return set(getattr(module, value.value.id).values())
    if isinstance(value, ast.Name) and hasattr(module, value.id):
        return {getattr(module, value.id)}
    if isinstance(value, ast.Name):
        assigned = [
            node.value
            for node in ast.walk(function)
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == value.id
        ]
        found = [(path, function, one) for one in assigned] or handed(path, function, value.id)
        return {action for place in found for action in values(*place)}
    return set(FILLED[ast.unparse(value)])


def imported():
    """What the importers say of the rows that they write: Subject("thing", "thing.imported")."""
    subjects = [
        call
        for _path, tree in trees().items()
        for call in ast.walk(tree)
        if getattr(getattr(call, "func", None), "id", "") == "Subject"
    ]
    return {call.args[1].value for call in subjects if len(call.args) == 2}


def recorded():
    """{action: files} of every call of log.record(...) and log.entry(...) in the product's code."""
    found = defaultdict(set)
    for path, function, call in calls_inside_functions():
        if ast.unparse(call.func) in ("log.record", "log.entry"):
            (value,) = [keyword.value for keyword in call.keywords if keyword.arg == "action"]
            actions_here = values(path, function, value)
            assert actions_here, f"{path.relative_to(ROOT)}:{call.lineno}: which actions are recorded here?"
            for action in actions_here:
                found[action].add(str(path.relative_to(ROOT)))
    return found


@pytest.mark.slow
@pytest.mark.req("Ne3")
def test_every_recorded_action_is_declared_and_every_declared_one_is_recorded():
    found, known = recorded(), set(actions())
    assert not {action: found[action] for action in found.keys() - known}, "recorded, but in no app's audit.py"
    assert known - found.keys() == EARLIER, "declared, but never recorded"


def recorded_fields():
    """{changed field: files} of every call that hands over `changes` as they stand in the code."""
    found = defaultdict(set)
    handed_over = (
        (path, node.value)
        for path, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and node.arg == "changes"
    )
    for path, value in handed_over:
        for node in ast.walk(value):
            for key in node.keys if isinstance(node, ast.Dict) else ():
                if isinstance(key, ast.Constant):
                    found[str(key.value)].add(path.name)
    return found


@pytest.mark.req("Ne3")
def test_every_recorded_field_has_its_words():
    found = recorded_fields()
    assert len(found) > 60
    assert not {name: files for name, files in found.items() if name not in fields()}, "in no app's audit.py"


@pytest.mark.parametrize("what", ["actions", "fields", "labels", "reasons"])
def test_everything_is_declared_in_exactly_one_app(what):
    keys = Counter(key for audit in audits() for key in getattr(audit, what))
    assert keys and [key for key, n in keys.items() if n > 1] == []


def test_subjects_and_families_are_declared_in_exactly_one_app():
    for keys in (
        [subject.type for audit in audits() for subject in audit.subjects],
        [family.key for family in families()],
        [family.place for family in families()],
    ):
        assert len(keys) == len(set(keys)) > 1


def test_actions_and_fields_read_as_words_in_both_languages():
    for say, keys in ((action_words, actions()), (field_words, fields())):
        for key in keys:
            with translation.override("en"):
                assert say(key).strip() and "_" not in say(key) and (say is field_words or say(key) != key), key
            with translation.override("zh-hans"):
                assert re.search("[\u4e00-\u9fff]", say(key)), key


def test_every_family_finds_something():
    for family in families():
        for beginning in beginnings_of(family.key):
            assert any(action == beginning or action.startswith(beginning) for action in actions()), beginning
    assert {key for audit in audits() for key in audit.searched_under} == {family.key for family in families()}
