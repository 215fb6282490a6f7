"""The order of the form for a new customer: what is required first, the rest folded by topic (rows Nc3, Ni3)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Customer

# Besides what the department asks for; the name stands above them with its check.
FIRST = ("kind", "tax_id")
LAST_OF_FIRST = ("contact_name", "contact_mobile", "owner", "department_of")
TOPICS: tuple[tuple[str, Promise, tuple[str, ...]], ...] = (
    ("contact", gettext_lazy("More about the contact"), ("contact_title", "contact_department", "contact_key")),
    (
        "company",
        gettext_lazy("Company details"),
        (
            *("parent", "address", "phone", "email", "website", "fax", "postal_code", "legal_representative"),
            *("registered_capital", "cooperating_since", "producer"),
        ),
    ),
    (
        "business",
        gettext_lazy("Business and needs"),
        ("introduction", "needs", "business_scope", "varieties", "main_products", "downstream"),
    ),
    (
        "classification",
        gettext_lazy("Classification"),
        ("trade", "type", "category", "site", "source", "value_rating", "regions"),
    ),
    ("class", gettext_lazy("Class and profile"), ("segment", "level", "profile")),
    ("access", gettext_lazy("Visibility"), ("vip", "restricted")),
)
_DEFAULTS = {field.name: field.get_default() for field in Customer._meta.concrete_fields}


@dataclass(frozen=True)
class Topic:
    """Fields of one subject; `opened` where one of them has an error or a value that was not there by itself."""

    key: str
    title: str
    short: Sequence[forms.BoundField]
    wide: Sequence[forms.BoundField]
    opened: bool
    names: str


def first_fields(form: forms.BaseForm) -> Topic:
    """What is asked at once: what is required, who the contact is, who will own the customer."""
    asked = [name for name, field in form.fields.items() if field.required and name not in ("name", *FIRST)]
    wanted = [*FIRST, *asked, *(name for name in LAST_OF_FIRST if name not in asked)]
    return _topic(form, "first", "", wanted)


def folded_topics(form: forms.BaseForm) -> list[Topic]:
    """The rest, by topic; a topic without fields is left out."""
    first = first_fields(form)
    shown = {field.name for field in (*first.short, *first.wide)}
    topics = (
        _topic(form, key, str(title), [name for name in names if name not in shown]) for key, title, names in TOPICS
    )
    return [topic for topic in topics if topic.short or topic.wide]


def _topic(form: forms.BaseForm, key: str, title: str, names: Sequence[str]) -> Topic:
    bound = [form[name] for name in names if name in form.fields]
    wide = [field for field in bound if isinstance(field.field.widget, (forms.Textarea, forms.SelectMultiple))]
    return Topic(
        key,
        title,
        [field for field in bound if field not in wide],
        wide,
        any(field.errors or _filled(field) for field in bound),
        _(", ").join(str(field.label) for field in bound),
    )


def _filled(field: forms.BoundField) -> bool:
    value = field.value()
    return bool(value) and value != _DEFAULTS.get(field.name)
