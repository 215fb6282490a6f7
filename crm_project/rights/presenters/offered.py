"""The rights that a person may ask for, in the groups of the table of roles (row Ne6)."""

from crm_project.accounts.models.choices import ASKABLE, Scope
from crm_project.accounts.presenters.rights import GROUPS


def offered(person):
    """[(group, [(right, label)])] of what the person does not have everywhere already."""
    granted = person.role.grants if person.role else {}
    left = [action for action in ASKABLE if granted.get(action) != Scope.ALL]
    groups = [(label, [(str(a), a.label) for a in actions if a in left]) for label, actions in GROUPS]
    return [(label, choices) for label, choices in groups if choices]
