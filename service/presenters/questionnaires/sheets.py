"""Results as a workbook, marked in every row and on every page with who took it and when (rows T22, Na4)."""

from collections.abc import Iterable
from typing import IO

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from crm_project.lib.time import iso, minute
from crm_project.lib.xlsx import Book
from customers.importing.sheets import about_title
from service.domain.questionnaires.exporting import Taken
from service.models import QuestionnaireAnswer
from service.rules.questionnaires.body import Body
from service.rules.questionnaires.figures import LEAST

from .figures import answer_text, few
from .words import choice_text, reads


def answer_lines(body: Body, given: Iterable[QuestionnaireAnswer]) -> list[tuple[str, list[str]]]:
    """[(question, answers)] in the order of the version that was answered."""
    by_question: dict[str, list[str]] = {}
    for row in given:
        by_question.setdefault(row.question, []).append(answer_text(body.question(row.question), row))
    return [(reads(row.text), by_question[row.key]) for row in body.questions() if row.key in by_question]


def filename(taken: Taken) -> str:
    """It says who and when."""
    return f"questionnaire-{taken.questionnaire.pk}-{taken.by.username}-{timezone.localtime(taken.at):%Y%m%d-%H%M}.xlsx"


def write(target: IO[bytes], taken: Taken) -> None:
    """Figures, single answers where the person reads them, and what the file is."""
    mark = f"{taken.by.username} · {iso(taken.at)}"
    line = _("%(person)s (%(username)s), %(when)s, confidential") % {
        "person": taken.by,
        "username": taken.by.username,
        "when": minute(taken.at),
    }
    book = Book(line)
    exported = pgettext("column of a file", "exported")
    figures = book.sheet(_("Figures"), [_("Question"), _("Answer"), _("Answers"), exported], widths=[60, 40, 16, 30])
    for question in taken.questions:
        for value in question.values():
            n: int | str = taken.counts.get((question.key, value), 0)
            enough = taken.people.get(question.key, 0) >= LEAST
            figures.append([reads(question.text), choice_text(question, value), n if enough else few(), mark])
    if taken.rows:
        _answers(book, taken, exported, mark)
    about = book.sheet(about_title(), [_("About this file"), ""], widths=[24, 80], wrap=True)
    for pair in [
        (_("Exported by"), f"{taken.by} ({taken.by.username})"),
        (_("Time"), iso(taken.at)),
        (_("Questionnaire"), str(taken.questionnaire)),
        (_("Answers"), str(taken.answered)),
        (_("Reason"), taken.reason),
        (_("Truncated"), _("yes") if taken.cut else _("no")),
    ]:
        about.append(pair)
    book.save(target)


def _answers(book: Book, taken: Taken, exported: str, mark: str) -> None:
    heads = [
        _("Customer"),
        _("Contact"),
        pgettext("invitation", "Answered"),
        _("Product"),
        *(reads(row.text) for row in taken.questions),
    ]
    sheet = book.sheet(_("Answers"), [*heads, exported], widths=[32, 16, 18, 24])
    for row in taken.rows:
        given: dict[str, list[str]] = {}
        for answer in taken.answers.get(row.pk, []):
            question = next((each for each in taken.questions if each.key == answer.question), None)
            given.setdefault(answer.question, []).append(answer_text(question, answer))
        cells = ["; ".join(given.get(question.key, [])) for question in taken.questions]
        product = str(row.product) if row.product else ""
        sheet.append([row.customer.name, row.contact.name, iso(row.answered_at), product, *cells, mark])
