"""An account stays with its person: address, second factor, session, lock-out, cookies, what browsers keep."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth import SESSION_KEY
from django.core import mail
from django.urls import reverse

from crm_project.accounts import tasks
from crm_project.accounts.domain import encryption, people, profile
from crm_project.accounts.domain.people import tell_old_address
from crm_project.lib.refused import Refused
from tests.cast import NOW
from tests.commands import run
from tests.ops.test_settings import GOOD_KEY, ROOT

pytestmark = [pytest.mark.django_db, pytest.mark.req("Na3")]
PASSWORD = "correct-horse-battery"
PROFILE = reverse("accounts:profile")


@pytest.fixture
def rep(cast):
    """Somebody with a password and an address."""
    cast.rep.set_password(PASSWORD)
    cast.rep.email = "old@crm.example"
    cast.rep.save(update_fields=["password", "email"])
    return cast.rep


@pytest.fixture
def mailed(monkeypatch):
    """Mails that background work would send."""
    sent = []
    monkeypatch.setattr(tasks.mail_address_changed, "delay", lambda *given: sent.append(given))
    return sent


# --- Address --------------------------------------------------------------------------------------
def test_another_address_takes_the_password_and_the_old_one_is_told(
    rep, client, mailed, django_capture_on_commit_callbacks
):
    client.force_login(rep)
    typed = {"full_name": "Rep", "digest": "daily", "email": "new@crm.example", "mobile": "123"}
    for wrong in ({}, {"password": "guessed"}):
        page = client.post(PROFILE, typed | wrong)
        assert "Type your password" in page.content.decode() and "new@crm.example" in page.content.decode()
    rep.refresh_from_db()
    assert rep.email == "old@crm.example" and not mailed
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(PROFILE, typed | {"password": PASSWORD}).status_code == 302
    assert mailed == [(rep.pk, "old@crm.example")]
    tasks.mail_address_changed(rep.pk, "old@crm.example")
    assert mail.outbox[0].to == ["old@crm.example"] and "new@crm.example" not in mail.outbox[0].body


def test_the_rest_of_the_profile_takes_no_password(rep):
    assert profile.update_profile(by=rep, at=NOW, full_name="Renamed", email=rep.email).full_name == "Renamed"


def test_an_admin_does_not_get_round_it_and_others_are_told(cast, rep, mailed, django_capture_on_commit_callbacks):
    with pytest.raises(Refused, match="profile"):
        people.update_person(person_id=cast.admin.pk, by=cast.admin, at=NOW, email="elsewhere@crm.example")
    with django_capture_on_commit_callbacks(execute=True):
        people.update_person(person_id=rep.pk, by=cast.admin, at=NOW, email="new@crm.example")
    assert mailed == [(rep.pk, "old@crm.example")]


def test_nobody_is_told_of_the_same_address_or_a_first_one(rep, mailed, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        tell_old_address(rep, "")
        tell_old_address(rep, "OLD@crm.example")
    assert not mailed


# --- Second factor --------------------------------------------------------------------------------
def test_secrets_are_unreadable_in_the_database_and_work(rep):
    TOTP.activate(rep, "JBSWY3DPEHPK3PXP")
    kept = Authenticator.objects.get(user=rep).data["secret"]
    assert "JBSWY3DPEHPK3PXP" not in kept and encryption.decrypted(kept) == "JBSWY3DPEHPK3PXP"


def test_a_new_key_reads_old_secrets_until_they_are_renewed(rep, settings):
    TOTP.activate(rep, "JBSWY3DPEHPK3PXP")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = GOOD_KEY
    assert run("renew_secrets") == (0, ["1 secrets renewed"], [])
    settings.SECRET_KEY_FALLBACKS = []
    assert encryption.decrypted(Authenticator.objects.get(user=rep).data["secret"]) == "JBSWY3DPEHPK3PXP"
    settings.SECRET_KEY = GOOD_KEY[::-1]
    code, _out, errors = run("renew_secrets")
    assert code == 1 and "SECRET_KEY_FALLBACKS" in errors[0]


def test_what_an_older_version_wrote_is_read_and_migrated(rep):
    from importlib import import_module

    from django.apps import apps

    row = Authenticator.objects.create(user=rep, type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
    assert encryption.decrypted(row.data["secret"]) == "JBSWY3DPEHPK3PXP"
    migration = import_module("crm_project.accounts.migrations.0007_second_factor_secrets")
    for _twice in range(2):
        migration.encrypt(apps, None)
        row.refresh_from_db()
        assert row.data["secret"].startswith("f1:")
        assert encryption.decrypted(row.data["secret"]) == "JBSWY3DPEHPK3PXP"
    migration.decrypt(apps, None)
    row.refresh_from_db()
    assert row.data["secret"] == "JBSWY3DPEHPK3PXP"


# --- Session --------------------------------------------------------------------------------------
def test_a_session_ends_after_twelve_hours_however_busy(rep, client, settings):
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.db"
    with time_machine.travel("2026-03-02T09:00:00+08:00", tick=False) as clock:
        client.force_login(rep)
        for _hour in range(12):
            assert client.get(PROFILE).status_code == 200
            clock.shift(timedelta(hours=1))
        assert client.get(PROFILE).status_code == 302
        assert SESSION_KEY not in client.session
        client.force_login(rep)
        clock.shift(timedelta(hours=1))
        assert client.get(PROFILE).status_code == 200, "the next one begins anew"


# --- Lock-out -------------------------------------------------------------------------------------
def attempt(client, password, address="203.0.113.66"):
    """One sign-in from an address; whether it went well."""
    given = {"login": "rep", "password": password}
    return client.post(reverse("account_login"), given, REMOTE_ADDR=address).status_code == 302


@pytest.fixture
def locked(rep, client_class):
    """A stranger has typed wrong passwords until the account closed."""
    stranger = client_class()
    for _n in range(6):
        assert not attempt(stranger, "wrong")
    assert not attempt(stranger, PASSWORD), "even the right one, from a strange place"
    return stranger


@pytest.fixture
def client_class():
    """Browsers of their own."""
    from django.test import Client

    return Client


def test_a_device_that_signed_in_before_is_never_kept_out(rep, client, request):
    assert attempt(client, PASSWORD, "198.51.100.1")
    client.post(reverse("account_logout"))
    request.getfixturevalue("locked")
    assert attempt(client, PASSWORD, "192.0.2.99"), "the browser is known, wherever it is"


def test_an_address_that_signed_in_before_is_never_kept_out(rep, client, client_class, request):
    assert attempt(client, PASSWORD, "198.51.100.1")
    request.getfixturevalue("locked")
    assert attempt(client_class(), PASSWORD, "198.51.100.1"), "another browser at the known desk"


def test_a_known_place_has_a_limit_of_its_own(rep, client):
    assert attempt(client, PASSWORD, "198.51.100.1")
    client.post(reverse("account_logout"))
    for _n in range(25):
        attempt(client, "wrong", "198.51.100.1")
    assert not attempt(client, PASSWORD, "198.51.100.1")


def test_a_cookie_of_ones_own_making_is_no_known_device(rep, client_class, locked):
    browser = client_class()
    browser.cookies["device"] = f"[{rep.pk}]"
    assert not attempt(browser, PASSWORD)


# --- Browser --------------------------------------------------------------------------------------
def test_a_browser_keeps_no_signed_in_page(rep, client):
    client.force_login(rep)
    for name in ("home", "customers:list", "accounts:profile"):
        answer = client.get(reverse(name))
        assert answer["Cache-Control"] == "no-store, private"
        assert "camera=(self)" in answer["Permissions-Policy"]
    assert "no-store" in client.get(reverse("home"), headers={"HX-Request": "true"})["Cache-Control"]
    assert "no-store" in client.get("/nowhere/")["Cache-Control"]


def test_under_tls_cookies_are_bound_to_the_host(tmp_path):
    code = (
        "from crm_project import settings as s; from crm_project.accounts.domain.known_devices import COOKIE;"
        "names = [s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.LANGUAGE_COOKIE_NAME, COOKIE];"
        "assert all(n.startswith('__Host-') for n in names), names"
    )
    env = {"PATH": os.environ["PATH"], "CRM_DATA": str(tmp_path), "SECRET_KEY": GOOD_KEY, "SECURE_SSL": "1"}
    env |= {"DJANGO_SETTINGS_MODULE": "crm_project.settings", "ALLOWED_HOSTS": "crm.example.com"}
    setup = f"import django; django.setup(); {code}"
    done = subprocess.run([sys.executable, "-c", setup], cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
