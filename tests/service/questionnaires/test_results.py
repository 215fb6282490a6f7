"""What the answers come to: figures, groups, free text behind its own right, files (row T22)."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from crm_project.accounts.models import Role
from crm_project.audit.models import Entry
from crm_project.lib.refused import Refused
from deals.models import Product
from service.domain.questionnaires import drafts, exporting, publishing, results
from service.rules.questionnaires import editing
from service.rules.questionnaires.body import Option, Text
from tests.cast import NOW, customer

from .asked import GOOD, MERITS, answered, contact, invited, published

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.req("T22")]


def url(name, questionnaire, *args, **query):
    return reverse(f"service:questionnaire_{name}", args=[questionnaire.pk, *args], query=query or None)


def given(**changes):
    return GOOD | changes


@pytest.fixture
def questionnaire(cast):
    """Seven answers: five of core customers, two of ordinary ones; and one who has not answered."""
    made = published(cast)
    for n in range(7):
        row = customer(cast.rep, level="core" if n < 5 else "ordinary")
        mine = given(q7=str([10, 9, 9, 8, 6, 3, 10][n]), q8=str(n + 1), q10=f"私下说 {n}")
        answered(cast, made, contact(row), answers=mine)
    invited(cast, made)
    return made


def test_figures_are_those_of_the_answers(cast, questionnaire):
    found = results.results(cast.service_manager, questionnaire, NOW)
    assert (found.rate.sent, found.rate.answered, found.rate.waiting) == (8, 7, 1)
    assert found.counts["q2"] == {"5": 7} and found.counts["q4"] == {"o1": 7, "o2": 7}
    assert found.answered["q4"] == 7 and found.texts == {"q10": 7}
    assert found.numbers["q8"][:3] == (7, 1, 7) and found.numbers["q8"][3] == 4
    assert found.score == round(100 * (4 - 2) / 7)
    assert [(group.key, group.answers, group.score) for group in found.levels] == [
        ("core", 5, 40),
        ("ordinary", 2, None),
    ]
    assert [group.answers for group in found.quarters] == [7]


def test_the_page_shows_them_and_hides_small_groups(cast, questionnaire, signed_in):
    text = signed_in(cast.service_manager).get(url("results", questionnaire)).text
    assert "88 %" in text and "+29" in text and "chart-q2" in text and "under 5 answers" in text
    # Of two groups one is small: the other would tell it by the total.
    assert text.count("under 5 answers") == 2 and "level=core" not in text
    narrowed = signed_in(cast.service_manager).get(url("results", questionnaire, level="core")).text
    assert "Too few answers" in narrowed and "chart-q2" not in narrowed
    more = [answered(cast, questionnaire, contact(customer(cast.rep, level="ordinary"))) for _n in range(3)]
    assert len(more) == 3
    page = signed_in(cast.service_manager)
    assert "level=core" in page.get(url("results", questionnaire)).text
    assert "chart-q2" in page.get(url("results", questionnaire, level="core")).text


def test_under_five_answers_nothing_is_shown(cast, signed_in):
    made = published(cast)
    for _n in range(4):
        answered(cast, made)
    client = signed_in(cast.service_manager)
    page = client.get(url("results", made))
    assert "Too few answers" in page.text and "chart-q" not in page.text
    assert page.context["tiles"][-1][:2] == ("Recommend score", "–"), "one answer's score would be that answer"
    answered(cast, made)
    assert "chart-q2" in client.get(url("results", made)).text


def test_an_answer_that_a_newer_version_no_longer_offers_is_shown_in_its_words(cast, questionnaire, signed_in):
    by = {"questionnaire_id": questionnaire.pk, "by": cast.service_manager, "at": NOW}
    drafts.begin_version(**by)
    fewer = replace(MERITS, key="q4", options=(*MERITS.options[:1], Option("o3", Text("Speed", "速度"))))
    drafts.edit_draft(change=lambda body: editing.update_question(body, fewer), **by)
    publishing.publish_draft(**by)
    cards = signed_in(cast.service_manager).get(url("results", questionnaire)).context["cards"]
    rows = next(card["rows"] for card in cards if card["key"] == "q4")
    assert [row[:2] for row in rows] == [("Price", 7), ("Speed", 0), ("Quality", 7)]


def test_free_text_and_single_answers_need_their_own_right(cast, questionnaire, signed_in):
    page = url("results", questionnaire)
    for who in (cast.rep, cast.service, cast.auditor):
        client = signed_in(who)
        text = client.get(page).text
        assert "chart-q2" in text and "私下说" not in text and "results/answers" not in text
        assert client.get(url("texts", questionnaire, question="q10")).status_code == 403
        assert client.get(url("answers", questionnaire)).status_code == 403
        assert client.post(url("export", questionnaire), {"reason": "for the board"}).status_code == 403
    client = signed_in(cast.service_manager)
    assert "私下说 3" in client.get(url("texts", questionnaire, question="q10")).text
    assert client.get(url("texts", questionnaire, question="q2")).status_code == 404


def test_every_figure_opens_its_rows(cast, questionnaire, signed_in):
    client = signed_in(cast.service_manager)
    path = url("answers", questionnaire, question="q7", choice="9")
    assert path.replace("&", "&amp;") in client.get(url("results", questionnaire)).text
    rows = client.get(path).text
    assert rows.count("cell-title") == 2
    link = rows.split('class="cell-title" href="')[1].split('"')[0]
    whole = client.get(link).text
    assert "Would you recommend us?" in whole and "私下说" in whole and "Quality" in whole


def test_one_sees_the_answers_of_ones_own_customers_and_no_restricted_file(cast, questionnaire, signed_in):
    for _n in range(5):
        answered(cast, questionnaire, contact(customer(cast.stranger)), answers=given(q2="1", q3="bad"))
    assert results.results(cast.rep, questionnaire, NOW).rate.answered == 7
    assert results.results(cast.stranger, questionnaire, NOW).counts["q2"] == {"1": 5}
    assert results.results(cast.manager, questionnaire, NOW).rate.answered == 7
    hidden = answered(cast, questionnaire, contact(customer(cast.rep, restricted=True)), by=cast.rep)
    everybody = results.results(cast.service_manager, questionnaire, NOW)
    assert everybody.rate.answered == 12 and results.results(cast.rep, questionnaire, NOW).rate.answered == 8
    client = signed_in(cast.service_manager)
    assert client.get(url("answered", questionnaire, hidden.pk)).status_code == 404
    assert hidden.contact.customer.name not in client.get(url("answers", questionnaire)).text


def test_the_list_counts_what_one_sees(cast, questionnaire, signed_in, queries):
    page = reverse("service:questionnaires")
    row = '<td class="num" data-label="Asked">{}</td>'
    assert row.format(8) in signed_in(cast.rep).get(page).text
    assert row.format(0) in signed_in(cast.stranger).get(page).text
    signed_in(cast.service_manager)
    before = queries(page)
    for n in range(3):
        answered(cast, published(cast, name=f"Another {n}"))
    assert queries(page) == before


def test_quarters_and_products(cast, questionnaire):
    product = Product.objects.create(code="PV-1", name="Panel", unit="pc")
    for n in range(5):
        answered(cast, questionnaire, at=NOW - timedelta(days=90), product=product, answers=given(q7=str(6 + n)))
    found = results.results(cast.service_manager, questionnaire, NOW)
    assert [(group.answers, group.score) for group in found.quarters] == [(5, 20), (7, 29)]
    assert [(group.key, group.answers, group.score) for group in found.products] == [(product.pk, 5, 20)]


@pytest.mark.embedded
def test_the_page_costs_the_same_for_any_number_of_answers(cast, questionnaire, signed_in, queries):
    signed_in(cast.service_manager)
    page = url("results", questionnaire)
    before = queries(page)
    for _n in range(8):
        answered(cast, questionnaire)
    assert queries(page) == before <= 24


def test_a_file_is_marked_and_leaves_a_trace(cast, questionnaire, signed_in):
    client = signed_in(cast.service_manager)
    refused = client.post(url("export", questionnaire), {"reason": "x"})
    assert refused.status_code == 422 and not Entry.objects.filter(action="questionnaire.exported").exists()
    answer = client.post(url("export", questionnaire), {"reason": "for the board"})
    book = load_workbook(BytesIO(answer.content))
    figures, rows = book.worksheets[0], book.worksheets[1]
    mark = cast.service_manager.username
    assert all(row[-1].value.startswith(mark) for sheet in (figures, rows) for row in sheet.iter_rows(min_row=2))
    assert "私下说 0" in {cell.value for row in rows.iter_rows() for cell in row} and rows.max_row == 8
    assert mark in figures.oddHeader.left.text
    noted = Entry.objects.get(action="questionnaire.exported")
    assert noted.reason == "for the board" and noted.changes["rows"] == [None, 7]


def test_a_file_holds_no_single_answers_for_who_may_not_read_them(cast, questionnaire):
    role = Role.objects.get(key="service_manager")
    role.grants = {key: scope for key, scope in role.grants.items() if key != "questionnaire.answers"}
    role.save()
    cast.service_manager.role = role
    taken = exporting.take_results(
        questionnaire_id=questionnaire.pk, reason="for the board", by=cast.service_manager, at=NOW
    )
    assert not taken.rows and not taken.answers and taken.counts["q2", "5"] == 7
    with pytest.raises(Refused) as refusal:
        exporting.take_results(questionnaire_id=questionnaire.pk, reason="for me", by=cast.service, at=NOW)
    assert refusal.value.code == "denied"


def test_a_file_breaks_down_nothing_of_fewer_than_five_people_however_much_each_chose(cast, signed_in):
    made = published(cast)
    for _n in range(3):
        answered(cast, made)
    content = signed_in(cast.service_manager).post(url("export", made), {"reason": "for the board"}).content
    figures = load_workbook(BytesIO(content)).worksheets[0]
    assert {row[2].value for row in figures.iter_rows(min_row=2)} == {"under 5 answers"}


def test_answers_of_customers_without_a_class_lead_nowhere(cast, signed_in):
    made = published(cast)
    for n in range(10):
        answered(cast, made, contact(customer(cast.rep, level="core" if n < 5 else "")))
    groups = signed_in(cast.service_manager).get(url("results", made)).context["levels"]
    assert {name: bool(address) for name, _n, _score, address in groups} == {"without a class": False, "Core": True}
