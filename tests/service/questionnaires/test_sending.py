"""Whom a questionnaire goes to, by mail, on paper, on the phone; the reminder; who hears of it (row T22)."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from crm_project.notices.models import Notice
from customers.domain import service_calls
from customers.domain.duplicates import merge, unmerge
from service.domain.questionnaires import answering, mailing, publishing, sending
from service.models import InvitationLink, QuestionnaireInvitation
from service.presenters.questionnaires.letter import letter
from tests.cast import NOW, customer

from .asked import GOOD, answered, contact, invited, published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("T22")]
LATER = NOW + timedelta(days=8)


def url(name, *args):
    return reverse(f"service:{name}", args=args)


def link_in(letter):
    return next(word for word in letter.body.split() if "/service/answer/" in word).removeprefix(
        "http://127.0.0.1:8000"
    )


def test_a_contact_is_asked_by_mail_in_the_language_of_their_name(cast, signed_in):
    questionnaire = published(cast)
    wang, anna = (
        contact(customer(cast.rep)),
        contact(customer(cast.rep), name="Anna Smith", email="anna@customer.example"),
    )
    client = signed_in(cast.service)
    page = client.get(url("questionnaire_send", questionnaire.pk)).text
    assert "Anna Smith" in page and "anna@customer.example" not in page
    form = {"channel": "mail", "until": "2026-03-31", "language": "", "product": "", "contact": [wang.pk, anna.pk]}
    client.post(url("questionnaire_send", questionnaire.pk), form)
    assert not mail.outbox  # a moment later, in the background
    assert mailing.mail_invitations(letter=letter, at=NOW) == 2 and mailing.mail_invitations(letter=letter, at=NOW) == 0
    chinese, english = mail.outbox
    assert (
        chinese.to == ["wang@customer.example"] and chinese.subject == "2026 年服务调查" and "无需账户" in chinese.body
    )
    assert english.subject == "Service 2026" and "until 2026-03-31" in english.body
    assert "How was our service?" in Client().get(link_in(english)).text
    assert Notice.objects.get(kind="questionnaire_sent").user == cast.rep
    assert Entry.objects.filter(action="questionnaire.sent", customer_id=wang.customer_id).count() == 1


def test_nobody_is_asked_again_while_the_first_question_is_open(cast):
    questionnaire = published(cast)
    wang = contact(customer(cast.rep))
    row, _token = invited(cast, questionnaire, wang)
    ask = {"questionnaire_id": questionnaire.pk, "contacts": [wang.pk], "channel": "mail", "until": date(2026, 3, 31)}
    again = sending.send_questionnaire(**ask, by=cast.service, at=NOW)
    assert not again.made and again.asked == 1
    sending.withdraw_invitation(invitation_id=row.pk, by=cast.service, at=NOW)
    assert len(sending.send_questionnaire(**ask, by=cast.service, at=NOW).made) == 1


def test_what_cannot_be_sent_is_refused_in_words(cast):
    questionnaire, by = published(cast), cast.service
    mine, theirs = contact(customer(cast.rep)), contact(customer(cast.stranger))
    silent = contact(customer(cast.rep), email="")

    def code(contacts=(mine,), by=by, until=date(2026, 3, 31), channel="mail"):
        try:
            sent = sending.send_questionnaire(
                questionnaire_id=questionnaire.pk,
                contacts=[row.pk for row in contacts],
                channel=channel,
                until=until,
                by=by,
                at=NOW,
            )
        except Refused as refusal:
            return refusal.code
        return len(sent.made), sent.no_address

    assert code(until=date(2026, 3, 1)) == "past" and code(contacts=()) == "nobody"
    assert code(by=cast.clerk) == "denied" and code(contacts=(theirs,), by=cast.rep) == "denied"
    assert code(contacts=(silent,)) == (0, 1) and code(contacts=(silent,), channel="print") == (1, 0)
    gone = contact(customer(cast.rep), active=False)
    hidden = contact(customer(cast.rep, restricted=True))
    assert code(contacts=(gone,)) == code(contacts=(hidden,)) == "denied"
    assert code(contacts=(hidden,), by=cast.rep) == (1, 0)  # whoever works on the file
    publishing.close_questionnaire(questionnaire_id=questionnaire.pk, by=cast.service_manager, at=NOW)
    assert code() == "closed"


def test_the_list_shows_whom_one_may_ask_of_the_classes_it_is_for(cast, signed_in, queries):
    questionnaire = published(cast, levels=["vip", "core"])
    names = {"vip": {"vip": True}, "core": {"level": "core"}, "plain": {}}
    for name, fields in names.items():
        contact(customer(cast.rep, **fields), name=f"Mr {name}")
    contact(customer(cast.stranger, vip=True), name="Mr elsewhere")
    page = url("questionnaire_send", questionnaire.pk)
    text = signed_in(cast.rep).get(page).text
    assert "Mr vip" in text and "Mr core" in text and "Mr plain" not in text and "Mr elsewhere" not in text
    text = signed_in(cast.service).get(page, {"level": "vip"}).text
    assert "Mr vip" in text and "Mr elsewhere" in text and "Mr core" not in text
    few = queries(page)
    for n in range(12):
        contact(customer(cast.rep, vip=True), name=f"Mr {n}")
    assert queries(page) == few


def test_one_reminder_goes_to_those_who_have_not_answered(cast, clock):
    questionnaire = published(cast)
    rows = [invited(cast, questionnaire)[0] for _n in range(3)]
    mailing.mail_invitations(letter=letter, at=NOW)
    answering.submit_answers(invitation_id=rows[0].pk, answers=GOOD, by=None, at=NOW)
    sending.withdraw_invitation(invitation_id=rows[1].pk, by=cast.service, at=NOW)
    mail.outbox.clear()
    assert mailing.remind_invitations(letter=letter, at=NOW + timedelta(days=6, hours=23)) == 0
    clock.move_to(LATER)
    assert [mailing.remind_invitations(letter=letter, at=LATER) for _n in range(3)] == [1, 0, 0]
    (reminder,) = mail.outbox
    assert reminder.subject.startswith("提醒") and "您对我们的服务满意吗" in Client().get(link_in(reminder)).text


def test_a_worker_killed_between_mark_and_mail_tells_nobody_twice(cast):
    questionnaire = published(cast)
    for _n in range(3):
        invited(cast, questionnaire)
    sent = []

    class Killed(BaseException):
        pass

    def dies_at_the_second(row, token, reminds):
        if len(sent) == 1:
            raise Killed
        sent.append(row.pk)
        return letter(row, token, reminds)

    with pytest.raises(Killed):
        mailing.mail_invitations(letter=dies_at_the_second, at=NOW)
    mailing.mail_invitations(letter=letter, at=NOW)
    assert len(mail.outbox) == 2 and len({m.extra_headers.get("Message-ID", m.body) for m in mail.outbox}) == 2
    assert not QuestionnaireInvitation.objects.filter(mailed_at=None).exists()
    # The one that was lost on the way still gets the reminder.
    assert mailing.remind_invitations(letter=letter, at=LATER) == 3


def test_a_mail_server_that_refuses_gives_the_mail_back(cast, monkeypatch):
    questionnaire = published(cast)
    row, _token = invited(cast, questionnaire)

    def refuses(self):
        raise OSError("not now")

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", refuses)
        assert mailing.mail_invitations(letter=letter, at=NOW) == 0
    row.refresh_from_db()
    assert row.mailed_at is None and InvitationLink.objects.count() == 1  # the one that the story made
    assert mailing.mail_invitations(letter=letter, at=NOW) == 1


def test_a_code_is_printed_and_opens(cast, signed_in):
    questionnaire = published(cast)
    row, _token = invited(cast, questionnaire, channel="print", by=cast.rep)
    client = signed_in(cast.rep)
    assert "Print codes" in client.get(url("invitations", questionnaire.pk)).text
    sheet = client.post(url("questionnaire_codes", questionnaire.pk), {"invitation": [row.pk]})
    assert sheet.status_code == 200 and "data:image/svg+xml" in sheet.text and "no-store" in sheet["Cache-Control"]
    path = sheet.text.split('<p class="code-url">')[1].split("</p>")[0].removeprefix("http://127.0.0.1:8000")
    assert Client().get(path).status_code == 200
    other = signed_in(cast.stranger)
    assert other.post(url("questionnaire_codes", questionnaire.pk), {"invitation": [row.pk]}).status_code == 302
    assert InvitationLink.objects.count() == 2
    assert Entry.objects.filter(action="questionnaire.printed").count() == 1


def test_of_a_closed_one_nothing_is_offered_that_would_be_refused(cast, signed_in):
    questionnaire = published(cast)
    row, _token = invited(cast, questionnaire, channel="print", by=cast.rep)
    client, page = signed_in(cast.rep), url("invitations", questionnaire.pk)
    fill = url("invitation_fill", row.pk)
    assert fill in client.get(page).text
    publishing.close_questionnaire(questionnaire_id=questionnaire.pk, by=cast.service_manager, at=NOW)
    after = client.get(page).text
    assert row.contact.name in after and fill not in after and "Print codes" not in after


def test_staff_fill_it_in_while_the_contact_is_on_the_phone(cast, signed_in):
    questionnaire = published(cast)
    wang = contact(customer(cast.rep), email="")
    client = signed_in(cast.service)
    form = {"channel": "phone", "until": "2026-03-31", "contact": [wang.pk]}
    begun = client.post(url("questionnaire_send", questionnaire.pk), form)
    row = QuestionnaireInvitation.objects.get()
    assert begun.url == url("invitation_fill", row.pk) and wang.customer.name in client.get(begun.url).text
    on = client.post(begun.url, {"shown": "q2,q4", "q2": "4", "go": "next"})
    client.post(on.url, {"shown": "q6,q7,q8,q9,q10", "q7": "10", "go": "next"})
    row.refresh_from_db()
    assert row.answered_by == cast.service and row.channel == "phone" and row.answers.count() == 2
    assert "answered already" in client.get(begun.url, follow=True).text
    assert signed_in(cast.stranger).get(begun.url).status_code == 404


@pytest.mark.req("Nf15")
def test_whom_service_does_not_call_is_not_asked_on_the_phone_without_the_owners_reason(cast, signed_in):
    questionnaire, row = published(cast), customer(cast.rep, vip=True)
    who = contact(row)
    ask = {"questionnaire_id": questionnaire.pk, "contacts": [who.pk], "until": date(2026, 3, 31), "at": NOW}
    with pytest.raises(Refused) as refusal:
        sending.send_questionnaire(**ask, channel="phone", by=cast.service)
    assert refusal.value.code == "vip" and refusal.value.field == "channel"
    (asked,) = sending.send_questionnaire(**ask, channel="mail", by=cast.service).made
    with pytest.raises(Refused) as refusal:
        answering.submit_answers(invitation_id=asked.pk, answers=GOOD, by=cast.service, at=NOW)
    assert refusal.value.code == "vip" and not asked.answers.exists()
    page = signed_in(cast.service).get(url("invitation_fill", asked.pk), follow=True)
    assert "no service calls" in page.text and "How was our service" not in page.text
    service_calls.allow_call(
        customer_id=row.pk, reason="they asked for it", until=date(2026, 3, 10), by=cast.rep, at=NOW
    )
    answering.submit_answers(invitation_id=asked.pk, answers=GOOD, by=cast.service, at=NOW)
    assert asked.answers.exists()


def test_who_sent_it_and_the_owner_hear_of_the_answer_once(cast):
    questionnaire = published(cast)
    row = answered(cast, questionnaire, by=cast.service)
    told = Notice.objects.filter(kind="questionnaire_answered")
    assert {notice.user for notice in told} == {cast.service, cast.rep}
    assert Entry.objects.get(action="questionnaire.answered").actor is None
    assert row.customer.name in str(told.first().params)


def test_invitations_move_with_a_merged_customer_and_come_back(cast):
    questionnaire = published(cast)
    first, second = customer(cast.rep), customer(cast.rep)
    row = answered(cast, questionnaire, contact(second))
    record = merge.merge_customers(one_id=first.pk, other_id=second.pk, reason="", by=cast.general_manager, at=NOW)
    row.refresh_from_db()
    assert row.customer == first and row.answers.exists()
    unmerge.undo_merge(record_id=record.pk, by=cast.general_manager, at=NOW)
    row.refresh_from_db()
    assert row.customer == second
