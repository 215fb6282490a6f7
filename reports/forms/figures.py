"""Of which days and of which department the figures are (row Z2)."""

from django import forms
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from crm_project.accounts.domain.access import open_departments
from crm_project.lib.day_fields import SoughtDay
from crm_project.lib.form_fields import set_queryset

# A year: longer periods are for the command.
MOST_DAYS = 366


class FiguresForm(forms.Form):
    """Both days count."""

    since = SoughtDay(label=_("From"))
    until = SoughtDay(label=_("Until"))
    department = forms.ModelChoiceField(None, label=_("Department"), required=False, empty_label=_("All"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        set_queryset(self, "department", open_departments(user, "figures.view").order_by("path"))

    def clean(self):
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", said("This is before the first day."))
        elif since and until and (until - since).days >= MOST_DAYS:
            self.add_error("until", said("Choose %(n)d days at most.") % {"n": MOST_DAYS})
        return self.cleaned_data
