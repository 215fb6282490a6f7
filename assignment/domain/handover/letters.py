"""Telling the customer that somebody else is in charge now: a letter to print, or the same as mail (row M14)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.core.mail import EmailMessage
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from assignment.domain.ledger import Kind
from assignment.models import Handover, OwnershipEvent
from crm_project.accounts.models import User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from customers.models import Contact, Customer, Ownership

SUBJECT = gettext_noop("Your new contact at our company")
BODY = gettext_noop(
    "Dear {contact},\n\n"
    "{former} has looked after {customer} so far. From now on {owner} is your contact for everything and "
    "will get in touch with you shortly.\n\n"
    "You can reach {owner} by phone at {mobile} and by e-mail at {email}.\n\n"
    "Nothing else changes: all agreements with you remain valid. Thank you for your trust.\n\n"
    "Kind regards"
)
BLANKS = ("contact", "customer", "former", "owner", "mobile", "email")
_BLANK = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Letter:
    """One letter, its blanks filled; `to` is the address that a mail would go to, empty where none is known."""

    customer: Customer
    contact: str
    address: str
    to: str
    subject: str
    body: str

    @property
    def paragraphs(self) -> list[str]:
        return [part.strip() for part in self.body.split("\n\n") if part.strip()]


def template(handover: Handover | None = None) -> tuple[str, str]:
    """(subject, body) with blanks: the handover's own wording, else ours in the reader's language."""
    own = (handover.plan or {}).get("letter") if handover else None
    return (own["subject"], own["body"]) if own else (_(SUBJECT), _(BODY))


def check_template(subject: str, body: str) -> None:
    """Refuse a wording with a blank that we can't fill."""
    for text, field in ((subject, "subject"), (body, "body")):
        unknown = [name for name in _BLANK.findall(text) if name not in BLANKS]
        if unknown:
            known = ", ".join(f"{{{name}}}" for name in BLANKS)
            raise Refused(
                _("“{%(name)s}” is unknown: only these placeholders can be used: %(blanks)s.")
                % {"name": unknown[0], "blanks": known},
                code="blanks",
                field=field,
            )


def _filled(text: str, blanks: Mapping[str, str]) -> str:
    return _BLANK.sub(lambda match: blanks.get(match[1], match[0]), text)


def compose(
    customers: Sequence[Customer], wording: tuple[str, str], *, former: User | None = None
) -> dict[int, Letter]:
    """Letters to these owned customers, in three queries however many: {customer id: Letter}. `former`: who had them."""
    ids = [c.pk for c in customers]
    owners = {o.pk: o.owner for o in Ownership.objects.filter(pk__in=ids).select_related("owner")}
    contacts: dict[int, Contact] = {}
    for active in Contact.objects.filter(customer_id__in=ids, active=True).order_by("-key", "-pk"):
        contacts.setdefault(active.customer_id, active)
    before = {} if former else _former(ids)
    subject, body = wording
    out = {}
    for customer in customers:
        if customer.pk not in owners:
            continue
        owner, contact = owners[customer.pk], contacts.get(customer.pk)
        blanks = {
            "contact": contact.name if contact else _("Sir or Madam"),
            "customer": customer.name,
            "owner": str(owner),
            "former": str(former or before.get(customer.pk) or _("our colleague")),
            "mobile": owner.mobile or "–",
            "email": owner.email or "–",
        }
        out[customer.pk] = Letter(
            customer,
            contact.name if contact else "",
            customer.address,
            (contact.email if contact else "") or customer.email,
            _filled(subject, blanks),
            _filled(body, blanks),
        )
    return out


def _former(ids: Sequence[int]) -> dict[int, User]:
    """{customer: whoever had it before its present owner}, from the ledger."""
    rows = OwnershipEvent.objects.filter(
        Q(customer_id__in=ids), kind__in=[Kind.TRANSFERRED, Kind.ROTATED, Kind.HANDED_OVER]
    )
    return {
        r.customer_id: cast(User, r.closes_owner)
        for r in rows.filter(closes_owner__isnull=False).select_related("closes_owner").order_by("at", "id")
    }


def send_letter(letter: Letter, *, by: User, at: datetime) -> None:
    """Send one letter as mail; the audit keeps that, when and to which address. Refuses where no address is known."""
    if not letter.to:
        raise Refused(
            _("“%(name)s” has no e-mail address: print the letter.") % {"name": letter.customer.name},
            code="no_address",
        )
    EmailMessage(letter.subject, letter.body, to=[letter.to], reply_to=[by.email] if by.email else None).send()
    log.record(by=by, action="customer.informed", at=at, subject=letter.customer, changes={"to": [None, letter.to]})
