"""An entry of a list of service (row Ni21)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from customers.forms.lists import ListItemForm

from ..models import OrderKind


class NewCategoryForm(ListItemForm):
    """A category and the kind of orders that it is for."""

    kind = forms.ModelChoiceField(OrderKind.objects.all(), label=_("Kind"))
