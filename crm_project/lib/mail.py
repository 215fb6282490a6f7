"""Whether mail reaches anybody, and whether a mail server has refused an address for good."""

from smtplib import SMTPRecipientsRefused

from django.conf import settings

# These print mails into the log of the server, or drop them: what `EMAIL_URL` stands for where nobody set it.
NOWHERE = ("django.core.mail.backends.console.EmailBackend", "django.core.mail.backends.dummy.EmailBackend")
PERMANENT = 500


def goes_out() -> bool:
    """Whether a mail server is set up."""
    return settings.EMAIL_BACKEND not in NOWHERE


def refused_for_good(error: SMTPRecipientsRefused) -> bool:
    """Whether the addresses do not exist for the server (5xx); by 4xx it asks to be tried again later, as greylisting does."""
    return all(code >= PERMANENT for code, _text in error.recipients.values())
