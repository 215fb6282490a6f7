"""Of which days, department and person an analysis is asked (rows Na12, Nf1)."""

from django import forms
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from crm_project.accounts.domain.access import open_departments, visible_people
from crm_project.lib.day_fields import SoughtDay
from crm_project.lib.form_fields import set_queryset
from reports.domain.analysis.asked import RIGHT

# Three years: the longest that is asked at once.
MOST_DAYS = 1097


class AnalysisForm(forms.Form):
    """Both days count. `dated`: whether there is a period; else the number of days is asked."""

    since = SoughtDay(label=_("From"))
    until = SoughtDay(label=_("Until"))
    days = forms.IntegerField(label=_("Not seen for (days)"), min_value=1, max_value=1000)
    department = forms.ModelChoiceField(None, label=_("Department"), required=False, empty_label=_("All"))
    person = forms.ModelChoiceField(
        None, label=_("Person"), required=False, empty_label=_("All"), widget=forms.Select(attrs={"data-select": ""})
    )

    def __init__(self, *args, user, dated, **kwargs):
        super().__init__(*args, **kwargs)
        set_queryset(self, "department", open_departments(user, RIGHT).order_by("path"))
        set_queryset(self, "person", visible_people(user, RIGHT).order_by("sort_name", "username"))
        self.shown = ["since", "until"] if dated else ["days"]
        self.shown += ["department", "person"]

    @property
    def fields_shown(self):
        """The fields of this page."""
        return [self[name] for name in self.shown]

    def clean(self):
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", said("This is before the first day."))
        elif since and until and (until - since).days >= MOST_DAYS:
            self.add_error("until", said("Choose %(n)d days at most.") % {"n": MOST_DAYS})
        return self.cleaned_data
