"""What happened to a customer's file, with old and new values, for those who may read it (rows Na8, Ne3)."""

from django.utils.translation import gettext as _

from crm_project.accounts.domain import access
from crm_project.audit.models import Entry
from crm_project.audit.presenters import text
from crm_project.audit.presenters.rows import in_words, owner_names
from crm_project.lib.paging import Page
from crm_project.lib.time import minute
from customers.domain.access import may_edit

SHOWN = 30


def readable(user, customer, ownership):
    """Whether the user reads the history: whoever works on the file, heads it, or reads the audit."""
    return access.may(user, "audit.view") or may_edit(user, customer, ownership)


def page(customer, *, cursor, mask):
    """(rows, Page) of the customer's audit, the newest first; two queries for any number of rows. `mask` hides what the reader may not see."""
    entries = Entry.objects.filter(customer_id=customer.pk).select_related("actor")
    found = Page(entries, order=("-at", "-id"), cursor=cursor, size=SHOWN)
    names = owner_names(found.rows)
    return [_row(e, names, mask) for e in found.rows], found


def since(customer, moment, mask):
    """What happened to the file after this moment, or ever (None), the newest first, at most SHOWN rows."""
    entries = Entry.objects.filter(customer_id=customer.pk, **({"at__gt": moment} if moment else {}))
    rows = list(entries.select_related("actor").order_by("-at", "-id")[:SHOWN])
    names = owner_names(rows)
    return [_row(e, names, mask) for e in rows]


def _row(entry, names, mask):
    return {
        "time": minute(entry.at),
        "iso": entry.at.isoformat(),
        "who": str(entry.actor) if entry.actor_id else _("the system"),
        "what": text.action_words(entry.action),
        "tone": text.tone(entry.action),
        "reason": mask.text(text.reason_text(entry.reason)),
        "changes": in_words(entry.subject_type, entry.changes, mask, names),
        "subject": mask.text(text.subject_text(entry.subject_type, entry.subject_name))
        if entry.subject_type != "customer"
        else "",
    }
