"""Forms of a handover (rows Z16, M9, M14)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from crm_project.accounts.models import User
from crm_project.lib.edit_form import EditForm
from crm_project.lib.form_fields import set_queryset
from crm_project.lib.query_values import Several


class HandoverForm(forms.Form):
    """Whose customers go to whom."""

    leaver = forms.ModelChoiceField(
        queryset=User.objects.none(),
        label=_("Whose customers?"),
        empty_label=_("Choose a person"),
        error_messages={
            "invalid_choice": _("This person holds no customers that you could hand over: choose another.")
        },
    )
    successors = Several(
        queryset=User.objects.none(),
        label=_("Who takes over?"),
        help_text=_("Customers are divided evenly, within the free slots of each person; the rest goes to the pool."),
        error_messages={"required": _("Choose at least one successor.")},
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        required=False,
        help_text=_("It is recorded in the history of every customer."),
    )

    def __init__(self, data=None, *, leavers, successors, initial=None):
        super().__init__(data, initial=initial)
        for name, people in (("leaver", leavers), ("successors", successors)):
            set_queryset(self, name, people, lambda p: f"{p} · {p.department}" if p.department_id else str(p))
            self.fields[name].widget.attrs["data-select"] = ""

    def clean(self):
        data = self.cleaned_data
        if data.get("leaver") and data.get("successors") and data["leaver"] in data["successors"]:
            self.add_error("successors", _("Choose somebody other than the person leaving."))
        return data


class LetterForm(EditForm, forms.Form):
    """The wording of letters, with blanks."""

    subject = forms.CharField(label=_("Subject"), max_length=200)
    body = forms.CharField(label=_("Text"), max_length=6000, widget=forms.Textarea(attrs={"rows": 12}))
