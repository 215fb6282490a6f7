"""What is typed for the credit rating: points, papers, plans, yearly figures."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from contracts.ratings.domain.indicators import guidance, indicator_name
from contracts.ratings.domain.key_account_care import kinds_for
from contracts.ratings.models.choices import CareKind, PaperKind
from contracts.ratings.presenters.grade_text import number
from crm_project.lib.amount_fields import AmountField
from crm_project.lib.day_fields import LongPastDay, NextDay
from crm_project.lib.form_fields import choice_field

from ..models import Care, YearlyStatement

AREA = {"rows": 2}


class SheetForm(forms.Form):
    """A field of points for each indicator the person may rate; `held` gives what stands."""

    reason = forms.CharField(label=_("Reason"), required=False, max_length=200, widget=forms.Textarea(attrs=AREA))
    field_order = None

    def __init__(self, *args, indicators, held, **kwargs):
        super().__init__(*args, **kwargs)
        self.indicators = indicators
        reason = self.fields.pop("reason")
        for indicator in indicators:
            score = held.get(indicator.key)
            self.fields[indicator.key] = forms.DecimalField(
                label=indicator_name(indicator),
                required=False,
                min_value=0,
                max_value=indicator.full,
                max_digits=5,
                decimal_places=2,
                initial=f"{score.points.normalize():f}" if score else None,
                help_text=gettext("0 to %(full)s points. %(guidance)s")
                % {"full": number(indicator.full), "guidance": guidance(indicator)},
                widget=forms.NumberInput(
                    attrs={"step": "0.5", "min": "0", "max": str(indicator.full), "inputmode": "decimal"}
                ),
            )
        self.fields["reason"] = reason

    def points(self):
        """{indicator: points, None where the field is empty}."""
        return {i.key: self.cleaned_data[i.key] for i in self.indicators}


class PaperForm(forms.Form):
    """A copy of a paper; its bytes are checked by the verb."""

    kind = forms.ChoiceField(label=_("Document"), choices=PaperKind)
    dated_on = LongPastDay(label=_("Date of the document"))
    file = forms.FileField(label=_("Copy (PDF or picture)"))


class ExceptionForm(forms.Form):
    """Why a customer is graded without its papers."""

    exception_reason = forms.CharField(
        label=_("Why is it graded without documents?"), max_length=200, widget=forms.Textarea(attrs=AREA)
    )


class CareForm(forms.ModelForm):
    """Information shared, a plan, support; only what is meant for a customer of this standing."""

    class Meta:
        model = Care
        fields = ["kind", "text", "due_on"]
        field_classes = {"due_on": NextDay}
        widgets = {
            "text": forms.Textarea(attrs=AREA),
        }

    def __init__(self, *args, standing, **kwargs):
        super().__init__(*args, **kwargs)
        choice_field(self, "kind").choices = [(kind, CareKind(kind).label) for kind in kinds_for(standing)]


class OutcomeForm(forms.Form):
    """What came of one entry; a page holds several."""

    outcome = forms.CharField(label=_("What was the result?"), max_length=300, widget=forms.Textarea(attrs=AREA))

    def __init__(self, data=None, *, entry, **kwargs):
        super().__init__(data, auto_id=f"outcome-{entry}-%s", **kwargs)


class NominateForm(forms.Form):
    reason = forms.CharField(
        label=_("Which conditions of a key customer does it meet?"),
        max_length=200,
        widget=forms.Textarea(attrs=AREA),
        help_text=_("Size, market and annual purchasing potential."),
    )


class StatementForm(forms.ModelForm):
    """The figures of one year; entering the same year again corrects them."""

    class Meta:
        model = YearlyStatement
        fields = ["year", "revenue", "profit", "assets", "liabilities", "note", "document"]
        widgets = {"document": forms.FileInput}
        field_classes = dict.fromkeys(("revenue", "profit", "assets", "liabilities"), AmountField)

    def _post_clean(self):
        """The verb writes; the document is checked there by its bytes."""
