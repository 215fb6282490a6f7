"""What the apps declare, gathered: the whole menu, the help, in one order, for the right people."""

import pytest
from django.urls import reverse

from crm_project import catalogue
from crm_project.lib.menu_entry import GROUPS, NEW
from crm_project.ui import navigation
from tests.cast import ROLES

MENU = """
day
    home: everybody
    customers:list: everybody but hr
    assignment:pool: everybody but hr
    approvals:inbox: everybody
    activities:calendar: rep manager director general_manager service service_manager
    activities:tasks: rep manager director general_manager service service_manager
    reports:trips: rep manager director general_manager hr admin
    reports:outings: rep manager director general_manager
    reports:work_reports: everybody but auditor admin
    activities:contact_reports: rep manager director general_manager service service_manager
    activities:receptions: everybody
    customers:address_book: everybody but hr
    customers:feedback: everybody
    customers:matters: everybody
    customers:information_mine: everybody but hr
    reports:print_forms: everybody but hr
    customers:folders_mine: everybody
sell
    deals:board: rep manager director general_manager auditor
    deals:quotes: rep manager director general_manager auditor
    contracts:list: rep manager director general_manager finance auditor
    contracts:collections: rep manager director general_manager finance auditor
    contracts:expenses: rep manager director general_manager finance
    ratings:list: rep manager director general_manager finance auditor
    ratings:key_customers: rep manager director general_manager finance auditor
serve
    contracts:after_sales: general_manager service service_manager
    service:orders: rep manager director general_manager service service_manager auditor
    service:statistics: rep manager director general_manager service service_manager auditor
    service:questionnaires: rep manager director general_manager service service_manager auditor
    service:visits: rep manager director general_manager service service_manager auditor
    service:remedial: rep manager director general_manager service service_manager auditor
    service:calendar: general_manager service service_manager
decide
    activities:review_list: manager director general_manager
    assignment:collaborations: everybody but hr
    assignment:handovers: manager director general_manager admin
    assignment:introductions: rep manager director general_manager admin
steer
    reports:analysis: rep manager director general_manager hr auditor
    reports:figures: rep manager director general_manager service service_manager hr auditor
    reports:targets: rep manager director general_manager service service_manager hr auditor
    reports:leaderboards: rep manager director general_manager service service_manager hr auditor
    reports:spot_checks: rep manager director general_manager service service_manager hr auditor
    reports:contradictions: rep manager director general_manager hr admin
    reports:appraisal: rep manager director general_manager service service_manager hr auditor
    assignment:policies: everybody but hr
    assignment:release_log: rep manager director general_manager clerk hr auditor admin
    assignment:ownership_changes: rep manager director general_manager clerk hr auditor admin
    deals:plans: rep manager director general_manager auditor
    deals:analysis: rep manager director general_manager auditor
    violations:mine: everybody
    reports:mailings: rep manager director general_manager clerk file_keeper service service_manager hr auditor admin
    customers:folders: file_keeper
    customers:changes: manager director general_manager file_keeper
    customers:reviews: manager director general_manager file_keeper
    customers:information: manager director general_manager file_keeper
    customers:duplicates: manager director general_manager file_keeper admin
    customers:tidying: manager director general_manager file_keeper admin
admin
    accounts:people: everybody
    accounts:departments: admin
    accounts:roles: admin
    rights:list: admin
    rights:reviews: manager director general_manager admin
    accounts:masks: admin
    presets:choose: admin
    accounts:company_settings: admin
    customers:lists: file_keeper admin
    deals:products: rep manager director general_manager auditor
    deals:pipelines: general_manager admin
    contracts:texts: rep manager director general_manager finance auditor
    ratings:scorecards: rep manager director general_manager finance auditor admin
    service:targets: rep manager director general_manager service service_manager auditor
    service:visit_plans: general_manager service_manager
    service:lists: general_manager service_manager
    activities:record_parts: file_keeper admin
    activities:days: file_keeper admin
    customers:import: manager director general_manager clerk file_keeper admin
    audit:search: general_manager auditor admin
    accounts:security: general_manager auditor admin
    ops:system: admin
    feedback:list: file_keeper admin
help
    reports:settings: everybody
new
    customers:new: rep manager director general_manager clerk file_keeper
    activities:task_new: rep manager director general_manager service service_manager
    deals:new: rep manager director general_manager
    contracts:new: rep manager director general_manager
    service:new: rep manager director general_manager service service_manager
    service:visit_new: rep manager director general_manager service service_manager
    accounts:person_new: admin
"""
HELP = """
home customers search lists tasks receptions deals quotes contracts collections expenses grades finance service orders visits remedial
questionnaires customer-feedback lead requests steer mailings analysis rules figures targets work-reports trips outings contradictions spot-checks appraisal
print-forms files file-reviews information major-changes matters account rights rights-review settings-changes folders admin violations people audit undo feedback
"""


def expected_menu():
    """[(group, page, roles)] as the table above says."""
    group, rows = "", []
    for line in MENU.strip().splitlines():
        if not line.startswith(" "):
            group = line
            continue
        page, _colon, who = line.strip().rpartition(": ")
        named = set(who.removeprefix("everybody but ").split())
        rows.append((group, page, set(ROLES) if who == "everybody" else set(ROLES) - named if "but" in who else named))
    return rows


def test_the_entries_of_all_apps_stand_in_one_order():
    assert list(catalogue.menu()) == [*GROUPS, NEW]
    standing = [(group, entry.page) for group, entries in catalogue.menu().items() for entry in entries]
    assert standing == [(group, page) for group, page, _roles in expected_menu()]


def test_no_two_entries_claim_the_same_place():
    for group, entries in catalogue.menu().items():
        assert len({entry.order for entry in entries}) == len(entries), group
    assert len({topic.order for topic in catalogue.help_topics()}) == len(catalogue.help_topics())


@pytest.mark.django_db
@pytest.mark.parametrize("who", ROLES)
def test_each_role_sees_its_own_entries(cast, who):
    person = cast.people[who]
    groups = [*navigation.groups(person, "/", {}), *navigation.further_groups(person)]
    seen = [item["url"] for group in groups for item in group["items"]]
    seen += [item["url"] for item in navigation.new_items(person)]
    assert sorted(seen) == sorted(reverse(page) for _group, page, roles in expected_menu() if who in roles)


@pytest.mark.django_db
def test_a_figure_stands_beside_the_entry_that_names_it(cast):
    def figures(n):
        lines = navigation.groups(cast.rep, "/", {"inbox_count": lambda: n})[0]["items"]
        return {line["url"]: line["badge"] for line in lines if line["badge"]}

    inbox = reverse("approvals:inbox")
    assert [figures(0), figures(7), figures(100)] == [{}, {inbox: "7"}, {inbox: "99+"}]


def test_the_help_of_all_apps_stands_in_one_order():
    assert [topic.key for topic in catalogue.help_topics()] == HELP.split()


def test_every_page_that_the_frame_names_exists():
    entries = [entry for rows in catalogue.menu().values() for entry in rows]
    pages = [*(entry.page for entry in entries), *(page for entry in entries for page in entry.apart)]
    for page in pages:
        assert navigation.address(page), page
