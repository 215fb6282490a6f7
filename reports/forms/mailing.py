"""What is mailed, how often, to whom (row Nh3)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_project.accounts.domain.access import may
from crm_project.accounts.models import Department
from crm_project.lib.edit_form import EditForm
from crm_project.lib.form_fields import choice_field, set_queryset
from crm_project.lib.query_values import Several
from reports.domain.mailing import access
from reports.models.mailing import Content, Days, Repeat
from reports.presenters.analysis.pages import pages_of
from reports.presenters.mailing.words import weekdays
from reports.rules.mailing.slots import LAST_DAY

FORMATS = [("xlsx", _("Workbook")), ("pdf", pgettext_lazy("file format", "PDF"))]


class MailingForm(EditForm, forms.Form):
    """`what` names content and its key at once, as “analysis:funnel”."""

    name = forms.CharField(label=pgettext_lazy("entry", "Name"), max_length=80, help_text=_("The subject of the mail."))
    what = forms.ChoiceField(label=_("What"))
    days = forms.ChoiceField(
        label=pgettext_lazy("mailing", "Days"),
        choices=Days,
        initial=Days.MONTH,
        required=False,
        help_text=_("For analyses and figures."),
    )
    department = forms.ModelChoiceField(
        None,
        label=_("Department"),
        required=False,
        empty_label=_("All"),
        help_text=_("For analyses and figures; each person gets what their own role covers of it."),
    )
    repeat = forms.ChoiceField(label=_("How often"), choices=Repeat, initial=Repeat.WEEKLY)
    weekday = forms.TypedChoiceField(
        label=_("Weekday"), coerce=int, empty_value=None, required=False, help_text=_("For weekly mails.")
    )
    day = forms.TypedChoiceField(
        label=_("Day of the month"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[(n, n) for n in range(1, LAST_DAY + 1)],
        help_text=_("For monthly mails."),
    )
    hour = forms.TypedChoiceField(
        label=pgettext_lazy("mailing", "Hour"), coerce=int, choices=[(n, f"{n}:00") for n in range(24)], initial=8
    )
    format = forms.ChoiceField(
        label=_("Format"), choices=FORMATS, initial="xlsx", help_text=_("PDF is for customer lists only.")
    )
    readers = Several(
        None,
        label=_("Colleagues who get it too"),
        required=False,
        widget=forms.SelectMultiple(attrs={"data-select": ""}),
        help_text=_("Each gets what they may see themselves at that time, and can leave the mailing."),
    )
    reason = forms.CharField(
        label=_("Purpose"),
        max_length=120,
        required=False,
        help_text=_("Needed for customer lists: each file is recorded as an export, with this purpose."),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters = access.filters(user) if may(user, access.EXPORT) else []
        choice_field(self, "what").choices = _offered(user, self.filters)
        choice_field(self, "weekday").choices = weekdays()
        set_queryset(self, "department", _departments(user))
        set_queryset(self, "readers", access.colleagues(user).order_by("sort_name", "username"))

    def fields_said(self):
        """What the verb takes."""
        given = dict(self.cleaned_data)
        content, _colon, key = given.pop("what").partition(":")
        given |= {"content": content, "saved_filter": None, "page": ""}
        if content == Content.LIST:
            given |= {"saved_filter": next(one for one in self.filters if str(one.pk) == key), "department": None}
        elif content == Content.ANALYSIS:
            given["page"] = key
        given["days"] = given["days"] or Days.MONTH
        given |= {"weekday": given["weekday"] or 0, "day": given["day"] or 1}
        return given


def what_of(schedule):
    """The choice that names this schedule's content."""
    if schedule.content == Content.LIST:
        return f"{Content.LIST}:{schedule.saved_filter_id or 0}"
    return f"{schedule.content}:{schedule.page}"


def _offered(user, filters):
    """What this person may have mailed, by kind."""
    groups: list[tuple[Any, list[tuple[str, Any]]]] = []
    if filters:
        groups.append((Content.LIST.label, [(f"{Content.LIST}:{one.pk}", one.name) for one in filters]))
    if pages_of(user):
        groups.append(
            (Content.ANALYSIS.label, [(f"{Content.ANALYSIS}:{one.key}", one.label) for one in pages_of(user)])
        )
    if may(user, access.FIGURES):
        groups.append((Content.FIGURES.label, [(f"{Content.FIGURES}:", Content.FIGURES.label)]))
    return groups


def _departments(user):
    ids = set()
    for content in (Content.ANALYSIS, Content.FIGURES):
        ids |= set(access.departments(user, content).values_list("pk", flat=True))
    return Department.objects.filter(pk__in=ids).order_by("path")
