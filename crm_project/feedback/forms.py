"""Forms of feedback."""

from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from crm_project.lib.edit_form import EditForm

from .models.choices import Kind, State


def local_path(address):
    """The path and query of an address of this site, else nothing: a report never leads elsewhere."""
    try:
        parts = urlsplit(address or "")
    except ValueError:
        return ""
    if parts.scheme not in ("", "http", "https"):
        return ""
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    return path[:300] if path.startswith("/") and not path.startswith(("//", "/\\")) else ""


class ReportForm(forms.Form):
    """`page` and `request_id` come from the page on which it was opened."""

    kind = forms.ChoiceField(label=pgettext_lazy("report", "Subject"), choices=Kind, initial=Kind.PROBLEM)
    text = forms.CharField(
        label=gettext_lazy("What happened, and what did you expect?"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": 4000}),
    )
    page = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)
    request_id = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = _(
            "For a correction: which customer, contract or entry, what is wrong and what is right."
        )

    def clean_page(self):
        return local_path(self.cleaned_data["page"])

    def clean_request_id(self):
        return "".join(c for c in self.cleaned_data["request_id"] if c.isalnum() or c == "-")[:40]


class AnswerForm(EditForm, forms.Form):
    """What becomes of a report."""

    state = forms.ChoiceField(label=gettext_lazy("Outcome"), choices=[c for c in State.choices if c[0] != State.NEW])
    answer = forms.CharField(
        label=gettext_lazy("Answer"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 2000}),
    )
