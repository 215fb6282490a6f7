"""Nobody uses the CRM before confirming the training page; the help is inside."""

import pytest
from django.urls import reverse

from crm_project.accounts.domain import training
from crm_project.accounts.models import User
from crm_project.audit.models import Entry
from tests.cast import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.req("Nb7", "Nh1"), pytest.mark.usefixtures("clock")]


@pytest.fixture
def newcomer(cast, client):
    User.objects.filter(pk=cast.rep.pk).update(trained_at=None)
    client.force_login(cast.rep)
    return cast.rep


def test_every_page_leads_a_newcomer_to_the_training(newcomer, client):
    for page in ("home", "accounts:people", "accounts:profile"):
        assert client.get(reverse(page)).url == reverse("accounts:training")
    assert client.post(reverse("accounts:profile"), {"full_name": "X"}).url == reverse("accounts:training")
    assert client.get(reverse("accounts:training")).status_code == 200


def test_the_box_must_be_ticked(newcomer, client):
    page = client.post(reverse("accounts:training")).content.decode()
    assert "Tick the box once you have read the page." in page
    assert client.get(reverse("accounts:profile")).status_code == 302


def test_confirmed_it_opens_everything_and_stays_in_the_audit(newcomer, client):
    assert client.post(reverse("accounts:training"), {"understood": "on"}).url == "/"
    assert client.get(reverse("accounts:profile")).status_code == 200
    newcomer.refresh_from_db()
    assert newcomer.trained_at == NOW
    assert Entry.objects.get(action="training.confirmed").actor == newcomer


def test_an_admin_sees_who_has_not_confirmed(cast, newcomer, client):
    client.force_login(cast.admin)
    page = client.get(reverse("accounts:people"), {"state": "untrained"})
    assert [row["username"] for row in page.context["rows"]] == ["rep"]


def test_an_admin_has_it_read_again(cast, client):
    training.require_again(person_id=cast.rep.pk, by=cast.admin, at=NOW)
    client.force_login(cast.rep)
    assert client.get(reverse("accounts:profile")).url == reverse("accounts:training")


def test_signing_out_and_the_language_stay_reachable(newcomer, client):
    assert client.post(reverse("set_language"), {"language": "zh-hans"}).url != reverse("accounts:training")
    assert client.post(reverse("account_logout")).status_code == 302
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("who", "part"),
    [("rep", "customers"), ("manager", "lead"), ("file_keeper", "files"), ("admin", "admin"), ("auditor", "audit")],
)
def test_the_help_begins_with_the_first_steps_of_ones_role(cast, client, who, part):
    client.force_login(getattr(cast, who))
    page = client.get(reverse("accounts:help")).content.decode()
    assert f'id="{part}"' in page
    assert 'id="words"' in page and 'id="keys"' in page
