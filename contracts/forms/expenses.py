"""Claiming an expense (rows Z12, Ni23)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..choices import ExpenseKind
from .contract import customer_field, day_field, money_field
from .money import CURRENCIES


class ExpenseForm(forms.Form):
    """What was spent on whom and when, with the receipt."""

    kind = forms.ChoiceField(label=_("Kind"), choices=ExpenseKind.choices)
    spent_on = day_field(_("Day"), help_text=_("You must have owned the customer on this day."))
    amount = money_field(_("Amount"))
    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCIES, initial="CNY")
    what = forms.CharField(label=_("What for"), max_length=200)
    file = forms.FileField(label=_("Receipt"))

    def __init__(self, *args, customers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["customer"] = customer_field(customers)
        self.order_fields(["customer", "kind", "spent_on", "amount", "currency", "what", "file"])
