"""Which fields of a file may be proposed: what is written down, not what the company ranks or decides (row T1)."""

from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db.models import Field
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from crm_project.lib.reach_fields import reach_fields
from crm_project.lib.refused import Refused
from customers.models import Customer

PROPOSED = (
    "address",
    "postal_code",
    "phone",
    "fax",
    "email",
    "website",
    "legal_representative",
    "business_scope",
    "main_products",
    "varieties",
    "downstream",
    "needs",
    "profile",
)


def trace(name: str, customer: Customer) -> str:
    """What tells whether a field still stands as it did when a page was opened, and nothing of its value."""
    return salted_hmac(f"information:{name}", str(getattr(customer, name))).hexdigest()[:20]


def field_of(name: str) -> "Field[Any, Any]":
    """The column of the file."""
    return cast("Field[Any, Any]", Customer._meta.get_field(name))


def labels() -> dict[str, str]:
    """{field: label} in the language of the page."""
    return {name: str(field_of(name).verbose_name) for name in PROPOSED}


def cleaned(name: str, value: str) -> str:
    """The value as the form of the file takes it; a ValidationError where it does not."""
    field = field_of(name)
    asked: Any = field.formfield(required=False, form_class=reach_fields(Customer).get(name))
    clean: str = asked.clean(value)
    return clean


def checked(name: str, value: str) -> str:
    """The same for a verb. Refuses with code field, value."""
    if name not in PROPOSED:
        raise Refused(_("Unknown field: %(name)s.") % {"name": name}, code="field")
    try:
        return cleaned(name, value)
    except ValidationError as problem:
        sentence = f"{field_of(name).verbose_name}: {' '.join(problem.messages)}"
        raise Refused(sentence, code="value") from None
