"""Mail with notices: at once or daily, in the person's language, never twice, never lost to a deaf server."""

from datetime import timedelta

import pytest
from django.core.mail.backends.locmem import EmailBackend

from crm_project.notices import tasks
from crm_project.notices.domain import digest
from crm_project.notices.domain.notify import tell
from crm_project.notices.models import Notice
from crm_project.notices.presenters.letter import letter
from tests.cast import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def wish(person, how, email="x@example.com", language="en"):
    person.digest, person.email, person.language = how, email, language
    person.save()


def news(person, at=NOW, n=1):
    for i in range(n):
        tell([person], "request_overdue", at=at, subject=f"Acme {i}", url="/approvals/7/")


def test_each_gets_mail_as_she_wishes(cast, mailoutbox):
    wish(cast.rep, "each", "rep@example.com")
    wish(cast.mate, "daily", "mate@example.com")
    wish(cast.manager, "none", "manager@example.com")
    wish(cast.director, "each", "")
    for person in (cast.rep, cast.mate, cast.manager, cast.director):
        news(person, n=2)
    tasks.mail_each()
    assert [m.to for m in mailoutbox] == [["rep@example.com"]]
    tasks.mail_daily()
    assert [m.to for m in mailoutbox] == [["rep@example.com"], ["mate@example.com"]]


def test_one_mail_carries_everything_as_text_and_html_with_whole_addresses(cast, mailoutbox, settings):
    settings.SITE_URL = "https://crm.example.com"
    wish(cast.rep, "daily")
    news(cast.rep, n=3)
    digest.mail_digests("daily", letter=letter, at=NOW)
    mail = mailoutbox[0]
    assert mail.subject == "3 notices" and "Acme 0" in mail.body and "Acme 2" in mail.body
    html = mail.alternatives[0][0]
    assert "https://crm.example.com/approvals/7/" in mail.body and 'href="https://crm.example.com/approvals/7/"' in html


def test_the_same_news_is_never_mailed_twice(cast, mailoutbox):
    wish(cast.rep, "each")
    news(cast.rep)
    assert digest.mail_digests("each", letter=letter, at=NOW) == 1
    assert digest.mail_digests("each", letter=letter, at=NOW + timedelta(minutes=1)) == 0
    assert len(mailoutbox) == 1


def test_a_server_that_refuses_loses_nothing(cast, mailoutbox, monkeypatch):
    wish(cast.rep, "each")
    news(cast.rep)
    with monkeypatch.context() as broken:
        broken.setattr(
            EmailBackend,
            "send_messages",
            lambda self, messages: (_ for _ in ()).throw(ConnectionRefusedError("smtp is down")),
        )
        assert digest.mail_digests("each", letter=letter, at=NOW) == 0
    assert Notice.objects.get().mailed_at is None
    assert digest.mail_digests("each", letter=letter, at=NOW + timedelta(minutes=1)) == 1
    assert len(mailoutbox) == 1


def test_old_news_and_unwanted_news_wait_no_longer(cast, mailoutbox):
    wish(cast.rep, "daily")
    news(cast.rep, at=NOW - timedelta(days=4))
    wish(cast.mate, "none")
    news(cast.mate, at=NOW - timedelta(days=4))
    digest.mail_digests("daily", letter=letter, at=NOW)
    assert not mailoutbox and not Notice.objects.filter(mailed_at__isnull=True).exists()


def test_a_closed_account_gets_no_mail(cast, mailoutbox):
    wish(cast.rep, "each")
    news(cast.rep)
    cast.rep.is_active = False
    cast.rep.save()
    digest.mail_digests("each", letter=letter, at=NOW)
    assert not mailoutbox


def test_a_chinese_reader_gets_chinese(cast, mailoutbox):
    wish(cast.rep, "each", language="zh-hans")
    news(cast.rep)
    digest.mail_digests("each", letter=letter, at=NOW)
    assert 'lang="zh-hans"' in mailoutbox[0].alternatives[0][0]
