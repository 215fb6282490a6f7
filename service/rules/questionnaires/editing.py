"""Building a questionnaire step by step: each step takes a body and gives the changed one (row T22)."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import TypeVar

from .body import Body, Option, Question, Section, Text

UP, DOWN = "up", "down"
T = TypeVar("T")


def add_section(body: Body, title: Text) -> Body:
    """A section at the end."""
    number = body.last + 1
    return replace(body, sections=(*body.sections, Section(f"s{number}", title)), last=number)


def rename_section(body: Body, key: str, title: Text) -> Body:
    """The same section under another title."""
    return _each_section(body, lambda section: replace(section, title=title) if section.key == key else section)


def add_question(body: Body, section: str, question: Question) -> Body:
    """A question at the end of a section, with a key of its own."""
    number = body.last + 1
    made = replace(question, key=f"q{number}")
    changed = _each_section(
        body, lambda row: replace(row, questions=(*row.questions, made)) if row.key == section else row
    )
    return replace(changed, last=number)


def update_question(body: Body, question: Question) -> Body:
    """The question of this key as it is now. Of another kind it is another question: under a new key, so that old answers are not
    counted as answers to it."""
    old = body.question(question.key)
    if old is None:
        return body
    if old.kind != question.kind:
        body = _without_conditions(replace(body, last=body.last + 1), {old.key})
        question = replace(question, key=f"q{body.last}")
    return _each_section(
        body,
        lambda section: replace(
            section, questions=tuple(question if row.key == old.key else row for row in section.questions)
        ),
    )


def remove(body: Body, key: str) -> Body:
    """Without this section (and its questions) or this question; conditions that asked for it go too."""
    gone = {key}
    section = body.section(key)
    if section:
        gone |= {question.key for question in section.questions}
    kept = replace(body, sections=tuple(row for row in body.sections if row.key != key))
    kept = _each_section(
        kept, lambda row: replace(row, questions=tuple(each for each in row.questions if each.key not in gone))
    )
    return _without_conditions(kept, gone)


def _without_conditions(body: Body, gone: Collection[str]) -> Body:
    """No question asks for the answers to these any more."""
    return _each_section(
        body,
        lambda row: replace(
            row,
            questions=tuple(
                replace(question, shown_if=tuple(pair for pair in question.shown_if if pair[0] not in gone))
                for question in row.questions
            ),
        ),
    )


def move(body: Body, key: str, way: str) -> Body:
    """A section among the sections, or a question among the questions; at the edge of its section it goes into the next one."""
    if body.section(key):
        return replace(body, sections=_swapped(body.sections, [row.key for row in body.sections].index(key), way))
    for number, section in enumerate(body.sections):
        keys = [question.key for question in section.questions]
        if key not in keys:
            continue
        place = keys.index(key)
        if 0 <= place + _step(way) < len(keys):
            swapped = replace(section, questions=_swapped(section.questions, place, way))
            return replace(body, sections=(*body.sections[:number], swapped, *body.sections[number + 1 :]))
        return _into_neighbour(body, number, section.questions[place], way)
    return body


def _into_neighbour(body: Body, number: int, question: Question, way: str) -> Body:
    other = number + _step(way)
    if not 0 <= other < len(body.sections):
        return body
    sections = list(body.sections)
    here, there = sections[number], sections[other]
    sections[number] = replace(here, questions=tuple(row for row in here.questions if row.key != question.key))
    rows = (question, *there.questions) if way == DOWN else (*there.questions, question)
    sections[other] = replace(there, questions=rows)
    return replace(body, sections=tuple(sections))


def _step(way: str) -> int:
    return -1 if way == UP else 1


def _swapped(rows: Sequence[T], place: int, way: str) -> tuple[T, ...]:
    out, other = list(rows), place + _step(way)
    if 0 <= other < len(out):
        out[place], out[other] = out[other], out[place]
    return tuple(out)


def _each_section(body: Body, change: Callable[[Section], Section]) -> Body:
    return replace(body, sections=tuple(change(section) for section in body.sections))


def options_of(texts: Sequence[Text], old: Sequence[Option]) -> tuple[Option, ...]:
    """Options of these texts. One whose words stayed in either language keeps its key; where as many stand there as before,
    one that was only reworded keeps it by its place."""
    keys: list[str | None] = [None] * len(texts)
    free = {option.key: option for option in old}
    for n, text in enumerate(texts):
        found = next(
            (o for o in free.values() if (text.en and o.text.en == text.en) or (text.zh and o.text.zh == text.zh)), None
        )
        if found:
            keys[n] = found.key
            del free[found.key]
    if len(texts) == len(old):
        for n, option in enumerate(old):
            if keys[n] is None and option.key in free:
                keys[n] = option.key
                del free[option.key]
    number = max((int(option.key[1:]) for option in old if option.key[1:].isdigit()), default=0)
    out = []
    for key, text in zip(keys, texts, strict=True):
        if key is None:
            number += 1
            key = f"o{number}"
        out.append(Option(key, text))
    return tuple(out)
