"""Does the tree use the words of docs/glossary.md? Names each text or name with a word that the glossary replaces; exits 1 if any."""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
GLOSSARY = Path("docs/glossary.md")
PO = Path("locale/zh_Hans/LC_MESSAGES/django.po")
APPS = ["crm_project", "customers", "activities", "assignment", "deals", "contracts", "service", "reports"]
TABLES = {
    "English on the screen": "english",
    "中文界面": "chinese",
    "Names of modules, classes and functions": "code",
}
WHOLE = "whole text only"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\{?[^{}]*\}?\}")
TAGS = re.compile(r"{% comment.*?endcomment %}|{%.*?%}|{#.*?#}|<(script|style)\b.*?</\1>|<[^<>]*>", re.DOTALL)
END = " \t\n.:?!…"


@dataclass(frozen=True)
class Term:
    """A word not to use, and the one to use instead; `whole`: refused only where it is the whole text."""

    text: str
    instead: str
    whole: bool

    def found_in(self, text: str) -> bool:
        """Whether the text uses it: as a word of its own, capital or not."""
        if self.whole:
            return text.strip(END).casefold() == self.text.casefold()
        word = re.escape(self.text)
        if self.text.isascii():
            word = rf"(?<![\w'’-]){word}(?![\w-])"
        return re.search(word, text, re.IGNORECASE) is not None


def main(root: Path = ROOT) -> int:
    """Check the tree."""
    problems = list(problems_of(root))
    print(*problems, sep="\n")
    print(f"{len(problems)} words that {GLOSSARY} replaces")
    return 1 if problems else 0


def problems_of(root: Path) -> Iterator[str]:
    """Each use of a replaced word, with its place."""
    terms = read_terms((root / GLOSSARY).read_text())
    for place, text, kind in texts_of(root):
        for term in terms[kind]:
            if term.found_in(text):
                yield f"{place}: “{text}” says “{term.text}”; use: {term.instead}"
    names = {term.text: term.instead for term in terms["code"]}
    for place, name in names_of(root):
        if name.lstrip("_") in names:
            yield f"{place}: the name {name}; use: {names[name.lstrip('_')]}"


def read_terms(glossary: str) -> dict[str, list[Term]]:
    """The replaced words of each table, by its kind: english, chinese or code. Several in a cell are separated by commas."""
    found: dict[str, list[Term]] = {kind: [] for kind in TABLES.values()}
    kind = ""
    for line in glossary.splitlines():
        if line.startswith("## "):
            kind = TABLES.get(line[3:].strip(), "")
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not kind or not line.startswith("|") or cells[0] in ("not", "不用") or set(cells[0]) == {"-"}:
            continue
        whole = cells[-1] == WHOLE
        found[kind] += [Term(word.strip(), cells[1], whole) for word in re.split(r"[,、]", cells[0])]
    return found


def texts_of(root: Path) -> Iterator[tuple[str, str, str]]:
    """What people read: place, text, and whether it is English or Chinese."""
    for entry in polib.pofile(str(root / PO)):
        for text in filter(None, (entry.msgid, entry.msgid_plural)):
            yield str(PO), without_placeholders(text), "english"
        for text in entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]:
            yield str(PO), without_placeholders(text), "chinese"
    for path in sorted((root / "templates").rglob("*.html")):
        for text in filter(
            None, (line.strip() for line in without_placeholders(TAGS.sub("\n", path.read_text())).splitlines())
        ):
            yield str(path.relative_to(root)), text, "english"


def without_placeholders(text: str) -> str:
    """The text with a dash for each value that is filled in: a value's name is not read by anybody."""
    return PLACEHOLDER.sub("–", text)


def names_of(root: Path) -> Iterator[tuple[str, str]]:
    """Place and name of every module, class and function of the apps; private ones too."""
    for app in APPS:
        for path in sorted((root / app).rglob("*.py")):
            place = str(path.relative_to(root))
            yield place, path.stem
            for node in ast.walk(ast.parse(path.read_text(), place)):
                if isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
                    yield f"{place}:{node.lineno}", node.name


if __name__ == "__main__":
    sys.exit(main())
