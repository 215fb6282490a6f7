"""Conditions on the customer list: joined by and / or, in the address, checked, for everybody only within what they see."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.urls import reverse

from crm_project.audit.models import Entry
from customers.domain.duplicates import matching
from customers.filters import listed
from customers.models import Customer, ListItem, Ownership
from tests.cast import NOW, customer, moment

pytestmark = [pytest.mark.django_db, pytest.mark.both]

LIST = "/customers/"
BUILDER = "/lists/customers/conditions/"


def where(*conditions, **more):
    """The address of the whole list with these conditions."""
    return f"{LIST}?{urlencode({'scope': 'all', 'where': conditions, **more}, doseq=True)}"


def names(answer):
    """Names on the page, in any order."""
    return {row["name"] for row in answer.context["listing"].rows}


def item(kind, name):
    return ListItem.objects.get(kind=kind, name=name)


def days_ago(n):
    return NOW - timedelta(days=n)


# --- the story ----------------------------------------------------------------------------------------------


@pytest.fixture
def eastern(cast, clock):
    """Manufacturers in Shanghai and Hangzhou: the one that is silent and about to expire, and others that lack one thing."""
    shanghai, zhejiang = item("region", "Shanghai"), item("region", "Zhejiang")
    maker, bank = item("type", "Manufacturer"), item("type", "Bank")

    def one(name, owner, *, kind=maker, region=shanghai, silent=12, left=3):
        row = customer(owner, since=days_ago(40), name=name, type=kind, last_followup_at=days_ago(silent))
        row.regions.add(region)
        Ownership.objects.filter(pk=row.pk).update(release_at=NOW + timedelta(days=left))
        return row

    one("上海甲制造有限公司", cast.rep)
    one("浙江乙制造有限公司", cast.mate, region=zhejiang)
    one("北京丙制造有限公司", cast.rep, region=item("region", "Beijing"))
    one("上海丁银行有限公司", cast.rep, kind=bank)
    one("上海戊制造有限公司", cast.rep, silent=9)
    one("上海己制造有限公司", cast.rep, left=6)
    return (
        f"1.type.in.{maker.pk}",
        f"1.region.in.{shanghai.pk}~{zhejiang.pk}",
        "1.followed.silent.10",
        "1.deadline.within.5",
    )


@pytest.mark.req("Z17")
def test_a_manager_finds_the_silent_and_expiring_of_a_region_and_a_rep_their_own_of_them(cast, eastern, signed_in):
    page = signed_in(cast.manager).get(where(*eastern))
    assert names(page) == {"上海甲制造有限公司", "浙江乙制造有限公司"}
    assert [(chip["label"], chip["value"]) for chip in page.context["where_chips"]] == [
        ("Company type", "Manufacturer"),
        ("Region of operation", "Shanghai or Zhejiang"),
        ("Last follow-up", "none for 10 days"),
        ("Deadline", "expires within 5 days"),
    ]
    assert names(signed_in(cast.rep).get(where(*eastern))) == {"上海甲制造有限公司"}


def test_taking_a_chip_away_leaves_the_other_conditions(cast, eastern, signed_in):
    client = signed_in(cast.rep)
    chip = client.get(where(*eastern)).context["where_chips"][2]
    assert names(client.get(LIST + chip["remove_url"])) == {"上海甲制造有限公司", "上海戊制造有限公司"}


def test_groups_are_joined_by_or(cast, clock, signed_in):
    a = customer(cast.rep, vip=True, stage="intent")
    b = customer(cast.rep, level="core", segment="direct")
    c = customer(cast.rep, vip=True)
    client = signed_in(cast.rep)
    both = ("1.vip.yes", "1.stage.in.intent", "2.level.in.core", "2.segment.in.direct")
    assert names(client.get(where(*both, match="any"))) == {a.name, b.name}
    assert names(client.get(where(*both))) == set()
    either = client.get(where(*both, any=1))
    assert names(either) == set() and [chip["label"] for chip in either.context["where_chips"]] == ["", "and"]
    assert names(client.get(where(*both, any=[1, 2], match="any"))) == {a.name, b.name, c.name}


def test_conditions_narrow_what_search_and_panel_leave(cast, clock, signed_in):
    one, _other = (
        customer(cast.rep, vip=True, name="杭州光明科技有限公司"),
        customer(cast.rep, name="宁波光明科技有限公司"),
    )
    customer(cast.rep, vip=True, stage="intent", name="温州光明科技有限公司")
    matching.reindex(list(Customer.objects.values_list("pk", flat=True)))
    client = signed_in(cast.rep)
    assert names(client.get(where("1.vip.yes", q="光明", stage="potential"))) == {one.name}


# --- rights -----------------------------------------------------------------------------------------------------


@pytest.mark.req("Nb4", "Nf15")
@pytest.mark.parametrize(
    "written", ["1.phone.has.5550", "1.phone.in.13800005550", "1.contact_phone.has.5550", "1.vip.has.1"]
)
def test_nobody_finds_a_hidden_number_by_a_condition(cast, clock, signed_in, written):
    customer(cast.mate, vip=True, phone="13800005550")
    page = signed_in(cast.manager).get(where(written))
    assert names(page) == set() and len(page.context["where_problems"]) == 1
    assert not listed(cast.manager, QueryDict(page.request["QUERY_STRING"]), NOW)


@pytest.mark.req("Nb4")
def test_a_number_is_no_piece_of_a_name_and_stays_out_of_the_address(cast, clock, signed_in):
    filled = {"do": "show", "row": "1.1.name", "op1": "has", "c1-value": "138 0000 5550"}
    answer = signed_in(cast.rep).get(BUILDER, filled)
    assert answer.status_code == 422 and "numbers are found by the search box" in answer.text


@pytest.mark.req("M10")
@pytest.mark.parametrize("written", ["1.phone.filled", "1.capital.between.1~", "1.cooperating.empty"])
def test_what_a_restricted_file_says_is_not_found_out_either(cast, clock, signed_in, written):
    row = customer(cast.stranger, restricted=True, phone="13800005550", registered_capital=5)
    assert names(signed_in(cast.stranger).get(where(written))) == {row.name}
    assert names(signed_in(cast.clerk).get(where(written))) == set()
    Customer.objects.filter(pk=row.pk).update(restricted=False)
    assert names(signed_in(cast.clerk).get(where(written))) == {row.name}


def test_only_owners_whom_one_sees_can_be_chosen(cast, clock, signed_in):
    customer(cast.stranger)
    page = signed_in(cast.rep).get(where(f"1.owner.in.{cast.general_manager.pk}"))
    assert page.context["where_problems"] == [
        f"Owner: Select a valid choice. {cast.general_manager.pk} is not one of the available choices."
    ]


def test_who_may_not_open_the_list_opens_no_form_for_it(cast, signed_in, client):
    assert signed_in(cast.hr).get(BUILDER).status_code == 403
    assert signed_in(cast.rep).get("/lists/nothing/conditions/").status_code == 404
    client.logout()
    assert client.get(BUILDER).status_code == 302


# --- wrong addresses --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("1.followed.silent.ten", "Last follow-up: Enter a whole number."),
        ("1.followed.silent.99999", "Last follow-up: Ensure this value is less than or equal to 3660."),
        ("1.followed.sideways.1", "Last follow-up: this comparison does not exist."),
        ("1.entered.between.2026-02-30~", "Entered: Enter a valid date."),
        ("1.entered.between.2026-03-02~2026-03-01", "Entered: The end lies before the beginning."),
        ("1.entered.between", "Entered: Enter at least one of the two."),
        ("1.stage.in.x", "Stage: Select a valid choice. x is not one of the available choices."),
        ("1.region.in.99999999999999999999", "Region of operation: “…” is not a valid value."),
        ("nonsense", "A condition is on a field that this list does not have, or that you can't filter by."),
    ],
)
def test_a_wrong_value_is_told_lists_nothing_and_keeps_the_rest(cast, clock, signed_in, written, sentence):
    customer(cast.rep, vip=True)
    client = signed_in(cast.rep)
    page = client.get(where("1.vip.yes", written))
    assert page.status_code == 200 and names(page) == set() and page.context["where_problems"] == [sentence]
    assert page.context["where_chips"][0]["label"] == "VIP"
    assert page.context["save_url"] == ""
    form = client.get(page.context["where_url"])
    assert form.status_code == 200 and "1.1.vip" in form.text
    mended = client.get(LIST + page.context["where_chips"][1]["remove_url"])
    assert len(names(mended)) == 1 and mended.context["where_problems"] == []


def test_too_many_conditions_are_refused(cast, clock, signed_in):
    page = signed_in(cast.rep).get(where(*["1.vip.yes"] * 21))
    assert page.context["where_problems"] == ["These are too many conditions: at most 20 in 5 groups."]


def test_files_prints_and_numbers_by_class_take_the_same_conditions(cast, clock, signed_in):
    one, _other = customer(cast.rep, vip=True), customer(cast.rep)
    query = "where=1.vip.yes"
    assert list(listed(cast.rep, QueryDict(query), NOW)) == [one]
    client = signed_in(cast.manager)
    assert names(client.get(f"/customers/print/?{query}")) == {one.name}
    assert Entry.objects.get(action="customers.printed").subject_name == query
    assert client.get(f"/customers/classes/?{query}").context["total"] == 1
    assert "1" in client.get(f"/customers/export/?{query}").context["total"]


# --- the form ---------------------------------------------------------------------------------------------------


def form_of(answer):
    return answer.context["builder"]


def test_a_condition_is_added_filled_in_and_shown_without_a_script(cast, clock, signed_in):
    client = signed_in(cast.rep)
    empty = client.get(BUILDER, {"scope": "all", "q": "光明"})
    added = client.get(BUILDER, {"do": "add.1", "add1": "followed", "kept": empty.context["kept"]})
    assert [row.field.key for row in form_of(added).rows] == ["followed"] and not form_of(added).rows[0].form.errors
    filled = {"do": "show", "kept": added.context["kept"], "row": "1.1.followed", "op1": "silent", "c1-days": "10"}
    answer = client.get(BUILDER, filled)
    assert QueryDict(answer.url.partition("?")[2]).dict() == {
        "scope": "all",
        "q": "光明",
        "where": "1.followed.silent.10",
    }
    again = client.get(f"{BUILDER}?{answer.url.partition('?')[2]}")
    assert form_of(again).rows[0].values == ("10",) and "光明" in QueryDict(again.context["kept"])["q"]


def test_the_form_keeps_what_was_typed_and_says_what_is_wrong_beside_it(cast, clock, signed_in):
    filled = {
        "do": "show",
        "row": ["1.1.followed", "2.1.name"],
        "op1": "silent",
        "c1-days": "ten",
        "op2": "has",
        "c2-value": "光明",
    }
    answer = signed_in(cast.rep).get(BUILDER, filled)
    assert answer.status_code == 422 and "Enter a whole number." in answer.text
    assert 'value="ten"' in answer.text and 'value="光明"' in answer.text
    assert 'aria-invalid="true"' in answer.text


def test_conditions_and_groups_come_and_go_by_buttons(cast, clock, signed_in):
    client = signed_in(cast.rep)
    two = {"row": ["1.1.vip", "2.2.stage"], "groups": "2", "match": "any", "op2": "in", "c2-value": "intent"}
    gone = form_of(client.get(BUILDER, {**two, "do": "remove.1"}))
    assert [row.n for row in gone.rows] == [2] and gone.matches == ["all", "all"]
    alone = form_of(client.get(BUILDER, {**two, "do": "ungroup.1"}))
    assert [(row.n, row.group) for row in alone.rows] == [(2, 1)] and len(alone.matches) == 1
    three = form_of(client.get(BUILDER, {**two, "do": "group", "group2": "any"}))
    assert three.matches == ["all", "any", "all"]
    shown = client.get(BUILDER, {**two, "do": "show"})
    assert shown.url == f"{LIST}?where=1.vip.yes&where=2.stage.in.intent&match=any"


def test_a_field_that_is_chosen_but_not_added_is_asked_for_instead_of_passed_over(cast, clock, signed_in):
    answer = signed_in(cast.rep).get(BUILDER, {"do": "show", "row": "1.1.vip", "add1": "followed"})
    assert answer.status_code == 200
    assert [row.field.key for row in form_of(answer).rows] == ["vip", "followed"]
    assert form_of(answer).added == 2 and not form_of(answer).rows[1].form.errors


def test_who_reaches_no_department_is_offered_none_to_choose(cast, clock, signed_in):
    def offered(person):
        answer = signed_in(person).get(BUILDER)
        return {field.key for _topic, fields in form_of(answer).topics() for field in fields}

    assert "department" not in offered(cast.rep)
    assert "department" in offered(cast.manager)


def test_another_comparison_asks_for_other_values(cast, clock, signed_in):
    row = {"do": "refresh", "row": "1.1.deadline", "op1": "between", "c1-days": "5"}
    answer = signed_in(cast.rep).get(BUILDER, row)
    assert list(form_of(answer).rows[0].form.fields) == ["from", "until"] and answer.status_code == 200


def test_a_condition_that_the_list_does_not_have_is_named_as_left_out(cast, clock, signed_in):
    answer = signed_in(cast.rep).get(BUILDER, {"where": ["1.vip.yes", "1.phones.has.5"]})
    assert [row.field.key for row in form_of(answer).rows] == ["vip"] and "A condition was left out" in answer.text


def test_a_script_gets_the_form_alone_and_is_led_on_by_a_header(cast, clock, signed_in):
    client = signed_in(cast.rep)
    part = client.get(BUILDER, {"do": "add.1", "add1": "vip"}, headers={"hx-request": "true"})
    assert "<html" not in part.text and 'id="conditions"' in part.text
    done = client.get(BUILDER, {"do": "show", "row": "1.1.vip", "op1": "yes"}, headers={"hx-request": "true"})
    assert done.headers["HX-Redirect"] == f"{LIST}?where=1.vip.yes"


# --- what it costs ----------------------------------------------------------------------------------------------


def test_conditions_cost_the_list_a_query_for_the_names_of_chosen_rows_and_nothing_else(
    cast, clock, signed_in, queries
):
    shanghai = item("region", "Shanghai")
    for n in range(30):
        row = customer(cast.rep, since=moment("2026-02-20 09:00") + timedelta(minutes=n), vip=True)
        row.regions.add(shanghai)
    signed_in(cast.rep)
    plain = queries(f"{LIST}?scope=all")
    assert queries(where("1.vip.yes", "1.followed.silent.5", "1.deadline.within.60", "1.entered.last.30")) == plain
    assert queries(where("1.vip.yes", f"2.region.in.{shanghai.pk}", match="any")) <= plain + 2
    assert queries(reverse("ui:conditions", args=["customers"])) < plain


def test_what_is_done_with_all_that_match_takes_the_same_conditions(cast, clock, signed_in):
    one, _other = customer(cast.rep, vip=True), customer(cast.rep)
    asked = {"every": "1", "query": "scope=all&where=1.vip.yes"}
    page = signed_in(cast.manager).post("/customers/several/release/", asked)
    assert [row.pk for row in page.context["customers"]] == [one.pk]
