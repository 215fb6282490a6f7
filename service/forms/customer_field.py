"""The customer that something of service is for, searched by name or number."""

from django import forms
from django.utils.translation import gettext_lazy as _

from customers.forms.widgets import SearchedSelect
from customers.models import Customer


class CustomerField(forms.ModelChoiceField):
    """Which customers may be chosen the form sets; of any other nothing is told, not even whether it exists."""

    default_error_messages = {"invalid_choice": _("You can't choose this customer: search for another.")}

    def __init__(self):
        super().__init__(Customer.objects.none(), label=_("Customer"), widget=SearchedSelect)
