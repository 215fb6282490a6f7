"""Signing in: by user name and password, throttled, recorded; two places at once are noticed; sessions can be ended."""

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from crm_project.accounts.models import User
from crm_project.audit.models import Entry
from crm_project.notices.models import Notice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
PASSWORD = "seven wooden chairs"


@pytest.fixture
def rep(cast):
    cast.rep.set_password(PASSWORD)
    cast.rep.save()
    return cast.rep


def enter(client, username="rep", password=PASSWORD, **extra):
    return client.post(reverse("account_login"), {"login": username, "password": password}, **extra)


def inside(client):
    return client.get(reverse("accounts:profile")).status_code == 200


def actions():
    return list(Entry.objects.filter(action__startswith="sign").order_by("id").values_list("action", flat=True))


@pytest.mark.req("Ng1", "Ng2")
def test_user_name_and_password_open_the_door_and_are_recorded(rep, client):
    assert not inside(client)
    enter(client, "Rep", REMOTE_ADDR="10.0.0.7")
    assert inside(client)
    entry = Entry.objects.get(action="signin")
    assert (entry.actor, entry.address) == (rep, "10.0.0.7")


@pytest.mark.req("Na3", "Nb6")
def test_a_wrong_password_is_recorded_with_its_address(rep, client):
    answer = enter(client, password="wrong", REMOTE_ADDR="10.0.0.9")
    assert answer.status_code == 200 and not inside(client)
    entry = Entry.objects.get(action="signin.failed")
    assert (entry.subject_id, entry.address, entry.actor) == (str(rep.pk), "10.0.0.9", None)


@pytest.mark.req("Nb6")
def test_what_was_typed_as_an_unknown_name_is_not_kept_it_may_be_a_password(cast, client):
    enter(client, username=PASSWORD, password="x")
    assert Entry.objects.get(action="signin.failed").subject_name == "se…"


def test_the_address_is_the_one_that_connects_whatever_the_client_claims(rep, client):
    enter(client, REMOTE_ADDR="10.0.0.7", headers={"X-Forwarded-For": "6.6.6.6"})
    assert Entry.objects.get(action="signin").address == "10.0.0.7"


@pytest.mark.req("Na3")
def test_after_five_wrong_passwords_even_the_right_one_waits(rep, client):
    for _ in range(5):
        enter(client, password="wrong")
    assert "Too many failed" in enter(client).content.decode()
    assert not inside(client)


@pytest.mark.req("M9", "Ng1")
def test_a_closed_account_is_not_let_in(rep, client):
    User.objects.filter(pk=rep.pk).update(is_active=False)
    enter(client)
    assert not inside(client)


def test_signing_out_is_recorded(rep, client):
    enter(client)
    client.post(reverse("account_logout"))
    assert actions() == ["signin", "signout"]
    assert not inside(client)


@pytest.mark.req("Na3")
def test_a_second_place_at_the_same_time_is_told_and_recorded(rep):
    office, cafe = Client(REMOTE_ADDR="10.0.0.7"), Client(REMOTE_ADDR="203.0.113.5")
    enter(office)
    assert not Notice.objects.filter(kind="second_place").exists()
    enter(cafe)
    notice = Notice.objects.get(kind="second_place")
    assert (notice.user, notice.params) == (rep, {"address": "203.0.113.5", "other": "10.0.0.7"})
    assert notice.url == reverse("usersessions_list")
    assert Entry.objects.get(action="signin.second_place").changes == {"address": ["10.0.0.7", "203.0.113.5"]}


def test_two_browsers_at_one_address_are_nothing_to_tell(rep):
    for _ in range(2):
        enter(Client(REMOTE_ADDR="10.0.0.7"))
    assert not Notice.objects.filter(kind="second_place").exists()


def test_a_place_that_was_left_hours_ago_is_nothing_to_tell(rep, clock, settings):
    enter(Client(REMOTE_ADDR="10.0.0.7"))
    clock.shift(settings.SESSION_COOKIE_AGE + 1)
    enter(Client(REMOTE_ADDR="203.0.113.5"))
    assert not Notice.objects.filter(kind="second_place").exists()


@pytest.mark.req("Na3")
def test_one_signs_out_everywhere_else(rep):
    office, cafe = Client(REMOTE_ADDR="10.0.0.7"), Client(REMOTE_ADDR="203.0.113.5")
    enter(office), enter(cafe)
    assert cafe.get(reverse("usersessions_list")).content.decode().count("10.0.0.7") == 1
    cafe.post(reverse("usersessions_list"))
    assert inside(cafe) and not inside(office)


@pytest.mark.req("Na3")
def test_an_admin_ends_one_session_or_all(cast, rep, client):
    office, cafe = Client(REMOTE_ADDR="10.0.0.7"), Client(REMOTE_ADDR="203.0.113.5")
    enter(office), enter(cafe)
    client.force_login(cast.admin)
    one = UserSession.objects.get(ip="10.0.0.7")
    client.post(reverse("accounts:end_sessions", args=[rep.pk]), {"session": one.pk})
    assert inside(cafe) and not inside(office)
    client.post(reverse("accounts:end_sessions", args=[rep.pk]))
    assert not inside(cafe)
    assert Entry.objects.filter(action="session.ended", actor=cast.admin).count() == 2


def test_a_number_of_somebody_elses_session_ends_nothing(cast, rep, client):
    office = Client(REMOTE_ADDR="10.0.0.7")
    enter(office)
    client.force_login(cast.admin)
    client.post(
        reverse("accounts:end_sessions", args=[cast.mate.pk]), {"session": UserSession.objects.get(user=rep).pk}
    )
    assert inside(office)


def test_the_list_of_sessions_costs_no_write_with_every_page(rep, client, django_assert_max_num_queries):
    enter(client)
    inside(client)
    with django_assert_max_num_queries(2):  # session, person
        client.post(reverse("accounts:keepalive"))


def test_the_persons_language_is_spoken_from_the_first_page(rep, client):
    User.objects.filter(pk=rep.pk).update(language="zh-hans")
    assert enter(client).cookies["django_language"].value == "zh-hans"


@pytest.mark.req("Ng3")
def test_the_page_knows_after_how_many_minutes_one_is_signed_out(rep, client, settings):
    settings.SESSION_IDLE_MINUTES = 17
    client.force_login(rep)
    page = client.get(reverse("accounts:profile")).content.decode()
    assert 'data-idle-minutes="17"' in page and f'data-keepalive-url="{reverse("accounts:keepalive")}"' in page


@pytest.mark.req("Ng3")
def test_the_sign_of_life_is_a_post_of_a_signed_in_person(rep, client):
    assert client.post(reverse("accounts:keepalive")).status_code == 302
    client.force_login(rep)
    assert client.get(reverse("accounts:keepalive")).status_code == 405
    assert client.post(reverse("accounts:keepalive")).status_code == 204


@pytest.mark.req("Ng3")
def test_whoever_answers_the_warning_in_its_last_second_is_still_signed_in(rep, client, clock, settings):
    settings.SESSION_COOKIE_AGE = 60 * 2 + 90
    settings.SESSION_IDLE_MINUTES = 2
    client.force_login(rep)
    client.post(reverse("accounts:keepalive"))
    clock.shift(59)
    client.post(reverse("accounts:keepalive"))  # too soon after the last one to be written
    clock.shift(2 * 60)
    assert client.post(reverse("accounts:keepalive")).status_code == 204
