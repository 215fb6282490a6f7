"""Several at the same questionnaire in the same instant (row T22)."""

from datetime import date

import pytest
from django.core import mail

from crm_project.lib.refused import Refused
from crm_project.notices.models import Notice
from service.domain.questionnaires import answering, drafts, mailing, publishing, sending
from service.models import QuestionnaireAnswer, QuestionnaireInvitation
from service.presenters.questionnaires.letter import letter
from service.rules.questionnaires import editing
from service.rules.questionnaires.body import Text
from tests.cast import NOW, assemble, customer
from tests.parallel import at_once

from .asked import BEFORE, GOOD, built, contact, invited, published

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.soak,
    pytest.mark.django_db(transaction=True),
    pytest.mark.req("T22"),
]


def refused(results):
    assert not [r for r in results if isinstance(r, Exception) and not isinstance(r, Refused)], results
    return [r for r in results if isinstance(r, Refused)]


def test_the_same_answers_sent_twenty_times_at_once_count_once():
    cast = assemble()
    row, _token = invited(cast, published(cast))
    send = lambda: answering.submit_answers(invitation_id=row.pk, answers=GOOD, by=None, at=NOW)  # noqa: E731
    losers = refused(at_once([send] * 20))
    assert len(losers) == 19 and {loser.code for loser in losers} == {"answered"}
    assert QuestionnaireAnswer.objects.count() == 6  # five questions, one of them with two choices
    assert Notice.objects.filter(kind="questionnaire_answered", user=cast.rep).count() == 1


def test_two_who_ask_the_same_contact_ask_once():
    cast = assemble()
    questionnaire, who = published(cast), contact(customer(cast.rep))
    at_once(
        [
            lambda by=by: sending.send_questionnaire(
                questionnaire_id=questionnaire.pk,
                contacts=[who.pk],
                channel="mail",
                until=date(2026, 3, 31),
                by=by,
                at=NOW,
            )
            for by in (cast.rep, cast.service, cast.manager, cast.service_manager)
        ]
    )
    assert QuestionnaireInvitation.objects.count() == 1


def test_four_workers_send_each_mail_once():
    cast = assemble()
    questionnaire = published(cast)
    for _n in range(12):
        invited(cast, questionnaire)
    mail.outbox.clear()
    counts = at_once([lambda: mailing.mail_invitations(letter=letter, at=NOW)] * 4)
    assert sum(counts) == 12 == len(mail.outbox)


def test_edited_while_it_is_published_is_in_it_or_refused():
    cast = assemble()
    made, by = built(cast), cast.service_manager
    add = lambda: drafts.edit_draft(  # noqa: E731
        questionnaire_id=made.pk, change=lambda body: editing.rename_section(body, "s1", Text("A", "甲")), by=by, at=NOW
    )
    results = at_once([add, lambda: publishing.publish_draft(questionnaire_id=made.pk, by=by, at=BEFORE), add])
    late = refused(results)
    version = made.versions.get()
    renamed = version.body["sections"][0]["title"]["en"] == "A"
    assert version.published_at == BEFORE and renamed is (len(late) < 2)
