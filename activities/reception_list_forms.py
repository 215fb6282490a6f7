"""A level of receptions, under Lists (row M11)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from crm_project.lib.amount_fields import AmountField
from customers.forms.lists import ListItemForm


def _schedule(label):
    return forms.CharField(
        label=label,
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("A line for each step: a new plan starts with them."),
    )


class LevelForm(ListItemForm):
    """A level in both languages, its limits, and what a plan of it begins with."""

    important = forms.BooleanField(label=_("Important customers get it by themselves"), required=False)
    gift_limit = AmountField(
        label=_("Gifts for each guest, at most"),
        required=False,
        min_value=0,
        max_digits=10,
        help_text=_("Empty: no limit."),
    )
    cost_limit = AmountField(
        label=_("Cost for each guest, at most"),
        required=False,
        min_value=0,
        max_digits=10,
        help_text=_("Empty: no limit."),
    )
    schedule = _schedule(_("Standing schedule"))
    schedule_zh = _schedule(_("Standing schedule in Chinese"))
