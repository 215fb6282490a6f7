"""Targets as a form: three tiers a row, the reason where one is in force, copying a year, a leaderboard (rows Nf1, Nf3)."""

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from crm_project.lib.amount_fields import FigureField
from crm_project.lib.edit_form import EditForm
from crm_project.lib.edit_rows import EditFormSet
from crm_project.lib.form_fields import choice_field, set_queryset
from crm_project.lib.query_values import Several
from reports.domain.targets import facts, leaderboards
from reports.domain.targets.copying import REACHED, TARGETS
from reports.presenters.targets.setting_page import MOST, year_choices


def _tier(label):
    return FigureField(label=label, required=False, max_digits=16, decimal_places=2)


class TiersForm(forms.Form):
    """One row; a floor or a stretch needs a target."""

    slot = forms.CharField(widget=forms.HiddenInput)
    floor = _tier(_("Floor"))
    target = _tier(_("Target"))
    stretch = _tier(_("Stretch"))

    def clean(self):
        data = self.cleaned_data
        given = data.get("floor") is not None or data.get("stretch") is not None
        if given and data.get("target") is None and "target" not in self.errors:
            self.add_error("target", said("A floor or a stretch needs a target."))
        return data


TiersRows = formset_factory(TiersForm, formset=EditFormSet, extra=0, max_num=MOST, absolute_max=MOST)


class ReasonForm(forms.Form):
    """Why targets in force change."""

    reason = forms.CharField(
        label=_("Why do they change?"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed where a target is in force: it goes to the approver."),
    )


class CopyForm(forms.Form):
    """Which year, from what, times what, of which figures."""

    year = forms.TypedChoiceField(label=_("For the year"), coerce=int)
    basis = forms.ChoiceField(
        label=_("From the year before"),
        choices=[(TARGETS, _("its targets")), (REACHED, _("what was reached"))],
    )
    factor = FigureField(
        label=_("Times"), initial=1, max_digits=6, decimal_places=3, help_text=_("1.1 is ten percent more.")
    )
    keys = forms.MultipleChoiceField(label=_("Figures"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        choice_field(self, "year").choices = [(year, str(year)) for year in year_choices(today)]
        choice_field(self, "keys").choices = [(key, one.label) for key, one in facts.measurable().items()]

    def clean_factor(self):
        factor = self.cleaned_data["factor"]
        if not 0 < factor <= 100:
            raise forms.ValidationError(said("Enter a factor above 0, 100 at most."))
        return factor


class LeaderboardForm(EditForm, forms.Form):
    """What the leaderboard of a department shows."""

    keys = forms.MultipleChoiceField(
        label=_("Figures"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Results only: ranking volume rewards those who write most."),
    )
    left_out = Several(
        None,
        label=_("Left out"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("People who can't be compared, such as new ones and those on leave."),
    )
    open = forms.BooleanField(label=_("The people of the department see it"), required=False)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        choice_field(self, "keys").choices = [(key, one.label) for key, one in facts.rankable().items()]
        set_queryset(self, "left_out", people)

    def clean_keys(self):
        keys = self.cleaned_data["keys"]
        if len(keys) > leaderboards.MOST_FIGURES:
            raise forms.ValidationError(said("Choose %(n)d figures at most.") % {"n": leaderboards.MOST_FIGURES})
        return keys
