"""Every page for roles that no company starts with: each right with a narrow scope, and wide sight with narrow acts (rows Ne5, Nb3).

The table of addresses and its rules are those of tests/test_every_page.py; only the roles differ.
"""

from unittest import mock

import pytest

from crm_project.accounts.models import Role
from crm_project.accounts.models.choices import WHOLE, Action
from tests.every_page import rights
from tests.every_page.rights import GRANTS, Case
from tests.every_page.stage import furnished
from tests.test_every_page import TABLE, judged, told_apart, tried

# What rights and pages say does not hang on the database: the roles as shipped are tried on both.
pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

ACTIONS = [str(action) for action in Action if action not in WHOLE]
VIEWS = [action for action in ACTIONS if action.endswith(".view")]


def every(scope, **others):
    """Each right with this scope; `others`: rights by kind ("views") with another one."""
    grants = dict.fromkeys(ACTIONS, scope)
    return grants | dict.fromkeys(VIEWS, others["views"]) if "views" in others else grants


CUSTOM = {
    "custom_own": every("own"),
    "custom_department": every("department"),
    "custom_below": every("below"),
    "custom_sees_all_acts_own": every("own", views="all"),
    "custom_sees_all_acts_department": every("department", views="all"),
    "custom_sees_own_acts_all": every("all", views="own"),
}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The world of all cases, whose viewers have these roles."""
    standing = {key: GRANTS[key] for key in ("general_manager",)}
    with (
        mock.patch.dict(GRANTS, CUSTOM | standing, clear=True),
        mock.patch.dict(rights.LEVELS, dict.fromkeys(CUSTOM, 1)),
        furnished(django_db_blocker, named="custom roles", before=make_roles) as built,
    ):
        yield built


def make_roles():
    for key, grants in CUSTOM.items():
        Role.objects.create(key=key, name=key, level=1, grants=grants)


@pytest.mark.slow
@pytest.mark.req("Ne5", "Nb3", "Na1")
@pytest.mark.parametrize("role", CUSTOM)
def test_every_page_answers_a_custom_role_as_its_rights_say(world, role):
    wrong = []
    for page in TABLE:
        for place in told_apart(role, page.places):
            case = Case(role, place)
            for method, rule in (("get", page.get), ("post", page.post)):
                if rule is None:
                    continue
                status, written = tried(world, page, method, case)
                problem = judged(page, method, rule, case, status, written)
                wrong += [problem] if problem else []
    assert not wrong, "\n" + "\n".join(wrong)
