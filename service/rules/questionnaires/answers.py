"""What was answered: which questions are shown, whether an answer can be meant, what is still missing (row T22).

An answer is kept as text (the key of an option, a grade, a number, a date as 2026-03-02, words), several as a list of keys.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from .body import DATE, NUMBER, SEVERAL, TEXT, Body, Question

Answer: TypeAlias = str | list[str]
Answers: TypeAlias = Mapping[str, Answer]
LONGEST_TEXT = 2000
NO_CHOICE, NO_NUMBER, NO_DATE, TOO_LONG, MISSING = "no_choice", "no_number", "no_date", "too_long", "missing"
_NUMBER = re.compile(r"[+-]?\d{1,11}([.,]\d{1,4})?")


def shown(body: Body, answers: Answers) -> list[Question]:
    """The questions that these answers show, in their order; what a hidden question was answered shows nothing."""
    out: list[Question] = []
    given: set[tuple[str, str]] = set()
    for question in body.questions():
        if question.shown_if and not given & set(question.shown_if):
            continue
        out.append(question)
        answer = answers.get(question.key, "")
        given |= {(question.key, value) for value in (answer if isinstance(answer, list) else [answer])}
    return out


def clean(question: Question, raw: list[str]) -> tuple[Answer, str]:
    """(the answer as it is kept, "") of what was sent; or (what was typed, code of what is wrong). Empty stays empty."""
    values = [value.strip() for value in raw if value.strip()]
    if not values:
        return ([] if question.kind == SEVERAL else ""), ""
    if question.kind == SEVERAL:
        known = [value for value in question.values() if value in values]
        return known, "" if len(known) == len(set(values)) else NO_CHOICE
    value = values[0]
    if question.kind == TEXT:
        return value, TOO_LONG if len(value) > LONGEST_TEXT else ""
    if question.kind == NUMBER:
        return _number(value)
    if question.kind == DATE:
        return _date(value)
    return (value, "") if value in question.values() else ("", NO_CHOICE)


def _number(value: str) -> tuple[str, str]:
    if not _NUMBER.fullmatch(value):
        return value[:40], NO_NUMBER
    return f"{Decimal(value.replace(',', '.')).normalize():f}", ""


def _date(value: str) -> tuple[str, str]:
    try:
        return date.fromisoformat(value).isoformat(), ""
    except ValueError:
        return value[:40], NO_DATE


def missing(body: Body, answers: Answers) -> list[Question]:
    """Required questions that are shown and not answered."""
    return [question for question in shown(body, answers) if question.required and not answers.get(question.key)]


def counted(body: Body, answers: Answers) -> dict[str, Answer]:
    """What counts in the end: answers to questions that are shown, nothing empty."""
    return {question.key: answers[question.key] for question in shown(body, answers) if answers.get(question.key)}


def faults(body: Body, answers: Answers) -> dict[str, str]:
    """{question: code} of answers that can't be meant, and of required questions without one."""
    found = {}
    for question in shown(body, answers):
        answer = answers.get(question.key, "")
        _kept, code = clean(question, answer if isinstance(answer, list) else [answer])
        if code:
            found[question.key] = code
    return found | {question.key: MISSING for question in missing(body, answers)}
