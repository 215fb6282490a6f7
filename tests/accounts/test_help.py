"""Every area and every role has its help, opened from its page (rows Nb7, Ng7)."""

import pytest
from django.urls import reverse

from crm_project import catalogue
from crm_project.accounts.presenters import help_topics
from crm_project.ui import navigation
from tests.cast import ROLES, customer

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
