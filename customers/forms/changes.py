"""Recording major changes, narrowing their list, and the list of their kinds (row M6)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from crm_project.accounts.models import Department
from crm_project.lib.day_fields import LongPastDay, SoughtDay
from crm_project.lib.edit_form import HidesNumbers
from crm_project.lib.form_fields import FilesField, choice_field, set_queryset
from customers.models import Follow, MajorChangeKind

from .lists import ListItemForm


class MajorChangeForm(HidesNumbers, forms.Form):
    """The short form: when, what, from where, and what follows; `asked`: what follows from it already."""

    happened_on = LongPastDay(label=_("Happened on"))
    text = forms.CharField(label=_("What happened"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))
    source = forms.CharField(label=_("Where you heard or read it"), max_length=200)
    uploads = FilesField(label=_("Files"), required=False)
    follows = forms.MultipleChoiceField(
        label=_("Choose what follows"), choices=Follow.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, asked=(), **kwargs):
        super().__init__(*args, **kwargs)
        left = [choice for choice in Follow.choices if choice[0] not in asked]
        choice_field(self, "follows").choices = left
        if not left:
            del self.fields["follows"]


class VoidChangeForm(forms.Form):
    """Why an entry does not hold."""

    reason = forms.CharField(label=_("Reason"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class MajorChangeListForm(forms.Form):
    """What narrows the list."""

    kind = forms.ModelChoiceField(
        MajorChangeKind.objects.all(), label=_("Kind of change"), required=False, empty_label=_("All")
    )
    department = forms.ModelChoiceField(
        Department.objects.none(), label=_("Department"), required=False, empty_label=_("All")
    )
    first = SoughtDay(label=_("From"), required=False)
    last = SoughtDay(label=_("Until"), required=False)

    def __init__(self, *args, departments, **kwargs):
        super().__init__(*args, **kwargs)
        set_queryset(self, "department", departments.order_by("path"))


class MajorChangeKindForm(ListItemForm):
    """A kind in both languages, and what it proposes."""

    follows = forms.MultipleChoiceField(
        label=_("Proposes"), choices=Follow.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
