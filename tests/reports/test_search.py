"""One search over everything: live while one types and as a page, what was opened lately, what it costs (rows Nc2, Nb3, Nb4)."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from crm_project import catalogue
from crm_project.lib.highlight import marked
from crm_project.ops.private_search import opened
from customers.domain.duplicates import matching
from customers.models import Contact
from reports.presenters import search
from tests.cast import NOW, customer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.both]

LIVE, PAGE, FIND = reverse("reports:search_live"), reverse("reports:search"), reverse("ops:find")


@pytest.fixture
def row(cast):
    """A customer of the rep's with somebody who has a number."""
    row = customer(cast.rep, name="杭州春意空调有限公司", code="C-000017")
    matching.index([(row.pk, row.name)])
    Contact.objects.create(customer=row, name="王小明", mobile="13805712345", created_at=NOW)
    return row


def live(client, text, **more):
    answer = client.post(LIVE, {"q": text, **more})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.req("Nc2")
def test_the_kinds_of_all_apps_stand_in_one_order():
    kinds = [kind.key for kind in catalogue.search_kinds()]
    assert kinds == [
        "numbers",
        "customers",
        "formerly",
        "contacts",
        "deals",
        "quotes",
        "contracts",
        "payments",
        "orders",
        "remedial_plans",
        "return_visits",
        "people",
        "pages",
    ]


def test_one_box_stands_in_the_top_bar_and_works_without_a_script(cast, row, signed_in):
    client = signed_in(cast.rep)
    text = client.get("/").content.decode()
    assert text.count('type="search" id="global-search"') == 1
    form = text.split("data-search")[1].split("</form>")[0]
    assert f'name="next" value="{PAGE}"' in form
    answer = client.post(FIND, {"q": "春意", "next": PAGE}, follow=True)
    assert answer.redirect_chain[0][0].startswith(PAGE)
    assert reverse("customers:detail", args=[row.pk]) in answer.content.decode()


@pytest.mark.req("Nb4")
def test_a_number_is_found_and_stands_in_no_address(cast, row, signed_in):
    client = signed_in(cast.rep)
    answer = client.post(FIND, {"q": "0571-2345".replace("-", ""), "next": PAGE})
    assert "2345" not in answer.url and opened(parse_qs(urlsplit(answer.url).query)["q"][0]) == "05712345"
    page = client.get(answer.url).content.decode()
    assert row.name in page and "王小明" in page
    links = [part.split('"')[0] for part in page.split('href="')[1:]]
    assert not [link for link in links if "2345" in link]
    assert client.get(LIVE, {"q": "2345"}).status_code == 405


@pytest.mark.req("Nc2")
def test_results_stand_in_groups_with_what_was_typed_marked(cast, row, signed_in):
    text = live(signed_in(cast.rep), "春意")
    assert "<mark>春意</mark>" in text and 'role="listbox"' in text and 'role="option"' in text
    assert "All results for “春意”" in text
    assert "Nothing found for “&lt;b&gt;x&lt;/b&gt;”" in live(signed_in(cast.rep), "<b>x</b>")
    assert "Type at least 2 characters" in live(signed_in(cast.rep), "春")


def test_the_page_says_what_to_do_where_nothing_is_found(cast, signed_in):
    client = signed_in(cast.rep)
    assert "What are you looking for?" in client.get(PAGE).text
    assert "Check the spelling" in client.get(PAGE, {"q": "zzzz"}).text


@pytest.mark.req("Nc2")
def test_a_legal_form_alone_is_said_to_find_nothing(cast, row, signed_in):
    client = signed_in(cast.rep)
    for text in ("公司", "有限公司", "有限责任", "Ltd", "co., ltd."):
        said = "stands in nearly every name and is not searched"
        assert said in client.get(PAGE, {"q": text}).text and said in live(client, text), text
        assert said in client.get(reverse("customers:list"), {"q": text}).text, text
    assert "not searched" not in client.get(PAGE, {"q": "春意"}).text


def test_a_stranger_finds_nothing_of_it_but_whose_it_is(cast, row, signed_in):
    client = signed_in(cast.stranger)
    for text in ("王小明", "2345", "13805712345"):
        assert row.name not in live(client, text) and "王小明</" not in live(client, text)
    told = live(client, "春意空调")
    assert "belongs to Rep" in told and reverse("customers:detail", args=[row.pk]) + '"' not in told


def test_nobody_searches_without_signing_in(client):
    assert client.get(PAGE).status_code == 302 and client.post(LIVE, {"q": "x"}).status_code == 302


def test_pages_and_actions_are_found_in_either_language_and_by_pinyin(cast, signed_in):
    client = signed_in(cast.admin)
    for language in ("en", "zh-hans"):
        client.cookies["django_language"] = language
        for text in ("政策", "polic", "zhengce", "gszc"):
            assert reverse("assignment:policies") in live(client, text), (language, text)
        assert reverse("customers:import") not in live(client, "port"), "a word is meant from its beginning"
    assert reverse("deals:new") in live(signed_in(cast.rep), "new deal")
    assert reverse("deals:new") not in live(signed_in(cast.hr), "new deal")


# --- what was opened lately -------------------------------------------------------------------------------------------


def test_before_one_types_what_was_opened_lately_stands_there_in_its_order(cast, row, signed_in):
    other = customer(cast.rep, name="宁波海风电器有限公司")
    paths = [reverse("customers:detail", args=[pk]) for pk in (other.pk, row.pk, other.pk)]
    text = live(signed_in(cast.rep), "", recent=" ".join([*paths, "/customers/99999/", "/nowhere/7/", "x", "/"]))
    assert "Recently opened" in text
    assert text.index(other.name) < text.index(row.name) and text.count(f'href="{paths[0]}"') == 1
    assert row.name not in live(signed_in(cast.stranger), "", recent=" ".join(paths)), "names come by today's rights"


@pytest.mark.req("Nc2")
def test_the_menu_names_what_was_opened_lately_when_its_fold_is_opened(cast, row, signed_in):
    path = reverse("customers:detail", args=[row.pk])
    client = signed_in(cast.rep)
    assert "data-recent" in client.get("/").text
    text = client.post(reverse("reports:recent_menu"), {"recent": path}).text
    assert row.name in text and f'href="{path}"' in text
    cast.rep.favourites = [["customers", row.pk]]
    cast.rep.save()
    assert row.name in client.post(reverse("reports:recent_menu"), {"recent": path}).text, "starred or not"
    text = signed_in(cast.stranger).post(reverse("reports:recent_menu"), {"recent": path}).text
    assert row.name not in text and "still open to you" in text


def test_no_more_addresses_are_asked_about_than_a_browser_keeps(cast, monkeypatch):
    monkeypatch.setattr(search, "ASKED", 1)
    rows = [customer(cast.rep), customer(cast.rep)]
    paths = [reverse("customers:detail", args=[one.pk]) for one in rows]
    assert [hit["name"] for group in search.recent(cast.rep, paths, NOW) for hit in group["hits"]] == [rows[0].name]


# --- what it costs -------------------------------------------------------------------------------------------------------


@pytest.mark.embedded
@pytest.mark.parametrize("who", ["rep", "manager", "admin"])
@pytest.mark.parametrize(("text", "most"), [("春意", 20), ("chunyi", 20), ("2345", 19), ("HT-2026", 18)])
def test_queries_are_few_however_much_is_found(cast, row, signed_in, who, text, most):
    client = signed_in(cast.people[who])

    def cost():
        live(client, text)
        with CaptureQueriesContext(connection) as captured:
            live(client, text)
        return len(captured)

    one = cost()
    for n in range(12):
        more = customer(cast.rep, name=f"杭州春意{n}号空调有限公司")
        matching.index([(more.pk, more.name)])
        Contact.objects.create(customer=more, name=f"王小{n}", mobile=f"138{n:04d}2345", created_at=NOW)
    many = cost()
    assert many <= one + 1 and many <= most, (one, many)


# --- marking ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Blue Port <i>", ["port"], "Blue <mark>Port</mark> &lt;i&gt;"),
        ("139-1234 5678", ["12345678"], "139-<mark>1234 5678</mark>"),
        ("13912345678", ["139-1234"], "<mark>1391234</mark>5678"),
        ("a+b (c)", ["(c)", "a+b"], "<mark>a+b</mark> <mark>(c)</mark>"),
        ("nothing", [], "nothing"),
    ],
)
def test_what_was_typed_is_marked_and_nothing_else_becomes_markup(text, words, expected):
    assert marked(text, words) == expected


def test_one_character_is_told_to_be_too_few(cast, signed_in):
    text = signed_in(cast.rep).get("/search/", {"q": "华"}).text.partition("<main")[2]
    assert "at least 2 characters" in text and "Nothing found" not in text
