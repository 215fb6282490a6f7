"""Taking results out of the house: who may, with what purpose, what the audit keeps (rows T22, Na4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from customers.domain.access.masking import masks_of
from service.models import Questionnaire, QuestionnaireAnswer, QuestionnaireInvitation
from service.rules.questionnaires.body import Question

from . import access
from .results import questions_of

MOST = 5000
LEAST_REASON = 5


@dataclass(frozen=True)
class Taken:
    """What goes into the file: `rows` the answered invitations with `answers` ({invitation: its answers}), none where the person
    reads no single answers; `counts` {(question, choice): answers} and `people` {question: how many answered it} in any case."""

    questionnaire: Questionnaire
    by: User
    at: datetime
    reason: str
    questions: Sequence[Question]
    counts: dict[tuple[str, str], int]
    people: dict[str, int]
    answered: int
    rows: Sequence[QuestionnaireInvitation]
    answers: dict[int, list[QuestionnaireAnswer]]
    cut: bool


def take_results(*, questionnaire_id: int, reason: str, by: User, at: datetime) -> Taken:
    """What the person may take out, noted in the audit. Refuses with code denied and reason."""
    if not access.exports(by):
        raise Refused(_("Your role can't export results."), code="denied")
    if len(reason.strip()) < LEAST_REASON:
        raise Refused(_("Enter the purpose of the file: it is recorded with your name."), code="reason", field="reason")
    with transaction.atomic():
        questionnaire = Questionnaire.objects.get(pk=questionnaire_id)
        among = access.exportable(by).filter(version__questionnaire=questionnaire, answered_at__isnull=False)
        most = min(MOST, settings.EXPORT_LIMIT)
        keys = list(among.order_by("-answered_at", "-pk").values_list("pk", flat=True)[: most + 1])
        given = QuestionnaireAnswer.objects.filter(invitation__in=keys[:most])
        single = access.reads_answers(by)
        rows: list[QuestionnaireInvitation] = []
        answers: dict[int, list[QuestionnaireAnswer]] = {}
        if single:
            readable = access.readable(by).filter(pk__in=keys[:most])
            rows = list(
                readable.select_related("customer", "contact", "product", "version").order_by("-answered_at", "-pk")
            )
            hiding = masks_of(by, [row.customer for row in rows])
            masks = {row.pk: hiding[row.customer_id] for row in rows}
            for answer in given:
                if (mask := masks.get(answer.invitation_id)) is not None:
                    answer.text = mask.text(answer.text)
                    answers.setdefault(answer.invitation_id, []).append(answer)
        changes = {"rows": [None, len(rows)], "answers": [None, len(keys[:most])]}
        log.record(
            by=by, action="questionnaire.exported", at=at, subject=questionnaire, changes=changes, reason=reason.strip()
        )
        return Taken(
            questionnaire=questionnaire,
            by=by,
            at=at,
            reason=reason.strip(),
            questions=questions_of(questionnaire),
            counts=_counts(given),
            people=dict(given.order_by().values_list("question").annotate(n=Count("invitation", distinct=True))),
            answered=len(keys[:most]),
            rows=rows,
            answers=answers,
            cut=len(keys) > most,
        )


def _counts(given: QuerySet[QuestionnaireAnswer]) -> dict[tuple[str, str], int]:
    rows = given.exclude(choice="").order_by().values_list("question", "choice").annotate(n=Count("pk"))
    return {(question, choice): n for question, choice, n in rows}
