"""The menu shows what the role opens, and nothing that then refuses; the frame of a page costs two queries."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from crm_project.accounts.models.choices import Action
from crm_project.approvals.models import Request
from crm_project.notices.models import Notice
from crm_project.ui import navigation
from tests.cast import NOW, ROLES, customer
from tests.every_page.rights import reaching

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


REPS_MENU = """
home customers:list assignment:pool approvals:inbox activities:calendar activities:tasks reports:work_reports
deals:board deals:quotes contracts:list contracts:collections contracts:expenses reports:settings
"""


def links(person):
    return [item for group in navigation.groups(person, "/", {}) for item in group["items"]]


def further(person):
    return [item for group in navigation.further_groups(person) for item in group["items"]]


@pytest.mark.req("Nb3", "Nh2")
@pytest.mark.parametrize("who", [reaching(role) for role in ROLES])
def test_everything_in_the_menu_opens(cast, signed_in, who):
    browser = signed_in(getattr(cast, who))
    person = getattr(cast, who)
    for item in links(person) + further(person) + navigation.new_items(person):
        assert browser.get(item["url"]).status_code == 200, f"{who}: {item['label']}"


def test_the_menu_of_a_rep_is_what_a_rep_needs_daily(cast, signed_in):
    assert [item["url"] for item in links(cast.rep)] == [reverse(name) for name in REPS_MENU.split()]
    assert len(links(cast.rep)) <= 13
    # The rest is one page further, and stays what the role allows.
    page = signed_in(cast.rep).get(reverse("reports:settings")).content.decode()
    rest = {item["url"] for item in further(cast.rep)}
    assert {reverse("assignment:policies"), reverse("activities:contact_reports"), reverse("deals:plans")} <= rest
    assert all(f'href="{url}"' in page for url in rest) and reverse("accounts:help") in page
    assert reverse("accounts:roles") not in page


def test_a_page_that_the_menu_leaves_out_is_marked_under_settings_and_help(cast):
    lines = [i for g in navigation.groups(cast.rep, "/ownership/policies/", {}) for i in g["items"] if i["active"]]
    assert [line["url"] for line in lines] == [reverse("reports:settings")]
    lines = [i for g in navigation.groups(cast.manager, "/ownership/policies/", {}) for i in g["items"] if i["active"]]
    assert [line["url"] for line in lines] == [reverse("assignment:policies")]


def test_a_rep_sees_no_admin_pages_and_an_admin_does(cast):
    assert reverse("accounts:roles") not in [i["url"] for i in links(cast.rep)]
    assert reverse("accounts:roles") in [i["url"] for i in links(cast.admin)]
    # Whoever sets the scorecards up need not see a single grade.
    assert reverse("ratings:scorecards") in [i["url"] for i in links(cast.admin)]
    assert reverse("ratings:list") not in [i["url"] for i in links(cast.admin)]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/", "home"),
        ("/people/", "accounts:people"),
        ("/people/7/", "accounts:people"),
        ("/people/roles/3/", "accounts:roles"),
        ("/people/help/", ""),
        ("/people/profile/", ""),
        ("/nowhere/", ""),
    ],
)
def test_the_page_where_one_is_is_marked(cast, path, name):
    active = [
        item["url"] for group in navigation.groups(cast.admin, path, {}) for item in group["items"] if item["active"]
    ]
    assert active == ([reverse(name)] if name else [])


def test_the_frame_of_a_page_costs_two_queries(cast, signed_in, django_assert_max_num_queries):
    browser = signed_in(cast.admin)
    browser.get(reverse("accounts:help"))
    with django_assert_max_num_queries(4):  # session and person, then requests and notices
        browser.get(reverse("accounts:help"))


def test_a_fragment_costs_none_of_it(cast, signed_in, django_assert_max_num_queries):
    browser = signed_in(cast.admin)
    browser.get(reverse("accounts:help"))
    with django_assert_max_num_queries(4):  # session and person, then the choices of the two selects
        browser.get(reverse("accounts:people_panel"), headers={"HX-Request": "true"})


def test_badges_count_no_further_than_a_hundred(cast, client):
    Request.objects.bulk_create(
        [
            Request(kind="extension", decider=cast.manager, asked_at=NOW, due_at=NOW, subject="x", customer_id=n)
            for n in range(101)
        ]
    )
    Notice.objects.bulk_create([Notice(user=cast.manager, kind="x", at=NOW) for _ in range(3)])
    client.force_login(cast.manager)
    page = client.get(reverse("accounts:help"))
    assert page.context["inbox_count"]() == 100
    assert page.context["unread_count"]() == 3


def test_the_theme_comes_from_the_cookie_and_is_nothing_else(cast, client):
    client.force_login(cast.rep)
    client.cookies["theme"] = "dark"
    assert 'data-bs-theme="dark"' in client.get(reverse("accounts:help")).content.decode()
    client.cookies["theme"] = '"><script>'
    assert '<script>"' not in client.get(reverse("accounts:help")).content.decode()


def test_every_can_in_a_template_names_an_action():
    """A misspelt name would hide a button from everybody."""
    used = set()
    for page in Path(settings.BASE_DIR / "templates").rglob("*.html"):
        used |= {name.replace("_", ".", 1) for name in re.findall(r"\bcan\.(\w+)", page.read_text())}
    assert used <= set(Action.values)


@pytest.mark.parametrize("who", ["rep", "manager", "director", "general_manager", "admin"])
def test_requests_are_among_the_four_tabs_of_the_phone(cast, who):
    first = navigation.groups(getattr(cast, who), "/", {})[0]
    assert not first["label"] and reverse("approvals:inbox") in [item["url"] for item in first["items"][:4]]


@pytest.mark.req("D1")
def test_the_menu_shows_the_slots_of_whoever_has_a_limit(cast, signed_in):
    customer(cast.stranger)
    customer(cast.stranger, stage="official")
    page = signed_in(cast.stranger).get(reverse("home")).content.decode()
    assert "1/15" in page and f'href="{reverse("assignment:slots")}"' in page
    for person in (cast.rep, cast.direct_manager):
        assert "side-foot" not in signed_in(person).get(reverse("home")).content.decode()
