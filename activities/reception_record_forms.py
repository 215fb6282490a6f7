"""The record of a reception: when, who came, what was given and spent, and the follow-up on it (row M11)."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from activities.domain.receptions.recording import Record
from activities.forms import FollowUpForm, moment_field
from activities.models.choices import FollowUpKind
from crm_project.lib.amount_fields import AmountField
from crm_project.lib.day_fields import PastMoment
from crm_project.lib.edit_form import HidesNumbers
from crm_project.lib.form_fields import choice_field

from .reception_forms import GiftForms, GuestForms, gifts_of, guests_of

# What the reception says already, or what a reception does not ask.
SAID = ("kind", "counterpart", "position", "answered", "purpose", "files", "idempotency_key", "next_when")


class RecordForm(HidesNumbers, FollowUpForm):
    """What a follow-up takes, and what a reception adds. `guests`: those who were expected."""

    ended_at = moment_field(pgettext_lazy("reception", "Ended"), PastMoment)
    came = forms.MultipleChoiceField(label=_("Who came"), required=False, widget=forms.CheckboxSelectMultiple)
    real_cost = AmountField(label=_("Real cost"), required=False, min_value=0, max_digits=12)
    above_reason = forms.CharField(
        label=_("Why above the limit"),
        max_length=300,
        required=False,
        help_text=_("Only where more was given or spent than the level allows; it is shown."),
    )

    def __init__(self, *args, row, guests, step=None, **kwargs):
        start = {"occurred_at": row.begins_at, "ended_at": row.ends_at, "came": [guest.pk for guest in guests]}
        super().__init__(*args, initial={**start, **kwargs.pop("initial", {})}, **kwargs)
        self.row, self.guests, self.step = row, list(guests), step
        for name in SAID:
            del self.fields[name]
        self.fields["occurred_at"].label = pgettext_lazy("reception", "Began")
        self.fields["occurred_at"].help_text = ""
        self.fields["occurred_at"].required = True
        self.fields["content"].label = _("What was agreed")
        self.fields["content"].required = True
        self.fields["next_contact_at"].label = _("Next contact")
        choices = [(guest.pk, f"{guest.name} · {guest.position}" if guest.position else guest.name) for guest in guests]
        choice_field(self, "came").choices = choices
        if step is None:
            del self.fields["answers"]

    def hide_numbers(self, text):
        """Also in the names of those who may have come."""
        super().hide_numbers(text)
        labels = [
            (guest.pk, f"{guest.name} · {guest.position}" if guest.position else guest.name) for guest in self.guests
        ]
        choice_field(self, "came").choices = [(key, text(label)) for key, label in labels]
        return self

    def add_error(self, field, error):
        """A part that the follow-up lacks and this form does not ask for is told above it."""
        super().add_error(field if field is None or field in self.fields else None, error)

    def _chosen_day(self):
        return None

    def there(self):
        """Expected guests who came."""
        chosen = {int(key) for key in self.cleaned_data.get("came") or () if str(key).isdecimal()}
        return [guest for guest in self.guests if guest.pk in chosen]

    def exchange(self):
        """Columns of the follow-up: with those who came, for the purpose that the plan names."""
        there = self.there()
        others = [one.name for one in getattr(self, "others", ())]
        first = there[0] if there else None
        return {
            **super().exchange(),
            "kind": FollowUpKind.VISIT_IN,
            "contact": first.contact if first else None,
            "counterpart": ", ".join([*(guest.name for guest in there), *others])[:120],
            "position": first.position if first else "",
            "purpose": self.row.purpose,
            "answered": True,
        }


class RecordForms:
    """The form, the guests nobody expected, and the gifts that were given."""

    def __init__(self, form, data, *, gifts, as_stored=str):
        self.form, self.as_stored = form, as_stored
        self.others = GuestForms(data, prefix="guest")
        self.gifts = GiftForms(data, initial=gifts, prefix="gift")
        self.sets = [self.others, self.gifts]
        if data is not None and self.others.is_valid():
            # Known before the form is checked: they are whom the follow-up was with.
            form.others = guests_of(self.others)

    def is_valid(self):
        """Whether all of it holds as typed."""
        return all([*(rows.is_valid() for rows in self.sets), self.form.is_valid()])

    @property
    def wrong(self):
        """Whether something of it is marked."""
        return bool(self.form.errors) or any(rows.is_bound and not rows.is_valid() for rows in self.sets)

    def record(self):
        """What the verb takes."""
        said = self.form.cleaned_data
        fields = self.form.exchange()
        if "answers" in self.form.fields:
            fields |= {"answers": self.form.completes(self.form.step)}
        return Record(
            began_at=said["occurred_at"],
            ended_at=said["ended_at"],
            came=[guest.pk for guest in self.form.there()],
            fields=fields,
            others=guests_of(self.others),
            gifts=gifts_of(self.gifts, self.as_stored),
            cost=said["real_cost"],
            above_reason=said["above_reason"],
        )
