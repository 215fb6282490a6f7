"""The figures of follow-ups (rows Z2, Nf16)."""

from django.utils.translation import gettext_lazy as _

from activities.domain.followup_days import COUNTS, totals
from activities.domain.judged import judged
from activities.models.choices import FollowUpKind
from crm_project.lib.figure import LOSS, VOLUME, Figure, FigureRow, FigureSource

FIGURES = (
    Figure(
        "followups",
        _("Follow-ups"),
        _(
            "Written by the person about an exchange of these days. Void ones, and those that were corrected, do not count."
        ),
        measures=VOLUME,
    ),
    Figure(
        "valid_followups",
        _("Valid follow-ups"),
        _(
            "Of these, those that were valid under the policy that held for the customer's owner on that day, written by that owner or a registered collaborator."
        ),
    ),
    Figure(
        "invalid_followups",
        _("Invalid follow-ups"),
        _(
            "Of these, those whose text, contact or answer did not meet that policy, or which the manager rejected. Others' customers and the pool do not count."
        ),
        measures=LOSS,
    ),
    Figure("calls", _("Calls"), _("Valid follow-ups of the types “outgoing call” and “incoming call”.")),
    Figure("visits", _("Visits"), _("Valid follow-ups of the types “site visit” and “customer visited us”.")),
)


def _rows(keys, person, first, last):
    found = sorted(judged([person], first, last), key=lambda one: (one.at, one.id), reverse=True)
    return {
        key: [
            FigureRow(one.at, one.customer_id, one.kind, key=f"followup:{one.id}") for one in found if COUNTS[key](one)
        ]
        for key in keys
    }


def _worded(code):
    return str(dict(FollowUpKind.choices).get(code, code))


SOURCES = (FigureSource(10, FIGURES, totals, _rows, worded=_worded),)
