"""The customer list: whose customers, in which order, with which columns; several at once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from crm_project.audit.models import Entry
from customers.filters import listed
from customers.models import Collaborator, Customer, ListItem
from customers.views import listing
from tests.cast import NOW, customer, moment, owner_of

pytestmark = [pytest.mark.django_db, pytest.mark.both]

LIST = "/customers/"


def shown(answer):
    """Names on the page, in order."""
    return [row["name"] for row in answer.context["listing"].rows]


def entry(kind, name):
    return ListItem.objects.get(kind=kind, name=name)


# --- scopes --------------------------------------------------------------------------------------------


@pytest.mark.req("Nb3")
def test_a_rep_sees_her_own_first_and_the_pool_among_all_she_may_see(cast, clock, signed_in):
    own, mates, strangers, pooled = (
        customer(cast.rep),
        customer(cast.mate),
        customer(cast.stranger),
        customer(department=cast.departments["sales"]),
    )
    page = signed_in(cast.rep).get(LIST)
    assert shown(page) == [own.name]
    assert [tab["label"] for tab in page.context["tabs"]] == ["Mine", "Shared with me", "Everything I can see"]
    everything = shown(signed_in(cast.rep).get(LIST + "?scope=all"))
    assert set(everything) == {own.name, pooled.name}
    assert mates.name not in everything and strangers.name not in everything


def test_shared_customers_have_their_own_tab(cast, clock, signed_in):
    theirs = customer(cast.mate)
    Collaborator.objects.create(customer=theirs, user=cast.rep, since=NOW)
    assert shown(signed_in(cast.rep).get(LIST + "?scope=shared")) == [theirs.name]


def test_a_manager_begins_with_her_department_and_those_below(cast, clock, signed_in):
    mine, below, other = customer(cast.rep), customer(cast.east_rep), customer(cast.stranger)
    page = signed_in(cast.manager).get(LIST)
    assert set(shown(page)) == {mine.name, below.name}
    assert other.name not in shown(signed_in(cast.manager).get(LIST + "?scope=all"))


def test_a_scope_that_the_role_lacks_falls_back_to_ones_own(cast, clock, signed_in):
    customer(cast.mate)
    assert shown(signed_in(cast.rep).get(LIST + "?scope=department")) == []


def test_whoever_sees_all_sees_the_pool_and_no_merged_or_removed_ones(cast, clock, signed_in):
    one, gone = customer(cast.rep), customer(department=cast.departments["sales"])
    removed = customer(department=cast.departments["sales"], removed_at=NOW)
    Customer.objects.filter(pk=gone.pk).update(merged_into=one, pooled_at=None)
    Customer.objects.filter(pk=removed.pk).update(pooled_at=None)
    assert shown(signed_in(cast.clerk).get(LIST)) == [one.name]


def test_a_role_without_the_right_is_refused(cast, clock, signed_in):
    assert signed_in(cast.hr).get(LIST).status_code == 403


def test_nobody_reads_it_without_signing_in(client):
    assert client.get(LIST).status_code == 302


# --- order, pages, columns -------------------------------------------------------------------------------


def test_the_least_time_left_stands_first_and_any_order_an_index_serves_can_be_chosen(cast, clock, signed_in):
    late = customer(cast.rep, since=moment("2026-02-20 09:00"), last_followup_at=moment("2026-02-25 09:00"))
    soon = customer(cast.rep, since=moment("2026-02-16 09:00"))
    client = signed_in(cast.rep)
    assert shown(client.get(LIST)) == [soon.name, late.name]
    assert shown(client.get(LIST + "?sort=-deadline")) == [late.name, soon.name]
    assert shown(client.get(LIST + "?sort=-newest")) == [soon.name, late.name]
    assert shown(client.get(LIST + "?sort=-followed")) == [late.name, soon.name]


def test_an_order_that_no_index_serves_is_not_offered(cast, clock, signed_in):
    page = signed_in(cast.clerk).get(LIST + "?sort=followed")
    assert page.context["listing"].sort == "-newest"
    assert "followed" not in page.context["listing"].orders and "name" in page.context["listing"].orders


def test_pages_follow_each_other_and_keep_the_filter(cast, clock, signed_in):
    for n in range(30):
        customer(cast.rep, since=moment("2026-02-20 09:00") + timedelta(minutes=n))
    client = signed_in(cast.rep)
    first = client.get(LIST + "?stage=potential")
    assert len(shown(first)) == 25 and "1–25 of 30" in first.text
    second = client.get(LIST + first.context["next_url"])
    assert len(shown(second)) == 5 and "26–30 of 30" in second.text
    assert not set(shown(first)) & set(shown(second))
    assert [chip["value"] for chip in second.context["chips"]] == ["Potential"]


@pytest.mark.embedded
@pytest.mark.parametrize("who", ["rep", "manager", "clerk"])
@pytest.mark.parametrize(
    "query",
    [
        "",
        "?columns=name,stage,owner,deadline,followed,type,region,contact,phone,complete",
        "?stage=potential&incomplete=on",
    ],
)
def test_the_number_of_queries_does_not_grow_with_the_rows(cast, clock, signed_in, who, query):
    client, person = signed_in(getattr(cast, who)), cast.rep
    customer(person, vip=True)
    client.get(LIST + query)
    with CaptureQueriesContext(connection) as one:
        assert len(shown(client.get(LIST + query))) == 1
    for _n in range(30):
        customer(person, vip=True)
    with CaptureQueriesContext(connection) as many:
        assert len(shown(client.get(LIST + query))) == 25
    assert len(many) == len(one)


def test_chosen_columns_are_kept_with_the_person_in_their_order_and_can_be_taken_back(cast, clock, signed_in):
    customer(cast.rep, address="杭州市西湖区一号")
    signed_in(cast.rep).post("/customers/columns/", {"columns": ["address", "stage", "nonsense"], "next": LIST})
    page = signed_in(cast.rep).get(LIST)  # on another device
    assert _keys(page) == ["name", "address", "stage"] and "杭州市西湖区一号" in page.text
    assert [key for key, _label, on, _width in page.context["column_choices"] if on] == ["address", "stage"]
    assert _keys(signed_in(cast.mate).get(LIST)) != _keys(page)
    signed_in(cast.rep).post("/customers/columns/", {"columns": ["address"], "usual": "1"})
    assert "address" not in _keys(signed_in(cast.rep).get(LIST))


def test_widths_are_kept_within_bounds_and_survive_another_order(cast, clock, signed_in):
    customer(cast.rep)
    client = signed_in(cast.rep)
    for column, width in (("stage", "150"), ("type", "9999"), ("nonsense", "100"), ("region", "wide")):
        client.post("/customers/columns/width/", {"column": column, "width": width})
    page = client.get(LIST)
    assert dict(page.context["cols"]) | {} == {**dict.fromkeys(_keys(page), ""), "stage": 150, "type": 600}
    assert '<col data-column="stage" width="150">' in page.text
    client.post("/customers/columns/", {"columns": ["type", "stage"], "width-stage": "150", "width-type": ""})
    assert client.get(LIST).context["cols"] == [("name", ""), ("type", ""), ("stage", 150)]
    client.post("/customers/columns/", {"usual": "1"})
    assert {width for _key, width in client.get(LIST).context["cols"]} == {""}


def _keys(page):
    return [column.key for column in page.context["listing"].columns]


def test_time_left_is_said_in_words_and_colour(cast, clock, signed_in):
    customer(cast.rep, since=moment("2026-02-16 09:00"))
    assert 'class="chip due"' in signed_in(cast.rep).get(LIST).text
    assert "tomorrow 10:00" in signed_in(cast.rep).get(LIST).text


@pytest.mark.req("Nf6")
def test_stages_are_named_as_the_department_words_them(cast, clock, signed_in):
    sales = cast.departments["sales"]
    sales.stage_potential = "To develop"
    sales.save()
    customer(cast.east_rep)
    assert "To develop" in signed_in(cast.manager).get(LIST).text


# --- search ------------------------------------------------------------------------------------------------


@pytest.mark.req("Nc2")
def test_the_search_finds_by_name_pinyin_and_code_and_looks_beyond_ones_own(cast, clock, signed_in):
    from customers.domain.duplicates import matching

    own = customer(cast.rep, name="杭州友好科技有限公司")
    pooled = customer(department=cast.departments["sales"], name="宁波友好贸易有限公司")
    matching.reindex([own.pk, pooled.pk])
    client = signed_in(cast.rep)
    assert set(shown(client.get(LIST + "?q=友好"))) == {own.name, pooled.name}
    assert shown(client.get(LIST + "?q=友好&scope=mine")) == [own.name]
    assert set(shown(client.get(LIST + "?q=youhao"))) == {own.name, pooled.name}
    assert shown(client.get(LIST + f"?q={own.code}")) == [own.name]


def test_a_search_without_a_hit_says_where_else_to_look(cast, clock, signed_in):
    page = signed_in(cast.rep).get(LIST + "?q=不存在的&scope=mine")
    assert "Nothing matches" in page.text and "Search in everything I can see" in page.text


def test_the_search_shows_nothing_that_is_not_in_scope(cast, clock, signed_in):
    from customers.domain.duplicates import matching

    other = customer(cast.stranger, name="杭州陌生科技有限公司")
    matching.reindex([other.pk])
    assert shown(signed_in(cast.rep).get(LIST + "?q=陌生")) == []


# --- filters -------------------------------------------------------------------------------------------------


@pytest.mark.req("Z1", "Z6", "Z7", "Z8", "Z9")
def test_type_site_region_and_rating_are_filterable(cast, clock, signed_in):
    epc, home, zhejiang, hubei = (
        entry("type", "EPC"),
        entry("site", "Home"),
        entry("region", "Zhejiang"),
        entry("region", "Hubei"),
    )
    wanted = customer(cast.rep, type=epc, site=home, value_rating="premier")
    wanted.regions.set([zhejiang, hubei])
    customer(cast.rep, type=entry("type", "Bank"))
    client = signed_in(cast.rep)
    for query in (
        f"type={epc.pk}",
        f"site={home.pk}",
        "value_rating=premier",
        f"region={zhejiang.pk}&region={hubei.pk}",
    ):
        page = client.get(f"{LIST}?{query}")
        assert shown(page) == [wanted.name], query
        assert page.context["chips"]


def test_a_customer_in_two_chosen_regions_is_listed_and_counted_once(cast, clock, signed_in):
    both = [entry("region", "Zhejiang"), entry("region", "Hubei")]
    customer(cast.rep).regions.set(both)
    page = signed_in(cast.rep).get(f"{LIST}?region={both[0].pk}&region={both[1].pk}")
    assert len(shown(page)) == 1 and page.context["listing"].count == "1"


def test_vip_incomplete_owner_deadline_and_pool_are_filterable(cast, clock, signed_in):
    vip = customer(cast.rep, vip=True, since=moment("2026-02-16 09:00"))
    plain = customer(cast.mate, address="a", phone="1", email="a@b.cn")
    plain.contacts.create(name="王", created_at=NOW)
    pooled = customer(department=cast.departments["sales"])
    client = signed_in(cast.manager)
    assert shown(client.get(LIST + "?vip=on")) == [vip.name]
    assert shown(client.get(LIST + "?incomplete=on")) == [vip.name]
    assert shown(client.get(f"{LIST}?owner={cast.mate.pk}")) == [plain.name]
    assert shown(client.get(LIST + "?due=3")) == [vip.name]
    assert shown(client.get(LIST + "?scope=all&held=pool")) == [pooled.name]
    assert set(shown(client.get(LIST + "?scope=all&held=owned"))) == {vip.name, plain.name}


def test_a_wrong_value_in_the_address_lists_nothing_and_breaks_nothing(cast, clock, signed_in):
    customer(cast.rep)
    client = signed_in(cast.rep)
    for query in ("type=abc", "due=99", "owner=999999", "stage=x", "after=%00", "contact_on=31-31-31"):
        assert client.get(f"{LIST}?{query}").status_code == 200, query


def test_the_export_gets_exactly_what_the_list_shows(cast, clock, signed_in):
    own = customer(cast.rep, vip=True)
    customer(cast.rep)
    customer(cast.stranger, vip=True)
    params = QueryDict("scope=all&vip=on")
    assert set(listed(cast.rep, params, NOW)) == {own}
    assert shown(signed_in(cast.rep).get(f"{LIST}?{params.urlencode()}")) == [own.name]
    assert list(listed(cast.hr, QueryDict(), NOW)) == []


def test_the_filter_panel_offers_only_people_and_departments_in_scope(cast, clock, signed_in):
    page = signed_in(cast.manager).get("/customers/filters/")
    assert "East Rep" in page.text and "Stranger" not in page.text


# --- several at once ------------------------------------------------------------------------------------------


def several(client, what, rows, **fields):
    return client.post(f"/customers/several/{what}/", {"ids": [r.pk for r in rows], **fields})


def test_a_manager_transfers_several_and_reads_what_was_refused(cast, clock, signed_in):
    one, other = customer(cast.rep), customer(cast.mate)
    client = signed_in(cast.manager)
    asked = several(client, "transfer", [one, other])
    assert asked.status_code == 200 and one.name in asked.text and owner_of(one) == "rep"
    done = several(client, "transfer", [one, other], confirmed="1", to=cast.mate.pk, reason="Team is rearranged")
    assert owner_of(one) == "mate"
    assert "already belongs to Mate" in done.text and "1 transferred, 1 refused" in done.text


def test_customers_outside_the_scope_are_not_even_named(cast, clock, signed_in):
    other = customer(cast.stranger)
    answer = several(signed_in(cast.manager), "release", [other], confirmed="1", reason="x")
    assert other.name not in answer.text and owner_of(other) == "stranger"


def test_release_needs_a_reason_and_keeps_what_was_chosen(cast, clock, signed_in):
    one = customer(cast.rep)
    client = signed_in(cast.manager)
    missing = several(client, "release", [one], confirmed="1", reason="")
    assert missing.status_code == 422 and one.name in missing.text
    several(client, "release", [one], confirmed="1", reason="Not worked on")
    assert owner_of(one) is None


def test_classifying_several_gives_each_its_file_number(cast, clock, signed_in):
    one, two = customer(cast.rep), customer(cast.rep)
    several(signed_in(cast.manager), "classify", [one, two], confirmed="1", segment="direct", level="core")
    assert set(Customer.objects.values_list("file_number", flat=True)) == {"DA-0001", "DA-0002"}


def test_several_at_once_is_not_for_reps(cast, clock, signed_in):
    assert several(signed_in(cast.rep), "transfer", [customer(cast.rep)]).status_code == 403
    assert signed_in(cast.rep).get(LIST).context["bulk"] == []


def test_nothing_chosen_is_said(cast, clock, signed_in):
    answer = signed_in(cast.manager).post("/customers/several/release/", follow=True)
    assert "Choose at least one customer first." in answer.text


# --- print and numbers ----------------------------------------------------------------------------------------


@pytest.mark.req("M3")
def test_the_list_can_be_printed_with_who_and_when_and_the_audit_notes_it(cast, clock, signed_in):
    one = customer(cast.rep)
    page = signed_in(cast.rep).get("/customers/print/")
    assert one.name in page.text and "Printed by Rep on 2026-03-02 09:00" in page.text
    assert Entry.objects.filter(action="customers.printed", actor=cast.rep).exists()


@pytest.mark.req("M3")
def test_a_longer_list_prints_whole_as_a_pdf_for_whoever_exports_and_says_so_to_others(
    cast, clock, signed_in, monkeypatch
):
    monkeypatch.setattr(listing, "PRINTED", 2)
    rows = [customer(cast.rep) for _n in range(3)]
    page = signed_in(cast.rep).get("/customers/print/")
    assert (
        "customers. Printing more requires the right to export: narrow the list, or ask your administrator for the right."
        in page.text
        and sum(row.name in page.text for row in rows) == 2
    )
    page = signed_in(cast.manager).get("/customers/print/?stage=potential&sort=newest")
    assert "Print the whole list (PDF)" in page.text and 'name="query" value="stage=potential"' in page.text
    assert "Print the whole list (PDF)" not in signed_in(cast.manager).get("/customers/print/?q=nowhere").text


@pytest.mark.req("T5")
def test_numbers_by_class_count_what_one_may_see(cast, clock, signed_in):
    customer(cast.rep, segment="direct", level="core")
    customer(cast.rep, segment="direct", level="core")
    customer(cast.stranger, segment="direct", level="core")
    page = signed_in(cast.rep).get(reverse("customers:classes"))
    assert page.context["total"] == 2
    assert "scope=mine&amp;segment=direct&amp;level=core" in page.text


def test_a_list_is_counted_to_a_glance_and_wholly_when_asked(cast, clock, signed_in, monkeypatch):
    monkeypatch.setattr("customers.views.list_rows.LIMIT", 3)
    for _ in range(5):
        customer(cast.rep, segment="direct")
    client = signed_in(cast.rep)
    page = client.get(LIST, {"segment": "direct"})
    assert "1–5 of 3+" in page.text and 'href="?segment=direct&amp;count=all"' in page.text
    page = client.get(LIST, {"segment": "direct", "count": "all"})
    assert "1–5 of 5" in page.text and "Show total" not in page.text
