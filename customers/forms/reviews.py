"""The review of a file as one form, and how often a department reviews its files (rows M5, Nf2)."""

from typing import cast

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_project.accounts.models import Department, User
from crm_project.lib.day_fields import NextDay, SoughtDay
from crm_project.lib.form_fields import choice_field, set_queryset
from crm_project.lib.query_values import key
from customers.domain.reviews.fields import reviewed_fields
from customers.domain.reviews.listing import NO_OWNER
from customers.domain.reviews.setting import LONGEST
from customers.domain.reviews.versions import NUMBERS
from customers.models import ReviewRules
from customers.rules.reviews import CLASSES

from .customer import FileForm

TYPED = ("confirmed", "rest", "note", "next_on", "task", "task_due")


class ReviewForm(FileForm):
    """Every field of the file, each to be confirmed as it stands or corrected; what was typed elsewhere meanwhile is not confirmed."""

    unmoved = TYPED

    confirmed = forms.MultipleChoiceField(
        label=gettext_lazy("Confirmed"), required=False, widget=forms.CheckboxSelectMultiple
    )
    rest = forms.BooleanField(label=gettext_lazy("Everything else is as it should be"), required=False)
    note = forms.CharField(
        label=gettext_lazy("Note"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    next_on = NextDay(label=gettext_lazy("Next review"), required=False)
    task = forms.CharField(label=gettext_lazy("Task for the owner"), max_length=160, required=False)
    task_due = NextDay(label=gettext_lazy("Due"), required=False)

    def __init__(self, *args, user, at, closed=(), **kwargs):
        super().__init__(*args, user=user, at=at, closed=closed, **kwargs)
        self.asked = tuple(name for name in reviewed_fields(closed) if name in self.fields)
        for name in set(self.fields) - {*self.asked, *TYPED, "name_confirmed"}:
            del self.fields[name]
        choice_field(self, "confirmed").choices = [(name, self.fields[name].label) for name in self.asked]
        self.fields["next_on"].help_text = _("Empty: as the rules say.")
        for name in self.asked:
            self.fields[name].help_text = ""

    def clean(self):
        super().clean()
        confirmed = set(self.cleaned_data.get("confirmed", ()))
        seen = set(self.asked) if self.cleaned_data.get("rest") else confirmed
        for name in self.asked:
            if name in self.moved & seen and name not in self.errors:
                self.add_error(
                    name,
                    forms.ValidationError(
                        _("Changed in the meantime: look at the new value and confirm it again."), code="moved"
                    ),
                )
        return self.cleaned_data

    def review(self):
        """What the verb takes besides the customer, person and moment."""
        data = self.cleaned_data
        return {
            "fields": {name: data[name] for name in self.asked if name != "regions"},
            "regions": data["regions"],
            "confirmed": self.asked if data["rest"] else data["confirmed"],
            "name_confirmed": data["name_confirmed"] or self.instance.name_confirmed,
            **{name: data[name] for name in ("note", "next_on", "task", "task_due")},
        }


class ReviewRulesForm(forms.ModelForm):
    """For which department and from when, how many days lie between reviews of each class."""

    holds_from = NextDay(label=gettext_lazy("Holds from"))

    class Meta:
        model = ReviewRules
        fields = ("department", "holds_from", *NUMBERS)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_queryset(self, "department", Department.objects.filter(closed_at=None).order_by("path"))
        cast(forms.ModelChoiceField, self.fields["department"]).empty_label = _("The whole company")
        labels = {
            "vip": _("VIP customers"),
            "core": _("Core customers"),
            "growth": _("High-growth customers"),
            "ordinary": _("Ordinary customers"),
            "other": _("Customers without a class"),
            "remind_days": _("Days before the date on which the file keepers are reminded"),
            "escalate_days": _("Days after it on which the manager is told"),
        }
        for name in NUMBERS:
            most = LONGEST if name in CLASSES else 90
            self.fields[name] = forms.IntegerField(label=labels[name], min_value=0, max_value=most)
        self.fields["vip"].help_text = _("0: VIP customers follow their class.")

    def draft(self):
        """The version as it would be, not saved."""
        return ReviewRules(number=0, **self.cleaned_data)


class ReviewListForm(forms.Form):
    """What narrows the list of reviews."""

    department = forms.ModelChoiceField(
        Department.objects.none(), label=gettext_lazy("Department"), required=False, empty_label=gettext_lazy("All")
    )
    alone = forms.BooleanField(label=gettext_lazy("Without the departments below"), required=False)
    owner = forms.ChoiceField(
        label=gettext_lazy("Owner"), required=False, widget=forms.Select(attrs={"data-select": ""})
    )

    def __init__(self, data, *args, departments, **kwargs):
        """Besides what may be chosen, what the address names: figures tell of closed departments and of earlier owners too."""
        super().__init__(data, *args, **kwargs)
        named, person = (key(data.get(name, "")) for name in ("department", "owner"))
        rows = Department.objects.filter(Q(pk__in=departments.values("pk")) | Q(pk=named))
        set_queryset(self, "department", rows.order_by("path"))
        people = User.objects.filter(Q(holdings__isnull=False) | Q(pk=person)).distinct().order_by("sort_name", "pk")
        choice_field(self, "owner").choices = [
            ("", _("All")),
            (NO_OWNER, _("Public pool")),
            *((str(one.pk), str(one)) for one in people),
        ]


class PeriodForm(ReviewListForm):
    """The same, with the days of which figures tell."""

    first = SoughtDay(label=gettext_lazy("From"), required=False)
    last = SoughtDay(label=gettext_lazy("Until"), required=False)
