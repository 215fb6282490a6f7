"""What a department asks of a new customer before it may be saved: Nc3's five unless an admin chose others (rows Nc3, Nf10)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from crm_project.accounts.models import Department, User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused
from customers.models import FileMinimum

# What may be asked, besides the full name, which always is.
ASKABLE = {
    "address": gettext_lazy("Address"),
    "trade": gettext_lazy("Trade"),
    "phone": gettext_lazy("Phone"),
    "introduction": gettext_lazy("Introduction"),
    "type": gettext_lazy("Company type"),
    "category": gettext_lazy("Product category"),
    "email": gettext_lazy("E-mail"),
    "postal_code": gettext_lazy("Postal code"),
    "regions": gettext_lazy("Regions of operation"),
    "source": gettext_lazy("Source"),
    "profile": pgettext_lazy("customer", "Profile"),
    "segment": gettext_lazy("Segment"),
    "level": gettext_lazy("Class"),
    "contact_name": gettext_lazy("Contact"),
    "contact_title": gettext_lazy("Contact's position"),
    "contact_mobile": gettext_lazy("Contact's mobile"),
}
USUAL = ("address", "trade", "phone", "introduction")


def chosen() -> dict[int, list[str]]:
    """{department id: its own choice} of all departments that made one."""
    return dict(FileMinimum.objects.values_list("department_id", "fields"))


def required_fields(department: Department, known: Mapping[int, list[str]] | None = None) -> tuple[str, ...]:
    """The fields that this department asks for, its own choice or that of the nearest department above.

    `known` is `chosen()`, read once for many departments.
    """
    if department is None:
        return USUAL
    known = chosen() if known is None else known
    for pk in reversed(department.ancestor_ids()):
        if pk in known:
            return tuple(name for name in known[pk] if name in ASKABLE)
    return USUAL


def set_required_fields(*, department: Department, fields: Sequence[str], by: User, at: datetime) -> FileMinimum:
    """Choose what a department asks for; an empty choice asks for the name only."""
    unknown = [name for name in fields if name not in ASKABLE]
    if unknown:
        raise Refused(_("Unknown field: %(name)s.") % {"name": unknown[0]}, code="field", field="fields")
    before = list(required_fields(department))
    row, _new = FileMinimum.objects.update_or_create(
        department=department, defaults={"fields": list(fields), "set_by": by, "set_at": at}
    )
    log.record(by=by, action="minimum.set", at=at, subject=department, changes={"fields": [before, list(fields)]})
    return row
