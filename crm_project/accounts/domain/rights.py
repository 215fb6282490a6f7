"""Roles as data: what each may do and how far, edited by the admin, old and new in the audit (rows Na1, Ne5)."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from crm_project.accounts.models import Role, User
from crm_project.accounts.models.choices import WHOLE, Action, Scope
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused

from .authority import MANAGE, check_everywhere, check_somebody_left, lock_admins


def checked(grants: Mapping[str, str]) -> dict[str, str]:
    """{action: scope} without empty ones; refused where an action or a scope does not exist."""
    kept = {str(action): str(scope) for action, scope in grants.items() if scope}
    for action, scope in kept.items():
        if action not in Action.values or scope not in Scope.values or action in WHOLE and scope != Scope.ALL:
            raise Refused(
                _("There is no right “%(action)s: %(scope)s”.") % {"action": action, "scope": scope}, code="unknown"
            )
    return kept


def differences(role: Role, grants: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """[(action, old scope or "", new scope or "")] in the order of the actions."""
    return [
        (a, role.grants.get(a, ""), grants.get(a, "")) for a in Action if role.grants.get(a, "") != grants.get(a, "")
    ]


def set_rights(*, role_id: int, grants: Mapping[str, str], by: User | None, at: datetime) -> Role:
    """Give a role these rights, all of them at once; everybody in it has them with the next click."""
    grants = checked(grants)
    with transaction.atomic():
        lock_admins()
        check_everywhere(by)
        role = Role.objects.select_for_update(no_key=True).get(pk=role_id)
        if role.key == "admin" and grants.get(MANAGE) != Scope.ALL:
            raise Refused(
                _("The admin role must keep the right to manage people everywhere: without it nobody could undo this."),
                code="last_admin",
                field=MANAGE,
            )
        changes = {action: [old or None, new or None] for action, old, new in differences(role, grants)}
        if changes:
            role.grants = grants
            role.save(update_fields=["grants"])
            check_somebody_left()
            log.record(by=by, action="role.rights", at=at, subject=role, changes=changes)
        return role


def change_role(*, role_id: int, name: str, level: int, second_factor: bool, by: User | None, at: datetime) -> Role:
    """Name, level (0 decides nothing, 1 manager, 2 director, 3 general manager) and whether a second factor is demanded."""
    with transaction.atomic():
        check_everywhere(by)
        role = Role.objects.select_for_update(no_key=True).get(pk=role_id)
        before = {"name": str(role), "level": role.level, "second_factor": role.second_factor}
        # A built-in role that keeps its name keeps it in both languages.
        role.name = "" if role.builtin and name == str(Role(key=role.key)) else name
        role.level, role.second_factor = level, second_factor
        changes = log.differences(before, {"name": str(role), "level": level, "second_factor": second_factor})
        if changes:
            role.save(update_fields=["name", "level", "second_factor"])
            log.record(by=by, action="role.changed", at=at, subject=role, changes=changes)
        return role


def create_role(*, name: str, like: Role, by: User | None, at: datetime) -> Role:
    """A new role with the rights of another one, to be changed afterwards."""
    check_everywhere(by)
    name = name.strip()
    key = slugify(name)[:30] or "role"
    with transaction.atomic():
        if any(str(role).casefold() == name.casefold() for role in Role.objects.all()):
            raise Refused(_("There is already a role with this name."), code="taken", field="name")
        number = Role.objects.filter(key__startswith=key).count()
        try:
            with transaction.atomic():
                role = Role.objects.create(
                    key=f"{key}-{number + 1}" if number else key,
                    name=name,
                    level=like.level,
                    grants=like.grants,
                    masks=like.masks,
                    second_factor=like.second_factor,
                )
        except IntegrityError:
            raise Refused(_("There is already a role with this name."), code="taken", field="name") from None
        log.record(by=by, action="role.created", at=at, subject=role, changes={"rights of": [None, like]})
        return role


def remove_role(*, role_id: int, by: User | None, at: datetime) -> None:
    """A role that nobody has any more; the built-in ones stay."""
    with transaction.atomic():
        check_everywhere(by)
        role = Role.objects.select_for_update().get(pk=role_id)
        if role.builtin:
            raise Refused(_("Built-in roles can't be removed: remove their rights instead."), code="builtin")
        if role.people.exists():
            raise Refused(
                _("People still have this role (including closed accounts): give them another one first."), code="used"
            )
        log.record(by=by, action="role.removed", at=at, subject=role, changes={"rights": [role.grants, None]})
        role.delete()
