"""Asking contacts: by mail, by a printed code, on the phone; each once as long as an earlier question is open (row T22)."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from crm_project.accounts.models import User
from crm_project.lib.refused import Refused
from crm_project.lib.time import day_bounds, local_date
from crm_project.notices.domain.notify import tell
from customers.domain.service_calls import check_call
from customers.models import Contact
from deals.models import Product
from service.models import Questionnaire, QuestionnaireInvitation, QuestionnaireVersion
from service.models.choices import SentBy
from service.rules.questionnaires.languages import language_of_name

from . import access
from .drafts import published
from .links import NEAR, new_token
from .noting import note_each

MOST = 200  # contacts at once


@dataclass(frozen=True)
class Sent:
    """The invitations that were made, and how many contacts were passed over: asked already, or without an address."""

    made: Sequence[QuestionnaireInvitation]
    asked: int
    no_address: int


def send_questionnaire(
    *,
    questionnaire_id: int,
    contacts: Collection[int],
    channel: str,
    until: date,
    language: str = "",
    product: Product | None = None,
    by: User,
    at: datetime,
) -> Sent:
    """Ask these contacts until the end of a day, in `language` or in the one that their name is written in.

    Refuses with code denied, closed, version (nothing published), nobody, many, past; on the phone also as `check_call` whom
    service does not call (Nf15). Mails go out a moment later.
    """
    if until < local_date(at):
        raise Refused(_("This day is over: until when may they answer?"), code="past", field="until")
    if not contacts:
        raise Refused(_("Choose at least one contact."), code="nobody")
    if len(contacts) > MOST:
        raise Refused(_("At most %(n)d contacts at once: choose fewer.") % {"n": MOST}, code="many")
    with transaction.atomic():
        # Two who send at once wait for each other here, so that nobody is asked twice.
        questionnaire = Questionnaire.objects.select_for_update(no_key=True).get(pk=questionnaire_id)
        version = _sendable(questionnaire, by)
        found = list(_reachable(by, contacts))
        if len(found) != len(set(contacts)):
            raise Refused(
                _("Some of the contacts are no longer yours to ask: reload the page and choose again."), code="denied"
            )
        asked = asked_already(questionnaire, found, at)
        fresh = [contact for contact in found if contact.pk not in asked]
        able = [contact for contact in fresh if channel != SentBy.MAIL or contact.email]
        if channel == SentBy.PHONE:
            for contact in able:
                check_call(by, contact.customer, contact.customer.ownership_or_none, at, field="channel")
        made = QuestionnaireInvitation.objects.bulk_create(
            QuestionnaireInvitation(
                version=version,
                customer_id=contact.customer_id,
                contact=contact,
                product=product,
                channel=channel,
                language=language or language_of_name(contact.name),
                sent_by=by,
                sent_at=at,
                expires_at=day_bounds(until)[1],
            )
            for contact in able
        )
        _note(questionnaire, made, by=by, at=at)
        return Sent(made, len(found) - len(fresh), len(fresh) - len(able))


def asked_already(questionnaire: Questionnaire, contacts: Collection[Contact], at: datetime) -> set[int]:
    """Keys of those of these contacts whose invitation is still open."""
    rows = QuestionnaireInvitation.objects.waiting(at).filter(version__questionnaire=questionnaire)
    return set(rows.filter(contact__in=[contact.pk for contact in contacts]).values_list("contact_id", flat=True))


def _sendable(questionnaire: Questionnaire, by: User) -> QuestionnaireVersion:
    if not access.sends(by):
        raise Refused(_("Your role does not send questionnaires: ask a service manager."), code="denied")
    if questionnaire.closed_at:
        raise Refused(_("This questionnaire is closed: a service manager may reopen it."), code="closed")
    version = published(questionnaire)
    if version is None:
        raise Refused(_("It was not published yet: publish it first."), code="version")
    return version


def _reachable(by: User, contacts: Collection[int]) -> Sequence[Contact]:
    rows = access.recipients(by).filter(pk__in=contacts).select_related("customer__ownership__owner")
    return list(rows.order_by("customer_id", "pk"))


def _note(questionnaire: Questionnaire, made: Sequence[QuestionnaireInvitation], *, by: User, at: datetime) -> None:
    """The audit of each customer, and a word to the owners whose customers somebody else asked."""
    note_each(made, "questionnaire.sent", by=by, at=at)
    owners = Counter(
        row.contact.customer.ownership_or_none.owner_id for row in made if row.contact.customer.ownership_or_none
    )
    url = reverse("service:invitations", args=[questionnaire.pk])
    for owner, n in owners.items():
        if owner != by.pk:
            tell([owner], "questionnaire_sent", at=at, url=url, person=str(by), name=questionnaire.name, n=n)


def withdraw_invitation(*, invitation_id: int, by: User, at: datetime) -> QuestionnaireInvitation:
    """The link answers nothing any more. Refuses with code denied, and with code answered what was answered already."""
    with transaction.atomic():
        rows = access.invitations(by).select_for_update(no_key=True, of=("self",))
        row = rows.select_related("version__questionnaire", "contact").filter(pk=invitation_id).first()
        if row is None or not access.sends(by):
            raise Refused(_("This invitation is not yours to withdraw."), code="denied")
        if row.answered_at:
            raise Refused(_("It was answered already: nothing to withdraw."), code="answered")
        if row.withdrawn_at is None:
            row.withdrawn_at = at
            row.save(update_fields=["withdrawn_at"])
            note_each([row], "questionnaire.withdrawn", by=by, at=at)
        return row


def print_codes(
    *, rows: QuerySet[QuestionnaireInvitation], by: User, at: datetime
) -> list[tuple[QuestionnaireInvitation, str]]:
    """[(invitation, token)] for a sheet: each gets a further code, those printed before still open. Refuses with code nobody."""
    if not access.sends(by):
        raise Refused(_("Your role does not send questionnaires: ask a service manager."), code="denied")
    with transaction.atomic():
        near = (rows & QuestionnaireInvitation.objects.waiting(at)).select_related(*NEAR)
        found = list(near.order_by("pk")[:MOST])
        if not found:
            raise Refused(_("Tick at least one open invitation to be printed."), code="nobody")
        note_each(found, "questionnaire.printed", by=by, at=at)
        return [(row, new_token(row, at)) for row in found]
