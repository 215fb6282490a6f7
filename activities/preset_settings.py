"""The setting of contact records that a rule book may rule: which parts each kind must have (row Ni11)."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_project.lib.setting import COMPANY, Setting

from .domain import required_parts
from .models.choices import FollowUpKind, Part


def _read(department, at):
    wanted = required_parts.table()
    return {
        kind: [part for part in Part.values if part in wanted[kind]] for kind in FollowUpKind.values if wanted.get(kind)
    }


def _write(*, department, value, by, at):
    required_parts.set_parts(chosen=value, by=by, at=at)


def _own():
    book = required_parts.required_parts_of()
    return {kind: book[kind] for kind in FollowUpKind.values if kind in book}


def _text(value):
    comma = _(", ")
    texts = [
        f"{FollowUpKind(kind).label}: {comma.join(str(Part(part).label) for part in parts)}"
        for kind, parts in value.items()
    ]
    return "\n".join(texts) or _("no requirements")


SETTINGS = [
    Setting(
        key="record_parts",
        label=gettext_lazy("Contact records"),
        scope=COMPANY,
        action="lists.manage",
        read=_read,
        write=_write,
        text=_text,
        page=lambda department: reverse("activities:record_parts"),
        own=_own,
    )
]
