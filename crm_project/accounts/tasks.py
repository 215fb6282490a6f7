"""Work in the background about people."""

from celery import shared_task
from django.core.mail import send_mail
from django.core.management import call_command
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from crm_project.lib.retries import RETRIED

from .domain import further_rights, invitations, security_check
from .models import User


@shared_task(name="accounts.mail_invitation")
def mail_invitation(person_id, base):
    """Mail the link of the open invitation; `base` is the address under which the CRM was reached ("https://crm.example/")."""
    person = User.objects.active().filter(pk=person_id).exclude(email="").exclude(invite_key="").first()
    if person is None:
        return
    with override(person.language or None):
        text = render_to_string(
            "accounts/mail/invitation.txt",
            {
                "person": person,
                "link": base.rstrip("/") + invitations.path(person),
                "days": invitations.DAYS,
            },
        )
        send_mail(_("Your access to the CRM"), text, None, [person.email])


@shared_task(name="accounts.mail_address_changed")
def mail_address_changed(person_id, old):
    """Tell the old address that the account has another one now; the new one is not named there."""
    person = User.objects.get(pk=person_id)
    with override(person.language or None):
        text = render_to_string("accounts/mail/address_changed.txt", {"person": person, "old": old})
        send_mail(_("Your e-mail address in the CRM was changed"), text, None, [old])


@shared_task(name="accounts.tidy")
def tidy():
    """Forget sessions that ended long ago."""
    call_command("clearsessions")


@shared_task(name="accounts.remind_security_check")
def remind_security_check():
    """Remind whoever does the security check once it is overdue."""
    security_check.remind(at=timezone.now())


@shared_task(name="accounts.tend_rights", **RETRIED)
def tend_rights():
    """Hourly: rights whose time is over end, and who is about to lose one is told (Ne6)."""
    at = timezone.now()
    return further_rights.end_due(at=at), further_rights.remind(at=at)
