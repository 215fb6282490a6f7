"""A section of a questionnaire as the person who answers sees it: fields, choices, what is wrong (row T22)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from service.rules.questionnaires.answers import Answers, shown
from service.rules.questionnaires.body import CHOSEN, SEVERAL, Body, Question, Section

from .words import HINTS, choice_text, condition_text, fault_text, reads


@dataclass(frozen=True)
class Field:
    """One question: `choices` [(value, words, chosen)] or `value`, what is wrong with it, and when it is shown."""

    key: str
    kind: str
    text: str
    hint: str
    required: bool
    several: bool
    choices: list[tuple[str, str, bool]]
    value: str
    error: str
    condition: str


def fields(body: Body, section: Section, answers: Answers, faults: Mapping[str, str]) -> list[Field]:
    """The questions of a section that these answers show."""
    seen = {question.key for question in shown(body, answers)}
    return [_field(body, row, answers, faults) for row in section.questions if row.key in seen]


def every_field(body: Body, section: Section) -> list[Field]:
    """All questions of a section, with when they are shown: for a preview."""
    return [_field(body, row, {}, {}, preview=True) for row in section.questions]


def _field(
    body: Body, question: Question, answers: Answers, faults: Mapping[str, str], *, preview: bool = False
) -> Field:
    answer = answers.get(question.key, "")
    chosen = set(answer) if isinstance(answer, list) else {answer}
    return Field(
        key=question.key,
        kind=question.kind,
        text=reads(question.text),
        hint=str(HINTS.get(question.kind, "")),
        required=question.required,
        several=question.kind == SEVERAL,
        choices=[(value, choice_text(question, value), value in chosen) for value in question.values()],
        value="" if question.kind in CHOSEN or isinstance(answer, list) else answer,
        error=fault_text(faults[question.key]) if question.key in faults else "",
        condition=condition_text(body, question) if preview else "",
    )


def sections_shown(body: Body, answers: Answers) -> list[Section]:
    """The sections that have something to answer."""
    seen = {question.key for question in shown(body, answers)}
    return [section for section in body.sections if any(question.key in seen for question in section.questions)]


def section_context(
    body: Body, section: Section, answers: Answers, faults: Mapping[str, str], *, added: Collection[str] = ()
) -> dict[str, Any]:
    """What the template of one section shows; `added`: questions that the answers just given have brought up."""
    shown_sections = sections_shown(body, answers)
    keys = [row.key for row in shown_sections]
    place = keys.index(section.key) if section.key in keys else 0
    return {
        "title": reads(body.title),
        "intro": reads(body.intro) if place == 0 else "",
        "section": section,
        "section_title": reads(section.title),
        "fields": fields(body, section, answers, faults),
        "number": place + 1,
        "of": len(keys),
        "last": place == len(keys) - 1,
        "before": keys[place - 1] if place else "",
        "added": bool(added),
    }
