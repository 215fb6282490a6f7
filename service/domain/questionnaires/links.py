"""The link that opens a questionnaire: a secret of 192 bits, of which only the hash is kept (row T22)."""

import secrets
from datetime import datetime
from hashlib import sha256

from service.models import InvitationLink, QuestionnaireInvitation

NEAR = ("version__questionnaire", "customer", "contact")


def hash_of(token: str) -> str:
    """What is kept of a token. It is random and long: nothing is gained by salting or slowing the hash."""
    return sha256(token.encode()).hexdigest()


def new_token(invitation: QuestionnaireInvitation, at: datetime) -> str:
    """A further token for this invitation; it is nowhere but in the answer."""
    token = secrets.token_urlsafe(24)
    InvitationLink.objects.create(invitation=invitation, token_hash=hash_of(token), made_at=at)
    return token


def invitation_of(token: str) -> QuestionnaireInvitation | None:
    """Whose link it is; None where nobody's, whatever it looks like."""
    rows = InvitationLink.objects.select_related(*(f"invitation__{name}" for name in NEAR))
    link = rows.filter(token_hash=hash_of(token)).first()
    return link.invitation if link else None
