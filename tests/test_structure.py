"""What import-linter (pyproject.toml) does not see: hidden imports, names that say nothing, clocks in verbs, saving in views."""

import ast
import re
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LONGEST = 160  # characters in a line of a template
LARGEST = 250  # lines of a file
TEXT = re.compile(r"{% blocktranslate(?P<opened>.*?)%}(?P<said>.*?){% endblocktranslate %}", re.DOTALL)
APPS = ["crm_project", "customers", "activities", "assignment", "deals", "contracts", "service", "reports"]
FORBIDDEN_NAMES = {"utils", "util", "helpers", "services", "managers", "signals", "common", "misc", "base"}
# Shelves whose code is told the time (`at`) instead of asking for it: only the view knows the moment of its request.
TOLD_THE_TIME = {"rules", "models", "domain", "presenters", "forms", "filters", "conditions", "list_columns", "figures"}
# What another library calls, with no moment to hand in.
CALLED_FROM_OUTSIDE = {
    ("crm_project.accounts.forms.profile", "sign_in.failed(typed=self.user.username, at=timezone.now())")
}


@dataclass(frozen=True)
class Module:
    """One file: its dotted name, its path, its tree."""

    name: str
    path: Path
    tree: ast.Module

    @cached_property
    def shelves(self):
        """The folders on the way to it, and its own name."""
        return set(self.name.split("."))

    @cached_property
    def nodes(self):
        """All of its tree: walked once, asked by many tests."""
        return list(ast.walk(self.tree))

    @cached_property
    def text(self):
        """As it is written."""
        return self.path.read_text()


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


def say(wrong):
    return "\n" + "\n".join(wrong)


def test_there_are_modules_to_look_at():
    assert len(modules()) > 400


def test_no_import_hides_inside_a_function():
    wrong = []
    for module in modules():
        if not any(isinstance(n, (ast.Import, ast.ImportFrom)) and n.col_offset for n in module.nodes):
            continue
        for node in module.nodes:
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                wrong += [
                    f"{module.name}:{n.lineno} imports inside {node.name}()"
                    for n in ast.walk(node)
                    if isinstance(n, (ast.Import, ast.ImportFrom))
                ]
    assert not wrong, say(wrong)


def test_no_string_names_a_function():
    """What the platform calls in an app, the app declares as the function itself: the editor finds it, a typo can't hide."""
    wrong = [
        f"{module.name}:{node.lineno}"
        for module in modules()
        for node in module.nodes
        if isinstance(node, (ast.Name, ast.Attribute, ast.alias))
        and "import_string" in (getattr(node, key, "") for key in ("id", "attr", "name"))
    ]
    assert not wrong, say(wrong)


def test_a_module_is_named_for_what_it_does():
    assert not [m.name for m in modules() if m.name.rsplit(".", 1)[-1] in FORBIDDEN_NAMES]


def _reads_the_clock(node):
    """timezone.now(), date.today(), time.time(), now() of `lib.views`; not clock.now(), where the clock was handed in."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "now":
        return True
    if not (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("now", "today", "utcnow", "time")
    ):
        return False
    whose = node.func.value
    return getattr(whose, "id", getattr(whose, "attr", "")) in ("timezone", "datetime", "date", "time")


def _handed_to_others(module):
    """Calls that may look at the clock: what stands in CALLED_FROM_OUTSIDE."""
    return {
        inner
        for node in module.nodes
        if isinstance(node, ast.Call) and (module.name, ast.unparse(node)) in CALLED_FROM_OUTSIDE
        for inner in ast.walk(node)
    }


@pytest.mark.parametrize(
    ("text", "reads"), [("now()", True), ("timezone.now()", True), ("clock.now()", False), ("late(self.at)", False)]
)
def test_a_look_at_the_clock_is_seen(text, reads):
    assert any(_reads_the_clock(node) for node in ast.walk(ast.parse(text))) is reads


def test_nothing_below_views_and_tasks_looks_at_the_clock():
    """Verbs, filters and forms are told the time (`at`): so a test, a dry run and a catch-up after downtime say the same, and all of
    a page is of one moment."""
    wrong = [
        f"{module.name}:{node.lineno}"
        for module in modules()
        if module.shelves & TOLD_THE_TIME and "views" not in module.shelves
        for node in module.nodes
        if _reads_the_clock(node) and node not in _handed_to_others(module)
    ]
    wrong += [
        f"{module.name}:{node.lineno} calls localdate() without a moment"
        for module in modules()
        if module.shelves & TOLD_THE_TIME and "views" not in module.shelves
        for node in module.nodes
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("localdate", "localtime") and not node.args
    ]
    assert not wrong, say(wrong)


def test_views_save_nothing():
    """What a view changes, it changes by a verb (`.save()` of a file or a workbook goes to storage, not to a table)."""
    wrong = [
        f"{module.name}:{node.lineno}"
        for module in modules()
        if ".views" in module.name
        for node in module.nodes
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", "") in ("save", "bulk_create", "bulk_update", "delete")
        and not node.args
        and not any(keyword.arg == "by" for keyword in node.keywords)
    ]
    assert not wrong, say(wrong)


def test_a_file_is_short_enough_to_be_read_at_once():
    """One capability in each; a longer one is cut by subject."""
    ours = [*(module.path for module in modules()), *(ROOT / "scripts").rglob("*.py")]
    wrong = [
        f"{path.relative_to(ROOT)}: {lines}" for path in ours if (lines := len(path.read_text().splitlines())) > LARGEST
    ]
    assert not wrong, say(wrong)


def test_the_formatter_alone_decides_the_layout():
    asked = "fmt: " + "skip"
    ours = [path for folder in (*APPS, "tests", "scripts") for path in sorted((ROOT / folder).rglob("*.py"))]
    assert not [path for path in [*ours, ROOT / "manage.py"] if asked in path.read_text()]


def test_no_line_of_a_template_is_too_long_to_read():
    wrong = [
        f"{path.relative_to(ROOT)}:{number}: {len(line)}"
        for path in sorted((ROOT / "templates").rglob("*"))
        if path.is_file()
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if len(line) > LONGEST
    ]
    assert not wrong, say(wrong)


def test_a_text_over_several_lines_of_a_template_is_trimmed():
    """Its key must not hold the indentation, which the page does not carry (`crm_project/ui/unindented.py`)."""
    wrong = [
        f"{path.relative_to(ROOT)}: {text.group()[:80]}"
        for path in sorted((ROOT / "templates").rglob("*.html"))
        for text in TEXT.finditer(path.read_text())
        if "\n" in text["said"] and " trimmed" not in text["opened"]
    ]
    assert not wrong, say(wrong)


def _spelled(pattern, *, but):
    """Where this is spelled, outside the module (or modules) that may."""
    found = []
    for module in modules():
        if module.name not in (but if isinstance(but, tuple) else (but,)):
            text = module.text
            found += [f"{module.name}:{text.count(chr(10), 0, m.start()) + 1}" for m in re.finditer(pattern, text)]
    return found


def test_html_is_put_together_in_the_page_frame_only():
    """Pages are templates; where Python writes HTML, it does so in `crm_project/ui`, or by `format_html`, which escapes."""
    html = r"""mark_safe\(|SafeString\(|\bf["']<[a-z/]"""
    wrong = _spelled(html, but=tuple(m.name for m in modules() if m.name.startswith("crm_project.ui.")))
    assert not wrong, say(wrong)


def test_the_language_is_asked_in_one_place():
    """`lib.language`: is_chinese(), in_language(en, zh)."""
    assert not (wrong := _spelled(r"""startswith\(["']zh|\[:2\] == ["']zh["']""", but="crm_project.lib.language")), say(
        wrong
    )


def test_the_ownership_of_a_customer_is_asked_for_in_one_way():
    """`Ownership.of(customer_id)`, or `customer.ownership_or_none` where it was loaded with the customer."""
    one = r"Ownership\.objects\.filter\(\s*(pk|customer|customer_id|customer__pk)=[\w.]+\s*\)(\s*\.\w+\([^()]*\))*?\s*\.(first|get)\(\)"
    loaded = r"""getattr\([\w.]+, ["']ownership["'], None\)"""
    wrong = _spelled(one, but="customers.models.ownership") + _spelled(loaded, but="customers.models.customer")
    assert not wrong, say(wrong)


def test_a_contract_or_deal_is_locked_in_one_place():
    """`contracts.domain.lock` and `deals.domain.lock`: customer first, then who may, then in which state."""
    wrong = _spelled(r"\bContract\.objects\s*\.select_for_update", but="contracts.domain.lock")
    wrong += _spelled(
        r"\bDeal\.objects\s*\.select_for_update\([^()]*\([^()]*\)\)\s*\.(get|select_related)", but="deals.domain.lock"
    )
    assert not wrong, say(wrong)


def test_every_upload_goes_through_the_upload_transaction():
    """What was written goes again where the transaction fails, and nobody's file name becomes a path. Exports are written by us."""
    may = ("crm_project.lib.upload_transaction", "customers.exporting.jobs")
    assert not (wrong := _spelled(r"\.(file|document|field|image)\.save\(", but=may)), say(wrong)


def test_when_a_task_comes_again_is_said_in_one_place():
    """`lib.retries`: RETRIED, or retried_on(OSError)."""
    assert not (wrong := _spelled(r"autoretry_for|retry_backoff", but="crm_project.lib.retries")), say(wrong)


def test_several_rows_are_chosen_by_one_field():
    """`lib.query_values.Several`: a key beyond every key is no choice, and no error of the database."""
    wrong = _spelled(r"\bforms\.ModelMultipleChoiceField", but="crm_project.lib.query_values")
    assert not wrong, say(wrong)


def test_the_last_follow_up_of_a_customer_is_written_in_one_place():
    assert not (wrong := _spelled(r"\(last_followup_at=", but=("assignment.domain.last_followup",))), say(wrong)


def test_what_the_audit_keeps_is_masked_in_one_place():
    """`audit.presenters.rows.masked_changes`, for the audit, the history of a file and its timeline."""
    may = ("crm_project.audit.presenters.rows", "customers.domain.access.masking")
    assert not (wrong := _spelled(r"[^`]mask\.change\(", but=may)), say(wrong)


def test_whose_customers_a_person_sees_is_said_in_one_place():
    """`customers.models.scope`: in scope, helped with, or pooled in their departments; and the files that are open to them."""
    pooled = r"ownership=None,\s*\w*department_id__in|Q\((\w+__)?restricted=False\)"
    wrong = _spelled(pooled, but="customers.models.scope") + _spelled(
        r"\bowned_rows\b|\bowned_within\(", but="customers.models.scope"
    )
    assert not wrong, say(wrong)


def test_what_is_named_beside_a_customer_of_service_is_checked_in_one_place():
    """`service.domain.belonging.check_theirs`."""
    wrong = _spelled(r"belongs to another customer|(contact|order)\.customer_id != ", but="service.domain.belonging")
    assert not (wrong := [one for one in wrong if one.startswith("service.domain")]), say(wrong)
