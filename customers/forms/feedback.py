"""Entering feedback of a customer, answering it, passing it on, narrowing its list, and the list of its kinds (row Nh8)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from crm_project.accounts.models import Department, User
from crm_project.lib.day_fields import PastMoment, SoughtDay
from crm_project.lib.form_fields import FilesField, set_queryset
from customers.models import Contact, CustomerFeedback, FeedbackKind
from customers.rules.feedback import LONGEST

from .lists import ListItemForm

TEXT = 2000
Channel, Status = CustomerFeedback.Channel, CustomerFeedback.Status
# A questionnaire is answered by itself, and tells nobody anything.
TYPED = [(code, label) for code, label in Channel.choices if code != Channel.SURVEY]


def _text(label, *, required=True, rows=4):
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=TEXT, required=required, widget=widget)


class _OneOfSeveral(forms.Form):
    """A form beside others on its page: its fields have ids of their own."""

    def __init__(self, *args, **kwargs):
        kwargs["auto_id"] = f"{type(self).__name__.lower()}_%s"
        super().__init__(*args, **kwargs)


class FeedbackForm(forms.Form):
    """What the customer said, how and when, and of which kind it is."""

    kind = forms.ModelChoiceField(None, label=_("Kind"), empty_label=_("Choose a kind"))
    text = _text(_("What the customer said"))
    contact = forms.ModelChoiceField(None, label=_("Contact"), required=False, empty_label=_("not known"))
    channel = forms.ChoiceField(label=_("How it came"), choices=TYPED)
    received_at = PastMoment(label=_("When it came"))
    uploads = FilesField(label=_("Files"), required=False)

    def __init__(self, *args, customer, **kwargs):
        super().__init__(*args, **kwargs)
        set_queryset(self, "kind", FeedbackKind.objects.filter(active=True))
        set_queryset(self, "contact", Contact.objects.filter(customer=customer, active=True))


class AnswerForm(_OneOfSeveral):
    """What the customer was told, how and when."""

    text = _text(_("What the customer was told"))
    how = forms.ChoiceField(label=_("How"), choices=TYPED)
    told_at = PastMoment(label=_("When"))


class PassOnForm(_OneOfSeveral):
    """To whom, and why."""

    to = forms.ModelChoiceField(
        None,
        label=_("Who answers"),
        empty_label=_("Choose a person"),
        widget=forms.Select(attrs={"data-select": ""}),
    )
    text = _text(_("Reason"), rows=2)

    def __init__(self, *args, colleagues, **kwargs):
        super().__init__(*args, **kwargs)
        set_queryset(self, "to", colleagues)


class CloseForm(_OneOfSeveral):
    """Why the customer gets no answer; a remark where they got one."""

    text = _text(_("Reason"), required=False, rows=2)

    def __init__(self, *args, answered, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Remark") if answered else _("Why the customer gets no answer")
        self.fields["text"].required = not answered


class ReopenForm(_OneOfSeveral):
    """What is missing."""

    text = _text(_("What is still missing"), rows=2)


class FeedbackListForm(forms.Form):
    """What narrows the list and the figures."""

    kind = forms.ModelChoiceField(FeedbackKind.objects.all(), label=_("Kind"), required=False, empty_label=_("All"))
    department = forms.ModelChoiceField(
        Department.objects.none(), label=_("Department"), required=False, empty_label=_("All")
    )
    first = SoughtDay(label=_("From"), required=False)
    last = SoughtDay(label=_("Until"), required=False)

    def __init__(self, *args, departments, **kwargs):
        super().__init__(*args, **kwargs)
        set_queryset(self, "department", departments.order_by("path"))


class FeedbackKindForm(ListItemForm):
    """A kind in both languages, who answers it, and within how many working days."""

    goes_to = forms.ChoiceField(label=_("Who answers"), choices=FeedbackKind.GoesTo.choices)
    department = forms.ModelChoiceField(
        None, label=_("Department"), required=False, empty_label=_("none"), help_text=_("For the head of a department.")
    )
    person = forms.ModelChoiceField(
        None,
        label=_("Person"),
        required=False,
        empty_label=_("none"),
        help_text=_("For a person, such as somebody in service."),
        widget=forms.Select(attrs={"data-select": ""}),
    )
    days = forms.IntegerField(label=_("Working days for the answer"), min_value=0, max_value=LONGEST)
    of_bad_answers = forms.BooleanField(label=_("Bad answers in questionnaires become this kind"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_queryset(self, "department", Department.objects.filter(closed_at=None).order_by("path"))
        people = User.objects.active().filter(role__isnull=False).order_by("sort_name", "pk")
        set_queryset(self, "person", people)
