"""What the clock says of a customer: when it is released, when it is contacted again (rows Ni13, M5)."""

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assignment.rules.policy import NEVER
from crm_project.lib.time import day
from crm_project.ui.components import people
from customers.domain.contact_due import due_of
from deals.models.choices import Line


def contact_due(customer, ownership, at):
    """[(label, value)]: when the rhythm of its class wants the customer contacted again; empty where it asks for nothing."""
    asked = due_of(customer, ownership, at)
    if asked is None:
        return []
    days, line, _last, due = asked
    how = ngettext("every %(n)d day", "every %(n)d days", days) % {"n": days}
    if line:
        how = f"{how}, {Line(line).label}"
    text = _("by %(day)s (%(how)s)") % {"day": day(due), "how": how}
    mark = people.status(_("overdue"), "warn") if due < at else ""
    return [(_("Contact due"), format_html("{} {}", mark, text) if mark else text)]


def facts(customer, ownership, at):
    """[(label, value)]: owner, release, last follow-up and next contact."""
    released = ownership.release_at if ownership and ownership.release_at < NEVER else None
    return [
        (_("Owner"), str(ownership.owner) if ownership else _("Public pool")),
        (_("Automatic release"), day(released) if released else _("no deadline")),
        (_("Last follow-up"), day(customer.last_followup_at)),
        *contact_due(customer, ownership, at),
    ]
