"""Writing the people of one file: departments made where missing, accounts, policies, superiors, links (rows Na1, Nb1)."""

from assignment.domain.policies.versions import preset, put_under
from assignment.models import PolicyScope
from crm_project.accounts.domain import departments, invitations, people
from crm_project.accounts.domain.departments import find_department
from crm_project.accounts.models import Department, User
from customers.importing.conditions import NEW, UNCHANGED
from customers.models import Ownership


def create(draft, terms):
    """Open the account of a new person."""
    if draft.result == NEW:
        draft.department = draft.department or _department(draft.line, terms)
        draft.person = people.create_person(
            username=draft.username,
            full_name=draft.values["full_name"],
            role=draft.role,
            department=draft.department,
            by=terms.by,
            at=terms.at,
        )


def _department(line, terms):
    department = find_department(line[0])
    department = department or departments.create_department(name=line[0], parent=None, by=terms.by, at=terms.at)
    for name in line[1:]:
        below = Department.objects.filter(name=name, parent=department).first()
        department = below or departments.create_department(name=name, parent=department, by=terms.by, at=terms.at)
    return department


def apply_preset(draft, terms):
    """Put the department under the policy that the row names, if it had none of its own."""
    key = draft.values.get("preset", "").casefold()
    if key and draft.result != UNCHANGED and unused(draft.department):
        policy = None if key == "none" else preset(key, at=terms.at)
        put_under(department=draft.department, policy=policy, by=terms.by, at=terms.at)


def unused(department):
    """Whether a department has neither a policy of its own nor customers, so that a policy may hold since ever."""
    return not any(model.objects.filter(department=department).exists() for model in (PolicyScope, Ownership))


def finish(draft, superior, terms):
    """Name and superior as the row says; a new person gets a link."""
    if draft.result == UNCHANGED:
        return
    wanted = {"full_name": draft.values["full_name"]}
    if draft.values.get("superior"):
        wanted["superior"] = superior
    people.update_person(person_id=draft.person.pk, by=terms.by, at=terms.at, **wanted)
    if draft.result == NEW:
        draft.person = invitations.issue(person_id=draft.person.pk, by=terms.by, at=terms.at)


def invited(at):
    """(person, path) of the links that an import of this moment issued and nobody has used yet."""
    invitees = User.objects.active().filter(invited_at=at).exclude(invite_key="").order_by("username")
    return [(person, invitations.path(person)) for person in invitees]
