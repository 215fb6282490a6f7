"""Which orders the statistics count: from when until when, of which kind, whose (row Ni22)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from contracts.domain.after_sales_people import staff
from crm_project.lib.day_fields import SoughtDay
from crm_project.lib.form_fields import set_queryset

from ..models import OrderKind


def _day(label):
    return SoughtDay(label=label, required=False)


class StatisticsForm(forms.Form):
    """The period is that of the report; both days count."""

    since = _day(_("Reported from"))
    until = _day(_("Reported until"))
    kind = forms.ModelChoiceField(OrderKind.objects.all(), label=_("Kind"), required=False, empty_label=_("All"))
    person = forms.ModelChoiceField(None, label=_("Assigned to"), required=False, empty_label=_("All"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_queryset(self, "person", staff())

    def clean(self):
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", _("This is before the first day."))
        return self.cleaned_data
