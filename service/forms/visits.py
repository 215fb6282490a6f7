"""A return visit as it is planned by hand, and what its verbs ask (row T23)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from crm_project.lib.day_fields import NextDay, PastDay
from crm_project.lib.edit_form import EditForm
from crm_project.lib.form_fields import choice_field, set_queryset
from customers.models import Contact

from ..domain.visits import access
from ..models import ReturnVisit
from ..models.visit_choices import IdeaStatus
from .customer_field import CustomerField


def _reason(label):
    return forms.CharField(label=label, max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class VisitForm(forms.ModelForm):
    """Whom to visit, when and what for; `customers` are those that may be chosen."""

    customer = CustomerField()
    person = forms.ModelChoiceField(
        None,
        label=_("Who"),
        required=False,
        empty_label=_("nobody yet"),
        widget=forms.Select(attrs={"data-select": ""}),
    )

    class Meta:
        model = ReturnVisit
        fields = ["customer", "purpose", "channel", "contact", "due_on", "person"]
        field_classes = {"due_on": NextDay}

    def __init__(self, *args, customers, chosen=None, **kwargs):
        super().__init__(*args, **kwargs)
        set_queryset(self, "customer", customers, lambda row: f"{row.name} · {row.code}")
        set_queryset(self, "person", access.visitors())
        set_queryset(self, "contact", Contact.objects.filter(customer=chosen, active=True))
        if not chosen:
            del self.fields["contact"]  # offered once one knows whose

    def file(self):
        """The fields for the verb."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("customer", "person")}

    def _post_clean(self):
        """The verb writes."""


class HoldForm(forms.Form):
    held_on = PastDay(label=_("Day of the visit"))


class PostponeForm(forms.Form):
    due_on = NextDay(label=_("New day"))
    reason = _reason(_("Why is it postponed?"))


class CancelVisitForm(forms.Form):
    reason = _reason(_("Why is it cancelled?"))


class AssignVisitForm(forms.Form):
    """To whom; empty: by rotation, to whoever of service is there and has the fewest."""

    person = forms.ModelChoiceField(None, label=_("Who"), required=False, empty_label=_("by rotation"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_queryset(self, "person", access.visitors())


class AsideForm(forms.Form):
    reason = _reason(_("Why does nothing come of it?"))


class AnswerForm(EditForm, forms.Form):
    """What becomes of an idea."""

    status = forms.ChoiceField(label=_("Status"), choices=IdeaStatus)
    answer = forms.CharField(
        label=_("Answer"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The customer's people pass it on at the next visit."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [choice for choice in IdeaStatus.choices if choice[0] != IdeaStatus.NEW]
        choice_field(self, "status").choices = choices
