"""Imports of follow-ups: the columns, exactly as the interface names them, and who takes their rows."""

from django.utils.translation import gettext_lazy as _

from activities.models import FollowUp
from activities.models.choices import FollowUpKind
from crm_project.accounts.models import User
from crm_project.lib import dates
from customers.importing.columns import CUSTOMER, WHEN, Column
from customers.importing.kinds import ImportKind
from customers.importing.values import choice, line_of, moment_or_day, number_of, text_of

from .importers.followups import FollowUpsImport

# The kinds of follow-up that the interface names.
FOLLOWUP_KINDS = ("call_out", "call_in", "visit_out", "visit_in", "email", "letter", "fax", "meeting", "note")

FOLLOWUPS = ImportKind(
    "followups",
    30,
    _("Follow-ups"),
    FollowUpsImport,
    columns=(
        CUSTOMER,
        Column("author", number_of(User, "username"), _("The author's user name."), required=True),
        Column(
            "kind",
            choice(FollowUpKind, FOLLOWUP_KINDS),
            required=True,
            about=_("call_out, call_in, visit_out, visit_in, email, letter, fax, meeting or note."),
        ),
        Column("occurred_at", moment_or_day, WHEN, bounds=dates.TERM, required=True),
        Column("contact", line_of(FollowUp, "counterpart"), _("The person spoken with.")),
        Column("content", text_of(FollowUp, "content"), _("Notes."), required=True, may_be_empty=True),
        Column("purpose", line_of(FollowUp, "purpose")),
        Column("result", text_of(FollowUp, "result")),
        Column("next_step", line_of(FollowUp, "next_step")),
        Column("next_contact_at", moment_or_day, WHEN, bounds=dates.NEXT),
    ),
)

IMPORTS = (FOLLOWUPS,)
