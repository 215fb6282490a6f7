"""Masking as data: which kinds of fields of which customers a role reads, at once or for a reason given (rows Nb4, Nf15).

A rule names a kind of field and a class of customers ("phone.vip"); each role keeps how far it reads what the rule hides, so
that a person's own rules come with the role and cost no query. Of several rules for one customer the strictest holds.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_project.accounts.models import Role, User
from crm_project.accounts.models.choices import AT_ONCE, WITH_REASON, Scope
from crm_project.audit.domain import log
from crm_project.lib import sensitive
from crm_project.lib.refused import Refused

from .authority import check_everywhere

KINDS = {
    sensitive.PHONE: gettext_lazy("Phone and fax numbers"),
    sensitive.EMAIL: gettext_lazy("E-mail addresses"),
    sensitive.MESSAGING: gettext_lazy("QQ and WeChat"),
    sensitive.ADDRESS: gettext_lazy("Postal addresses"),
}
CLASSES = {
    "all": gettext_lazy("All customers"),
    "vip": gettext_lazy("VIP customers"),
    "core": gettext_lazy("Core customers"),
    "growth": gettext_lazy("High-growth customers"),
    "ordinary": gettext_lazy("Ordinary customers"),
}


def name_of(kind: str, group: str) -> str:
    """The name of a rule: phone.vip."""
    return f"{kind}.{group}"


def parts_of(name: str) -> tuple[str, str]:
    """(kind, class) of a rule's name; refused where there is no such rule."""
    kind, _dot, group = name.partition(".")
    if kind not in KINDS or group not in CLASSES:
        raise Refused(_("There is no such masking rule."), code="unknown")
    return kind, group


def label_of(name: str) -> str:
    """A rule in words."""
    kind, group = parts_of(name)
    return _("%(kind)s: %(customers)s") % {"kind": KINDS[kind], "customers": CLASSES[group]}


def rules() -> list[str]:
    """Names of the rules in force, in the order of kinds and classes; one query."""
    held = {name for masks in Role.objects.values_list("masks", flat=True) for name in masks}
    return [name_of(k, g) for k in KINDS for g in CLASSES if name_of(k, g) in held]


def add_rule(*, name: str, by: User | None, at: datetime) -> None:
    """Put a rule into force that no role reads past at first. Refuses with code unknown, forbidden, taken."""
    if name in rules():
        raise Refused(_("This rule is already in force: edit it in its table."), code="taken")
    set_rule(name=name, reach={}, by=by, at=at)


def set_rule(*, name: str, reach: Mapping[int, tuple[str, str]], by: User | None, at: datetime) -> None:
    """Put a rule into force, or change it. `reach`: {role id: (scope at once or "", scope with a reason or "")}; roles left out
    read nothing of it. Refuses with code unknown, forbidden."""
    parts_of(name)
    with transaction.atomic():
        check_everywhere(by)
        changes = {}
        for role in Role.objects.select_for_update(no_key=True).order_by("pk"):
            shown, asked = reach.get(role.pk, ("", ""))
            if any(scope and scope not in Scope.values for scope in (shown, asked)):
                raise Refused(_("There is no such scope."), code="unknown")
            new = {key: scope for key, scope in ((AT_ONCE, shown), (WITH_REASON, asked)) if scope}
            if role.masks.get(name) != new:
                changes[role.key] = [_reach_text(role.masks.get(name)), _reach_text(new)]
                role.masks = {**role.masks, name: new}
                role.save(update_fields=["masks"])
        if changes:
            log.record(
                by=by,
                action="mask.set",
                at=at,
                subject_type="mask",
                subject_id=name,
                subject_name=name,
                changes=changes,
            )


def _reach_text(reach: Mapping[str, str] | None) -> str | None:
    return None if reach is None else ", ".join(f"{key}: {scope}" for key, scope in reach.items()) or "-"


def remove_rule(*, name: str, by: User | None, at: datetime) -> None:
    """Nothing is hidden by this rule any more. Refuses with code unknown, forbidden."""
    parts_of(name)
    with transaction.atomic():
        check_everywhere(by)
        for role in Role.objects.select_for_update(no_key=True).order_by("pk"):
            if name in role.masks:
                role.masks = {key: value for key, value in role.masks.items() if key != name}
                role.save(update_fields=["masks"])
        log.record(by=by, action="mask.removed", at=at, subject_type="mask", subject_id=name, subject_name=name)
