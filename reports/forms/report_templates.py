"""A new version of what reports of a kind ask for (row Ni1)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from crm_project import catalogue
from crm_project.accounts.models import Department, User
from crm_project.lib.day_fields import NextDay
from crm_project.lib.form_fields import choice_field, set_queryset
from crm_project.lib.query_values import Several
from reports.domain.work_reports.templates import MOST_SECTIONS, figures_of, sections_of
from reports.models.work_reports import ReportKind
from reports.presenters.work_reports.content import label_of


class TemplateForm(forms.Form):
    """For which department and kind, from when, due when, which figures, who reads besides the superior."""

    department = forms.ModelChoiceField(
        Department.objects.none(), label=_("Department"), required=False, empty_label=_("The whole company")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=ReportKind)
    holds_from = NextDay(
        label=_("For periods that begin on or after"), help_text=_("Reports of earlier periods keep their template.")
    )
    demanded = forms.BooleanField(label=_("Must be handed in"), required=False, initial=True)
    days = forms.IntegerField(
        label=_("Due so many working days after the end of the period"),
        min_value=0,
        max_value=30,
        help_text=_("0: on the last working day of the period."),
    )
    hour = forms.IntegerField(label=_("At (hour)"), min_value=0, max_value=23)
    figures = forms.MultipleChoiceField(
        label=_("Figures"), choices=(), required=False, widget=forms.CheckboxSelectMultiple
    )
    readers = Several(
        User.objects.none(),
        label=_("More readers"),
        required=False,
        help_text=_("Besides the superior, who is always told."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_queryset(self, "department", Department.objects.filter(closed_at=None).order_by("path"))
        set_queryset(self, "readers", User.objects.active().order_by("sort_name"))
        known = catalogue.figures()
        choice_field(self, "figures").choices = [(key, figure.label) for key, (figure, _source) in known.items()]


class SectionForm(forms.Form):
    """One text that is to be written: empty names are left out."""

    label = forms.CharField(label=_("Text"), max_length=120, required=False)
    required = forms.BooleanField(label=_("Must be written"), required=False)


SectionFormSet = forms.formset_factory(SectionForm, extra=2, max_num=MOST_SECTIONS + 2, absolute_max=MOST_SECTIONS + 10)


def opened(template):
    """(initial of the form, initial of the lines) from a template, None being the standard one."""
    first = {
        "days": template.days if template else 1,
        "hour": template.hour if template else 10,
        "demanded": template.demanded if template else True,
        "figures": figures_of(template),
        "readers": list(template.readers.values_list("pk", flat=True)) if template else [],
    }
    if template:
        first |= {"department": template.department_id, "kind": template.kind}
    return first, [{"label": label_of(one), "required": one.required} for one in sections_of(template)]


def sections(lines):
    """The texts as the verb takes them: a standard one keeps its key, so that it is named in every reader's language."""
    standard = {label_of(one): one.key for one in sections_of(None)}
    out = []
    for n, line in enumerate(lines, start=1):
        said = line.cleaned_data
        label = (said.get("label") or "").strip()
        if not label:
            continue
        key = standard.get(label)
        out.append({"key": key or f"text_{n}", "label": "" if key else label, "required": bool(said.get("required"))})
    return out
