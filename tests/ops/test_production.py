"""The production steps of the README, as they stand there: they end at a sign-in page that tells no password."""

import http.client
import re
import urllib.error
import urllib.request

import pytest

from tests.ops.processes import ROOT, environment, running, until
from tests.ops.test_serve import free_port

pytestmark = [
    pytest.mark.redis,
    pytest.mark.postgres,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
# What only the test can know: its servers, a key, and how its "proxy" reaches the web process.
OURS = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "CRM_DATA")
HOST = "crm.example.com"
# Proxies may stand anywhere in a range; these are other machines as far as the web process can tell.
PROXIES, PROXY, NEIGHBOUR = "127.9.0.0/16", "127.9.3.7", "127.8.0.1"


def steps() -> tuple[dict[str, str], list[list[str]]]:
    """(variables, commands of manage.py) of the production part."""
    text = (ROOT / "README.md").read_text(encoding="utf-8").partition("## In production")[2]
    block = re.search(r"```sh\n(.*?)```", text, re.S)[1]
    lines = [line.partition("  #")[0].strip() for line in block.splitlines()]
    exported = [part for line in lines if line.startswith("export ") for part in line.split()[1:]]
    commands = [line.split()[1:] for line in lines if line.startswith(".venv/bin/python manage.py")]
    return dict(part.partition("=")[::2] for part in exported), commands


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args, **kwargs):
        """A redirect is an answer here."""
        return


def ask(port: int, path: str, **headers: str) -> tuple[int, str]:
    """(status, text or address led to) as the proxy gets it."""
    opener = urllib.request.build_opener(_Stay)
    wanted = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Host": HOST, **headers})
    try:
        with opener.open(wanted, timeout=60) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers.get("Location") or error.read().decode()
    except OSError:
        return 0, ""


def ask_from(address: str, port: int, path: str, **headers: str) -> int:
    """The status that a machine at this address gets."""
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=60, source_address=(address, 0))
    try:
        asking.request("GET", path, headers={"Host": HOST, **headers})
        return asking.getresponse().status
    finally:
        asking.close()


def test_the_steps_of_the_readme_end_at_a_sign_in_page_without_logins(tmp_path):
    from crm_project.accounts.models import User

    named, commands = steps()
    assert named["ALLOWED_HOSTS"] == HOST and [command[-1] for command in commands] == ["web", "worker", "beat"]
    port = free_port()
    env = environment(CRM_DATA=str(tmp_path), PORT=str(port), LOG_LEVEL="INFO")
    for name in ("DEMO", "MAKELEVEL"):
        env.pop(name, None)
    env |= {name: value for name, value in named.items() if name not in OURS}
    env |= {"SECRET_KEY": "only-for-this-test-0123456789-abcdefghijklmnopqrstuvwxyz"}
    env |= {"DJANGO_SETTINGS_MODULE": "crm_project.settings", "FORWARDED_ALLOW_IPS": f"127.0.0.1,{PROXIES}"}
    log = tmp_path / "web.log"
    web, worker, beat = commands
    with (
        running(*web, log=log, env=env),
        running(*worker, log=tmp_path / "worker.log", env=env),
        running(*beat, log=tmp_path / "beat.log", env=env),
    ):
        until(lambda: "Ctrl-C stops it" in log.read_text(), 90, "start")
        through_proxy = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7"}
        status, page = ask(port, "/accounts/login/", **through_proxy)
        assert status == 200 and 'name="password"' in page
        assert "demo-logins" not in page and "sunrise" not in page.lower()
        # Reached past the proxy it leads to https once; through the proxy it does not lead in a circle.
        assert ask(port, "/accounts/login/") == (301, f"https://{HOST}/accounts/login/")
        # A proxy within the range that FORWARDED_ALLOW_IPS names is believed, a machine beside it is not.
        assert ask_from(PROXY, port, "/accounts/login/", **through_proxy) == 200
        assert ask_from(NEIGHBOUR, port, "/accounts/login/", **through_proxy) == 301
        assert until(lambda: ask(port, "/healthz", **through_proxy)[1] == '{"status": "ok"}', 60, "health")
    told = log.read_text()
    assert "user name admin, password " in told and "must be changed" in told
    assert list(User.objects.values_list("username", "must_change_password")) == [("admin", True)]
    assert (tmp_path / "static").exists()
