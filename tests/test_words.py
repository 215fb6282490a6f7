"""scripts/check_words.py: the words that docs/glossary.md replaces are in no text and no name; one that is planted is found."""

import ast

import pytest

from scripts import check_words
from tests.test_structure import ROOT, modules

GLOSSARY = """
## English on the screen
| not | use | where |
| --- | --- | --- |
| sweep, sweep run | automatic release | |
| Keep | Save | whole text only |

## 中文界面
| 不用 | 用 | 范围 |
| --- | --- | --- |
| 管控、账号 | 规则与报表 | |

## Names of modules, classes and functions
| not | use |
| --- | --- |
| owed | overdue_instalments |
"""


@pytest.fixture
def tree(tmp_path):
    """A small tree with a glossary, one message, one template and one module, all in the words of the glossary."""
    for name, text in {
        "docs/glossary.md": GLOSSARY,
        "locale/zh_Hans/LC_MESSAGES/django.po": 'msgid "Keep the %(sweep)s"\nmsgstr "保存"\n',
        "templates/a.html": '<p class="sweep">{# sweep #}{{ sweep }} Released</p>',
        "contracts/money.py": "def overdue():\n    pass\n",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def test_our_own_tree_uses_the_words_of_the_glossary():
    assert list(check_words.problems_of(check_words.ROOT)) == []


def test_every_table_of_our_glossary_is_read():
    terms = check_words.read_terms((check_words.ROOT / check_words.GLOSSARY).read_text())
    assert all(len(found) > 10 for found in terms.values())


def test_a_tree_in_the_words_of_its_glossary_has_no_problem(tree):
    assert list(check_words.problems_of(tree)) == []


@pytest.mark.parametrize(
    ("name", "text", "term"),
    [
        ("locale/zh_Hans/LC_MESSAGES/django.po", 'msgid "The sweep ran"\nmsgstr "已执行"\n', "sweep"),
        ("locale/zh_Hans/LC_MESSAGES/django.po", 'msgid "Keep"\nmsgstr "保存"\n', "Keep"),
        (
            "locale/zh_Hans/LC_MESSAGES/django.po",
            'msgid "%(n)d run"\nmsgid_plural "%(n)d sweeps"\nmsgstr[0] "管控"\n',
            "管控",
        ),
        ("locale/zh_Hans/LC_MESSAGES/django.po", 'msgid "Account"\nmsgstr "账号"\n', "账号"),
        ("templates/a.html", "<p>Last <b>Sweep run</b></p>", "sweep run"),
    ],
)
def test_a_planted_word_is_found(tree, name, text, term):
    (tree / name).write_text(text)
    assert any(f"says “{term}”; use: " in problem for problem in check_words.problems_of(tree))


@pytest.mark.parametrize("text", ["def owed():\n    pass\n", "class owed:\n    pass\n"])
def test_a_planted_name_is_found(tree, text):
    (tree / "contracts/money.py").write_text(text)
    assert list(check_words.problems_of(tree)) == ["contracts/money.py:1: the name owed; use: overdue_instalments"]


def test_a_module_of_a_planted_name_is_found(tree):
    (tree / "contracts/owed.py").write_text("")
    assert list(check_words.problems_of(tree)) == ["contracts/owed.py: the name owed; use: overdue_instalments"]


def test_the_exit_code_says_whether_there_is_one(tree, capsys):
    assert check_words.main(tree) == 0
    (tree / "templates/a.html").write_text("Keep")
    assert check_words.main(tree) == 1
    assert "templates/a.html: “Keep” says “Keep”; use: Save" in capsys.readouterr().out


def test_every_text_of_the_code_is_found_by_the_translators():
    """Within an f-string gettext's own reader finds no text: it stays English and no check sees it."""
    translating = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
    hidden = [
        f"{module.path.relative_to(ROOT)}:{call.lineno}"
        for module in modules()
        for text in ast.walk(module.tree)
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in translating
    ]
    assert hidden == []
