"""Claiming an expense (rows Z12, Ni23)."""

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contracts.models.choices import ExpenseKind

from .contract import customer_field, day_field, money_field, token_field
from .money import CURRENCIES


class ExpenseForm(forms.Form):
    """What was spent on whom and when, with the receipt."""

    kind = forms.ChoiceField(label=_("Kind"), choices=ExpenseKind.choices)
    spent_on = day_field(_("Day"), help_text=_("You must have owned the customer on this day."))
    amount = money_field(_("Amount"))
    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCIES, initial="CNY")
    what = forms.CharField(label=pgettext_lazy("expense", "Purpose"), max_length=200)
    file = forms.FileField(label=_("Receipt"))
    idempotency_key = token_field()

    def __init__(self, *args, customers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["customer"] = customer_field(
            customers,
            help_text=_("Customers you owned on that day, even if they have another owner now: choose the date first."),
        )
        # Whom one owned on the day that stands beside it.
        self.fields["customer"].widget.attrs |= {
            "data-url": reverse("contracts:expense_customers"),
            "data-beside": "id_spent_on",
        }
        self.order_fields(["spent_on", "customer", "kind", "amount", "currency", "what", "file"])
