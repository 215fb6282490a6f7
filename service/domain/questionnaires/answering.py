"""What a contact answers: kept section by section, sent once (row T22)."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.lib.refused import Refused
from crm_project.notices.domain.notify import tell
from customers.domain.service_calls import check_call
from service.domain.access import managers
from service.models import QuestionnaireAnswer, QuestionnaireInvitation
from service.models.choices import SentBy
from service.rules.questionnaires import answers as rules
from service.rules.questionnaires.answers import Answer
from service.rules.questionnaires.body import DATE, NUMBER, TEXT, Body, Question, read

from .bad_answers import feed_back
from .noting import note_each

OPEN, ANSWERED, EXPIRED, ENDED = "open", "answered", "expired", "ended"


def state_of(invitation: QuestionnaireInvitation, at: datetime) -> str:
    """Whether it can be answered (OPEN), or why not; loaded with its questionnaire."""
    if invitation.answered_at:
        return ANSWERED
    if invitation.withdrawn_at or invitation.version.questionnaire.closed_at:
        return ENDED
    return OPEN if at < invitation.expires_at else EXPIRED


def _locked(invitation_id: int, at: datetime) -> QuestionnaireInvitation:
    """The invitation, held until the transaction ends. Refuses as `check_open`."""
    rows = QuestionnaireInvitation.objects.select_for_update(no_key=True, of=("self",))
    row = rows.select_related("version__questionnaire", "customer", "contact").get(pk=invitation_id)
    check_open(row, at)
    return row


def check_open(invitation: QuestionnaireInvitation, at: datetime) -> None:
    """Refuse with its state as code what can't be answered (any more)."""
    state = state_of(invitation, at)
    if state == ANSWERED:
        raise Refused(_("This questionnaire has been answered already. Thank you."), code=state)
    if state != OPEN:
        raise Refused(_("This questionnaire can no longer be answered."), code=state)


def check_staff(invitation: QuestionnaireInvitation, by: User, at: datetime) -> None:
    """Refuse what staff may not fill in for a contact: as `check_open`, and as `check_call` whom service does not call (Nf15)."""
    check_open(invitation, at)
    check_call(by, invitation.customer, invitation.customer.ownership_or_none, at)


def save_answers(*, invitation_id: int, answers: Mapping[str, Answer], at: datetime) -> QuestionnaireInvitation:
    """Keep what was typed so far, beside what was kept before. Refuses with the state as code. Nothing of it counts yet."""
    with transaction.atomic():
        row = _locked(invitation_id, at)
        known = {question.key for question in read(row.version.body).questions()}
        row.draft = row.draft | {key: answer for key, answer in answers.items() if key in known}
        row.drafted_at = at
        row.save(update_fields=["draft", "drafted_at"])
        return row


def submit_answers(
    *, invitation_id: int, answers: Mapping[str, Answer], by: User | None, at: datetime
) -> QuestionnaireInvitation:
    """Send them: what was kept and these. Sent twice at once they count once.

    `by`: None the contact themselves, else who filled it in for them (`check_staff`). Refuses with the state as code, and with code faults
    where something is missing or can't be meant: then nothing is lost, and `rules.answers.faults` says what.
    """
    with transaction.atomic():
        row = save_answers(invitation_id=invitation_id, answers=answers, at=at)
        if by:
            check_staff(row, by, at)
        body = read(row.version.body)
        if rules.faults(body, row.draft):
            refusal = Refused(_("Some answers are missing or can't be read."), code="faults")
        else:
            refusal = None
            _count(row, body, by=by, at=at)
    if refusal:
        raise refusal  # after the commit: what was typed stays
    return row


def _count(row: QuestionnaireInvitation, body: Body, *, by: User | None, at: datetime) -> None:
    counted = rules.counted(body, row.draft)
    QuestionnaireAnswer.objects.bulk_create(
        answer for key, given in counted.items() for answer in _rows(row, body.question(key), given)
    )
    row.answered_at, row.answered_by, row.draft = at, by, {}
    row.level = row.customer.level
    if by:
        row.channel = SentBy.PHONE
    row.save(update_fields=["answered_at", "answered_by", "draft", "level", "channel"])
    note_each([row], "questionnaire.answered", by=by, at=at)
    feed_back(row, body, counted, by=by, at=at)
    tell(
        _hearers(row, by),
        "questionnaire_answered",
        at=at,
        url=reverse("service:invitations", args=[row.version.questionnaire_id]) + "?tab=answered",
        key=f"questionnaire:{row.pk}",
        contact=row.contact.name,
        customer=row.customer.name,
        name=row.version.questionnaire.name,
    )


def _hearers(row: QuestionnaireInvitation, by: User | None) -> set[int]:
    """Who sent it and the customer's owner; where both are gone, the service managers."""
    held = row.customer.ownership_or_none
    people = {held.owner_id} if held else set()
    if row.sent_by and row.sent_by.is_active:
        people.add(row.sent_by.pk)
    people = people or set(managers().values_list("pk", flat=True))
    return people - ({by.pk} if by else set())


def _rows(row: QuestionnaireInvitation, question: Question | None, given: Answer) -> list[QuestionnaireAnswer]:
    if question is None:
        return []
    if isinstance(given, list):
        return [QuestionnaireAnswer(invitation=row, question=question.key, choice=choice) for choice in given]
    made = QuestionnaireAnswer(invitation=row, question=question.key)
    if question.kind == TEXT:
        made.text = given
    elif question.kind == DATE:
        made.day = date.fromisoformat(given)
    elif question.kind == NUMBER:
        made.number = Decimal(given)
    else:
        made.choice = given
        made.number = Decimal(given) if given.isdigit() else None
    return [made]
