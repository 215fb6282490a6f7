"""Somebody leaves whose invitations are out: contacts answer them as before, and whoever takes over sees to them (rows T22, Ne9)."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from assignment.domain import ownership
from assignment.domain.handover import leaving
from assignment.domain.handover import run as handover
from crm_project.notices.models import Notice
from service.domain.questionnaires import access, answering, mailing, sending
from service.models import QuestionnaireInvitation
from service.presenters.questionnaires.letter import letter
from tests.cast import NOW, customer

from .asked import GOOD, contact, invited, published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("T22", "Ne9")]
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def left(cast):
    """(invitation, token) that the rep sent, who then left; their customers went to their team mate."""
    cache.clear()
    row = customer(cast.rep, since=NOW - timedelta(days=3))
    sent, token = invited(cast, published(cast), contact(row), by=cast.rep)
    _person, planned = leaving.close_account(
        person_id=cast.rep.pk, by=cast.admin, at=NOW, reason="leaves", successors=[cast.mate]
    )
    handover.continue_handover(handover_id=planned.pk, by=cast.manager, at=NOW)
    return sent, token


def heard(kind):
    return sorted(Notice.objects.filter(kind=kind).values_list("user__username", flat=True))


def test_the_mail_still_goes_out_and_the_link_opens(left):
    sent, token = left
    assert mailing.mail_invitations(letter=letter, at=LATER) == 1 and mail.outbox[-1].to == ["wang@customer.example"]
    assert Client().get(reverse("service:answer", args=[token])).status_code == 200
    answering.submit_answers(invitation_id=sent.pk, answers=GOOD, by=None, at=LATER)
    assert QuestionnaireInvitation.objects.get().answered_at == LATER
    assert heard("questionnaire_answered") == ["mate"], "whoever took over, not who has left"


def test_whoever_took_over_sees_it_and_may_withdraw_it(cast, left, signed_in):
    sent, _token = left
    assert list(access.invitations(cast.mate)) == [sent] and not access.invitations(cast.stranger)
    page = reverse("service:invitations", args=[sent.version.questionnaire_id])
    assert "王经理" in signed_in(cast.mate).get(page).text
    sending.withdraw_invitation(invitation_id=sent.pk, by=cast.mate, at=LATER)
    sent.refresh_from_db()
    assert sent.withdrawn_at == LATER


def test_of_a_customer_whom_nobody_took_over_the_service_managers_hear(cast, left):
    sent, _token = left
    ownership.give_up(customer_id=sent.customer_id, by=cast.mate, reason="too far", at=LATER)
    answering.submit_answers(invitation_id=sent.pk, answers=GOOD, by=None, at=LATER)
    assert heard("questionnaire_answered") == ["service_manager"]
