"""Deciding about what is overdue (row T20)."""

from django.utils.translation import gettext_lazy as _

from crm_project.approvals.forms import APPROVE, DecisionForm
from crm_project.lib.day_fields import NextDay


class OverdueDecisionForm(DecisionForm):
    """What was agreed and until when; or it stays open and the owner is to chase it."""

    fields_template = "contracts/parts/decide_overdue.html"
    reason_help = _("Record what was agreed, or what the owner should do: it then stays in your inbox.")
    refuse_style = "btn-secondary"

    until = NextDay(
        required=False,
        label=_("To be resolved by"),
    )

    def changes(self):
        until = self.cleaned_data.get("until")
        return {"until": until.isoformat() if until else None} if self.cleaned_data["do"] == APPROVE else {}
