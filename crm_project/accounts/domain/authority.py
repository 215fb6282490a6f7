"""Who may manage whom, and that somebody always can (rows Nb1, Ne5): what the verbs about people ask first."""

from django.utils.translation import gettext as _

from crm_project.accounts.models import Role, User
from crm_project.accounts.models.choices import Scope
from crm_project.accounts.models.who_may import who_may
from crm_project.lib.refused import Refused

from . import access

MANAGE = "people.manage"


def over(user: User, department_id: int | None) -> bool:
    """Whether `user` manages the people of this department."""
    return access.covers(user, MANAGE, department_id=department_id) and access.scope(user, MANAGE) != Scope.OWN


def everywhere(user: User) -> bool:
    """Whether `user` manages the people of the whole company: roles and the tree of departments need that."""
    return access.scope(user, MANAGE) == Scope.ALL


def check_over(by: User | None, *department_ids: int | None) -> None:
    """Refuse unless `by` (None is the system) manages people in all these departments."""
    if by is not None and not all(over(by, department_id) for department_id in department_ids):
        raise Refused(_("You can't manage the people of this department."), code="forbidden")


def check_everywhere(by: User | None) -> None:
    """Refuse unless `by` (None is the system) manages people everywhere."""
    if by is not None and not everywhere(by):
        raise Refused(_("Only somebody who manages people of the whole company may change this."), code="forbidden")


def check_gives(by: User | None, role: Role | None) -> None:
    """Refuse a role that reaches the whole company to somebody who manages only a part of it."""
    if by is not None and _wide(role) and not everywhere(by):
        raise Refused(
            _(
                "The role “%(role)s” covers the whole company: only somebody who manages people everywhere may grant or change it."
            )
            % {"role": role},
            code="forbidden",
            field="role",
        )


def manages(user: User, person: User) -> bool:
    """Whether `user` manages this person: their department, and nobody whose role reaches further than one's own."""
    return over(user, person.department_id) and (everywhere(user) or not (_wide(person.role) or _reaches_all(person)))


def check_manages(by: User | None, person: User) -> None:
    """Refuse unless `by` (None is the system) manages this person: whoever changes a mail address could take the account over."""
    check_over(by, person.department_id)
    check_gives(by, person.role)
    if _reaches_all(person):
        check_everywhere(by)


def _wide(role: Role | None) -> bool:
    return role is not None and (Scope.ALL in role.grants.values() or MANAGE in role.grants)


def _reaches_all(person: User) -> bool:
    """Whether a right was given to them, beside their role, that covers the whole company."""
    return Scope.ALL in person.further_grants.values()


def lock_admins() -> None:
    """Take turns: two admins who close each other at the same moment must not both succeed."""
    Role.objects.select_for_update(no_key=True).filter(key="admin").first()


def check_somebody_left() -> None:
    """Refuse, after the change and before it is committed, if nobody could manage people any more."""
    if not User.objects.active().filter(who_may(MANAGE, Scope.ALL)).exists():
        raise Refused(_("After this nobody could manage people. Give somebody else the role first."), code="last_admin")


def admins() -> list[int]:
    """Keys of the people who look after the system: told when something is wrong with it (Ng6)."""
    return list(User.objects.active().filter(who_may(MANAGE)).values_list("pk", flat=True))
