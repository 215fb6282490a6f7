"""What service sends reaches a mail server: codes of visit sheets, questionnaires; a server that is busy costs nobody their mail."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from service import tasks
from service.models import QuestionnaireInvitation, ServiceOrder, VisitSheet
from tests.cast import NOW, customer
from tests.notices.post_office import LATER, NEVER, post_office

from .questionnaires.asked import contact, published
from .sheets.made import HOUR, done, sheet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def office(settings):
    with post_office() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield server


@pytest.fixture
def made(cast):
    """A sheet that is to be confirmed, made this morning."""
    order = done(cast, at=NOW - 3 * HOUR)
    ServiceOrder.objects.filter(pk=order.pk).update(accepted_at=NOW - 2 * HOUR, done_at=NOW - HOUR)
    order.refresh_from_db()
    return sheet(cast, order, at=NOW)


def page(made, name):
    return reverse(f"service:{name}", args=[made.order_id])


@pytest.mark.req("Ni21")
def test_the_code_of_a_sheet_arrives_by_smtp_and_confirms_it_on_the_page(cast, made, office, signed_in):
    client, given = signed_in(cast.service), {"sheet": made.pk}
    asked = client.post(page(made, "sheet_mail"), given, follow=True)
    assert "arrives within a minute" in asked.text and "No mail server is set up" not in asked.text
    assert tasks.mail_sheet_codes() == 1
    (mail,) = office.letters
    text = mail.get_content()
    assert mail["To"] == "wang@customer.example" and "更换了启动电容" in text
    code = re.search(r"^\s+(\d{6})\s*$", text, re.M)[1]
    assert "A code was sent to w***@customer.example" in client.get(page(made, "sheet")).text
    answer = client.post(page(made, "sheet_confirm"), given | {"code": code}, follow=True)
    assert "is confirmed" in answer.text and VisitSheet.objects.get().signed_by == "code"


@pytest.mark.req("Ni21")
def test_a_code_waits_for_a_busy_server_and_says_what_an_address_refused_means(cast, made, office, signed_in):
    client, given = signed_in(cast.service), {"sheet": made.pk}
    client.post(page(made, "sheet_mail"), given)
    office.refusing = LATER
    assert tasks.mail_sheet_codes() == 0 and "is on its way" in client.get(page(made, "sheet")).text
    office.refusing = False
    assert tasks.mail_sheet_codes() == 1 and len(office.letters) == 1
    client.post(page(made, "sheet_mail"), given)
    office.refusing = NEVER
    assert tasks.mail_sheet_codes() == 0
    assert "correct the contact&#x27;s address" in client.get(page(made, "sheet")).text
    office.refusing = False
    assert tasks.mail_sheet_codes() == 0


@pytest.mark.req("T22")
def test_a_questionnaire_waits_for_a_busy_server_and_its_sender_sees_who_is_unknown_there(cast, office, signed_in):
    questionnaire, wang = published(cast), contact(customer(cast.rep))
    form = {"channel": "mail", "until": "2026-03-31", "language": "", "product": "", "contact": [wang.pk]}
    signed_in(cast.service).post(reverse("service:questionnaire_send", args=[questionnaire.pk]), form)
    office.refusing = LATER
    assert tasks.mail_questionnaires() == 0
    row = QuestionnaireInvitation.objects.get()
    assert (row.mailed_at, row.address_refused_at) == (None, None)
    office.refusing = NEVER
    assert tasks.mail_questionnaires() == 0
    row.refresh_from_db()
    assert row.address_refused_at == NOW
    office.refusing = False
    assert tasks.mail_questionnaires() == 0 and not office.letters
    QuestionnaireInvitation.objects.update(address_refused_at=None, mailed_at=None, expires_at=NOW + timedelta(days=9))
    assert tasks.mail_questionnaires() == 1 and office.letters[0]["To"] == wang.email


@pytest.mark.req("T22", "Ni21")
def test_where_no_mail_server_is_set_up_the_pages_say_so(cast, made, settings, signed_in):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    contact(customer(cast.rep))
    client = signed_in(cast.service)
    send = reverse("service:questionnaire_send", args=[published(cast).pk])
    for url in (page(made, "sheet"), send):
        assert "No mail server is set up here" in client.get(url).text
    asked = client.post(page(made, "sheet_mail"), {"sheet": made.pk}, follow=True)
    assert "arrives within a minute" not in asked.text
