"""Bad answers in a questionnaire become feedback of the customer, which somebody answers (rows Nh8, T22)."""

from collections.abc import Mapping
from datetime import datetime

from crm_project.accounts.models import User
from crm_project.lib.language import in_language
from customers.domain.feedback.recording import record_feedback
from customers.models import CustomerFeedback, FeedbackKind
from service.models import QuestionnaireInvitation
from service.rules.questionnaires.answers import Answer
from service.rules.questionnaires.body import GRADES, TEXT, Body
from service.rules.questionnaires.figures import is_bad

LONGEST = 1900


def feed_back(
    row: QuestionnaireInvitation, body: Body, answers: Mapping[str, Answer], *, by: User | None, at: datetime
) -> CustomerFeedback | None:
    """What a contact answered badly, with what they wrote beside it, as feedback of the kind that is set for it (under Lists)."""
    bad = [question for question in body.questions() if is_bad(question.kind, answers.get(question.key))]
    kind = FeedbackKind.objects.filter(of_bad_answers=True, active=True).first() if bad else None
    if kind is None or row.customer.removed_at or row.customer.merged_into_id:
        return None
    written = [one for one in body.questions() if one.kind == TEXT and answers.get(one.key)]
    graded = [f"{in_language(one.text.en, one.text.zh)} {answers[one.key]} / {max(GRADES[one.kind])}" for one in bad]
    words = [f"{in_language(one.text.en, one.text.zh)} {answers[one.key]}" for one in written]
    return record_feedback(
        customer_id=row.customer_id,
        kind=kind,
        channel=CustomerFeedback.Channel.SURVEY,
        text="\n".join([*graded, *words])[:LONGEST],
        received_at=at,
        by=by,
        at=at,
        contact=row.contact,
        source=CustomerFeedback.Source.SURVEY,
        source_id=row.pk,
        by_itself=True,
    )
