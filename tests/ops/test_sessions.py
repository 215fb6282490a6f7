"""Whoever is away is signed out; a page that polls does not count as being there."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import SESSION_KEY

from crm_project.accounts.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.req("Ng3")]
PAGE = "/i18n/setlang/"  # any page: this one needs no template


@pytest.fixture
def clock(settings):
    """A clock that the test moves; that of Redis cannot be moved, so sessions live in the database here."""
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.db"
    with time_machine.travel("2026-03-02T09:00:00+08:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def signed_in(client, clock):
    """A signed-in browser."""
    client.force_login(User.objects.create(username="zhang", full_name="张三"))
    client.get(PAGE)
    return client


def is_signed_in(client) -> bool:
    """Whether the session still names a person."""
    return SESSION_KEY in client.session


def test_who_does_something_now_and_then_stays(signed_in, clock, settings):
    for _ in range(4):
        clock.shift(timedelta(seconds=settings.SESSION_COOKIE_AGE - 60))
        signed_in.get(PAGE)
    assert is_signed_in(signed_in)


def test_who_is_away_is_signed_out(signed_in, clock, settings):
    clock.shift(timedelta(seconds=settings.SESSION_COOKIE_AGE + 1))
    signed_in.get(PAGE)
    assert not is_signed_in(signed_in)


def test_a_page_that_polls_does_not_keep_one_signed_in(signed_in, clock, settings):
    for _ in range(3):
        clock.shift(timedelta(seconds=settings.SESSION_COOKIE_AGE // 2))
        signed_in.get(PAGE, headers={"X-Background": "1"})
    assert not is_signed_in(signed_in)


def test_a_second_page_within_a_minute_writes_nothing(signed_in, clock):
    clock.shift(timedelta(seconds=30))
    before = signed_in.session.get_expiry_age(), signed_in.session["seen"]
    signed_in.get(PAGE)
    assert (signed_in.session.get_expiry_age(), signed_in.session["seen"]) == before
