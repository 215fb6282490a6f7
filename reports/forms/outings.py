"""Entering an outing afterwards, correcting its times, taking it back, a position (row Nf9)."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from activities.forms import moment_field
from contracts.forms.contract import customer_field
from crm_project.lib.day_fields import PastMoment
from crm_project.lib.edit_form import EditForm


class TimesForm(forms.Form):
    """Out and back, with why it is said afterwards."""

    left_at = moment_field(pgettext_lazy("outing", "Left"), PastMoment)
    back_at = moment_field(pgettext_lazy("outing", "Back"), PastMoment)
    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("Your manager reads it."))


class CorrectOutingForm(EditForm, TimesForm):
    """The same of an outing that stands."""

    unmoved = ("reason",)


class EnterOutingForm(TimesForm):
    """An outing that was not started when it began; `customers`: those to whom the person may go."""

    def __init__(self, *args, customers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["customer"] = customer_field(customers)
        self.order_fields(["customer", "left_at", "back_at", "reason"])


class VoidOutingForm(forms.Form):
    """Why it was no outing."""

    reason = forms.CharField(label=_("Why it was no field visit"), max_length=200)


class PositionForm(forms.Form):
    """Degrees as the browser gives them; rounded when they are kept."""

    latitude = forms.DecimalField(min_value=-90, max_value=90)
    longitude = forms.DecimalField(min_value=-180, max_value=180)
