"""The company tree: departments begin, are renamed, hang elsewhere, close (row Nb1).

Moving and closing one that has customers is `assignment.domain.policies.reorganisation`: what follows for policies lies above this floor.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from crm_project.accounts.models import Department, User
from crm_project.audit.domain import log
from crm_project.lib.refused import Refused

from .authority import check_everywhere

WORDS = ("stage_potential", "stage_intent", "stage_official")


def create_department(*, name: str, parent: Department | None, by: User | None, at: datetime) -> Department:
    """A department below `parent` (None: at the top); it lives under the policy of the one above."""
    check_everywhere(by)
    with transaction.atomic():
        _check_name(name, parent)
        if parent is not None and parent.closed_at:
            raise Refused(
                _("“%(name)s” is closed: choose another department.") % {"name": parent}, code="closed", field="parent"
            )
        department = Department.objects.create(name=name.strip(), parent=parent)
        log.record(by=by, action="department.created", at=at, subject=department, changes={"above": [None, parent]})
        return department


def update_department(*, department_id: int, by: User | None, at: datetime, name: str, **words: str) -> Department:
    """Its name and its own words for the stages (empty: the usual words)."""
    check_everywhere(by)
    with transaction.atomic():
        department = Department.objects.select_for_update(no_key=True).get(pk=department_id)
        before = {field: getattr(department, field) for field in ("name", *WORDS)}
        if name.strip() != department.name:
            _check_name(name, department.parent, department)
        after = {"name": name.strip(), **{word: words.get(word, before[word]).strip() for word in WORDS}}
        changes = log.differences(before, after)
        if changes:
            Department.objects.filter(pk=department.pk).update(**after)
            log.record(by=by, action="department.changed", at=at, subject=department, changes=changes)
        department.refresh_from_db()
        return department


def move_department(*, department_id: int, parent: Department | None, by: User | None, at: datetime) -> Department:
    """Hang it, with all below it, under another one (None: at the top)."""
    check_everywhere(by)
    with transaction.atomic():
        # The whole tree is locked: two moves at once could tie it into a ring.
        tree = {d.pk: d for d in Department.objects.select_for_update(no_key=True).order_by("pk")}
        department = tree[department_id]
        if parent is not None and department_id in tree[parent.pk].ancestor_ids():
            raise Refused(_("A department can't belong to itself."), code="circle", field="parent")
        if parent is not None and tree[parent.pk].closed_at:
            raise Refused(
                _("“%(name)s” is closed: choose another department.") % {"name": parent}, code="closed", field="parent"
            )
        before = tree[department.parent_id] if department.parent_id else None
        if before == parent:
            return department
        _check_name(department.name, parent, department)
        department.parent = parent
        department.save(update_fields=["parent"])
        log.record(by=by, action="department.moved", at=at, subject=department, changes={"above": [before, parent]})
        return department


def close_department(*, department_id: int, by: User | None, at: datetime) -> Department:
    """An empty department takes nobody any more; what happened in it keeps its name."""
    check_everywhere(by)
    with transaction.atomic():
        department = Department.objects.select_for_update(no_key=True).get(pk=department_id)
        if department.closed_at:
            raise Refused(_("This department is already closed."), code="closed")
        people = department.people.filter(is_active=True).count()
        if people:
            raise Refused(
                _("%(n)s people are still in this department: move them first.") % {"n": people}, code="people"
            )
        if department.children.filter(closed_at__isnull=True).exists():
            raise Refused(_("It has lower departments: move or close those first."), code="children")
        department.closed_at = at
        department.save(update_fields=["closed_at"])
        log.record(by=by, action="department.closed", at=at, subject=department)
        return department


def reopen_department(*, department_id: int, by: User | None, at: datetime) -> Department:
    """Let a closed department take people again."""
    check_everywhere(by)
    with transaction.atomic():
        department = Department.objects.select_for_update(no_key=True).get(pk=department_id)
        department.closed_at = None
        department.save(update_fields=["closed_at"])
        log.record(by=by, action="department.reopened", at=at, subject=department)
        return department


def _check_name(name: str, parent: Department | None, own: Department | None = None) -> None:
    if not name.strip():
        raise Refused(_("A department needs a name."), code="name", field="name")
    if "/" in name:
        raise Refused(
            _("A name can't contain “/”: it separates a department from the one below it."), code="name", field="name"
        )
    named = Department.objects.filter(parent=parent, name=name.strip())
    if (named.exclude(pk=own.pk) if own else named).exists():
        raise Refused(_("There is already a department with this name."), code="taken", field="name")


def company_name(department: Department) -> str:
    """The company's name: the department at the top."""
    return Department.objects.filter(pk__in=department.ancestor_ids()[:1]).values_list("name", flat=True).first() or ""


def find_department(text: object) -> Department | None:
    """The department "A/B"; its first name may also stand deeper where it is the only one of that name. None if there is none."""
    parts = [p.strip() for p in str(text).split("/") if p.strip()]
    if not parts:
        return None
    found = Department.objects.filter(name=parts[0], parent__isnull=True).first()
    if found is None:
        deeper = list(Department.objects.filter(name=parts[0])[:2])
        found = deeper[0] if len(deeper) == 1 else None
    for part in parts[1:]:
        found = found and Department.objects.filter(name=part, parent=found).first()
    return found
