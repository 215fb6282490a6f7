"""The report of a visit on paper: what was said, and what the customer thinks, needs and proposes (row T4)."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from activities.models.choices import FollowUpKind
from crm_project.lib.pdf_boxes import Box
from crm_project.lib.time import minute
from customers.domain.access.masking import CLEAR

from .sheet import pdf, section, to_tick

CHANNELS = (FollowUpKind.VISIT_OUT, FollowUpKind.VISIT_IN, FollowUpKind.MEETING, FollowUpKind.CALL_OUT)


def visit(printing, customer=None, *, followup=None, mask=CLEAR):
    """Of a follow-up, with room for what it does not say; blank without one."""
    row = followup
    said = (lambda name: mask.text(getattr(row, name) or "")) if row else (lambda name: "")
    when = [
        Box(pgettext("visit", "When"), minute(row.occurred_at) if row else ""),
        Box(_("Kind"), row.get_kind_display() if row else to_tick([(one, one.label) for one in CHANNELS])),
        Box(_("Spoken with"), mask.text(_person(row)) if row else ""),
        Box(_("Position"), mask.text(_position(row)) if row else ""),
        Box(_("Visited by"), str(row.author) if row else ""),
        *([Box(_("Entered"), minute(row.recorded_at))] if row else []),
        Box(_("Purpose"), said("purpose"), 1),
    ]
    talk = [Box(_("Notes"), said("content"), 10), Box(_("Result"), said("result"), 4)]
    room = 2 if row else 4
    heard = [
        Box(_("Evaluation by the customer"), "", room),
        Box(_("Market demand"), "", room),
        Box(_("Ideas for improvement"), "", room),
    ]
    following = [
        Box(_("Next step"), said("next_step"), 2),
        Box(_("Next contact"), minute(row.next_contact_at) if row and row.next_contact_at else ""),
    ]
    story = [
        *section(_("Visit"), when),
        *section(_("Conversation"), talk),
        *section(_("From the customer"), heard),
        *section(_("What follows"), following),
    ]
    signers = [_("Visited by"), _("Checked by")]
    mark = _stands_no_more(row) if row else ""
    return pdf(_("Visit report"), story, printing=printing, customer=customer, signers=signers, mark=mark)


def _stands_no_more(row):
    """What lies across the page of an entry that was made void or replaced by another."""
    return _("Void") if row.voided_at else _("Corrected") if hasattr(row, "corrected_by") else ""


def _person(row):
    return row.contact.name if row.contact else row.counterpart


def _position(row):
    return row.position or (row.contact.title if row.contact else "")
