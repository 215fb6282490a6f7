"""A file to bring in, and what is asked before one goes out."""

from django import forms
from django.utils.translation import gettext_lazy as _

from crm_project.lib.form_fields import choice_field

from ..importing.kinds import may_bring_history, open_kinds


class ImportForm(forms.Form):
    """Kind, file and, for whoever moves the company in, whether it is history."""

    kind = forms.ChoiceField(label=_("What does the file contain?"), widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("File to import"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
        allow_empty_file=True,
        error_messages={"required": _("Choose a file.")},
    )
    history = forms.BooleanField(
        label=_("History from another system"),
        required=False,
        help_text=_(
            "Times in the file are used as times of recording; slots are not checked, earlier contacts are accepted."
        ),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = {kind.key: kind.label for kind in open_kinds(user)}
        choice_field(self, "kind").choices = list(kinds.items())
        self.fields["kind"].initial = "customers" if "customers" in kinds else next(iter(kinds))
        if not may_bring_history(user):
            del self.fields["history"]


class ExportForm(forms.Form):
    """Format, further columns and the reason that is kept with the file."""

    format = forms.ChoiceField(
        label=_("Format"),
        choices=[("xlsx", _("Workbook (.xlsx)")), ("csv", _("Text (.csv, UTF-8)")), ("pdf", _("To print (.pdf)"))],
        initial="xlsx",
        widget=forms.RadioSelect,
    )
    more = forms.BooleanField(
        label=_("With deadline, last follow-up and time in the pool"),
        required=False,
        help_text=_("A file with these columns can't be imported again unchanged."),
    )
    reason = forms.CharField(
        label=_("What is the purpose of the file?"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Recorded in the audit with your name, the time and the number of customers."),
    )
    # As long as an address may be, and more: what does not fit is refused, never cut.
    query = forms.CharField(required=False, max_length=20_000, widget=forms.HiddenInput)
