"""Settings of accounts that a rule book may rule: words for the stages, second factor, hidden fields (rows Na3, Nb4, Nf6, Nf15)."""

from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm_project.accounts.models.default_roles import DEFAULT_ROLES
from crm_project.lib.setting import COMPANY, DEPARTMENT, Setting

from .domain import departments, masks, rights
from .models import Role
from .models.choices import AT_ONCE, WITH_REASON, Scope

SHIPPED = [key for key, *_rest in DEFAULT_ROLES]


def _words(department, at):
    return [getattr(department, word) for word in departments.WORDS]


def _write_words(*, department, value, by, at):
    departments.update_department(
        department_id=department.pk,
        name=department.name,
        by=by,
        at=at,
        **dict(zip(departments.WORDS, value, strict=True)),
    )


def _words_text(value):
    return " / ".join(word or _("default name") for word in value)


def _demanded(department, at):
    return sorted(Role.objects.filter(key__in=SHIPPED, second_factor=True).values_list("key", flat=True))


def _write_demanded(*, department, value, by, at):
    for role in Role.objects.filter(key__in=SHIPPED).order_by("pk"):
        rights.change_role(
            role_id=role.pk, name=str(role), level=role.level, second_factor=role.key in value, by=by, at=at
        )


def _roles_text(value):
    return _(", ").join(str(Role(key=key)) for key in value) or _("no role")


def _reach(department, at, *, name):
    """{role: how far it reads} of the shipped roles; None where the rule is not in force."""
    held = dict(Role.objects.filter(key__in=SHIPPED).values_list("key", "masks"))
    if not any(name in own for own in held.values()):
        return None
    return {key: held[key].get(name, {}) for key in SHIPPED if held.get(key, {}).get(name)}


def _write_reach(*, department, value, by, at, name):
    reach = {}
    for role in Role.objects.all():
        # A role that the company made itself keeps what it reads: the book does not know it.
        own = value.get(role.key, {}) if role.key in SHIPPED else role.masks.get(name, {})
        reach[role.pk] = (own.get(AT_ONCE, ""), own.get(WITH_REASON, ""))
    masks.set_rule(name=name, reach=reach, by=by, at=at)


def _reach_text(value):
    if value is None:
        return _("not hidden")
    texts = []
    for key, own in value.items():
        for way, word in ((AT_ONCE, _("at once")), (WITH_REASON, _("for a reason"))):
            if own.get(way):
                texts.append(
                    _("%(role)s: %(scope)s, %(way)s")
                    % {"role": Role(key=key), "scope": Scope(own[way]).label, "way": word}
                )
    return "; ".join(texts) or _("hidden from every role")


def _masks_page(department):
    return reverse("accounts:masks")


def _mask(name, label):
    return Setting(
        key=f"mask.{name}",
        label=label,
        scope=COMPANY,
        action="people.manage",
        read=partial(_reach, name=name),
        write=partial(_write_reach, name=name),
        text=_reach_text,
        page=_masks_page,
    )


SETTINGS = [
    Setting(
        key="stage_words",
        label=gettext_lazy("Stage names"),
        scope=DEPARTMENT,
        action="people.manage",
        read=_words,
        write=_write_words,
        text=_words_text,
        page=lambda department: reverse("accounts:department", args=[department.pk]),
    ),
    Setting(
        key="second_factor",
        label=gettext_lazy("Roles with two-step sign-in"),
        scope=COMPANY,
        action="people.manage",
        read=_demanded,
        write=_write_demanded,
        text=_roles_text,
        page=lambda department: reverse("accounts:roles"),
    ),
    _mask("phone.all", gettext_lazy("Who can see phone numbers of all customers")),
    _mask("phone.vip", gettext_lazy("Who can see phone numbers of VIP customers")),
]
