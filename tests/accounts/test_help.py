"""Every area and every role has its help, opened from its page (rows Nb7, Ng7)."""

import re

import pytest
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLResolver

from crm_project import catalogue
from crm_project.accounts.presenters import help_topics
from crm_project.ui import navigation
from tests.cast import ROLES, customer
from tests.test_every_page import TABLE

HELP = reverse("accounts:help")
pytestmark = [pytest.mark.django_db, pytest.mark.req("Nb7", "Ng7"), pytest.mark.usefixtures("clock")]


def keys(person):
    return [topic.key for topic in help_topics.topics(person)]


@pytest.mark.parametrize("who", ROLES)
def test_everything_in_the_menu_leads_to_help_that_the_person_sees(cast, who):
    person = cast.people[who]
    for group in navigation.groups(person, "/", {}):
        for item in group["items"]:
            topic = help_topics.topic_of(item["url"], person)
            assert topic in keys(person), f"no help belongs to {item['label']}"


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("rep", {"customers", "deals", "quotes", "contracts", "collections", "expenses", "grades", "tasks"}),
        ("finance", {"finance", "contracts", "collections", "expenses", "grades"}),
        ("manager", {"lead", "steer", "deals", "contracts"}),
        ("service", {"service", "tasks"}),
        ("hr", {"people", "rules", "requests"}),
        ("auditor", {"audit", "deals", "contracts", "grades"}),
        ("admin", {"admin", "files", "audit", "steer"}),
        ("file_keeper", {"files"}),
        ("clerk", {"files", "rules"}),
    ],
)
def test_each_role_reads_about_its_own_work_only(cast, signed_in, who, expected):
    shown = keys(cast.people[who])
    assert expected <= set(shown) and ("finance" in shown) == (who == "finance")
    page = signed_in(cast.people[who]).get(HELP).content.decode()
    for key in catalogue.help_topics():
        assert (f'id="{key.key}"' in page) == (key.key in shown)


def test_a_page_leads_to_its_own_section(cast, signed_in):
    client = signed_in(cast.rep)
    row = customer(cast.rep)
    for page, key in (
        (reverse("deals:board"), "deals"),
        (reverse("contracts:list"), "contracts"),
        (reverse("contracts:expenses"), "expenses"),
        (reverse("contracts:collections"), "collections"),
        (reverse("ratings:list"), "grades"),
        (reverse("deals:quotes"), "quotes"),
        (reverse("customers:detail", args=[row.pk]), "customers"),
    ):
        assert f'href="{HELP}#{key}"' in client.get(page).content.decode(), page


def test_nobody_is_led_to_a_section_that_is_not_there(cast):
    known = {topic.key for topic in catalogue.help_topics()}
    assert {key for _address, key in help_topics._pages()} <= known and len(known) == len(catalogue.help_topics())


# Parts of the home page, loaded after it, and files.
PARTS = {f"reports:{part}" for part in ("side", "home_targets", "home_outing", "system_state", "team_rhythm", "queue")}
FILES = {"activities:attachment"}


def test_every_page_leads_to_a_section_those_about_one_customer_too():
    known = addresses(get_resolver())
    opened = {page.name for page in TABLE if page.get is not None} - PARTS - FILES
    assert {name for name in opened if not help_topics.keys_of(known[name])} == set()


def addresses(resolver, prefix="/", space=""):
    """{name: address} of all pages, with 1 for each argument."""
    found = {}
    for one in resolver.url_patterns:
        address = prefix + re.sub(r"<[^>]*>", "1", str(one.pattern))
        if isinstance(one, URLResolver):
            found |= addresses(one, address, f"{space}{one.namespace}:" if one.namespace else space)
        elif one.name:
            found[space + one.name] = address
    return found


def test_a_page_about_one_customer_leads_to_what_each_role_reads_of_it(cast):
    for path, expected in (
        (reverse("assignment:extension", args=[1]), {"rep": "customers"}),
        (reverse("activities:followup_new", args=[1]), {"rep": "customers", "service": "tasks"}),
        (reverse("assignment:why", args=[1]), {"rep": "customers", "manager": "rules"}),
        (reverse("assignment:losses"), {"rep": "customers", "manager": "rules"}),
        (reverse("assignment:conflict", args=[1]), {"rep": "requests", "manager": "requests"}),
        (reverse("account_change_password"), {"rep": "account", "admin": "account"}),
    ):
        assert {who: help_topics.topic_of(path, cast.people[who]) for who in expected} == expected, path
