"""The pages of targets and leaderboards: what they say, who opens them, what goes wrong, what they cost."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from crm_project.approvals.models import Request
from crm_project.audit.models import Entry
from reports.domain.targets import leaderboards
from reports.models import Leaderboard, Target
from reports.rules.periods import period_from
from tests.cast import NOW, as_admin, customer, followup, moment

from .world import APRIL, MARCH, put, set_as, unit, wanted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("Nf1", "Nf3")]
TEXTS = ("谈了三年框架协议的付款条件", "确认了样品的规格和到货日期", "约好下周二去他们工厂看设备")


def address(row, page="target", **query):
    return reverse(f"reports:{page}", args=[unit(row).key]), query


def rows(*values, start=0):
    """What a browser posts: (unit, period, floor, target, stretch) each."""
    data = {"rows-TOTAL_FORMS": str(len(values)), "rows-INITIAL_FORMS": str(len(values))}
    for n, (row, period, *tiers) in enumerate(values, start):
        data[f"rows-{n}-slot"] = f"{unit(row).key}:{period}"
        data |= {
            f"rows-{n}-{name}": str(value)
            for name, value in zip(("floor", "target", "stretch"), tiers, strict=True)
            if value != ""
        }
    return data


@pytest.fixture
def worked(cast):
    row = customer(cast.rep, since=moment("2026-02-02 09:00"))
    for hour, text in enumerate(TEXTS):
        followup(row, cast.rep, moment(f"2026-03-01 1{hour}:00"), text)


def test_a_rep_sees_the_own_targets_with_pace_and_what_is_missing(cast, worked, signed_in):
    put(cast.rep, 25, MARCH, figure="valid_followups", floor=20, stretch=30)
    put(cast.mate, 7777, MARCH, figure="valid_followups")
    page = signed_in(cast.rep).get(reverse("reports:targets"))
    (card,) = page.context["cards"]
    assert (card["reached"], card["target"], card["percent"], card["missing"]) == ("3", "25", 12, "22")
    # 22 working days are left, today included.
    assert (card["per_day"], card["days_left"], str(card["state"])) == ("1", 22, "on pace")
    assert "Floor 20" in page.text and "7,777" not in page.text


def test_a_manager_sees_the_team_and_the_difference(cast, worked, signed_in):
    put(cast.departments["sales"], 40, MARCH, figure="valid_followups")
    put(cast.rep, 25, MARCH, figure="valid_followups")
    put(cast.mate, 10, MARCH, figure="valid_followups")
    page = signed_in(cast.manager).get(reverse("reports:targets"))
    assert page.context["unit"].key == f"d{cast.departments['sales'].pk}"
    named = {row["name"]: (row["reached"], row.get("target")) for row in page.context["rows"]}
    assert named == {"East": ("0", None), "Mate": ("0", "10"), "Rep": ("3", "25")}
    assert "The departments and people add up to 35: 5 less than the target of 40." in page.text


def test_months_that_do_not_add_up_to_their_quarter_are_shown(cast, signed_in):
    put(cast.rep, 60, period_from("2026Q1"))
    put(cast.rep, 25, MARCH)
    page = signed_in(cast.manager).get(*address(cast.rep, period="2026-03", figure="visits"))
    assert "2026 Q1: The months add up to 25: 35 less than the target of 60." in page.text


@pytest.mark.parametrize(
    "query", [{"period": "soon"}, {"period": "9999-99"}, {"figure": "points"}, {"figure": "released"}]
)
def test_an_address_that_means_nothing_falls_back(cast, signed_in, query):
    put(cast.rep, 5, MARCH)
    assert signed_in(cast.rep).get(reverse("reports:targets"), query).status_code == 200


@pytest.mark.parametrize(
    ("who", "whose", "status"),
    [
        ("rep", "rep", 200),
        ("rep", "mate", 404),
        ("rep", "sales", 404),
        ("manager", "east_rep", 200),
        ("manager", "company", 404),
        ("manager", "stranger", 404),
        ("hr", "rep", 200),
        ("finance", "rep", 403),
    ],
)
def test_nobody_opens_the_targets_of_others_beyond_their_scope(cast, signed_in, who, whose, status):
    row = cast.departments.get(whose) or cast.people[whose]
    for page in ("target", "target_sheet"):
        assert signed_in(cast.people[who]).get(*address(row, page)).status_code == status


def test_what_names_no_unit_is_not_found(cast, signed_in):
    for key in ("p0", "x1", "d999999", "p" + "9" * 30, "p１"):
        assert signed_in(cast.general_manager).get(f"/targets/{key}/").status_code == 404


# --- setting ------------------------------------------------------------------------------------------------------


def test_a_page_of_targets_is_set_at_once_and_told_what_does_not_add_up(cast, signed_in):
    sales, east = cast.departments["sales"], cast.departments["east"]
    put(sales, 100)
    url, query = address(sales, "target_set", figure="visits", period="2026-04", by="units")
    client = signed_in(cast.manager)
    page = client.get(url, query)
    assert [slot.name for slot, _line in page.context["lines"]] == ["East", "Mate", "Rep"]
    data = rows((east, "2026-04", "", 30, ""), (cast.mate, "2026-04", "", "", ""), (cast.rep, "2026-04", 40, "60", 80))
    done = client.post(f"{url}?figure=visits&period=2026-04&by=units", data, follow=True)
    assert "2 targets set." in done.text
    assert "The departments and people add up to 90: 10 less than the target of 100." in done.text
    assert Target.objects.get(person=cast.rep).tiers.row == (60, 40, 80)


@pytest.mark.req("Na10")
def test_a_change_of_one_in_force_asks_for_the_reason_and_goes_to_the_director(cast, signed_in):
    put(cast.rep, 20, MARCH)
    client = signed_in(cast.manager)
    url = address(cast.rep, "target_set")[0] + "?figure=visits&period=2026-03&by=periods"
    page = client.post(url, rows((cast.rep, "2026-03", "", 15, "")))
    assert page.status_code == 422 and "give the reason" in page.text and 'value="15"' in page.text
    done = client.post(url, rows((cast.rep, "2026-03", "", 15, "")) | {"reason": "training"}, follow=True)
    assert "Director decides about its change" in done.text and "A change waits for its decision" in done.text
    request = Request.objects.get()
    card = signed_in(cast.director).get(reverse("approvals:request", args=[request.pk]))
    assert "20 → 15" in card.text and "Rep · March 2026" in card.text
    # Who may not see the target learns nothing of it from the request.
    inbox = signed_in(cast.director).get(reverse("approvals:inbox"))
    assert "20 → 15" in inbox.text


@pytest.mark.parametrize(
    ("tiers", "said"),
    [
        (("", "-3", ""), "enter 0 or more"),
        (("", "2.5", ""), "enter a whole number"),
        (("9", "5", ""), "the floor is at most the target"),
        (("9", "", ""), "A floor or a stretch needs a target."),
        (("", "many", ""), "many"),
    ],
)
def test_what_is_wrong_is_said_and_everything_typed_is_still_there(cast, signed_in, tiers, said):
    url = address(cast.rep, "target_set")[0] + "?figure=visits&period=2026-04&by=periods"
    page = signed_in(cast.manager).post(url, rows((cast.rep, "2026-04", *tiers)))
    assert page.status_code == 422 and said in page.text and not Target.objects.exists()
    assert all(f'value="{value}"' in page.text for value in tiers if value)


def test_a_row_that_was_not_offered_is_refused(cast, signed_in):
    url = address(cast.rep, "target_set")[0] + "?figure=visits&period=2026-04&by=periods"
    page = signed_in(cast.manager).post(url, rows((cast.stranger, "2026-04", "", 5, "")))
    assert page.status_code == 422 and not Target.objects.exists()


def test_a_period_that_is_over_has_no_form(cast, signed_in):
    page = signed_in(cast.manager).get(
        *address(cast.rep, "target_set", figure="visits", period="2026-02", by="periods")
    )
    assert "is over: its targets stay as they are" in page.text


@pytest.mark.parametrize("who", ["rep", "manager"])
def test_nobody_sets_the_own_target(cast, signed_in, who):
    url = address(cast.people[who], "target_set")[0] + "?by=periods"
    assert signed_in(cast.people[who]).get(url).status_code in (403, 404)


def test_dividing_fills_the_rows_and_saves_nothing(cast, signed_in):
    sales, east = cast.departments["sales"], cast.departments["east"]
    put(sales, 100, floor=50)
    url = address(sales, "target_set")[0] + "?figure=visits&period=2026-04&by=units"
    data = rows((east, "2026-04", "", "", ""), (cast.mate, "2026-04", "", "", ""), (cast.rep, "2026-04", "", "", ""))
    page = signed_in(cast.manager).post(url, data | {"spread": "even"})
    assert [line["target"].value() for _slot, line in page.context["lines"]] == ["34", "33", "33"]
    assert [line["floor"].value() for _slot, line in page.context["lines"]] == ["17", "17", "16"]
    assert Target.objects.count() == 1


def test_dividing_a_quarter_gives_months_that_add_up(cast, signed_in):
    periods = ["2026Q2", "2026-04", "2026-05", "2026-06"]
    data = rows((cast.rep, periods[0], "", 100, ""), *((cast.rep, one, "", "", "") for one in periods[1:]))
    url = address(cast.rep, "target_set")[0] + "?figure=visits&period=2026Q2&by=periods"
    page = signed_in(cast.manager).post(url, data | {"spread": "last"})
    assert [line["target"].value() for _slot, line in page.context["lines"]] == ["100", "34", "33", "33"]


def test_nothing_to_divide_is_said(cast, signed_in):
    sales = cast.departments["sales"]
    url = address(sales, "target_set")[0] + "?figure=visits&period=2026-04&by=units"
    data = rows(
        (cast.departments["east"], "2026-04", "", "", ""),
        (cast.mate, "2026-04", "", "", ""),
        (cast.rep, "2026-04", "", 7, ""),
    )
    page = signed_in(cast.manager).post(url, data | {"spread": "even"})
    assert "There is no target to divide" in page.text and 'value="7"' in page.text


def test_a_year_is_copied_after_a_preview(cast, signed_in):
    put(cast.rep, 20, period_from("2025-05"))
    url = address(cast.departments["sales"], "target_copy")[0]
    data = {"year": "2026", "basis": "targets", "factor": "1.5", "keys": ["visits"]}
    client = signed_in(cast.manager)
    assert "Set them" in client.post(url, data | {"preview": "1"}).text and Target.objects.count() == 1
    assert "1 target set." in client.post(url, data, follow=True).text
    assert Target.objects.get(starts_on="2026-05-01").target == 30
    assert "above 0" in client.post(url, data | {"factor": "0"}).text


# --- sheet, card, leaderboard -------------------------------------------------------------------------------------


def test_the_sheet_holds_what_one_may_see_and_is_audited(cast, signed_in):
    put(cast.rep, 20, APRIL)
    put(cast.departments["east"], 7, period_from("2026Q2"), figure="calls")
    put(cast.stranger, 9, APRIL)
    answer = signed_in(cast.manager).get(*address(cast.departments["sales"], "target_sheet", year="2026"))
    sheet = load_workbook(BytesIO(answer.content)).active
    found = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert found == [
        ["Figure", "Period", "Department", "Person", "Floor", "Target", "Stretch"],
        ["calls", "2026Q2", "Company/Sales/East", None, None, 7, None],
        ["visits", "2026-04", "Company/Sales", "rep", None, 20, None],
    ]
    assert Entry.objects.get(action="target.exported").actor == cast.manager


def test_the_home_page_has_a_small_card(cast, worked, signed_in):
    put(cast.rep, 25, MARCH, figure="valid_followups")
    client = signed_in(cast.rep)
    assert reverse("reports:home_targets") in client.get("/").text
    assert "3 / 25" in client.get(reverse("reports:home_targets")).text
    assert signed_in(cast.mate).get(reverse("reports:home_targets")).text.strip() == ""


def test_the_leaderboard_shows_places_without_targets_of_others(cast, worked, signed_in):
    sales = cast.departments["sales"]
    put(cast.mate, 8, MARCH, figure="valid_followups")
    client = signed_in(as_admin(cast.manager))
    url = reverse("reports:leaderboard_set", args=[sales.pk])
    data = {"keys": ["valid_followups", "visits"], "left_out": [cast.east_rep.pk], "open": "on"}
    assert client.post(url, data).status_code == 302
    board = client.get(reverse("reports:leaderboard", args=[sales.pk])).context["columns"][0]
    assert [(row["rank"], row["name"], row["percent"]) for row in board["rows"]] == [
        ("1", "Rep", ""),
        ("2", "Mate", "0 % of the target"),
    ]
    page = signed_in(cast.rep).get(reverse("reports:leaderboards"), follow=True)
    assert [row["percent"] for row in page.context["columns"][0]["rows"]] == ["", ""]
    assert "1 (shared)" in page.text and "East Rep" not in page.text
    assert signed_in(cast.stranger).get(reverse("reports:leaderboard", args=[sales.pk])).status_code == 404


def test_a_leaderboard_that_nobody_set_says_what_to_do(cast, signed_in):
    assert "Choose figures" in signed_in(cast.manager).get(reverse("reports:leaderboards"), follow=True).text
    assert "No leaderboard yet" in signed_in(cast.rep).get(reverse("reports:leaderboards")).text
    url = reverse("reports:leaderboard_set", args=[cast.departments["sales"].pk])
    refused = signed_in(cast.manager).post(url, {"keys": ["followups"]})
    assert refused.status_code == 422 and not Leaderboard.objects.exists()


def test_the_queries_do_not_grow_with_people_and_figures(cast, worked, signed_in, queries):
    signed_in(cast.general_manager)
    sales = cast.departments["sales"]
    put(sales, 5, MARCH, figure="valid_followups")
    made = leaderboards.set_leaderboard(
        department=sales, keys=["visits"], open=True, left_out=[], by=cast.manager, at=NOW
    )
    addresses = [
        f"/targets/d{sales.pk}/?period=2026-03&figure=valid_followups",
        f"/targets/d{sales.pk}/set/?period=2026-04&figure=visits&by=units",
        reverse("reports:leaderboard", args=[made.department_id]),
        reverse("reports:home_targets"),
    ]
    put(cast.departments["company"], 5, MARCH, figure="valid_followups")
    before = [queries(one) for one in addresses]
    assert all(few <= 45 for few in before), before
    for person in (cast.rep, cast.mate, cast.east_rep):
        for figure in ("valid_followups", "visits"):
            put(person, 5, MARCH, figure=figure)
        set_as(cast.manager, wanted(person, 9))
    assert [queries(one) for one in addresses] == before
