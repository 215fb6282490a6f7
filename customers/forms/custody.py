"""Filing a paper folder, asking for it, extending, reporting it lost, counting (row T6)."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_project.lib.day_fields import NextDay
from crm_project.lib.edit_form import EditForm
from crm_project.lib.form_fields import set_queryset
from customers.models import FolderLoan, ListItem, PaperFolder
from customers.models.choices import ListKind

LONGEST = 300


def offered_places(now=None):
    """The places in use, and the one where the folder stands."""
    return ListItem.objects.filter(Q(active=True) | Q(pk=now), kind=ListKind.PLACE).order_by("position", "name")


def _reason():
    return forms.CharField(
        label=_("Reason"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2, "maxlength": LONGEST})
    )


class FolderForm(EditForm, forms.Form):
    """What a folder is called, what is in it and where it stands."""

    kind = forms.ChoiceField(label=_("Kind"), choices=PaperFolder.Kind.choices)
    title = forms.CharField(label=_("Title"), max_length=120)
    contents = forms.CharField(
        label=_("Contents"),
        max_length=1000,
        required=False,
        help_text=_("What documents are in it, of which years."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    place = forms.ModelChoiceField(None, label=_("Storage place"), empty_label=_("Choose a place"))

    def __init__(self, *args, place=None, **kwargs):
        super().__init__(*args, **kwargs)
        set_queryset(self, "place", offered_places(place))


class LoanForm(forms.Form):
    """What is asked for, for which days and why; the rule is confirmed."""

    # A look at scanned pages in place of the paper is not offered yet.
    form = forms.ChoiceField(choices=[(FolderLoan.Form.PAPER, "")], widget=forms.HiddenInput)
    from_on = NextDay(label=pgettext_lazy("first day", "From"))
    until_on = NextDay(label=pgettext_lazy("last day", "Until"))
    reason = _reason()
    agreed = forms.BooleanField(
        label=_("I will not copy the documents, pass them on or alter them, and I will keep them safe and clean."),
        required=False,
    )


class ExtensionForm(forms.Form):
    """Until when, and why."""

    until_on = NextDay(label=pgettext_lazy("last day", "Until"))
    reason = _reason()


class LostForm(forms.Form):
    """How it was lost."""

    statement = forms.CharField(
        label=_("When and where was it last seen, and what was done to find it?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class CodeForm(forms.Form):
    """A label or a number."""

    code = forms.CharField(
        label=_("Label or folder number"),
        max_length=300,
        required=False,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autofocus": True, "placeholder": "F-000123", "data-scan-into": ""}
        ),
    )


class NarrowForm(forms.Form):
    """Where, and a word of number, title, customer or borrower."""

    q = forms.CharField(label=_("Number, title, customer or borrower"), max_length=60, required=False)
    place = forms.ModelChoiceField(None, label=_("Storage place"), required=False, empty_label=_("All places"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_queryset(self, "place", offered_places())


class StockTakeForm(forms.Form):
    """Which place."""

    place = forms.ModelChoiceField(None, label=_("Storage place"), empty_label=_("Choose a place"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_queryset(self, "place", offered_places())
