"""People from a file: accounts, departments and policies where missing, superiors in any order, invitations (rows Na1, Nb1)."""

import pytest

from assignment.domain.policies.lookup import policy_for
from crm_project.accounts.domain import invitations
from crm_project.accounts.models import Department, User
from crm_project.audit.models import Entry
from tests.cast import NOW
from tests.customers.tables import bring, told

pytestmark = [pytest.mark.django_db, pytest.mark.req("Nb1")]


def row(username, **values):
    return {"username": username, "full_name": username.title(), "department": "Sales", "role": "rep", **values}


def sentences(report):
    return dict(report.refused)


@pytest.mark.req("Na1")
def test_a_company_comes_in_with_departments_policies_and_superiors_further_down(cast, tmp_path):
    report = bring(
        tmp_path,
        "people",
        [
            row("li", department="North/Harbin", superior="wang"),
            row("wang", department="North", preset="direct", role="manager"),
            row("zhao", department="South", preset="none"),
            row("qian"),
        ],
    )
    assert told(report) == {"new": 4}
    li = User.objects.get(username="li")
    assert (li.department.name, li.department.parent.name, li.superior.username, li.role.key) == (
        "Harbin",
        "North",
        "wang",
        "rep",
    )
    assert policy_for(li.department, NOW).slots == 15
    assert policy_for(Department.objects.get(name="South"), NOW) is None
    assert User.objects.get(username="qian").department == cast.departments["sales"]


def test_nobody_gets_a_password_and_everybody_a_link(cast, tmp_path):
    bring(tmp_path, "people", [row("li")])
    li = User.objects.get(username="li")
    assert not li.has_usable_password()
    token = invitations.path(li).rstrip("/").rpartition("/")[2]
    assert invitations.invited(token, NOW) == li


def test_the_second_run_changes_nothing(cast, tmp_path):
    rows = [
        row("li", department="North", preset="solar", superior="wang"),
        row("wang", department="North", preset="solar", role="manager"),
    ]
    bring(tmp_path, "people", rows)
    before = list(User.objects.order_by("pk").values()), list(Department.objects.values()), Entry.objects.count()
    assert told(bring(tmp_path, "people", rows)) == {"unchanged": 2}
    assert (list(User.objects.order_by("pk").values()), list(Department.objects.values())) == before[:2]
    assert Entry.objects.count() == before[2] + 1  # that the file was brought in


def test_the_same_file_after_people_were_moved_here_leaves_them_where_they_are(cast, tmp_path):
    bring(tmp_path, "people", [row("li")])
    User.objects.filter(username="li").update(department=cast.departments["solar"], full_name="Li Na")
    assert told(bring(tmp_path, "people", [row("li")])) == {"unchanged": 1}
    assert User.objects.get(username="li").full_name == "Li Na"


def test_a_name_and_a_superior_are_corrected_a_position_is_not(cast, tmp_path):
    report = bring(
        tmp_path,
        "people",
        [
            row("rep", full_name="New Name", superior="manager"),
            row("mate", department="Solar"),
            row("solar_rep", department="Solar", role="manager"),
        ],
    )
    assert told(report) == {"changed": 1, "refused": 2}
    assert User.objects.get(username="rep").superior == cast.manager
    assert sentences(report)[3] == "“mate” is Rep in Sales already: move them on their own page."
    assert "“solar_rep” is Rep in Solar already" in sentences(report)[4]


def test_a_refused_row_never_stops_the_others_but_takes_those_that_need_it(cast, tmp_path):
    report = bring(
        tmp_path,
        "people",
        [
            row("a", role="boss"),
            row("b", superior="a"),
            row("c", superior="b"),
            row("d"),
            row("bad name"),
            row("e", full_name=None),
            row("f", superior="nobody"),
            row("D"),
            row("g", superior="h"),
            row("h", superior="g"),
            row("i", superior="i"),
            row("j", preset="lax"),
            row("k", department="/"),
        ],
    )
    assert told(report) == {"new": 1, "refused": 12}
    said = sentences(report)
    assert said[2].startswith("role: “boss” is unknown; use one of")
    assert (
        "superior: the user name “a” does not exist, and no importable row creates it." in said[3] and "“b”" in said[4]
    )
    assert said[6].startswith("username: ")
    assert said[7] == "full_name is empty."
    assert "“nobody”" in said[8]
    assert said[9] == "Row 5 of this file is the same person."
    assert "their own superior" in said[10] and "their own superior" in said[11] and "their own superior" in said[12]
    assert said[13] == "preset: “lax” is unknown; use one of solar, stages, tracking, direct, none."
    assert said[14] == "department: “/” is not a department name."
    assert User.objects.filter(username__in="abcefghijk").count() == 0


def test_a_department_of_refused_rows_only_is_not_made(cast, tmp_path):
    bring(tmp_path, "people", [row("a", department="Ghosts", role="boss")])
    assert not Department.objects.filter(name="Ghosts").exists()


def test_the_policy_of_a_department_that_exists_is_not_changed_by_a_file(cast, tmp_path):
    report = bring(tmp_path, "people", [row("a", preset="solar"), row("b", preset="tracking")])
    assert told(report) == {"new": 1, "refused": 1}
    assert sentences(report)[2] == "preset: Sales exists; its policy is changed under Policies."


def test_two_rows_do_not_quarrel_over_the_policy_of_a_new_department(cast, tmp_path):
    report = bring(
        tmp_path, "people", [row("a", department="New", preset="solar"), row("b", department="New", preset="direct")]
    )
    assert sentences(report) == {3: "preset: another row assigns solar to New."}


def test_a_closed_account_stays_closed(cast, tmp_path):
    User.objects.filter(pk=cast.rep.pk).update(is_active=False)
    report = bring(tmp_path, "people", [row("rep")])
    assert sentences(report) == {2: "The account “rep” is closed: reopen it on its page."}


def test_who_manages_people_of_one_department_brings_in_nobody_else(cast, tmp_path):
    role = cast.manager.role
    role.grants |= {"people.manage": "below"}
    role.save()
    report = bring(
        tmp_path,
        "people",
        [
            row("a"),
            row("b", department="Solar"),
            row("c", department="Brand new"),
            row("d", role="admin"),
            row("e", department="Sales/East"),
            row("f", department="Sales/West", preset="direct"),
        ],
        by=User.objects.select_related("role", "department").get(pk=cast.manager.pk),
    )
    assert told(report) == {"new": 2, "refused": 4}
    assert set(sentences(report)) == {3, 4, 5, 7}


def test_a_dry_run_tells_the_same_and_changes_nothing(cast, tmp_path):
    rows = [
        row("li", department="North", superior="wang"),
        row("wang", role="manager"),
        row("x", role="boss"),
        row("rep", full_name="R"),
    ]
    before = User.objects.count(), Department.objects.count(), Entry.objects.count()
    dry = bring(tmp_path, "people", rows, write=False)
    assert (User.objects.count(), Department.objects.count(), Entry.objects.count()) == before
    wet = bring(tmp_path, "people", rows)
    assert (dry.counts, dry.refused) == (wet.counts, wet.refused)
