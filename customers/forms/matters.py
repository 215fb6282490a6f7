"""Reporting a major matter, answering it, asking again, passing it on, naming readers (row M8)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from crm_project.accounts.models import Department
from crm_project.lib.day_fields import NextDay
from crm_project.lib.form_fields import set_queryset
from crm_project.lib.query_values import Several

LONGEST = 2000
SOMEBODY = _("Choose a person")


def _text(label, help_text=""):
    return forms.CharField(
        label=label, max_length=LONGEST, help_text=help_text, widget=forms.Textarea(attrs={"rows": 4})
    )


def _day():
    return NextDay(label=_("Answer needed until"))


def _person(required=True, empty=SOMEBODY):
    select = forms.Select(attrs={"data-select": ""})
    return forms.ModelChoiceField(None, label=_("Who answers"), required=required, empty_label=empty, widget=select)


class MatterForm(forms.Form):
    """What it is about, who is to answer and until when, and whether it is confidential."""

    # The browser offers no subject of a confidential matter to whoever types at this desk next.
    title = forms.CharField(label=_("Subject"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    text = _text(_("What happened, and what you need"))
    department = forms.ModelChoiceField(None, label=_("Department responsible"), empty_label=_("Choose a department"))
    answerer = _person(required=False, empty=_("Head of the department"))
    due_on = _day()
    confidential = forms.BooleanField(
        label=_("Confidential"),
        required=False,
        help_text=_("Only you, who answers and those named below see it: nobody else, not even an admin."),
    )
    readers = Several(
        None,
        label=_("Who else may read it"),
        required=False,
        widget=forms.SelectMultiple(attrs={"data-select": ""}),
        help_text=_("For confidential matters."),
    )

    def __init__(self, *args, colleagues, **kwargs):
        super().__init__(*args, **kwargs)
        set_queryset(self, "department", Department.objects.filter(closed_at=None).order_by("path"))
        set_queryset(self, "answerer", colleagues)
        set_queryset(self, "readers", colleagues)


class AnswerForm(forms.Form):
    """The answer."""

    text = _text(_("Answer"))


class PassOnForm(forms.Form):
    """To whom, and why."""

    to = _person()
    text = _text(_("Reason"))

    def __init__(self, *args, colleagues, **kwargs):
        super().__init__(*args, **kwargs)
        set_queryset(self, "to", colleagues)


class AskAgainForm(forms.Form):
    """What is missing, and until when."""

    text = _text(_("What is still missing"))
    due_on = _day()


class ReadersForm(forms.Form):
    """Who else may read a confidential matter."""

    readers = Several(
        None,
        label=_("Who else may read it"),
        required=False,
        widget=forms.SelectMultiple(attrs={"data-select": ""}),
    )

    def __init__(self, *args, colleagues, **kwargs):
        super().__init__(*args, **kwargs)
        set_queryset(self, "readers", colleagues)
