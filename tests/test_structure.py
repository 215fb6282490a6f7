"""The floors of docs/structure.md, held over the syntax tree: imports never point up, and what hides a dependency is not there."""

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ["crm_project", "customers", "activities", "assignment", "deals", "contracts"]
FORBIDDEN_NAMES = {"utils", "util", "helpers", "services", "managers", "signals", "common", "misc", "base"}

PURE, MODELS, CORE, VERBS, DELIVERY = range(5)
FLOOR_NAMES = ["pure", "models", "core", "verbs", "delivery"]

# Delivery by the name of the module or of a folder on the way to it.
DELIVERED = {
    "forms",
    "filters",
    "views",
    "urls",
    "tasks",
    "admin",
    "management",
    "adapter",
    "backend",
    "middleware",
    "context",
    "navigation",
    "templatetags",
}
# What gathers and words the contents of a page for somebody to look at: delivery too.
PAGES = {
    "crm_project.accounts.presenters.help_topics",
    "crm_project.accounts.presenters.people",
    "crm_project.accounts.presenters.security",
    "crm_project.approvals.presenters.cards",
    "crm_project.approvals.presenters.evidence",
    "contracts.presenters.request_evidence",
    "crm_project.audit.presenters.rows",
    "crm_project.notices.presenters.bell",
    "crm_project.notices.presenters.render",
    "crm_project.notices.domain.digest",
    "customers.presenters.listing",
    "assignment.presenters.owner_panel",
    "assignment.presenters.pool",
    "activities.presenters.followup_form",
}
PURE_MODULES = {
    "assignment.rules.policy",
    "assignment.rules.policy_body",
    "assignment.rules.standard",
    "contracts.rules.tax_id",
    "contracts.cents",
    "contracts.rules.amount_words",
    "contracts.ratings.rules.grading",
    "contracts.ratings.rules.measures",
    "contracts.ratings.rules.quarters",
    "contracts.ratings.rules.scorecard",
}
# Verbs that live in a platform app because of what they write, and look up to say who may.
RAISED = {"crm_project.notices.domain.comments": 3, "crm_project.approvals.domain.access": 3}
# What everybody who loads something of a customer asks, as they ask `access`.
READING = {"customers.domain.gate", "customers.domain.masking"}
# The machine room: settings need it before there are models, and its commands drive everything.
GROUND = ("crm_project.ops", "crm_project.celery", "crm_project.settings", "crm_project.urls", "crm_project.wsgi")
# crm_project.lib that knows Django's requests: delivery's part of the library.
LIB_DELIVERY = {"crm_project.lib.views", "crm_project.lib.commands", "crm_project.lib.day_fields"}

# Who may import whose models, lowest first: the order of foreign keys.
MODEL_ORDER = [
    "crm_project.accounts",
    "crm_project.approvals",
    "crm_project.audit",
    "crm_project.notices",
    "crm_project.feedback",
    "customers",
    "assignment",
    "deals",
    "contracts",
    "contracts.ratings",
    "activities",
]


@dataclass(frozen=True)
class Module:
    """One file: its dotted name, its path, its tree."""

    name: str
    path: Path
    tree: ast.Module


@cache
def modules():
    found = []
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            if "migrations" in parts:
                continue
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            found.append(Module(name, path, ast.parse(path.read_text(), str(path))))
    return found


def floor(name):
    """The floor of a module, None for those that stand outside the house."""
    parts = name.split(".")
    if name.startswith(GROUND):
        return None
    if (
        name in PURE_MODULES
        or parts[:2] in (["customers", "names"], ["assignment", "policy"])
        or parts[-1] in ("choices",)
        or (name.startswith("crm_project.lib") and name not in LIB_DELIVERY)
    ):
        return PURE
    if DELIVERED & set(parts) or name in LIB_DELIVERY or name in PAGES:
        return DELIVERY
    if name in RAISED:
        return RAISED[name]
    # The catalogue names no business app: what it gathers is found when it is asked.
    if "models" in parts or parts[-1] == "apps" or name == "crm_project.catalogue":
        return MODELS
    if name.startswith(
        (
            "crm_project.accounts",
            "crm_project.approvals",
            "crm_project.audit",
            "crm_project.notices",
            "crm_project.feedback",
        )
    ):
        return MODELS
    # Who may see what depends on the policy (how far a pool reaches): the three questions stand beside it.
    return CORE if parts[0] == "assignment" or parts[-1] == "access" or name in READING else VERBS


def imported(module):
    """(module imported, line) of our own modules, relative names resolved; those for types only left out."""
    package = module.name if module.path.name == "__init__.py" else module.name.rpartition(".")[0]
    known = _names()
    for node in _running(module.tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")
                above = above[: len(above) - node.level + 1]
                base = ".".join([*above, *([node.module] if node.module else [])])
            names = [f"{base}.{alias.name}" if f"{base}.{alias.name}" in known else base for alias in node.names]
        else:
            continue
        for name in names:
            if name.split(".")[0] in APPS:
                yield name, node.lineno


@cache
def _names():
    return frozenset(m.name for m in modules())


def _running(tree):
    """All nodes except those under `if TYPE_CHECKING`."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            continue
        yield node
        yield from _running(node)


def say(wrong):
    return "\n" + "\n".join(wrong)


def test_imports_never_point_up():
    wrong = []
    assert len(modules()) > 100 and len({floor(m.name) for m in modules()}) == 6
    for module in modules():
        here = floor(module.name)
        if here is None:
            continue
        for name, line in imported(module):
            there = floor(name)
            if there is not None and there > here:
                wrong.append(f"{module.name}:{line} ({FLOOR_NAMES[here]}) imports {name} ({FLOOR_NAMES[there]})")
    assert not wrong, say(wrong)


def test_models_know_only_the_models_below_them():
    wrong = []
    for module in modules():
        app = next((a for a in MODEL_ORDER if module.name == f"{a}.models"), None)
        if app is None:
            continue
        for name, line in imported(module):
            other = next((a for a in MODEL_ORDER if name.startswith(f"{a}.")), None)
            if other and MODEL_ORDER.index(other) > MODEL_ORDER.index(app):
                wrong.append(f"{module.name}:{line} imports {name}")
    assert not wrong, say(wrong)


def test_the_platform_verbs_know_nothing_of_customers():
    """accounts, approvals, audit and notices serve everything above; only their pages look up."""
    platform, wrong = tuple(f"{a}." for a in MODEL_ORDER[:5]), []
    for module in modules():
        if module.name.startswith(platform) and floor(module.name) == MODELS:
            wrong += [
                f"{module.name}:{line} imports {name}"
                for name, line in imported(module)
                if name.split(".")[0] in ("customers", "assignment", "contracts", "activities")
            ]
    assert not wrong, say(wrong)


def test_no_import_hides_inside_a_function():
    wrong = []
    for module in modules():
        for node in ast.walk(module.tree):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                wrong += [
                    f"{module.name}:{n.lineno} imports inside {node.name}()"
                    for n in ast.walk(node)
                    if isinstance(n, (ast.Import, ast.ImportFrom))
                ]
    assert not wrong, say(wrong)


def test_a_module_is_named_for_what_it_does():
    assert not [m.name for m in modules() if m.name.rsplit(".", 1)[-1] in FORBIDDEN_NAMES]


def _reads_the_clock(node):
    """timezone.now(), date.today(), time.time(); not clock.now(), where the clock was handed in."""
    if not (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("now", "today", "utcnow", "time")
    ):
        return False
    whose = node.func.value
    return getattr(whose, "id", getattr(whose, "attr", "")) in ("timezone", "datetime", "date", "time")


def test_only_the_delivery_floor_looks_at_the_clock():
    """Verbs are told the time (`at`): so a test, a dry run and a catch-up after downtime say the same."""
    wrong = [
        f"{module.name}:{node.lineno}"
        for module in modules()
        if floor(module.name) in (PURE, MODELS, CORE, VERBS)
        for node in ast.walk(module.tree)
        if _reads_the_clock(node)
    ]
    wrong += [
        f"{module.name}:{node.lineno} calls localdate() without a moment"
        for module in modules()
        if floor(module.name) in (PURE, MODELS, CORE, VERBS)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("localdate", "localtime") and not node.args
    ]
    assert not wrong, say(wrong)


def test_pure_modules_speak_no_language():
    """choices are words by nature; the rest of the pure floor gives keys, and sentences are made above."""
    wrong = []
    for module in modules():
        if module.name not in PURE_MODULES:
            continue
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
                wrong.append(f"{module.name}:{node.lineno}")
    assert not wrong, say(wrong)


@pytest.mark.parametrize("name", sorted(PURE_MODULES))
def test_the_policy_and_the_names_know_no_django(name):
    module = next((m for m in modules() if m.name == name), None)
    assert module, f"{name} is gone: take it out of PURE_MODULES"
    wrong = [
        node.lineno
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("django")
    ]
    wrong += [
        n.lineno
        for n in ast.walk(module.tree)
        if isinstance(n, ast.Import) and any(a.name.startswith("django") for a in n.names)
    ]
    assert not wrong


def test_views_save_nothing():
    """What a view changes, it changes by a verb (`.save()` of a file or a workbook goes to storage, not to a table)."""
    wrong = [
        f"{module.name}:{node.lineno}"
        for module in modules()
        if ".views" in module.name
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", "") in ("save", "bulk_create", "bulk_update", "delete")
        and not node.args
        and not any(keyword.arg == "by" for keyword in node.keywords)
    ]
    assert not wrong, say(wrong)


def test_the_formatter_alone_decides_the_layout():
    asked = "fmt: " + "skip"
    assert not [path for path in sorted(ROOT.rglob("*.py")) if ".venv" not in path.parts and asked in path.read_text()]
