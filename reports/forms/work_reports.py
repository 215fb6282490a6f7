"""A report as it is written, and sending one back (row Ni1)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from crm_project.accounts.domain.access import open_departments
from crm_project.lib.day_fields import NextDay, SoughtDay
from crm_project.lib.edit_form import EditForm
from crm_project.lib.edit_rows import EditFormSet
from crm_project.lib.form_fields import set_queryset
from reports.domain.work_reports.access import READ
from reports.domain.work_reports.templates import sections_of
from reports.domain.work_reports.writing import LONGEST, MOST_ITEMS
from reports.models.work_reports import ReportKind
from reports.presenters.work_reports.content import label_of


class ReportForm(EditForm, forms.Form):
    """The texts that its template asks for, and a line for each thing of the last plan.

    It may stand open on two devices, and saves itself: what one leaves alone takes what the other wrote.
    """

    def __init__(self, *args, report, last_plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.sections = sections_of(report.template)
        for section in self.sections:
            self.fields[section.key] = forms.CharField(
                label=label_of(section),
                required=False,
                max_length=LONGEST,
                widget=forms.Textarea(attrs={"rows": 4}),
                initial=report.texts.get(section.key, ""),
                help_text=_("Needed before you hand the report in.") if section.required else "",
            )
        self._planned = [(f"outcome-{item.pk}", item.pk) for item in last_plan]
        for name, pk in self._planned:
            self.fields[name] = forms.CharField(
                label=_("Note"), required=False, max_length=300, initial=report.outcomes.get(str(pk), "")
            )

    def _merge(self):
        """A text that goes on from what stands there loses nothing of it."""
        return {name: now for name, now in super()._merge().items() if not (self._typed(name) or "").startswith(now)}

    def text_fields(self):
        """The fields of the texts."""
        return [self[section.key] for section in self.sections]

    def outcome_field(self, pk):
        """The field about this thing of the last plan."""
        return self[f"outcome-{pk}"]

    @property
    def texts(self):
        return {section.key: self.cleaned_data.get(section.key) or "" for section in self.sections}

    @property
    def outcomes(self):
        return {str(pk): self.cleaned_data.get(name) or "" for name, pk in self._planned}


class PlanForm(forms.Form):
    """One thing planned for the next period."""

    text = forms.CharField(label=_("What"), max_length=160, required=False)
    due_on = NextDay(label=_("Until"), required=False)
    task = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean(self):
        said = self.cleaned_data
        if said.get("text") and not said.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", _("Enter until when."))
        return said


class PlanRows(EditFormSet):
    """Rows that save themselves: what was saved a moment ago must not count as untouched."""

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)  # type: ignore[misc]
        if self.is_bound:
            form.initial = {}
        return form


PlanFormSet = forms.formset_factory(
    PlanForm,
    formset=PlanRows,
    extra=3,
    max_num=MOST_ITEMS + 3,
    absolute_max=MOST_ITEMS + 10,
)


class ReturnForm(forms.Form):
    """Why a report goes back to its author."""

    reason = forms.CharField(
        label=_("What has to be changed"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class TeamForm(forms.Form):
    """Of which kind, period and department the reports are."""

    kind = forms.ChoiceField(label=_("Kind"), choices=ReportKind)
    day = SoughtDay(label=_("A day of the period"))
    department = forms.ModelChoiceField(None, label=_("Department"), required=False, empty_label=_("All"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        set_queryset(self, "department", open_departments(user, READ).order_by("path"))
