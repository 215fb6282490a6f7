"""The stage on which every page is asked: the world put up, somebody of each role signed in, and what only costs time left out."""

import logging
import re
from contextlib import contextmanager
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from unittest import mock

import time_machine
from django.conf import settings
from django.db import transaction
from django.template import Template
from django.test import Client, override_settings
from django.test.utils import _TestState
from django.urls import reverse

from crm_project.accounts.models import Department
from crm_project.celery import app
from tests.cast import BEGINNING, NOW
from tests.snapshot import again

from .world import World


class _Fields(HTMLParser):
    """The fields of a page's form with the values that they show."""

    def __init__(self):
        super().__init__()
        self.data, self._select, self._text = {}, None, None

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        name, kind = given.get("name"), given.get("type", "text")
        if tag == "input" and name and (kind not in ("checkbox", "radio") or "checked" in given):
            self.data.setdefault(name, given.get("value") or ("on" if kind == "checkbox" else ""))
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and ("selected" in given or self._select not in self.data):
            self.data[self._select] = given.get("value", "")
        elif tag == "textarea":
            self._text = name
            self.data[name] = ""

    def handle_endtag(self, tag):
        if tag in ("select", "textarea"):
            self._select = self._text = None

    def handle_data(self, data):
        if self._text:
            self.data[self._text] += data.removeprefix("\n")


def signed_in_as(viewer):
    """A browser in which the viewer has been at work already."""
    client = Client()
    client.force_login(viewer)
    client.get(reverse("accounts:help"))
    return client


def scraper(client):
    """world.scraped(name, case): a page's form as this client sees it."""
    known = {}

    def scraped(world, name, case):
        url = reverse(name, kwargs={"pk": world.get("policy", case).pk})
        if url not in known:
            page = client.get(url).content.decode()
            main = page[page.index("<main") : page.index("</main>")]
            fields = _Fields()
            fields.feed(main)
            known[url] = fields.data
        return known[url]

    return scraped


def form_of(client):
    """world.form_of(name, kwargs): the form of any page as this client sees it."""

    @cache
    def fields_of(url):
        page = client.get(url).content.decode()
        fields = _Fields()
        fields.feed(page[page.index("<main") : page.index("</main>")])
        return fields.data

    return lambda name, kwargs: dict(fields_of(reverse(name, kwargs=kwargs)))


def plain_frame():
    """TEMPLATES in which the frame around each page, the same for all and tested elsewhere, is only its blocks."""
    blocks = re.findall(r"{% block (\w+) %}", (Path(settings.BASE_DIR) / "templates/base.html").read_text())
    frame = "".join(f"{{% block {name} %}}{{% endblock %}}" for name in blocks)
    plain = {"base.html": f"<main>{frame}</main>", "403.html": "refused", "404.html": "refused"}
    finders = ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"]
    loaders = [("django.template.loaders.cached.Loader", [("django.template.loaders.locmem.Loader", plain), *finders])]
    given = settings.TEMPLATES[0]
    return [{**given, "APP_DIRS": False, "OPTIONS": {**given["OPTIONS"], "loaders": loaders}}]


_status_only = False


def _rendered(template, context):
    return "" if _status_only else _TestState.saved_data.template_render(template, context)


@contextmanager
def status_only():
    """Views answer as ever, but their templates are left out: for whoever asks only who may, of a page seen elsewhere."""
    global _status_only
    _status_only = True
    try:
        yield
    finally:
        _status_only = False


@contextmanager
def quick():
    """Thousands of requests: without a log line for each, without the test client's copies of every template's context, and without
    waiting a second for workers that are not there whenever the health of the system is asked for."""
    logging.disable(logging.WARNING)
    with (
        mock.patch.object(app.control, "ping", lambda **options: []),
        mock.patch.object(Template, "_render", _rendered),
        override_settings(TEMPLATES=plain_frame()),
    ):
        yield
    logging.disable(logging.NOTSET)


@contextmanager
def furnished(blocker, *, named, before=lambda: None):
    """The world with its signed-in viewers, within a transaction that is taken back at the end.

    `before()` runs ahead of it; worlds built alike after it share a name: each process builds one of a name once.
    """
    sessions = {"SESSION_ENGINE": "django.contrib.sessions.backends.db"}
    with (
        blocker.unblock(),
        time_machine.travel(NOW, tick=False),
        override_settings(**sessions),
        quick(),
        transaction.atomic(),
    ):
        before()
        built = again(World, named=named, empty=Department, counted=BEGINNING)
        clients = {role: signed_in_as(viewer) for role, viewer in built.viewers.items()}
        scraped = scraper(clients["general_manager"])
        built.client_of = clients.get
        built.form_of = form_of(clients["general_manager"])
        built.scraped = lambda name, case: scraped(built, name, case)
        yield built
        transaction.set_rollback(True)
