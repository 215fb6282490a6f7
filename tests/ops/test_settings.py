"""The program refuses to start where it would be unsafe, and says why."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
GOOD_KEY = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQR"


def start(data: Path, code: str = "pass", **environment: str) -> subprocess.CompletedProcess[str]:
    """Load the settings of the product in a process of its own, in a clean environment."""
    program = f"from crm_project import settings; from django.conf import settings as loaded; {code}"
    own = {
        "PATH": os.environ["PATH"],
        "CRM_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "crm_project.settings",
    }
    return subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=own | environment, capture_output=True, text=True
    )


def refusal(data: Path, **environment: str) -> str:
    """The sentence it refuses with."""
    done = start(data, **environment)
    assert done.returncode == 1
    name, _, sentence = done.stderr.strip().splitlines()[-1].partition(": ")
    assert name == "django.core.exceptions.ImproperlyConfigured"
    return sentence


def test_a_single_machine_makes_its_key_once_and_keeps_it_to_itself(tmp_path):
    first, second = (start(tmp_path, "print(settings.SECRET_KEY)").stdout for _ in range(2))
    assert len(first.strip()) > 50
    assert first == second
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_a_public_installation_needs_a_key(tmp_path):
    sentence = refusal(tmp_path, ALLOWED_HOSTS="crm.example.com")
    assert "SECRET_KEY is missing" in sentence and "crm.example.com" in sentence
    assert not (tmp_path / "secret_key").exists()


@pytest.mark.parametrize("key", ["short", "a" * 60, "django-insecure-" + GOOD_KEY])
def test_a_weak_key_is_refused(tmp_path, key):
    assert "SECRET_KEY is weak" in refusal(tmp_path, SECRET_KEY=key)


def test_a_good_key_serves_a_public_installation(tmp_path):
    assert start(tmp_path, ALLOWED_HOSTS="crm.example.com", SECRET_KEY=GOOD_KEY).returncode == 0


@pytest.mark.parametrize(
    ("allowed", "environment"),
    [
        (True, {}),
        (True, {"ALLOWED_HOSTS": "127.0.0.1,crm.localhost"}),
        (False, {"ALLOWED_HOSTS": "crm.example.com", "SECRET_KEY": GOOD_KEY}),
        (False, {"ALLOWED_HOSTS": "127.0.0.1,crm.example.com", "SECRET_KEY": GOOD_KEY}),
        (False, {"DATABASE_URL": "postgres://u:p@127.0.0.1/crm"}),
        (False, {"DEMO": "0"}),
        (True, {"DEMO": "1", "ALLOWED_HOSTS": "crm.example.com", "SECRET_KEY": GOOD_KEY}),
    ],
)
def test_the_demo_company_is_for_a_trial_on_one_machine(tmp_path, allowed, environment):
    assert start(tmp_path, "print(loaded.DEMO_ALLOWED)", **environment).stdout.split() == [str(allowed)]


def test_debug_is_refused_where_others_can_reach_it(tmp_path):
    assert "DEBUG=1" in refusal(tmp_path, DEBUG="1", ALLOWED_HOSTS="crm.example.com", SECRET_KEY=GOOD_KEY)


def test_debug_is_refused_on_a_database_elsewhere(tmp_path):
    assert "db.example.com" in refusal(tmp_path, DEBUG="1", DATABASE_URL="postgres://u:p@db.example.com/crm")


def test_debug_is_possible_at_home(tmp_path):
    assert start(tmp_path, DEBUG="1", DATABASE_URL="postgres://u:p@127.0.0.1/crm").returncode == 0


def test_behind_https_all_cookies_are_secure_and_the_browser_remembers(tmp_path):
    code = (
        "assert loaded.SESSION_COOKIE_SECURE and loaded.CSRF_COOKIE_SECURE and loaded.SECURE_SSL_REDIRECT;"
        "assert loaded.SECURE_HSTS_SECONDS >= 31536000"
    )
    done = start(tmp_path, code, ALLOWED_HOSTS="crm.example.com", SECRET_KEY=GOOD_KEY, SECURE_SSL="1")
    assert done.returncode == 0, done.stderr


def test_the_company_names_its_time_zone(tmp_path):
    code = "print(loaded.TIME_ZONE, loaded.CELERY_TIMEZONE)"
    assert start(tmp_path, code).stdout.split() == ["Asia/Shanghai"] * 2
    assert start(tmp_path, code, CRM_TIME_ZONE="Europe/Berlin").stdout.split() == ["Europe/Berlin"] * 2


@pytest.mark.req("Ng4")
@pytest.mark.parametrize("key", ["1", "x" * 31, "x" * 64])
def test_a_key_of_backups_that_can_be_guessed_is_refused(tmp_path, key):
    assert "BACKUP_KEY is weak" in refusal(tmp_path, BACKUP_KEY=key)
