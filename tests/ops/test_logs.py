"""Nobody gets in, or at a customer's number, by reading the log."""

import json
import logging
import logging.config

import pytest
from django.conf import settings
from django.urls import reverse

from crm_project.ops.logs import logging_config, redacted

pytestmark = pytest.mark.req("Ne3")
NUMBER = "13800138000"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("GET /customers/?q=13800138000", "GET /customers/?q=…00"),
        ("GET /customers/?q=%2B86+138-0013-8000&a=1", "GET /customers/?q=%2B86…00&a=1"),
        ("GET /people/invitation/WzEsImFiYyJd:1abc:xyz_-09/", "GET /people/invitation/…/"),
        ("POST /x/ {'password': 'hunter2', 'login': 'rep'}", "POST /x/ {'password': '…', 'login': 'rep'}"),
        ("GET /healthz?token=abc&only=web", "GET /healthz?token=…&only=web"),
        ("GET /customers/1234/", "GET /customers/1234/"),
        ("GET /ownership/changes/?day=2026-03-01", "GET /ownership/changes/?day=2026-03-01"),
        ("took 0.25 s, 200 rows", "took 0.25 s, 200 rows"),
    ],
)
def test_secrets_and_numbers_become_dots(text, told):
    assert redacted(text) == told


@pytest.mark.django_db
def test_a_request_and_what_broke_in_it_are_told_without_them(cast, client, capsys):
    logging.config.dictConfig(logging_config("INFO"))
    try:
        client.force_login(cast.rep)
        client.get(reverse("customers:list"), {"q": NUMBER})
        try:
            raise ValueError(f"no customer with the number {NUMBER}")
        except ValueError:
            logging.getLogger("test").exception("lookup of %s failed", NUMBER)
        lines = capsys.readouterr().err.splitlines()
    finally:
        logging.config.dictConfig(settings.LOGGING)
    told = [json.loads(line) for line in lines if line.startswith("{")]
    assert any(line.get("request", "").startswith("GET /customers/") for line in told)
    assert any("ValueError" in line.get("exception", "") for line in told)
    assert NUMBER not in "\n".join(lines)
