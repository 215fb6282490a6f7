"""Roles are data: an admin changes what each may do; nobody can lock everybody out."""

import pytest
from django.urls import reverse

from crm_project.accounts.domain import access, rights
from crm_project.accounts.models import Role, User
from crm_project.accounts.models.choices import Action
from crm_project.accounts.presenters.rights import GROUPS
from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from tests.cast import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.req("Ne5", "Na1"), pytest.mark.usefixtures("clock")]


def role(key):
    return Role.objects.get(key=key)


def given(key, **changes):
    """The grants of a role with some changed: given("rep", customer_export="own")."""
    return {**role(key).grants, **{name.replace("_", ".", 1): scope for name, scope in changes.items()}}


def post(browser, key, grants, **extra):
    data = {f"right.{action}": scope for action, scope in grants.items()}
    return browser.post(reverse("accounts:role", args=[role(key).pk]), {"part": "rights", **data, **extra})


def test_a_changed_role_holds_for_everybody_in_it_and_the_audit_has_old_and_new(cast):
    rights.set_rights(
        role_id=role("rep").pk,
        grants=given("rep", customer_view="department", pool_view="", customer_export="own"),
        by=cast.admin,
        at=NOW,
    )
    rep = User.objects.get(pk=cast.rep.pk)
    assert access.scope(rep, "customer.view") == "department" and not access.may(rep, "pool.view")
    assert Entry.objects.get(action="role.rights").changes == {
        "customer.view": ["own", "department"],
        "pool.view": ["department", None],
        "customer.export": [None, "own"],
    }


@pytest.mark.req("Nb1")
def test_the_admin_role_keeps_the_right_to_manage_people(cast):
    for scope in ("", "department"):
        with pytest.raises(
            Refused,
            match="The admin role must keep the right to manage people everywhere: without it nobody could undo this.",
        ):
            rights.set_rights(
                role_id=role("admin").pk, grants=given("admin", people_manage=scope), by=cast.admin, at=NOW
            )
    assert role("admin").grants["people.manage"] == "all"


@pytest.mark.req("Nb1")
def test_nobody_locks_everybody_out_by_another_role(cast):
    second = rights.create_role(name="Second admin", like=role("admin"), by=cast.admin, at=NOW)
    User.objects.filter(pk=cast.admin.pk).update(role=second)  # nobody is in the built-in role any more
    admin = User.objects.get(pk=cast.admin.pk)
    with pytest.raises(Refused, match="nobody could manage people"):
        rights.set_rights(role_id=second.pk, grants={"people.view": "all"}, by=admin, at=NOW)
    second.refresh_from_db()
    assert second.grants["people.manage"] == "all"


@pytest.mark.parametrize("grants", [{"customer.fly": "all"}, {"customer.view": "planet"}, {"audit.view": "department"}])
def test_a_right_that_does_not_exist_is_refused(cast, grants):
    with pytest.raises(Refused, match="There is no right"):
        rights.set_rights(role_id=role("rep").pk, grants=grants, by=cast.admin, at=NOW)


@pytest.mark.req("Nb3", "Nh2")
@pytest.mark.parametrize("who", ["rep", "manager", "general_manager", "hr", "auditor"])
def test_only_whoever_manages_people_everywhere_changes_roles(cast, signed_in, who):
    with pytest.raises(Refused, match="manages people of the whole company"):
        rights.set_rights(role_id=role("rep").pk, grants={}, by=getattr(cast, who), at=NOW)
    assert post(signed_in(getattr(cast, who)), "rep", {}, confirmed="1").status_code == 403
    assert role("rep").grants


def test_saving_shows_old_and_new_first_and_changes_nothing_yet(cast, signed_in):
    browser = signed_in(cast.admin)
    page = post(browser, "rep", given("rep", customer_view="all"))
    assert page.context["changes"] == [("See customers", "Own", "All")]
    assert role("rep").grants["customer.view"] == "own"
    assert 'name="right.customer.view" value="all"' in page.content.decode()
    post(browser, "rep", given("rep", customer_view="all"), confirmed="1")
    assert role("rep").grants["customer.view"] == "all"


def test_a_built_in_role_keeps_its_name_in_both_languages(cast):
    rights.change_role(role_id=role("rep").pk, name="Rep", level=0, second_factor=True, by=cast.admin, at=NOW)
    assert role("rep").name == "" and role("rep").second_factor
    rights.change_role(role_id=role("rep").pk, name="Verkäufer", level=0, second_factor=True, by=cast.admin, at=NOW)
    assert str(role("rep")) == "Verkäufer"


def test_a_new_role_begins_as_a_copy_and_goes_when_nobody_has_it(cast):
    made = rights.create_role(name="专员", like=role("rep"), by=cast.admin, at=NOW)
    assert made.grants == role("rep").grants and not made.builtin
    with pytest.raises(Refused, match="There is already a role with this name."):
        rights.create_role(name="专员", like=role("rep"), by=cast.admin, at=NOW)
    rights.remove_role(role_id=made.pk, by=cast.admin, at=NOW)
    assert not Role.objects.filter(pk=made.pk).exists()


def test_a_role_that_somebody_has_stays_and_so_do_the_built_in_ones(cast):
    made = rights.create_role(name="Junior", like=role("rep"), by=cast.admin, at=NOW)
    User.objects.filter(pk=cast.rep.pk).update(role=made, is_active=False)
    with pytest.raises(Refused, match="including closed accounts"):
        rights.remove_role(role_id=made.pk, by=cast.admin, at=NOW)
    with pytest.raises(Refused, match="be removed: remove their rights instead."):
        rights.remove_role(role_id=role("hr").pk, by=cast.admin, at=NOW)


def test_the_table_of_rights_leaves_no_action_out():
    shown = [action for _label, actions in GROUPS for action in actions]
    assert sorted(shown) == sorted(Action)
