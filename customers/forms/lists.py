"""Entries of managed lists, and what a department asks for."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_project.lib.edit_form import EditForm
from customers.domain.classes.class_rules import label
from customers.domain.required_fields import ASKABLE
from customers.domain.rhythm import LONGEST, MOST


class ListItemForm(EditForm, forms.Form):
    name = forms.CharField(label=pgettext_lazy("entry", "Name"), max_length=60)
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=60, required=False)


class MinimumForm(EditForm, forms.Form):
    asked = forms.MultipleChoiceField(
        label=_("Required besides the full name"),
        choices=list(ASKABLE.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class RhythmForm(EditForm, forms.Form):
    """The numbers of one class; its prefix is segment and class."""

    least = forms.IntegerField(label=_("Hold at least"), min_value=0, max_value=MOST)
    short = forms.IntegerField(label=_("Days, short line"), min_value=0, max_value=LONGEST)
    mid = forms.IntegerField(label=_("Days, mid line"), min_value=0, max_value=LONGEST)
    long = forms.IntegerField(label=_("Days, long line"), min_value=0, max_value=LONGEST)
    other = forms.IntegerField(label=_("Days, no open deal"), min_value=0, max_value=LONGEST)

    def __init__(self, data=None, *, segment, level, **kwargs):
        super().__init__(data, prefix=f"{segment}-{level}", **kwargs)
        self.segment, self.level, self.label = segment, level, label(segment, level)
