"""People at customers: as cards on the page, as vCards to carry along (rows Nc4, Ni10, Nf15)."""

from django.utils.translation import gettext as _

from crm_project.lib.sensitive import ADDRESS, EMAIL, MESSAGING, PHONE

from .file import mail, telephone

MOST_CARDS = 2000


def cards(contacts, mask):
    """Contacts as the page shows them, masked where the user may not read them."""
    return [
        {
            "pk": c.pk,
            "name": c.name,
            "role": _(", ").join(filter(None, [c.title, c.department])),
            "key": c.key,
            "active": c.active,
            "mobile": telephone(c.mobile, mask),
            "phone": telephone(c.phone, mask),
            "email": mail(c.email, mask),
            "im": mask(MESSAGING, c.im),
            "note": mask.text(c.note),
        }
        for c in contacts
    ]


def _escaped(text):
    return (
        str(text).replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "").replace(",", "\\,").replace(";", "\\;")
    )


def _folded(line):
    """Lines of at most 75 bytes, never cut inside a character; the next one begins with a space."""
    out, used, limit = [], 0, 75
    for letter in line:
        size = len(letter.encode())
        if used + size > limit:
            out.append("\r\n ")
            used = 1
        out.append(letter)
        used += size
    return "".join(out)


def vcard(contact, mask):
    """One contact as a vCard 3.0, which telephones and mail programs read; masked where the user may not read it."""
    lines = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"UID:crm-contact-{contact.pk}",
        f"FN:{_escaped(contact.name)}",
        f"N:{_escaped(contact.name)};;;;",
    ]
    org = ";".join(_escaped(part) for part in (contact.customer.name, contact.department) if part)
    lines += [f"ORG:{org}"] + ([f"TITLE:{_escaped(contact.title)}"] if contact.title else [])
    lines += [f"TEL;TYPE=CELL:{_escaped(mask(PHONE, contact.mobile))}"] if contact.mobile else []
    lines += [f"TEL;TYPE=WORK:{_escaped(mask(PHONE, contact.phone))}"] if contact.phone else []
    lines += [f"EMAIL;TYPE=INTERNET:{_escaped(mask(EMAIL, contact.email))}"] if contact.email else []
    lines += (
        [f"ADR;TYPE=WORK:;;{_escaped(mask(ADDRESS, contact.customer.address))};;;;"] if contact.customer.address else []
    )
    lines += [f"NOTE:{_escaped(mask.text(contact.note))}"] if contact.note else []
    return "".join(_folded(line) + "\r\n" for line in [*lines, "END:VCARD"])
