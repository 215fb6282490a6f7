"""The page behind a link: who opens it, what it keeps, and what it tells to those who only guess (row T22)."""

import secrets
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from service.domain.questionnaires import drafts, publishing, sending
from service.models import InvitationLink, QuestionnaireAnswer, QuestionnaireInvitation
from service.rules.questionnaires import editing
from service.rules.questionnaires.body import SCALE, Question, Text
from tests.cast import NOW, customer

from .asked import contact, invited, published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("T22")]
FIRST = {"shown": "q2,q4", "q2": "5", "q4": ["o1", "o2"], "go": "next"}
SECOND = {"shown": "q6,q7,q8,q9,q10", "q7": "9", "q10": "服务很好", "go": "next"}


@pytest.fixture(autouse=True)
def unthrottled():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def asked(cast):
    return invited(cast, published(cast))


def page(token, **query):
    return reverse("service:answer", args=[token], query=query or None)


def test_a_contact_answers_in_their_language_without_an_account(asked):
    row, token = asked
    client = Client(enforce_csrf_checks=True)
    first = client.get(page(token))
    assert "您对我们的服务满意吗" in first.text and 'lang="zh-Hans"' in first.text
    assert row.customer.name not in first.text and "<script" not in first.text and not first.cookies
    after = client.post(page(token), FIRST)
    assert after.status_code == 302 and "section=s5" in after.url
    assert QuestionnaireInvitation.objects.get().draft == {"q2": "5", "q4": ["o1", "o2"]}
    done = client.post(page(token, section="s5"), SECOND, follow=True)
    assert "谢谢" in done.text or "感谢" in done.text
    row.refresh_from_db()
    assert row.answered_at == NOW and row.draft == {} and row.answered_by is None and not client.cookies
    stored = {(a.question, a.choice, a.text) for a in QuestionnaireAnswer.objects.all()}
    assert stored == {("q2", "5", ""), ("q4", "o1", ""), ("q4", "o2", ""), ("q7", "9", ""), ("q10", "", "服务很好")}


def test_the_language_is_switched_and_what_was_typed_stays(asked):
    _row, token = asked
    moved = Client().post(page(token), FIRST | {"q2": "3", "go": "language:en"}, follow=True)
    assert "How was our service?" in moved.text and 'value="3"\n' in moved.text.replace(
        " checked", "\nchecked"
    ).replace('value="3"', 'value="3"\n')
    assert QuestionnaireInvitation.objects.get().draft["q2"] == "3"


def test_an_answer_brings_up_a_question_before_it_goes_on(asked):
    _row, token = asked
    client = Client()
    again = client.post(page(token), FIRST | {"q2": "1"}, follow=True)
    assert "哪里不满意" in again.text
    missing = client.post(page(token), {"shown": "q2,q3,q4", "q2": "1", "q3": " ", "go": "next"})
    assert missing.status_code == 422 and "哪里不满意" in missing.text
    on = client.post(page(token), {"shown": "q2,q3,q4", "q2": "1", "q3": "太慢", "go": "next"})
    assert "section=s5" in on.url
    back = client.post(page(token, section="s5"), SECOND | {"go": "back"}, follow=True)
    assert "太慢" in back.text


def test_what_cannot_be_meant_comes_back_as_it_was_typed(asked):
    row, token = asked
    client = Client()
    client.post(page(token), FIRST)
    wrong = client.post(page(token, section="s5"), SECOND | {"q8": "a dozen", "q9": "2026-02-31"})
    assert wrong.status_code == 422 and 'value="a dozen"' in wrong.text and 'value="2026-02-31"' in wrong.text
    row.refresh_from_db()
    assert row.answered_at is None


def test_jumping_to_the_end_leads_back_to_what_is_missing(asked):
    _row, token = asked
    client = Client()
    sent = client.post(page(token, section="s5"), SECOND, follow=True)
    assert "您对我们的服务满意吗" in sent.text and "wrong" in sent.text
    assert not QuestionnaireAnswer.objects.exists()


def test_the_second_opening_is_refused_politely(asked):
    _row, token = asked
    client = Client()
    client.post(page(token), FIRST)
    client.post(page(token, section="s5"), SECOND)
    for answer in (Client().get(page(token)), Client().post(page(token), FIRST)):
        assert answer.status_code == 410 and "您对我们的服务满意吗" not in answer.text and "已" in answer.text
    assert QuestionnaireAnswer.objects.filter(question="q7").count() == 1


def test_it_ends_when_expired_withdrawn_or_closed(cast, clock):
    questionnaire = published(cast)
    row, token = invited(cast, questionnaire)
    other, gone = invited(cast, questionnaire)
    sending.withdraw_invitation(invitation_id=other.pk, by=cast.service_manager, at=NOW)
    assert Client().get(page(gone)).status_code == 410
    publishing.close_questionnaire(questionnaire_id=questionnaire.pk, by=cast.service_manager, at=NOW)
    assert Client().get(page(token)).status_code == 410
    publishing.reopen_questionnaire(questionnaire_id=questionnaire.pk, by=cast.service_manager, at=NOW)
    assert Client().get(page(token)).status_code == 200
    clock.move_to(row.expires_at - timedelta(seconds=1))
    assert Client().get(page(token)).status_code == 200
    clock.move_to(row.expires_at)
    over = Client().post(page(token), FIRST)
    assert over.status_code == 410 and not QuestionnaireInvitation.objects.get(pk=row.pk).draft


def test_it_is_kept_nowhere_and_found_nowhere(asked):
    _row, token = asked
    for answer in (Client().get(page(token)), Client().get(page("nobody")), Client().post(page(token), FIRST)):
        assert answer["X-Robots-Tag"].startswith("noindex") and "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "no-referrer" and not answer.cookies


def test_of_a_token_only_the_hash_is_kept(asked):
    row, token = asked
    stored = InvitationLink.objects.get(invitation=row).token_hash
    assert token not in stored and len(stored) == 64 and len(token) >= 22  # 22 signs of base64 are 128 bits


def test_who_guesses_is_turned_away_for_the_rest_of_the_minute(asked, clock):
    _row, token = asked
    codes = [Client().get(page(f"{n}")).status_code for n in range(22)]
    assert codes == [404] * 20 + [429] * 2 and Client().post(page(token), FIRST).status_code == 429
    clock.move_to(NOW + timedelta(minutes=1))
    assert Client().get(page(token)).status_code == 200


@pytest.mark.slow
@pytest.mark.embedded
def test_of_a_thousand_guesses_none_opens_and_they_are_throttled(asked):
    """20 a minute are looked up, the rest turned away before; all of them look alike, whatever was guessed."""
    _row, token = asked
    guesser = Client()
    texts, codes = set(), []
    for n in range(1000):
        guess = token[:-1] if n == 0 else token.upper() if n == 1 else secrets.token_urlsafe(24)
        answer = guesser.get(page(guess))
        codes.append(answer.status_code)
        if answer.status_code == 404:
            texts.add(answer.text)
    assert set(codes) == {404, 429} and codes.count(404) == 20 and codes[:20] == [404] * 20 and len(texts) == 1
    # From there not even the right one opens for a while; from elsewhere it does.
    assert guesser.get(page(token)).status_code == 429
    assert Client(REMOTE_ADDR="10.1.2.3").get(page(token)).status_code == 200


def test_an_old_version_still_open_keeps_its_questions(cast, asked):
    row, token = asked
    questionnaire, by = row.version.questionnaire, cast.service_manager
    drafts.begin_version(questionnaire_id=questionnaire.pk, by=by, at=NOW)
    later = Question("", SCALE, Text("And the price?", "价格呢？"), required=True)
    drafts.edit_draft(
        questionnaire_id=questionnaire.pk, change=lambda body: editing.add_question(body, "s1", later), by=by, at=NOW
    )
    publishing.publish_draft(questionnaire_id=questionnaire.pk, by=by, at=NOW)
    assert "价格呢" not in Client().get(page(token)).text
    _new, fresh = invited(cast, questionnaire, contact(customer(cast.rep)))
    assert "价格呢" in Client().get(page(fresh)).text
    client = Client()
    client.post(page(token), FIRST)
    assert client.post(page(token, section="s5"), SECOND).status_code == 302
    row.refresh_from_db()
    assert row.answered_at


def test_opening_it_costs_few_queries_and_makes_no_session(asked, django_assert_max_num_queries):
    _row, token = asked
    Client().get(page(token))
    with django_assert_max_num_queries(2):  # the throttle's own, and the link with all that hangs on it
        Client().get(page(token))
    assert not Session.objects.exists()
