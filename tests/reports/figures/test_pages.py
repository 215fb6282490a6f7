"""The page of figures, the rows behind each, the command: whose figures one sees, what is asked wrongly, what it costs."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from crm_project import catalogue
from customers.models import Customer
from reports.domain import figures
from scripts.figures_table import TARGET, renewed, table
from tests.cast import NOW, customer, followup, moment
from tests.reports.figures.test_counting import contract

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("Z2")]
START = moment("2026-02-02 09:00")
TEXTS = ("谈了三年框架协议的付款条件", "确认了样品的规格和到货日期", "约好下周二去他们工厂看设备")


@pytest.fixture
def worked(cast):
    row = customer(cast.rep, since=START)
    for n, text in enumerate(TEXTS):
        followup(row, cast.rep, moment(f"2026-03-0{n + 1} 08:00"), text)
    return row


def address(person, key="valid_followups", **days):
    return reverse("reports:figure", args=[key, person.pk]), {"since": "2026-03-01", "until": "2026-03-31"} | days


@pytest.mark.req("Nf1")
def test_a_manager_sees_the_team_and_follows_a_figure_to_its_rows(cast, worked, signed_in):
    client = signed_in(cast.manager)
    page = client.get(reverse("reports:figures"), {"since": "2026-03-01", "until": "2026-03-31"})
    names = [row["name"] for row in page.context["rows"]]
    assert "Rep" in names and "East Rep" in names and "Stranger" not in names
    url, days = address(cast.rep)
    cell = next(
        cell for row in page.context["rows"] if row["name"] == "Rep" for cell in row["cells"] if url in cell["url"]
    )
    assert cell["text"] == "3"
    behind = client.get(cell["url"])
    assert len(behind.context["rows"]) == 3 and worked.name in behind.text and days["since"] in cell["url"]


def test_the_first_look_is_at_this_month(cast, worked, signed_in):
    page = signed_in(cast.rep).get(reverse("reports:figures"))
    assert [row["name"] for row in page.context["rows"]] == ["Rep"]
    assert 'value="2026-03-01"' in page.text and 'value="2026-03-02"' in page.text


def test_of_others_nobody_sees_more_than_their_scope(cast, worked, signed_in):
    for person, status in (
        (cast.rep, 200),
        (cast.manager, 200),
        (cast.hr, 200),
        (cast.mate, 404),
        (cast.stranger, 404),
    ):
        assert signed_in(person).get(*address(cast.rep)).status_code == status, person
    assert signed_in(cast.finance).get(*address(cast.rep)).status_code == 403


def test_customers_that_one_may_not_see_stay_unnamed(cast, worked, signed_in):
    page = signed_in(cast.hr).get(*address(cast.rep))
    assert worked.name not in page.text and "a customer that you may not see" in page.text


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ({"since": "2026-03-31", "until": "2026-03-01"}, "This is before the first day."),
        ({"since": "2026-01-01", "until": "2027-01-02"}, "Choose 366 days at most."),
        ({"since": "2026-02-30"}, "Enter a"),
        ({"since": "0001-01-01", "until": "0001-01-02"}, "is-invalid"),
    ],
)
def test_days_that_cannot_be_meant_are_named(cast, signed_in, days, said):
    client = signed_in(cast.manager)
    for url in (reverse("reports:figures"), address(cast.rep)[0]):
        page = client.get(url, {"since": "2026-03-01", "until": "2026-03-31"} | days)
        assert page.status_code == 422
    assert said in client.get(reverse("reports:figures"), {"since": "2026-03-01", "until": "2026-03-31"} | days).text


def test_a_figure_that_does_not_exist_is_not_found(cast, signed_in):
    assert signed_in(cast.rep).get(*address(cast.rep, key="points")).status_code == 404


def test_the_queries_do_not_grow_with_people_and_rows(cast, worked, signed_in, django_assert_max_num_queries):
    client, page = (
        signed_in(cast.general_manager),
        (reverse("reports:figures"), {"since": "2026-03-01", "until": "2026-03-31"}),
    )
    client.get(*page)
    with django_assert_max_num_queries(32) as few:
        client.get(*page)
    for person in (cast.mate, cast.stranger, cast.solar_rep):
        row = customer(person, since=START)
        followup(row, person, NOW, TEXTS[0])
    with django_assert_max_num_queries(len(few)):
        client.get(*page)


def test_the_command_prints_one_object_a_line_by_person_then_figure(cast, worked, capsys):
    call_command("figures", "--from", "2026-03-01", "--to", "2026-03-31", "--department", "Sales", "--json")
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(one["person"], one["figure"]) for one in lines] == sorted((one["person"], one["figure"]) for one in lines)
    assert {"person": "rep", "figure": "valid_followups", "value": 3} in lines
    assert {"person": "rep", "figure": "contract_amount", "value": "0.00"} in lines
    assert not [one for one in lines if one["person"] == "stranger"]
    call_command("figures", "--from", "2026-03-01", "--to", "2026-03-01", "--person", "rep")
    assert "rep valid_followups 1" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--from", "2026-02-30", "--to", "2026-03-31"], 2),
        (["--from", "2026-03-31", "--to", "2026-03-01"], 2),
        (["--from", "2026-03-01", "--to", "2026-03-31", "--person", "nobody"], 1),
        (["--from", "2026-03-01", "--to", "2026-03-31", "--department", "Nowhere"], 1),
    ],
)
def test_the_command_refuses_in_words(cast, arguments, code):
    with pytest.raises(CommandError) as refusal:
        call_command("figures", *arguments)
    assert refusal.value.returncode == code


def test_the_documentation_states_every_definition_as_it_is():
    text = Path(TARGET).read_text(encoding="utf-8")
    assert text == renewed(text), "run scripts/figures_table.py"
    assert all(f"`{key}`" in table() for key in catalogue.figures())


def test_page_rows_and_command_ask_the_same(cast, worked):
    days = date(2026, 3, 1), date(2026, 3, 31)
    assert figures.count([cast.rep.pk], *days)[cast.rep.pk]["valid_followups"] == len(
        figures.rows("valid_followups", cast.rep.pk, *days)
    )


@pytest.mark.req("M10", "Nb4")
def test_what_a_row_names_is_for_who_may_read_such_things_and_has_opened_the_file(cast, signed_in):
    row = customer(cast.rep, since=START)
    made = contract(row, {cast.rep: 100}, 5000)
    url = f"/figures/contracts/{cast.rep.pk}/?since=2026-02-01&until=2026-03-31"
    assert made.number in signed_in(cast.manager).get(url).text
    assert made.number in signed_in(cast.auditor).get(url).text
    # HR sees figures and no contracts.
    page = signed_in(cast.hr).get(url)
    assert page.status_code == 200 and made.number not in page.text and row.name not in page.text
    role = cast.auditor.role
    role.grants = {key: scope for key, scope in role.grants.items() if key != "contract.view"}
    role.save()
    assert (
        row.name in signed_in(cast.auditor).get(url).text and made.number not in signed_in(cast.auditor).get(url).text
    )
    Customer.objects.filter(pk=row.pk).update(restricted=True)
    assert made.number not in signed_in(cast.manager).get(url).text
    assert made.number in signed_in(cast.rep).get(url).text
