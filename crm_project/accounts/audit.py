"""What the audit says of people, roles, departments, settings and signing in (rows Na8, Ne3)."""

from django.utils.translation import gettext_lazy as _

from crm_project.audit.presenters.declaration import Audit, Family, Subject

AUDIT = Audit(
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
        "person.away": _("recorded an absence"),
        "person.calendar_reset": _("renewed a calendar address"),
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
        "role": _("role"),
        "department": _("department"),
        "rights": _("rights"),
        "superior": _("superior"),
        "password": _("password"),
    },
    families=(
        Family(key="rights", label=_("People and rights"), place=120),
        Family(key="signin", label=_("Signing in"), place=130),
    ),
    searched_under={
        "rights": (
            "person.",
            "role.",
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
    subjects=(Subject(type="user", page="accounts:person"),),
)
