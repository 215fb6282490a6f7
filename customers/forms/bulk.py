"""What is asked before several customers are transferred, released or classified."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assignment.domain.access import takers
from crm_project.accounts.models import User
from crm_project.lib.form_fields import set_queryset
from customers.models.choices import Level, ListKind, Segment, ValueRating

from ..models import ListItem

KEPT = [("", _("Leave unchanged"))]


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class TransferForm(ReasonForm):
    """To whom, among those to whom the user may give customers."""

    to = forms.ModelChoiceField(
        User.objects.none(), label=_("New owner"), widget=forms.Select(attrs={"data-select": "", "autofocus": True})
    )
    field_order = ["to", "reason"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        # As where one customer is transferred.
        self.fields["reason"].required = False
        self.fields["reason"].help_text = _("Both the former and the new owner will see it.")
        set_queryset(self, "to", takers(user), lambda person: f"{person} · {person.department}")


class ClassifyForm(forms.Form):
    """Values to set on all; an empty one is left as it is."""

    segment = forms.ChoiceField(label=_("Segment"), choices=[*KEPT, *Segment.choices], required=False)
    level = forms.ChoiceField(label=_("Class"), choices=[*KEPT, *Level.choices], required=False)
    value_rating = forms.ChoiceField(label=_("Value rating"), choices=[*KEPT, *ValueRating.choices], required=False)
    type = forms.ModelChoiceField(
        ListItem.objects.none(), label=_("Company type"), required=False, empty_label=KEPT[0][1]
    )
    trade = forms.ModelChoiceField(ListItem.objects.none(), label=_("Trade"), required=False, empty_label=KEPT[0][1])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_queryset(self, "type", ListItem.objects.filter(kind=ListKind.TYPE, active=True))
        set_queryset(self, "trade", ListItem.objects.filter(kind=ListKind.TRADE, active=True))
