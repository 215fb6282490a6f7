"""Mails go out by SMTP, in the person's language; a server that refuses loses none."""

import pytest

from crm_project.notices.domain import digest
from crm_project.notices.domain.notify import tell
from crm_project.notices.presenters.letter import letter
from tests.cast import NOW

from .post_office import post_office

pytestmark = pytest.mark.django_db


def test_a_refusing_mail_server_costs_nothing_and_the_next_time_everything_goes_out(cast, settings):
    cast.rep.digest, cast.rep.email, cast.rep.language = "each", "rep@company.example", "zh-hans"
    cast.rep.save()
    tell([cast.rep], "request_claim", at=NOW, person="沈思远", subject="杭州晨光光伏科技有限公司")
    with post_office() as office:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = office.server_address
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        office.refusing = True
        assert digest.mail_digests("each", letter=letter, at=NOW) == 0 and not office.letters
        office.refusing = False
        assert digest.mail_digests("each", letter=letter, at=NOW) == 1
        assert digest.mail_digests("each", letter=letter, at=NOW) == 0
    (mail,) = office.letters
    assert mail["To"] == "rep@company.example" and "杭州晨光光伏科技有限公司" in mail["Subject"]
    assert mail.get_body("html") and mail.get_body("plain")
