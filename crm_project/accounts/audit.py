"""What the audit says of people, roles, departments, settings and signing in (rows Na8, Ne3)."""

from django.utils.translation import gettext_lazy as _

from crm_project import catalogue
from crm_project.accounts.models.choices import Action, Scope
from crm_project.audit.presenters.declaration import Audit, Family, Subject


def _setting_name(key):
    """A company setting as its page calls it."""
    known = catalogue.company_settings().get(key)
    return str(known.label) if known else key


def _choices():
    """{code: label} of what the company's settings choose from."""
    return {code: label for one in catalogue.company_settings().values() for code, label in one.choices.items()}


AUDIT = Audit(
    uses={
        "people.manage": (
            *("person.created", "person.changed", "person.moved", "person.closed", "person.reopened"),
            *("role.created", "role.changed", "role.rights", "department.created", "department.changed"),
        ),
    },
    actions={
        "mask.set": _("changed the hidden fields"),
        "mask.removed": _("removed a rule of hidden fields"),
        "setting.set": _("changed a company setting"),
        "security.checked": _("did the security check"),
        "signin": _("has signed in"),
        "signin.failed": _("failed to sign in"),
        "signin.second_place": _("signed in at a second place"),
        "signout": _("signed out"),
        "session.ended": _("ended a session"),
        "password.set": _("set a password"),
        "second_factor.on": _("set up two-step sign-in"),
        "second_factor.off": _("switched off two-step sign-in"),
        "second_factor.codes": _("generated new recovery codes"),
        "training.asked": _("required the training again"),
        "training.confirmed": _("confirmed the training"),
        "person.created": _("created an account"),
        "person.invited": _("invited a person"),
        "person.uninvited": _("revoked an invitation"),
        "person.changed": _("changed an account"),
        "person.moved": _("moved a person"),
        "person.closed": _("closed an account"),
        "person.reopened": _("reopened an account"),
        "person.suspended": _("suspended an account, or opened it again"),
        "person.away": _("recorded an absence"),
        "person.calendar_reset": _("renewed a calendar address"),
        "right.given": _("gave a right"),
        "right.ended": _("ended a right"),
        "role.created": _("created a role"),
        "role.changed": _("changed a role"),
        "role.rights": _("changed the rights of a role"),
        "role.removed": _("removed a role"),
        "department.created": _("created a department"),
        "department.changed": _("changed a department"),
        "department.moved": _("moved a department"),
        "department.closed": _("closed a department"),
        "department.reopened": _("reopened a department"),
    },
    fields={
        "working": _("working day"),
        "role": _("role"),
        "department": _("department"),
        "rights": _("rights"),
        "rights of": _("rights as"),
        "right": _("right"),
        "reach": _("how far"),
        "superior": _("superior"),
        "password": _("password"),
        "username": _("user name"),
        "value": _("value"),
        "trained_at": _("trained"),
        "above": _("part of"),
    },
    families=(
        Family(key="rights", label=_("People and rights"), place=120),
        Family(key="signin", label=_("Signing in"), place=130),
    ),
    searched_under={
        "rights": (
            "person.",
            "role.",
            "right.",
            "mask.",
            "department.",
            "training.",
            "security.",
        ),
        "signin": (
            "signin",
            "signout",
            "session.",
            "password.",
            "second_factor.",
        ),
    },
    subjects=(
        Subject(type="setting", name=_setting_name, labels={"value": _choices}),
        Subject(
            type="user",
            page="accounts:person",
            labels={"right": dict(Action.choices), "reach": dict(Scope.choices)},
        ),
    ),
)
