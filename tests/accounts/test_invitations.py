"""The link that lets a person set a password: signed, seven days, once."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse

from crm_project.accounts.domain import invitations
from crm_project.accounts.models import User
from crm_project.accounts.tasks import mail_invitation
from crm_project.lib.refused import Refused
from tests.cast import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.req("Na3", "Nb1")]
PASSWORD = "seven wooden chairs"


@pytest.fixture
def link(cast, clock):
    """The address of rep's open invitation."""
    return invitations.path(invitations.issue(person_id=cast.rep.pk, by=cast.admin, at=NOW))


def choose(client, link, first=PASSWORD, second=None):
    return client.post(link, {"new_password1": first, "new_password2": second or first})


def test_the_link_sets_the_password_and_leads_to_signing_in(cast, client, link):
    assert "Welcome, Rep" in client.get(link).content.decode()
    answer = choose(client, link)
    assert answer.url == reverse("account_login")
    entered = client.post(answer.url, {"login": "rep", "password": PASSWORD})
    assert entered.status_code == 302 and "_auth_user_id" in client.session


def test_it_works_once(client, link):
    choose(client, link)
    again = client.get(link)
    assert again.status_code == 410
    assert "This link no longer works" in again.content.decode()
    assert choose(client, link).status_code == 410


def test_it_works_for_seven_days_and_no_longer(client, link, clock):
    clock.move_to(NOW + timedelta(days=7) - timedelta(seconds=1))
    assert client.get(link).status_code == 200
    clock.move_to(NOW + timedelta(days=7))
    assert client.get(link).status_code == 410


def test_a_new_link_replaces_the_old_one(cast, client, link):
    newer = invitations.path(invitations.issue(person_id=cast.rep.pk, by=cast.admin, at=NOW))
    assert client.get(link).status_code == 410
    assert client.get(newer).status_code == 200


def test_a_link_that_was_taken_back_is_worth_nothing(cast, client, link):
    invitations.revoke(person_id=cast.rep.pk, by=cast.admin, at=NOW)
    assert client.get(link).status_code == 410


def test_an_altered_link_is_worth_nothing(client, link):
    assert client.get(link[:-2] + ("a" if link[-2] != "a" else "b") + "/").status_code == 410
    assert client.get(reverse("accounts:invitation", args=["nonsense"])).status_code == 410


def test_a_closed_account_cannot_be_entered_with_an_old_link(cast, client, link):
    User.objects.filter(pk=cast.rep.pk).update(is_active=False)
    assert choose(client, link).status_code == 410


@pytest.mark.parametrize(
    ("first", "second", "sentence"),
    [("short", None, "at least 10"), ("1234567890", None, "entirely numeric"), (PASSWORD, "another one", "match")],
)
def test_a_weak_password_is_refused_with_the_reason_and_the_link_still_works(client, link, first, second, sentence):
    answer = choose(client, link, first, second)
    assert sentence in answer.content.decode()
    assert choose(client, link).status_code == 302


def test_the_verb_itself_refuses_a_weak_password(link):
    token = link.rstrip("/").rsplit("/", 1)[1]
    with pytest.raises(Refused, match="too short"):
        invitations.accept(token=token, password="short", at=NOW)


def test_it_is_mailed_in_the_persons_language(cast, link, mailoutbox):
    User.objects.filter(pk=cast.rep.pk).update(email="rep@example.com")
    mail_invitation(cast.rep.pk, "https://crm.example.com/")
    assert mailoutbox[0].to == ["rep@example.com"]
    assert f"https://crm.example.com{link}" in mailoutbox[0].body
    assert len(mail.outbox) == 1


def test_nothing_is_mailed_once_it_was_taken_back(cast, link, mailoutbox):
    User.objects.filter(pk=cast.rep.pk).update(email="rep@example.com")
    invitations.revoke(person_id=cast.rep.pk, by=cast.admin, at=NOW)
    mail_invitation(cast.rep.pk, "https://crm.example.com/")
    assert not mailoutbox


def test_a_lost_admin_gets_a_link_from_the_command_line(cast, client):
    out = StringIO()
    call_command("invite", "ADMIN", stdout=out)
    assert choose(client, out.getvalue().strip()).status_code == 302


def test_the_command_refuses_an_unknown_name(cast):
    with pytest.raises(CommandError, match="There is no user name “nobody”") as refusal:
        call_command("invite", "nobody")
    assert refusal.value.returncode == 1


def test_the_link_is_shown_only_to_whoever_manages_the_person(cast, client, link):
    client.force_login(cast.admin)
    assert link in client.get(reverse("accounts:person", args=[cast.rep.pk])).content.decode()
    client.force_login(cast.hr)
    assert link not in client.get(reverse("accounts:person", args=[cast.rep.pk])).content.decode()
