"""The database and `access` give the same answer to who has a right, also where it was given beside the role."""

import re

import pytest

from crm_project.accounts.domain import access
from crm_project.accounts.models import User
from crm_project.accounts.models.choices import ASKABLE, Action, Scope
from crm_project.accounts.models.who_may import who_may
from customers.models import Ownership
from tests.cast import customer
from tests.test_structure import modules

from .told import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.req("Ne6", "Nb3")]

# A person's right, read past `access` and `who_may`: a query over the grants, or the table of the role.
ASKED_OTHERWISE = re.compile(r"(role__|further_)grants|\brole\.grants\b")
# Where the rights themselves are kept, shown and compared, of the role as of what is beside it.
ABOUT_RIGHTS = (
    "crm_project.accounts.models",
    "crm_project.accounts.domain.access",
    "crm_project.accounts.domain.authority",
    "crm_project.accounts.domain.further_rights",
    "crm_project.accounts.domain.rights",
    "crm_project.accounts.presenters.rights",
    "crm_project.accounts.forms.rights",
    "crm_project.accounts.views.roles",
    "crm_project.rights.presenters",
    # An admin is lent, in memory, what the applicant may: the right of a change of settings.
    "crm_project.settings_changes.domain.replaying",
    # Of a role that somebody is about to get, and of all roles: no person is asked about.
    "assignment.domain.handover.leaving",
    "deals.views.products",
)


def test_nothing_decides_by_the_role_alone():
    found = [m.name for m in modules() if ASKED_OTHERWISE.search(m.text) and not m.name.startswith(ABOUT_RIGHTS)]
    assert not found, "ask access.scope of one person, who_may of the database"


@pytest.mark.parametrize("action", Action)
def test_the_database_finds_whoever_may(cast, action):
    if action in ASKABLE:
        User.objects.filter(pk__in=(cast.rep.pk, cast.auditor.pk)).update(further_grants={action: "all"})
    everybody = list(User.objects.select_related("role"))
    for reach in (None, Scope.ALL):
        able = {p.pk for p in everybody if access.scope(p, action) in ((*Scope,) if reach is None else (reach,))}
        assert set(User.objects.filter(who_may(action, reach)).values_list("pk", flat=True)) == able


def test_the_owner_of_something_is_asked_likewise(cast):
    row = customer(cast.rep)
    asked = Ownership.objects.filter(who_may("product.manage", person="owner"))
    assert not asked.exists()
    User.objects.filter(pk=cast.rep.pk).update(further_grants={"product.manage": "all"})
    assert asked.get().customer == row and access.may(fresh(cast.rep), "product.manage")
