"""People at customers as cards on the page (rows Nc4, Ni10)."""

from django.utils.translation import gettext as _

from crm_project.lib.sensitive import MESSAGING

from .file import mail_link, phone_link


def cards(contacts, mask):
    """Contacts as the page shows them, masked where the user may not read them."""
    return [
        {
            "pk": c.pk,
            "name": c.name,
            "role": _(", ").join(filter(None, [c.title, c.department])),
            "key": c.key,
            "active": c.active,
            "mobile": phone_link(c.mobile, mask),
            "phone": phone_link(c.phone, mask),
            "email": mail_link(c.email, mask),
            "im": mask(MESSAGING, c.im),
            "note": mask.text(c.note),
        }
        for c in contacts
    ]
