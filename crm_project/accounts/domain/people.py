"""Accounts begin, change, move, close and come back (rows Na1, Na2, Nb1, M9)."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from celery import current_app
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from crm_project.accounts.models import Department, Role, User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused

from . import further_rights, sessions
from .authority import check_gives, check_manages, check_over, check_somebody_left, lock_admins

CHANGEABLE = ("full_name", "email", "mobile", "superior", "second_factor", "takes_customers")


def locked(person_id: int) -> User:
    """The account, locked, with role and department."""
    return (
        User.objects.select_for_update(no_key=True, of=("self",))
        .select_related("role", "department", "superior")
        .get(pk=person_id)
    )


def create_person(
    *,
    username: str,
    full_name: str,
    role: Role | None,
    department: Department | None,
    by: User | None,
    at: datetime,
    email: str = "",
    mobile: str = "",
    superior: User | None = None,
    second_factor: bool = False,
    takes_customers: bool = True,
) -> User:
    """A new account without a password: an invitation lets the person set one. `by` None is the system (import, demo)."""
    username = User.normalize_username(username).strip()
    check_over(by, department.pk if department else None)
    check_gives(by, role)
    _check_open(department)
    person = User(
        username=username,
        full_name=full_name.strip(),
        role=role,
        department=department,
        email=email,
        mobile=mobile,
        superior=superior,
        second_factor=second_factor,
        takes_customers=takes_customers,
        date_joined=at,
    )
    person.set_unusable_password()
    try:
        person.clean_fields(exclude=["role", "department", "superior", "password"])
    except ValidationError as error:
        field, sentences = next(iter(error.message_dict.items()))
        raise Refused(sentences[0], code="invalid", field=field) from None
    taken = Refused(
        _("The user name “%(name)s” is taken: choose another.") % {"name": username}, code="taken", field="username"
    )
    if User.objects.filter(username__iexact=username).exists():
        raise taken
    try:
        with transaction.atomic():
            person.save(force_insert=True)
            log.record(
                by=by,
                action="person.created",
                at=at,
                subject=person,
                changes={
                    "role": [None, role],
                    "department": [None, department],
                    "username": [None, username],
                },
            )
    except IntegrityError:
        raise taken from None
    return person


def update_person(*, person_id: int, by: User | None, at: datetime, **fields: Any) -> User:
    """Change name, e-mail, mobile, superior, whether a second factor is demanded, whether they take part in rotation."""
    with transaction.atomic():
        person = locked(person_id)
        check_manages(by, person)
        before = {name: getattr(person, name) for name in CHANGEABLE}
        if by is not None and by.pk == person.pk and fields.get("email", person.email) != person.email:
            raise Refused(
                _("Change your own e-mail address on your profile: it asks for your password."),
                code="own",
                field="email",
            )
        if "superior" in fields:
            _check_superior(person, fields["superior"])
        for name in fields.keys() & set(CHANGEABLE):
            setattr(person, name, fields[name])
        changes = log.differences(before, {name: getattr(person, name) for name in CHANGEABLE})
        if changes:
            person.save(update_fields=list(changes))
            log.record(by=by, action="person.changed", at=at, subject=person, changes=changes)
            tell_old_address(person, before["email"])
        return person


def move_person(
    *,
    person_id: int,
    role: Role | None,
    department: Department | None,
    superior: User | None,
    by: User | None,
    at: datetime,
    reason: str = "",
) -> User:
    """Another position or department: rights change at once, with the next click (Na1, Na2)."""
    with transaction.atomic():
        lock_admins()
        person = locked(person_id)
        check_manages(by, person)
        check_over(by, department.pk if department else None)
        check_gives(by, role)
        if person.department_id != (department.pk if department else None):
            _check_open(department)
        _check_superior(person, superior)
        before = {"role": person.role, "department": person.department, "superior": person.superior}
        after = {"role": role, "department": department, "superior": superior}
        changes = log.differences(before, after)
        if not changes:
            return person
        person.role, person.department, person.superior = role, department, superior
        person.save(update_fields=["role", "department", "superior"])
        check_somebody_left()
        if changes.keys() & {"role", "department"}:
            further_rights.end_rights_of(person, by=by, at=at, reason=reason)
        log.record(by=by, action="person.moved", at=at, subject=person, changes=changes, reason=reason)
        return person


def close_person(*, person_id: int, by: User | None, at: datetime, reason: str = "") -> User:
    """End access at once: no session, no invitation, no second chance; what the account did keeps its name (M9, Na2)."""
    with transaction.atomic():
        lock_admins()
        person = locked(person_id)
        check_manages(by, person)
        if by is not None and by.pk == person.pk:
            raise Refused(_("You can't close your own account: another admin does that."), code="own")
        if not person.is_active:
            raise Refused(_("This account is already closed."), code="closed")
        person.is_active, person.closed_at, person.invite_key = False, at, ""
        person.save(update_fields=["is_active", "closed_at", "invite_key"])
        check_somebody_left()
        sessions.end_all(person=person)
        further_rights.end_rights_of(person, by=by, at=at, reason=reason)
        User.objects.filter(stand_in=person).update(stand_in=None)
        log.record(
            by=by, action="person.closed", at=at, subject=person, changes={"active": [True, False]}, reason=reason
        )
        return person


def reopen_person(*, person_id: int, by: User | None, at: datetime) -> User:
    """Let a closed account in again, in the same role; the old password stays void, a new invitation is needed."""
    with transaction.atomic():
        person = locked(person_id)
        check_manages(by, person)
        if person.is_active:
            raise Refused(_("This account is open."), code="open")
        _check_open(person.department)
        person.is_active, person.closed_at = True, None
        person.set_unusable_password()
        person.save(update_fields=["is_active", "closed_at", "password"])
        log.record(by=by, action="person.reopened", at=at, subject=person, changes={"active": [False, True]})
        return person


def _check_open(department: Department | None) -> None:
    if department is not None and department.closed_at:
        raise Refused(
            _("“%(name)s” is closed: choose another department.") % {"name": department},
            code="closed",
            field="department",
        )


def _check_superior(person: User, superior: User | None) -> None:
    """Nobody stands above themselves, however long the way round."""
    above, seen = superior, set()
    while above is not None and above.pk not in seen:
        if above.pk == person.pk:
            raise Refused(
                _("%(superior)s already reports to %(person)s: choose somebody else.")
                % {"superior": superior, "person": person},
                code="circle",
                field="superior",
            )
        seen.add(above.pk)
        above = above.superior


def undo_close(
    *, person_id: int, moment: datetime, stands_in_for: Sequence[int], by: User | None, at: datetime
) -> User:
    """Take back a closing done at this `moment`: the same account with the same password; sessions stay ended, an open invitation void.

    Refuses with code moved_on where the account was opened or closed again meanwhile.
    """
    with transaction.atomic():
        person = locked(person_id)
        check_manages(by, person)
        if person.is_active or person.closed_at != moment:
            raise Refused(_("The account has been changed since."), code="moved_on")
        _check_open(person.department)
        person.is_active, person.closed_at = True, None
        person.save(update_fields=["is_active", "closed_at"])
        further_rights.restore_rights_of(person, moment=moment, at=at)
        User.objects.active().filter(pk__in=stands_in_for, stand_in=None).update(stand_in=person)
        log.record(by=by, action="person.reopened", at=at, subject=person, changes={"active": [False, True]})
        return person


def tell_old_address(person: User, old: str) -> None:
    """After the commit, in the background: a mail to the address that was there before, if it was another one."""
    if old and old.lower() != person.email.lower():
        task = current_app.tasks["accounts.mail_address_changed"]
        transaction.on_commit(partial(task.delay, person.pk, old))
