"""Entries of managed lists, and what a department asks for."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_project.lib.edit_form import EditForm

from ..choices import Level
from ..minimum import ASKABLE
from ..rhythm import LONGEST, MOST


class ListItemForm(EditForm, forms.Form):
    name = forms.CharField(label=pgettext_lazy("entry", "Name"), max_length=60)
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=60, required=False)


class MinimumForm(EditForm, forms.Form):
    asked = forms.MultipleChoiceField(
        label=_("Asked for besides the full name"),
        choices=list(ASKABLE.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class RhythmForm(EditForm, forms.Form):
    """The two numbers of one class; its prefix is the class."""

    least = forms.IntegerField(label=_("Hold at least"), min_value=0, max_value=MOST)
    every_days = forms.IntegerField(label=_("Contact each at least every … days"), min_value=0, max_value=LONGEST)

    def __init__(self, *args, level, **kwargs):
        super().__init__(*args, prefix=level, **kwargs)
        self.level, self.label = level, Level(level).label
