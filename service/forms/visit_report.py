"""The report of a return visit in three parts: evaluation, market demand, ideas (row T21)."""

from django import forms
from django.db.models import Q
from django.forms import formset_factory
from django.utils.translation import gettext_lazy as _

from crm_project.lib.amount_fields import QuantityField
from crm_project.lib.day_fields import NextDay, PastDay
from crm_project.lib.edit_form import EditForm
from crm_project.lib.edit_rows import EditFormSet
from crm_project.lib.form_fields import choice_field, set_queryset
from customers.models import Contact
from deals.models import Product

from ..domain.visits.reporting import Demand
from ..models import VisitAspect
from ..models.visit_choices import VisitChannel
from ..rules.visits import HIGHEST, LOWEST

SCORES = [("", _("not asked")), *((n, str(n)) for n in range(LOWEST, HIGHEST + 1))]


class ReportForm(forms.Form):
    """When and how, and the evaluation: a score for each aspect, and words."""

    held_on = PastDay(label=_("Day of the visit"))
    channel = forms.ChoiceField(label=_("How"), choices=VisitChannel)
    contact = forms.ModelChoiceField(
        Contact.objects.none(), label=_("Spoke with"), required=False, empty_label=_("not named")
    )
    words = forms.CharField(
        label=_("What did they say?"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args, visit, **kwargs):
        super().__init__(*args, **kwargs)
        set_queryset(self, "contact", Contact.objects.filter(customer=visit.customer_id, active=True))
        self.aspects = list(self._scored(visit))
        for aspect in self.aspects:
            self.fields[f"score_{aspect.pk}"] = forms.TypedChoiceField(
                label=str(aspect),
                choices=SCORES,
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
            )

    def _scored(self, visit):
        return VisitAspect.objects.filter(active=True)

    def scored(self):
        """The fields of the scores, in their order."""
        return [self[f"score_{aspect.pk}"] for aspect in self.aspects]

    def file(self):
        """The fields for the verb."""
        data = self.cleaned_data
        scores = {row: data[f"score_{row.pk}"] for row in self.aspects if data.get(f"score_{row.pk}")}
        return {name: data[name] for name in ("held_on", "channel", "contact", "words")} | {"scores": scores}


class DemandForm(forms.Form):
    """One line of demand; an empty one is left out."""

    product = forms.ModelChoiceField(
        Product.objects.filter(active=True), label=_("Product"), required=False, empty_label=_("none of ours")
    )
    quantity = QuantityField(label=_("Quantity"), min_value=0, required=False)
    text = forms.CharField(label=_("In words"), max_length=200, required=False)
    wanted_on = NextDay(label=_("By when"), required=False)

    def clean(self):
        data = super().clean() or {}
        if (data.get("quantity") or data.get("wanted_on")) and not (data.get("product") or data.get("text")):
            self.add_error("text", _("Of what? Choose a product, or write it down."))
        return data


class IdeaForm(forms.Form):
    """One idea; an empty one is left out."""

    text = forms.CharField(label=_("Idea"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))


class CorrectionForm(EditForm, ReportForm):
    """The evaluation as it stands, to be corrected with a reason; demands and ideas that nobody has decided may be taken back."""

    reason = forms.CharField(label=_("Why is it corrected?"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    without_demands = forms.MultipleChoiceField(
        label=_("Withdraw demands"), required=False, widget=forms.CheckboxSelectMultiple
    )
    without_ideas = forms.MultipleChoiceField(
        label=_("Withdraw ideas"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, visit, demands, ideas, **kwargs):
        super().__init__(*args, visit=visit, **kwargs)
        for name, choices in (("without_demands", demands), ("without_ideas", ideas)):
            if choices:
                choice_field(self, name).choices = choices
            else:
                del self.fields[name]

    def _scored(self, visit):
        """With those that were scored and are no longer asked about."""
        return VisitAspect.objects.filter(Q(active=True) | Q(pk__in=visit.scores.values("aspect")))

    def file(self):
        """The fields for the verb."""
        taken = {
            name: [int(key) for key in self.cleaned_data.get(name, [])] for name in ("without_demands", "without_ideas")
        }
        return super().file() | {"reason": self.cleaned_data["reason"]} | taken


DemandForms = formset_factory(DemandForm, formset=EditFormSet, extra=2, max_num=20)
IdeaForms = formset_factory(IdeaForm, formset=EditFormSet, extra=2, max_num=20)


def demands_of(forms_):
    """The lines of a valid formset."""
    rows = [form.cleaned_data for form in forms_]
    return [Demand(**row) for row in rows if row.get("product") or row.get("text")]


def ideas_of(forms_):
    """The ideas of a valid formset."""
    return [form.cleaned_data["text"] for form in forms_ if form.cleaned_data.get("text")]
