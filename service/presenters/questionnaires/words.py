"""Questionnaires in words: kinds of questions, problems of a draft, statuses of invitations, what is wrong with an answer (row T22)."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from crm_project.lib.language import in_language
from service.domain.questionnaires import answering
from service.models import QuestionnaireInvitation
from service.rules.questionnaires import answers, body, problems
from service.rules.questionnaires.body import Body, Question, Text
from service.rules.questionnaires.problems import Problem

KIND_NAMES = {
    body.SINGLE: pgettext_lazy("question", "One choice"),
    body.SEVERAL: pgettext_lazy("question", "Several choices"),
    body.SCALE: pgettext_lazy("question", "Scale from 1 to 5"),
    body.RECOMMEND: pgettext_lazy("question", "Recommend, from 0 to 10"),
    body.NUMBER: pgettext_lazy("question", "Number"),
    body.DATE: pgettext_lazy("question", "Date"),
    body.TEXT: pgettext_lazy("question", "Text"),
}
HINTS = {
    body.SCALE: gettext_lazy("1: very poor, 5: very good"),
    body.RECOMMEND: gettext_lazy("0: certainly not, 10: certainly"),
    body.SEVERAL: gettext_lazy("You may choose several."),
    body.DATE: gettext_lazy("Such as 2026-03-02"),
}
LANGUAGE_NAMES = {"en": "English", "zh-hans": "中文"}
_PROBLEMS = {
    problems.NO_QUESTIONS: gettext_lazy("It has no questions: add at least one."),
    problems.EMPTY_SECTION: gettext_lazy("The section has no questions: add one, or remove it."),
    problems.FEW_OPTIONS: gettext_lazy("There are fewer than two answers to choose from."),
    problems.NOT_BOTH_LANGUAGES: gettext_lazy("The text is missing in one of the two languages."),
    problems.ASKS_LATER: gettext_lazy(
        "It is shown only if something was answered that is not asked before it: move it down, or change the condition."
    ),
}
_FAULTS = {
    answers.MISSING: gettext_lazy("Please answer this question."),
    answers.NO_CHOICE: gettext_lazy("Please choose one of the answers."),
    answers.NO_NUMBER: gettext_lazy("Please enter a number, such as 12 or 12.5."),
    answers.NO_DATE: gettext_lazy("Please enter a date, such as 2026-03-02."),
    answers.TOO_LONG: gettext_lazy("This text is too long: at most 2,000 characters."),
}
# {state: (label, tone)}
STATES = {
    answering.OPEN: (pgettext_lazy("invitation", "Open"), "info"),
    answering.ANSWERED: (pgettext_lazy("invitation", "Answered"), "ok"),
    answering.EXPIRED: (pgettext_lazy("invitation", "Expired"), ""),
    answering.ENDED: (pgettext_lazy("invitation", "Withdrawn"), ""),
}


def reads(text: Text) -> str:
    """A text in the reader's language."""
    return in_language(text.en, text.zh) or text.zh


def fault_text(code: str) -> str:
    """What is wrong with an answer."""
    return str(_FAULTS[code])


def choice_text(question: Question, choice: str) -> str:
    """An answer to choose, as it is read; a grade is its number, an option of an older version its key."""
    found = next((option for option in question.options if option.key == choice), None)
    return reads(found.text) if found else choice


def problem_rows(draft: Body, found: Iterable[Problem]) -> list[tuple[str, str, str]]:
    """[(key, what it is about, what is wrong)]."""
    return [(problem.key, _named(draft, problem.key), str(_PROBLEMS[problem.code])) for problem in found]


def _named(draft: Body, key: str) -> str:
    section, question = draft.section(key), draft.question(key)
    if question:
        return reads(question.text)
    return reads(section.title) if section else _("The questionnaire")


def condition_choices(asked: Iterable[Question]) -> list[tuple[str, str]]:
    """[(question:answer, words)] of what a later question may depend on."""
    return [
        (f"{question.key}:{value}", f"{reads(question.text)} → {choice_text(question, value)}")
        for question in asked
        for value in question.values()
    ]


def condition_text(draft: Body, question: Question) -> str:
    """When a question is shown, as a sentence; empty: always."""
    wanted: dict[str, list[str]] = {}
    for key, value in question.shown_if:
        asked = draft.question(key)
        wanted.setdefault(reads(asked.text) if asked else key, []).append(choice_text(asked, value) if asked else value)
    parts = [f"{asked} → {', '.join(values)}" for asked, values in wanted.items()]
    return _("Shown only if: %(what)s") % {"what": " · ".join(parts)} if parts else ""


def state(invitation: QuestionnaireInvitation, at: datetime) -> tuple[str, str]:
    """(label, tone) of where an invitation stands."""
    label, tone = STATES[answering.state_of(invitation, at)]
    return str(label), tone
