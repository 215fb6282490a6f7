"""Handing in what one knows about a customer, and deciding about it (row T1)."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from crm_project.lib.edit_form import HidesNumbers
from customers.domain.information.fields import cleaned, labels, trace

ROWS = 3


def _check(form, at, name, value):
    """Say at the field `at` why the file does not take this value."""
    try:
        cleaned(name, value)
    except forms.ValidationError as problem:
        form.add_error(at, problem)


class InformationForm(forms.Form):
    """What, where heard, and up to three values that it proposes."""

    text = forms.CharField(label=_("What you know"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))
    source = forms.CharField(label=_("Where you heard or read it"), max_length=200)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for n in range(ROWS):
            self.fields[f"field_{n}"] = forms.ChoiceField(
                label=_("Field"),
                choices=[("", _("None")), *((key, capfirst(label)) for key, label in labels().items())],
                required=False,
            )
            self.fields[f"value_{n}"] = forms.CharField(label=_("Proposed value"), max_length=500, required=False)

    def pairs(self):
        """The fields of the form, two by two."""
        return [(self[f"field_{n}"], self[f"value_{n}"]) for n in range(ROWS)]

    def clean(self):
        data = super().clean() or {}
        for n in range(ROWS):
            field, value = data.get(f"field_{n}"), (data.get(f"value_{n}") or "").strip()
            if value and not field:
                self.add_error(f"field_{n}", _("Choose the field that this value belongs to."))
            elif field and not value:
                self.add_error(f"value_{n}", _("Enter the value, or choose no field."))
            elif field and field in [data.get(f"field_{before}") for before in range(n)]:
                self.add_error(f"field_{n}", _("This field is chosen twice: propose one value for it."))
            elif field:
                _check(self, f"value_{n}", field, value)
        return data

    def given(self):
        """What the verb takes."""
        data = self.cleaned_data
        proposed = {data[f"field_{n}"]: data[f"value_{n}"] for n in range(ROWS) if data[f"field_{n}"]}
        return {"text": data["text"], "source": data["source"], "proposed": proposed}


class TakeOverForm(HidesNumbers, forms.Form):
    """Each proposed value with a mark whether it is taken over; it may be put right before."""

    def __init__(self, *args, report, closed=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.report, self.names = report, [name for name in report.proposed if name not in closed]
        for name in self.names:
            self.fields[f"take_{name}"] = forms.BooleanField(label=_("Take over"), required=False)
            self.fields[f"value_{name}"] = forms.CharField(
                label=labels()[name], max_length=500, required=False, initial=report.proposed[name]
            )
            self.fields[f"seen_{name}"] = forms.CharField(
                required=False,
                widget=forms.HiddenInput,
                initial=trace(name, report.customer),
            )

    def clean(self):
        """A marked value fits the file, and was compared with what stands there now."""
        data = super().clean() or {}
        moved = [name for name in self.names if data.get(f"seen_{name}") != trace(name, self.report.customer)]
        for name in self.names:
            if data.get(f"take_{name}") and name in moved:
                self.add_error(f"value_{name}", _("The file was changed in the meantime: compare again."))
            elif data.get(f"take_{name}"):
                _check(self, f"value_{name}", name, data.get(f"value_{name}", ""))
        # The page shows what stands there now, which is what is compared next.
        self.data = {**dict(self.data.items()), **{f"seen_{name}": trace(name, self.report.customer) for name in moved}}
        return data

    def rows(self):
        """[(name, whether, value, what was seen)] as fields of the form."""
        return [(name, self[f"take_{name}"], self[f"value_{name}"], self[f"seen_{name}"]) for name in self.names]

    def chosen(self):
        """What the verb takes: the marked values, and what stood there."""
        data = self.cleaned_data
        names = [name for name in self.names if data[f"take_{name}"]]
        return {
            "values": {name: data[f"value_{name}"] for name in names},
            "seen": {name: data[f"seen_{name}"] for name in names},
        }


class DeclineForm(forms.Form):
    """Why it is not taken over."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The person who handed it in reads it."),
    )
