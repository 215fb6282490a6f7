"""What rules are called."""

from django.utils.translation import gettext_lazy

from assignment.rules import policy as p

RULE_NAMES = {
    p.NO_CONTACT: gettext_lazy("No contact"),
    p.NO_DEAL_REVIEW: gettext_lazy("No deal: review"),
    p.NO_DEAL: gettext_lazy("No deal"),
    p.STAGE_TERM: gettext_lazy("Time in the stage"),
    p.PROTECTION_TERM: gettext_lazy("Protection term"),
    p.INVALID_FOLLOWUPS: gettext_lazy("Invalid follow-ups"),
    p.NO_KEY_CONTACT: gettext_lazy("No key contact"),
}
