"""The mail that carries somebody's notices (row Nh3)."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import ngettext

from crm_project.accounts.models import User
from crm_project.notices.models import Notice

from .render import notice_row

MOST = 100  # notices in one mail; of the rest it says how many


def letter(person: User, notices: list[Notice]) -> EmailMultiAlternatives:
    """The mail for these notices (the newest first), in the person's language, as text and HTML."""
    with translation.override(person.language or settings.LANGUAGE_CODE):
        rows = [
            {**notice_row(n, person), "url": f"{settings.SITE_URL}{n.url}" if n.url else ""} for n in notices[:MOST]
        ]
        subject = (
            rows[0]["text"]
            if len(notices) == 1
            else ngettext("%(n)d notice", "%(n)d notices", len(notices)) % {"n": len(notices)}
        )
        context = {"rows": rows, "more": max(len(notices) - MOST, 0), "person": person, "site": settings.SITE_URL}
        out = EmailMultiAlternatives(
            subject.replace("\n", " ")[:150], render_to_string("notices/digest.txt", context), to=[person.email]
        )
        out.attach_alternative(render_to_string("notices/digest.html", context), "text/html")
        return out
