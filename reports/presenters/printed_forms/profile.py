"""The personal profile of somebody at a customer (row T4)."""

from django.utils.translation import gettext as _

from activities.models.choices import FollowUpKind
from crm_project.lib.pdf_boxes import Box
from crm_project.lib.sensitive import EMAIL, MESSAGING, PHONE
from crm_project.lib.time import minute
from customers.domain.access.masking import CLEAR

from .sheet import listed, pdf, section

BLANK_ROWS = 2


def profile(printing, customer=None, *, contact=None, exchanges=(), mask=CLEAR):
    """Who the person is and how they are reached, the last exchanges with them, and room for what is learned in talking."""
    story = section(_("Person"), _known(contact, mask)) + section(_("Personal"), _to_learn())
    rows = [
        [
            minute(one.occurred_at),
            str(FollowUpKind(one.kind).label),
            mask.text(" · ".join(filter(None, [one.purpose, one.content, one.result]))),
        ]
        for one in exchanges
    ]
    heads = [_("When"), _("Kind"), _("Notes")]
    story += listed(_("Last exchanges"), heads, rows, (30, 28, 108), empty=0 if rows else BLANK_ROWS)
    signers = [_("Filled in by"), _("Checked by")]
    return pdf(_("Personal profile"), story, printing=printing, customer=customer, signers=signers)


def _known(contact, mask):
    if contact is None:
        labels = [_("Name"), _("Position"), _("Department"), _("Mobile"), _("Phone"), _("E-mail"), _("QQ / WeChat")]
        yes, no = _("yes"), _("no")
        yes_or_no = f"□ {yes}   □ {no}"
        return [
            *(Box(label) for label in labels),
            Box(_("Key contact"), yes_or_no),
            Box(_("Still employed"), yes_or_no),
            Box(_("Note"), "", 1),
        ]
    answer = {True: _("yes"), False: _("no")}
    return [
        Box(_("Name"), contact.name),
        Box(_("Position"), contact.title),
        Box(_("Department"), contact.department),
        Box(_("Mobile"), mask(PHONE, contact.mobile)),
        Box(_("Phone"), mask(PHONE, contact.phone)),
        Box(_("E-mail"), mask(EMAIL, contact.email)),
        Box(_("QQ / WeChat"), mask(MESSAGING, contact.im)),
        Box(_("Key contact"), answer[contact.key]),
        Box(_("Still employed"), answer[contact.active]),
        Box(_("Note"), mask.text(contact.note), 1),
    ]


def _to_learn():
    """What only the conversation tells; it is written by hand."""
    return [
        Box(_("Responsible for")),
        Box(_("Reports to")),
        Box(_("Part in decisions")),
        Box(_("Best reached by and at")),
        Box(_("What matters to this person"), "", 2),
        Box(_("Interests and habits"), "", 2),
        Box(_("Dates to remember"), "", 1),
    ]
