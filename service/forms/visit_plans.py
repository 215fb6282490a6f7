"""A plan of return visits, the rules of their reports, and an aspect of the evaluation (rows T21, T23)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from crm_project.lib.day_fields import NextDay
from crm_project.lib.edit_form import EditForm
from crm_project.lib.form_fields import set_queryset

from ..domain.visits import access
from ..domain.visits.plans import PLAN_FIELDS, RULE_FIELDS
from ..models import OrderKind, VisitAspect, VisitPlan, VisitRules
from ..rules.visits import HIGHEST, LOWEST

LONGEST = 3 * 366


class PlanForm(EditForm, forms.ModelForm):
    """Whom, how often, who."""

    days = forms.IntegerField(label=_("Days"), min_value=1, max_value=LONGEST)

    class Meta:
        model = VisitPlan
        fields = list(PLAN_FIELDS)
        field_classes = {"starts_on": NextDay}
        help_texts = {
            "level": _("Only for customers of a class."),
            "kind": _("Only after service orders; empty: of any kind."),
            "person": _("Only where one person makes the visits."),
            "starts_on": _(
                "What lies before this day brings no visit; what is due by then is spread over the first turn."
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_queryset(self, "kind", OrderKind.objects.filter(active=True))
        set_queryset(self, "person", access.visitors())
        self.fields["days"].help_text = _("Between two visits, or after the order or the delivery.")

    def _post_clean(self):
        """The verb writes."""


class RulesForm(EditForm, forms.ModelForm):
    """What holds for all visits."""

    report_days = forms.IntegerField(label=_("Working days until the report"), min_value=0, max_value=60)
    bad_score = forms.IntegerField(
        label=_("A score up to this is bad"),
        min_value=LOWEST,
        max_value=HIGHEST - 1,
        help_text=_("A bad evaluation opens a service order by itself."),
    )
    ahead_days = forms.IntegerField(
        label=_("Days planned ahead"),
        min_value=0,
        max_value=90,
        help_text=_("Every night the list is filled so far ahead."),
    )

    class Meta:
        model = VisitRules
        fields = list(RULE_FIELDS)
        labels = {"order_kind": _("Kind of the order that a bad evaluation opens")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_queryset(self, "order_kind", OrderKind.objects.filter(active=True))

    def _post_clean(self):
        """The verb writes."""


class AspectForm(EditForm, forms.ModelForm):
    """A word of the evaluation, in both languages."""

    class Meta:
        model = VisitAspect
        fields = ["name", "name_zh", "active"]

    def _post_clean(self):
        """The verb writes."""
