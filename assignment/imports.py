"""Imports of people: the columns, exactly as the interface names them, and who takes their rows."""

from django.utils.translation import gettext_lazy as _

from crm_project.accounts.models import User
from customers.importing.columns import Column
from customers.importing.kinds import ImportKind
from customers.importing.values import line, line_of, number_of

from .importers.people import PeopleImport
from .importers.people_writing import invited

PEOPLE = ImportKind(
    "people",
    10,
    _("People"),
    PeopleImport,
    columns=(
        Column("username", number_of(User, "username"), _("Used to sign in."), required=True),
        Column("full_name", line_of(User, "full_name"), required=True),
        Column("department", line(240), _("A/B for B below A; created where missing."), required=True),
        Column("preset", line(20), _("Policy of a new department: solar, stages, tracking, direct, none.")),
        Column(
            "role",
            line(40),
            _(
                "rep, manager, director, general_manager, clerk, file_keeper, service, service_manager, "
                "finance, hr, auditor or admin."
            ),
            required=True,
        ),
        Column("superior", number_of(User, "username"), _("A user name; the person may be further down in the file.")),
    ),
    besides=("people.manage",),
    links=invited,
)

IMPORTS = (PEOPLE,)
