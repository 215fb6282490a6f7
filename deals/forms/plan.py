"""A sales plan as it is submitted."""

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from crm_project.lib.amount_fields import AmountField
from crm_project.lib.edit_form import EditForm
from crm_project.lib.form_fields import choice_field
from deals.models.choices import Span

from ..models import SalesPlan

# Of anything that one person can do in a quarter.
MOST = 1_000_000
SHOWN = {Span.MONTH: 4, Span.QUARTER: 3}


def period_name(span, starts_on):
    """2026-03 or 2026 Q1"""
    return f"{starts_on:%Y-%m}" if span == Span.MONTH else f"{starts_on.year} Q{(starts_on.month - 1) // 3 + 1}"


class PlanForm(EditForm, forms.ModelForm):
    """`periods`: [(span, first day)] that may be planned."""

    period = forms.ChoiceField(label=_("Period"))

    class Meta:
        model = SalesPlan
        fields = ["amount", "new_customers", "visits", "note"]
        widgets = {
            "note": forms.Textarea(attrs={"rows": 4}),
        }
        field_classes = {"amount": AmountField}

    field_order = ["period", "amount", "new_customers", "visits", "note"]

    def __init__(self, *args, periods, **kwargs):
        super().__init__(*args, **kwargs)
        self.periods = {f"{span}:{start.isoformat()}": (span, start) for span, start in periods}
        choice_field(self, "period").choices = [(key, period_name(*value)) for key, value in self.periods.items()]
        self.fields["amount"].validators.append(MinValueValidator(0))
        for name in ("new_customers", "visits"):
            self.fields[name].validators.append(MaxValueValidator(MOST))

    def file(self):
        """The arguments for the verb."""
        data = dict(self.cleaned_data)
        span, start = self.periods[data.pop("period")]
        return {"span": span, "starts_on": start, "fields": data}

    def _post_clean(self):
        """The verb writes."""
