"""The mail that carries a questionnaire's link, in the recipient's language (row T22)."""

from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from crm_project.lib.time import day
from service.models import QuestionnaireInvitation
from service.rules.questionnaires.body import read

from .words import reads


def address(token: str) -> str:
    """The whole address that a token opens."""
    return settings.SITE_URL + reverse("service:answer", args=[token])


def letter(invitation: QuestionnaireInvitation, token: str, reminds: bool) -> EmailMessage:
    """The mail to the contact; `reminds`: the second one, which says so."""
    with translation.override(invitation.language):
        body = read(invitation.version.body)
        title = reads(body.title)
        context = {
            "name": invitation.contact.name,
            "title": title,
            "intro": reads(body.intro),
            "url": address(token),
            "until": day(invitation.expires_at - timedelta(seconds=1)),
            "reminds": reminds,
            "language": invitation.language,
        }
        subject = _("Reminder: %(title)s") % {"title": title} if reminds else title
        out = EmailMultiAlternatives(
            subject.replace("\n", " ")[:150],
            render_to_string("service/questionnaires/mail.txt", context),
            to=[invitation.contact.email],
        )
        out.attach_alternative(render_to_string("service/questionnaires/mail.html", context), "text/html")
        return out
