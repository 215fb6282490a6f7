"""A sheet with the QR code of a link, in the recipient's language (row T22)."""

from datetime import timedelta

import segno
from django.utils import translation
from django.utils.translation import gettext as _

from crm_project.lib.time import day
from service.models import QuestionnaireInvitation
from service.rules.questionnaires.body import read

from .letter import address
from .words import reads


def sheet(invitation: QuestionnaireInvitation, token: str) -> dict[str, str]:
    """{title, intro, name, code (a picture as an address), url, said, language}."""
    url = address(token)
    with translation.override(invitation.language):
        body = read(invitation.version.body)
        return {
            "title": reads(body.title),
            "intro": reads(body.intro),
            "name": invitation.contact.name,
            "code": segno.make(url, error="m").svg_data_uri(scale=5, border=2),
            "url": url,
            "said": _("The link works once, until %(until)s.")
            % {"until": day(invitation.expires_at - timedelta(seconds=1))},
            "language": invitation.language,
        }
