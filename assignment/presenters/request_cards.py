"""Words on the cards of requests about ownership and policies, from the row alone."""

from django.utils.translation import gettext as _

from assignment.models.choices import RULE_NAMES
from crm_project.audit.presenters.text import reason_text
from crm_project.lib.time import days


def extension_effect(row):
    """By how much the deadline moves."""
    return _("The deadline moves by %(days)s.") % {"days": days(row.arguments.get("days") or 0)}


def extension_grant(row):
    """The button that grants so many days."""
    return _("Grant %(days)s") % {"days": days(row.arguments.get("days") or 0)}


def rule_of(row):
    """The rule that put the customer before the manager."""
    return [(_("Rule"), RULE_NAMES.get(row.arguments.get("rule") or row.evidence.get("rule")))]


def reason(row):
    """Where no person worded it, the sentence for what is stored."""
    return reason_text(row.reason)
