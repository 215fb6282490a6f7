"""A remedial plan as it is begun and written, and what its verbs ask (row M16)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from crm_project.accounts.models import User
from crm_project.lib.day_fields import NextDay
from crm_project.lib.edit_form import EditForm
from crm_project.lib.form_fields import FilesField, choice_field, set_queryset
from crm_project.lib.query_values import Several

from ..domain.remedial import access
from ..models import OrderCause, PlanTask, ServiceOrder
from ..models.choices import Origin, Step
from ..presenters.remedial.words import PART_LABELS
from ..rules.remedial_clock import LONGEST
from ..rules.remedial_steps import DRAFT, OPEN, PARTS
from .customer_field import CustomerField

CAUSE_HELP = _("A new service order of this customer with the same cause reopens the plan while it proves itself.")


def _area(label, rows=3, **more):
    return forms.CharField(label=label, max_length=4000, widget=forms.Textarea(attrs={"rows": rows}), **more)


def _reason(label):
    return forms.CharField(label=label, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


def _cause():
    return forms.ModelChoiceField(
        OrderCause.objects.none(), label=_("Cause"), required=False, empty_label=_("not known"), help_text=CAUSE_HELP
    )


class _Parts(forms.Form):
    """The parts of a text; a draft of it may be saved before all are filled in."""

    def add_parts(self, kind):
        for part in PARTS[kind]:
            self.fields[part] = _area(PART_LABELS[part], rows=4, required=False)

    def body(self, kind):
        """{part: text} for the verb."""
        return {part: self.cleaned_data[part] for part in PARTS[kind]}

    def part_fields(self):
        """The fields of the parts, in their order."""
        return [self[name] for name in self.fields if name in PART_LABELS]


class BeginForm(_Parts):
    """From what it begins; `orders` are the customer's, offered once one knows whose plan it is."""

    customer = CustomerField()
    origin = forms.ChoiceField(label=_("Begins from"), choices=Origin, widget=forms.RadioSelect)
    order = forms.ModelChoiceField(
        ServiceOrder.objects.none(), label=_("Service order"), required=False, empty_label=_("none")
    )
    reference = forms.CharField(
        label=_("Reference"),
        max_length=120,
        required=False,
        help_text=_("Which complaint, which visit: so that it is found again."),
    )
    subject = forms.CharField(label=_("What is to be put right"), max_length=160)
    cause = _cause()

    def __init__(self, *args, customers, orders, **kwargs):
        super().__init__(*args, **kwargs)
        self.add_parts(DRAFT)
        set_queryset(self, "customer", customers, lambda row: f"{row.name} · {row.code}")
        set_queryset(self, "order", orders, lambda row: f"{row.number} · {row.subject}")
        set_queryset(self, "cause", OrderCause.objects.filter(active=True))

    def fields_for_verb(self):
        """Everything but the customer."""
        names = ("origin", "order", "reference", "subject", "cause")
        return {name: self.cleaned_data[name] for name in names} | {"body": self.body(DRAFT)}


class WriteForm(EditForm, _Parts):
    """The draft, with the cause, or the report."""

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.add_parts(kind)
        if kind == DRAFT:
            self.fields["cause"] = _cause()
            set_queryset(self, "cause", OrderCause.objects.filter(active=True))


class ApproveForm(forms.Form):
    seen = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Note"), max_length=1000, required=False)


class SendBackForm(forms.Form):
    """To which step, why, and which tasks are to be done again."""

    seen = forms.CharField(widget=forms.HiddenInput)
    to = forms.ChoiceField(label=_("Back to"))
    again = Several(
        PlanTask.objects.none(),
        label=_("Tasks to be done again"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reason = _reason(_("Why?"))

    def __init__(self, *args, steps, tasks, **kwargs):
        super().__init__(*args, **kwargs)
        choice_field(self, "to").choices = [(step, Step(step).label) for step in reversed(steps)]
        set_queryset(self, "again", tasks, lambda row: f"{row.what[:80]} · {row.person}")
        if not tasks:
            del self.fields["again"]


class PlanCancelForm(forms.Form):
    reason = _reason(_("Why is it not needed?"))


class ResponsibleForm(forms.Form):
    person = forms.ModelChoiceField(None, label=_("Responsible"), widget=forms.Select(attrs={"data-select": ""}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_queryset(self, "person", access.staff())


class TaskForm(EditForm, forms.ModelForm):
    """What is to be done, by whom, until when."""

    due_on = NextDay(label=_("Due"))

    class Meta:
        model = PlanTask
        fields = ["what", "person", "due_on"]
        widgets = {
            "what": forms.Textarea(attrs={"rows": 3}),
            "person": forms.Select(attrs={"data-select": ""}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        people = User.objects.filter(is_active=True).select_related("department").order_by("sort_name", "username")
        set_queryset(self, "person", people, lambda row: f"{row} · {row.department}" if row.department else str(row))

    def _post_clean(self):
        """The verb writes."""


class ProofForm(forms.Form):
    """What was done, in words, files or both."""

    proof = _area(_("What was done?"), required=False)
    files = FilesField(  # type: ignore[assignment]
        label=_("Files"), required=False, help_text=_("Photos, letters, tables: files that show that it is done.")
    )


class ReturnForm(forms.Form):
    reason = _reason(_("Why can't you do it?"))


class LinkForm(forms.Form):
    entry = forms.TypedChoiceField(label=_("Change of the file"), coerce=int)

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        choice_field(self, "entry").choices = choices


class DaysForm(EditForm, forms.Form):
    """Working days of each step."""

    unmoved = ("note",)

    note = forms.CharField(label=_("Why are they changed?"), max_length=200, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for step in OPEN:
            self.fields[step] = forms.IntegerField(label=Step(step).label, min_value=1, max_value=LONGEST)

    def step_fields(self):
        """The fields of the steps, in their order."""
        return [self[step] for step in OPEN]

    def body(self):
        """{step: days} for the verb."""
        return {step: self.cleaned_data[step] for step in OPEN}
