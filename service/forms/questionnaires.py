"""Building and sending a questionnaire: its name, sections, questions, and whom it goes to (row T22)."""

from itertools import zip_longest

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm_project.lib.day_fields import NextDay
from crm_project.lib.edit_form import EditForm
from crm_project.lib.form_fields import choice_field, set_queryset
from deals.models import Product

from ..models.choices import SentBy
from ..presenters.questionnaires.words import KIND_NAMES, LANGUAGE_NAMES, condition_choices
from ..presenters.targets import CLASS_NAMES
from ..rules.questionnaires.body import KINDS, LISTED, MOST_OPTIONS, Option, Question, Text
from ..rules.questionnaires.editing import options_of


def _both(label, zh_label, *, length=200, required=True, rows=0):
    """A field in English and one in Chinese."""
    fields = []
    for name, needed in ((label, required), (zh_label, False)):
        widget = forms.Textarea(attrs={"rows": rows}) if rows else None
        fields.append(forms.CharField(label=name, max_length=length, required=needed, widget=widget))
    return fields


class QuestionnaireForm(EditForm, forms.Form):
    """How it is called in the house, and for whom it is meant."""

    name, name_zh = _both(_("Name"), _("Name in Chinese"), length=120)
    levels = forms.MultipleChoiceField(
        label=_("For which classes of customers?"),
        choices=list(CLASS_NAMES.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("None chosen: for all."),
    )


class HeadingForm(EditForm, forms.Form):
    """What the customer reads first."""

    title, title_zh = _both(_("Title"), _("Title in Chinese"))
    intro, intro_zh = _both(_("Introduction"), _("Introduction in Chinese"), length=1000, required=False, rows=3)

    def texts(self):
        """(title, introduction)."""
        data = self.cleaned_data
        return Text(data["title"], data["title_zh"]), Text(data["intro"], data["intro_zh"])


class SectionForm(EditForm, forms.Form):
    """What stands above the questions of one page."""

    title, title_zh = _both(_("Title"), _("Title in Chinese"))

    def text(self):
        return Text(self.cleaned_data["title"], self.cleaned_data["title_zh"])


class QuestionForm(EditForm, forms.Form):
    """One question; `body` is the draft, `question` the one that is edited, `asked` the questions before it."""

    kind = forms.ChoiceField(label=_("How is it answered?"), choices=[(kind, KIND_NAMES[kind]) for kind in KINDS])
    text, text_zh = _both(_("Question"), _("Question in Chinese"), length=300)
    required = forms.BooleanField(label=_("Must be answered"), required=False)
    options, options_zh = _both(
        _("Answers to choose"), _("Answers to choose in Chinese"), length=3000, required=False, rows=5
    )
    shown_if = forms.MultipleChoiceField(
        label=_("Shown only if one of these was answered"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("None chosen: always shown."),
    )

    def __init__(self, *args, asked=(), question=None, **kwargs):
        super().__init__(*args, **kwargs)
        self._old = question
        self.fields["options"].help_text = _("One a line; only for one or several choices.")
        self.fields["options_zh"].help_text = _("One a line, in the same order.")
        choices = condition_choices(asked)
        if choices:
            choice_field(self, "shown_if").choices = choices
        else:
            del self.fields["shown_if"]

    def clean(self):
        data = super().clean() or {}
        if data.get("kind") in LISTED and "options" not in self.errors:
            lines = _lines(data.get("options", ""))
            if len(lines) < 2:
                self.add_error("options", _("Enter at least two answers to choose from."))
            elif len(lines) > MOST_OPTIONS:
                self.add_error("options", _("At most %(n)d answers to choose from.") % {"n": MOST_OPTIONS})
            elif len(set(lines)) < len(lines):
                self.add_error("options", _("Two of the answers are the same."))
            elif len(_lines(data.get("options_zh", ""))) not in (0, len(lines)):
                self.add_error("options_zh", _("As many lines as in English, in the same order."))
        return data

    def question(self):
        """The question that a valid form says; its key where it is edited."""
        data, old = self.cleaned_data, self._old
        options: tuple[Option, ...] = ()
        if data["kind"] in LISTED:
            pairs = zip_longest(_lines(data["options"]), _lines(data["options_zh"]), fillvalue="")
            options = options_of([Text(en, zh) for en, zh in pairs], old.options if old else ())
        return Question(
            key=old.key if old else "",
            kind=data["kind"],
            text=Text(data["text"], data["text_zh"]),
            required=data["required"],
            options=options,
            shown_if=tuple(tuple(value.split(":", 1)) for value in data.get("shown_if", [])),
        )


def initial_of(question):
    """What stands in a question, for its form."""
    return {
        "kind": question.kind,
        "text": question.text.en,
        "text_zh": question.text.zh,
        "required": question.required,
        "options": "\n".join(option.text.en for option in question.options),
        "options_zh": "\n".join(option.text.zh for option in question.options),
        "shown_if": [":".join(pair) for pair in question.shown_if],
    }


def _lines(text):
    return [line.strip() for line in text.splitlines() if line.strip()]


class SendForm(forms.Form):
    """How and until when; the contacts are ticked in the list below."""

    channel = forms.ChoiceField(label=_("How?"), choices=SentBy.choices, initial=SentBy.MAIL)
    until = NextDay(label=_("Answer until"))
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=[("", pgettext_lazy("language", "As the contact's name is written")), *LANGUAGE_NAMES.items()],
        help_text=_("The contact may switch it."),
    )
    product = forms.ModelChoiceField(
        Product.objects.none(), label=_("About the product"), required=False, empty_label=_("no particular one")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        set_queryset(self, "product", Product.objects.filter(active=True))


class RecipientsForm(forms.Form):
    """What narrows the list of contacts."""

    q = forms.CharField(label=_("Customer or contact"), required=False, max_length=100)
    level = forms.ChoiceField(
        label=_("Class of the customer"), required=False, choices=[("", _("All")), *CLASS_NAMES.items()]
    )
    stage = forms.ChoiceField(
        label=_("Stage"),
        required=False,
        choices=[("", _("All")), ("official", _("Official customers"))],
    )


class ExportForm(forms.Form):
    """A file needs a purpose, which is recorded."""

    reason = forms.CharField(label=_("What is the file for?"), max_length=200, min_length=5)
