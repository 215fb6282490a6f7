"""What keeps a questionnaire from being published (row T22)."""

from collections.abc import Sequence
from dataclasses import dataclass

from .body import LISTED, Body, Question

NO_QUESTIONS, EMPTY_SECTION, FEW_OPTIONS = "no_questions", "empty_section", "few_options"
NOT_BOTH_LANGUAGES, ASKS_LATER = "not_both_languages", "asks_later"


@dataclass(frozen=True)
class Problem:
    """One thing to be mended: its code, and the key of the section or question; empty: the questionnaire itself."""

    code: str
    key: str = ""


def problems(body: Body) -> list[Problem]:
    """Everything that is wrong, in the order of the questionnaire; empty: it can be published."""
    found = [] if body.title.complete else [Problem(NOT_BOTH_LANGUAGES)]
    if not body.intro.empty and not body.intro.complete:
        found.append(Problem(NOT_BOTH_LANGUAGES))
    if not any(body.questions()):
        return [*found, Problem(NO_QUESTIONS)]
    earlier: dict[str, Sequence[str]] = {}
    for section in body.sections:
        if not section.questions:
            found.append(Problem(EMPTY_SECTION, section.key))
        if not section.title.complete:
            found.append(Problem(NOT_BOTH_LANGUAGES, section.key))
        for question in section.questions:
            found += _of(question, earlier)
            earlier[question.key] = question.values()
    return list(dict.fromkeys(found))


def _of(question: Question, earlier: dict[str, Sequence[str]]) -> list[Problem]:
    found = []
    texts = [question.text, *(option.text for option in question.options)]
    if not all(text.complete for text in texts):
        found.append(Problem(NOT_BOTH_LANGUAGES, question.key))
    if question.kind in LISTED and len(question.options) < 2:
        found.append(Problem(FEW_OPTIONS, question.key))
    if any(value not in earlier.get(asked, ()) for asked, value in question.shown_if):
        found.append(Problem(ASKS_LATER, question.key))
    return found
