"""An empty system begins with one admin, whose password is told once and changed at once."""

import re

import pytest
from django.urls import reverse

from crm_project.accounts.models import Role, User
from crm_project.ops.preparation import prepare_people

pytestmark = [pytest.mark.django_db, pytest.mark.req("Na3")]
OWN = "a-password-of-their-own"


@pytest.fixture
def password():
    """The first admin's password, as it is told."""
    Role.objects.all().delete()
    told = prepare_people(demo=False)
    assert User.objects.count() == 1 and "must be changed" in told[1]
    return re.search(r"password (\S+)", told[0])[1]


def sign_in(client, password):
    """Sign in as the first admin; the page one lands on."""
    client.post(reverse("account_login"), {"login": "admin", "password": password})
    return client.get(reverse("home"), follow=True)


def change(client, old, new):
    """Fill in the page of the new password."""
    data = {"oldpassword": old, "password1": new, "password2": new}
    return client.post(reverse("account_change_password"), data)


def test_the_first_admin_gets_nowhere_before_the_password_is_changed(client, password):
    page = sign_in(client, password)
    assert page.redirect_chain[-1][0] == reverse("account_change_password")
    assert "choose your own to continue" in page.content.decode()
    for name in ("accounts:people", "customers:list", "audit:search"):
        assert client.get(reverse(name)).url == reverse("account_change_password")
    answer = change(client, password, OWN)
    assert answer.url == reverse("home")
    # Then the second factor, which this role has from the beginning.
    assert client.get(reverse("home")).url == reverse("mfa_activate_totp")
    assert client.login(username="admin", password=OWN)


def test_the_given_password_is_not_chosen_again(client, password):
    sign_in(client, password)
    assert "Choose a password other than the one you were given." in change(client, password, password).content.decode()
    assert User.objects.get().must_change_password


def test_those_who_see_everything_begin_with_a_second_factor(password):
    demanded = set(Role.objects.filter(second_factor=True).values_list("key", flat=True))
    assert demanded == {"admin", "finance", "general_manager"}


def test_a_second_start_tells_nothing(password):
    assert prepare_people(demo=False) == []
