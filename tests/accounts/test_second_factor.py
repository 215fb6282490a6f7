"""The second factor: optional, demanded by role or person, and then nothing works without it."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.urls import reverse

from crm_project.accounts.domain import people, second_factor
from crm_project.accounts.models import Role, User
from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from tests.cast import NOW
from tests.one_time_codes import SECRET, one_time_code

pytestmark = [pytest.mark.django_db, pytest.mark.req("Na3"), pytest.mark.usefixtures("clock")]
PASSWORD = "seven wooden chairs"


@pytest.fixture
def rep(cast):
    cast.rep.set_password(PASSWORD)
    cast.rep.save()
    return cast.rep


def enter(client):
    return client.post(reverse("account_login"), {"login": "rep", "password": PASSWORD})


def demand(cast):
    people.update_person(person_id=cast.rep.pk, second_factor=True, by=cast.admin, at=NOW)


def test_without_demand_the_password_is_enough(rep, client):
    enter(client)
    assert client.get(reverse("accounts:profile")).status_code == 200


def test_demanded_of_a_person_every_page_leads_to_setting_it_up(cast, rep, client):
    demand(cast)
    enter(client)
    for page in ("accounts:profile", "accounts:people", "home"):
        assert client.get(reverse(page)).url == reverse("mfa_activate_totp")
    assert client.post(reverse("accounts:profile"), {"full_name": "X"}).url == reverse("mfa_activate_totp")
    assert client.get(reverse("accounts:profile"), headers={"HX-Request": "true"}).headers["HX-Redirect"] == reverse(
        "mfa_activate_totp"
    )
    rep.refresh_from_db()
    assert rep.full_name == "Rep"


def test_demanded_of_a_role_it_concerns_everybody_in_it(cast, client):
    Role.objects.filter(key="rep").update(second_factor=True)
    client.force_login(cast.mate)
    assert client.get(reverse("accounts:profile")).url == reverse("mfa_activate_totp")
    client.force_login(cast.manager)
    assert client.get(reverse("accounts:profile")).status_code == 200


def test_once_set_up_everything_is_open_and_the_audit_knows(cast, rep, client, django_capture_on_commit_callbacks):
    demand(cast)
    enter(client)
    page = client.get(reverse("mfa_activate_totp"))
    assert page.status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("mfa_activate_totp"), {"code": one_time_code(page.context["form"].secret)})
    assert answer.status_code == 302
    assert client.get(reverse("accounts:profile")).status_code == 200
    assert Entry.objects.filter(action="second_factor.on", actor=rep).exists()


def test_signing_in_then_asks_for_the_code_and_counts_a_wrong_one(rep, client):
    TOTP.activate(rep, SECRET)
    assert enter(client).url.startswith(reverse("mfa_authenticate"))
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert Entry.objects.filter(action="signin.failed", subject_id=str(rep.pk)).count() == 1
    assert client.get(reverse("accounts:profile")).status_code == 302
    client.post(reverse("mfa_authenticate"), {"code": one_time_code()})
    assert client.get(reverse("accounts:profile")).status_code == 200


def test_where_it_is_demanded_it_cannot_be_switched_off(cast, rep, client):
    TOTP.activate(rep, SECRET)
    demand(cast)
    enter(client)
    client.post(reverse("mfa_authenticate"), {"code": one_time_code()})
    client.post(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.filter(user=rep, type="totp").exists()


def test_a_lost_phone_an_admin_takes_it_off_and_the_person_is_signed_out(cast, rep, client):
    TOTP.activate(rep, SECRET)
    enter(client)
    client.post(reverse("mfa_authenticate"), {"code": one_time_code()})
    client.get(reverse("accounts:profile"))
    second_factor.remove_second_factor(person_id=rep.pk, by=cast.admin, at=NOW)
    assert client.get(reverse("accounts:profile")).status_code == 302
    enter(client)
    assert client.get(reverse("accounts:profile")).status_code == 200


def test_there_is_nothing_to_take_off(cast, rep):
    with pytest.raises(Refused, match="Two-step sign-in is not set up for this account."):
        second_factor.remove_second_factor(person_id=rep.pk, by=cast.admin, at=NOW)


def test_who_lacks_it_is_known(cast, rep):
    demand(cast)
    Role.objects.filter(key="manager").update(second_factor=True)
    TOTP.activate(cast.direct_manager, SECRET)
    lacking = set(second_factor.without_second_factor(User.objects.active()).values_list("username", flat=True))
    assert lacking == {"rep", "manager", "solar_manager", "stages_manager"}
