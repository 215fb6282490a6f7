"""The analysis pages: numbers against the rows behind them and against the lists, whose they are, what they cost (rows Na12, T2, Nf1)."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.http import QueryDict
from django.urls import reverse
from openpyxl import load_workbook

from assignment.domain import ownership
from crm_project.audit.models import Entry
from crm_project.lib.conditions.address import WHERE
from customers.filters import listed
from customers.models import Customer, ListItem
from deals.domain import closing, progress
from deals.models import Deal
from reports.domain import figures
from reports.presenters.analysis.pages import PAGES
from tests.cast import NOW, customer, followup, moment
from tests.deals.world import deal, product, stage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.both]
DAYS = {"since": "2026-02-01", "until": "2026-03-31"}


def page(client, key, **more):
    return client.get(reverse("reports:analysis_page", args=[key]), DAYS | more)


def table(answer, n=0):
    """{label: [texts]} of one table, its last line as "All"."""
    shown = answer.context["tables"][n]
    out = {row.label: [cell.text for cell in row.cells] for row in shown.rows}
    return out | {row.label: [cell.text for cell in row.cells] for row in shown.totals}


def every_number_opens(client, answer):
    """Each linked count leads to just as many rows."""
    tried = 0
    for shown in answer.context["tables"]:
        for row in (*shown.rows, *shown.totals):
            for cell in row.cells:
                if cell.url and isinstance(cell.value, int):
                    opened = client.get(cell.url).context
                    assert len(opened["rows"]) == cell.value, (cell, cell.url)
                    assert opened["line"] in (row.label, ""), (row.label, cell.url)
                    tried += 1
    return tried


@pytest.mark.req("Na12")
def test_the_funnel_tells_how_deals_went_and_opens_its_rows(cast, signed_in):
    client, begun = signed_in(cast.manager), moment("2026-02-10 09:00")
    made = [deal(customer(cast.rep, since=begun), cast.rep, at=begun) for _ in range(3)]
    first = Deal.objects.get(pk=made[0].pk).stage
    stages = list(first.pipeline.stages.filter(active=True).order_by("number")[:2])
    stages[1].conditions = []
    stages[1].save()
    for one in made[:2]:
        progress.move_stage(deal_id=one.pk, stage_id=stages[1].pk, by=cast.rep, at=begun + timedelta(days=4))
    closing.lose_deal(deal_id=made[1].pk, reason="太贵", competitor="", by=cast.rep, at=begun + timedelta(days=6))
    answer = page(client, "funnel")
    found = table(answer)
    #                              entered, before, moved, %, lost, %, back, there, median
    assert found[str(stages[0])] == ["3", "0", "2", "67 %", "0", "0 %", "0", "1", "4.0"]
    assert found[str(stages[1])] == ["2", "0", "0", "0 %", "1", "50 %", "0", "1", "2.0"]
    assert every_number_opens(client, answer) >= 5
    # Of another department nothing.
    assert not page(signed_in(cast.stranger), "funnel").context["tables"]
    # In the period after, the same deals are those of the period before.
    later = page(signed_in(cast.manager), "funnel", since="2026-03-01", until="2026-03-31")
    assert table(later)[str(stages[0])][:2] == ["0", "3"]


@pytest.mark.req("Na12")
def test_the_win_rate_by_product_region_trade_source_and_reason(cast, signed_in):
    trade, region = ListItem.objects.filter(kind="trade").first(), ListItem.objects.filter(kind="region").first()
    sold = product(by=cast.admin)
    for n, verb in enumerate((closing.win_deal, closing.lose_deal, closing.lose_deal)):
        row = customer(cast.rep, trade=trade if n < 2 else None)
        row.regions.add(region)
        made = deal(row, cast.rep, products=[(sold, 2)] if n < 2 else ())
        Deal.objects.filter(pk=made.pk).update(stage=stage(5))
        followup(row, cast.rep, NOW - timedelta(hours=1))
        verb(deal_id=made.pk, reason="价格太高" if n else "服务好", competitor="", by=cast.rep, at=NOW)
    answer = page(client := signed_in(cast.manager), "win-rate")
    assert table(answer)["All"] == ["33 %", "–", "1", "2"]
    assert table(answer, 1) == {"Product P-1": ["50 %", "–", "1", "1"], "not given": ["0 %", "–", "0", "1"]}
    assert table(answer, 2) == {str(region): ["33 %", "–", "1", "2"]}
    assert table(answer, 3) == {str(trade): ["50 %", "–", "1", "1"], "not given": ["0 %", "–", "0", "1"]}
    assert table(answer, 4) == {"not given": ["33 %", "–", "1", "2"]}
    assert table(answer, 5) == {"价格太高": ["2", "0"]}
    assert every_number_opens(client, answer) >= 9
    assert table(page(client, "win-rate", person=cast.mate.pk)) == {"All": ["–", "–", "0", "0"]}


@pytest.mark.req("Nf1", "T2")
def test_cohorts_tell_what_became_of_customers(cast, signed_in):
    entered = moment("2026-02-05 09:00")
    kept, lost, gone = (customer(cast.rep, since=entered) for _ in range(3))
    customer(department=cast.rep.department, since=entered)
    Customer.objects.filter(pk=kept.pk).update(stage="official")
    ownership.release(customer_id=lost.pk, by=cast.manager, at=NOW, reason="not worked on")
    Customer.objects.filter(pk=gone.pk).update(removed_at=NOW, removed_by=cast.rep)
    gone.ownership.delete()
    answer = page(client := signed_in(cast.manager), "cohorts")
    #                   entered, owned, %, official, %, lost, never owned, removed
    assert table(answer)["2026-02"] == ["4", "1", "25 %", "1", "25 %", "1", "1", "1"]
    assert table(answer)["All"] == table(answer)["2026-02"]
    assert every_number_opens(client, answer) == 12
    assert table(page(signed_in(cast.stranger), "cohorts"))["All"][0] == "0"


@pytest.mark.req("Nf1", "Z12")
def test_the_flow_agrees_with_the_figures_of_people(cast, signed_in):
    begun = moment("2026-02-20 09:00")
    pooled = customer(department=cast.rep.department, since=begun)
    ownership.claim(customer_id=pooled.pk, by=cast.rep, at=NOW)
    given, taken, moved = (customer(cast.rep, since=begun) for _ in range(3))
    ownership.give_up(customer_id=given.pk, by=cast.rep, at=NOW, reason="no need")
    ownership.release(customer_id=taken.pk, by=cast.manager, at=NOW, reason="not worked on")
    ownership.transfer(customer_id=moved.pk, to=cast.mate, by=cast.manager, reason="region", at=NOW)
    answer = page(client := signed_in(cast.manager), "flow")
    #                         in, out, balance, before, entered, claimed, received, given up, by rule, by manager, passed
    assert table(answer)["Rep"] == ["4", "3", "1", "0", "3", "1", "0", "1", "0", "1", "1"]
    assert table(answer)["Mate"] == ["1", "0", "1", "0", "0", "0", "1", "0", "0", "0", "0"]
    assert table(answer)["All"] == ["5", "3", "2", "0", "3", "1", "1", "1", "0", "1", "1"]
    assert every_number_opens(client, answer) >= 12
    asked = answer.context["asked"]
    counted = figures.count([cast.rep.pk], asked.first, asked.last)[cast.rep.pk]
    assert (counted["claims"], counted["given_up"], counted["released"]) == (1, 1, 1)


@pytest.mark.req("T2", "M5")
def test_customers_not_seen_are_those_of_the_list(cast, signed_in):
    long_ago = NOW - timedelta(days=200)
    for level, days in (("core", 10), ("core", 45), ("growth", 100), ("", None)):
        row = customer(cast.rep, since=long_ago, level=level)
        if days:
            made = followup(row, cast.rep, NOW - timedelta(days=days))
            Customer.objects.filter(pk=row.pk).update(last_followup_at=made.occurred_at)
    answer = page(client := signed_in(cast.manager), "not-seen", days=30)
    assert table(answer)["Core"] == ["2", "1", "50 %", "0", "0", "0"]
    assert table(answer)["All"] == ["4", "3", "75 %", "2", "2", "1"]
    assert every_number_opens(client, answer) >= 8
    of_list = listed(cast.manager, QueryDict(f"{WHERE}=1.followed.silent.30"), NOW)
    rows = client.get(answer.context["tables"][0].totals[0].cells[1].url).context["rows"]
    assert {row["customer"] for row in rows} == {row.name for row in of_list}


def test_who_may_not_open_a_customer_reads_no_name(cast, signed_in):
    row = customer(cast.rep, since=NOW, name="只有自己人知道有限公司")
    url = reverse("reports:analysis_rows", args=["cohorts"])
    asked = DAYS | {"row": "all", "cell": "entered"}
    answer = signed_in(cast.hr).get(url, asked)
    assert len(answer.context["rows"]) == 1 and row.name not in answer.text
    assert "a customer that you may not see" in answer.text
    assert row.name in signed_in(cast.manager).get(url, asked).text


def test_a_restricted_file_is_counted_and_its_deal_not_named(cast, signed_in):
    row = customer(cast.rep, since=NOW, restricted=True)
    made = deal(row, cast.rep, name="秘密项目")
    assert made.pk
    asked = DAYS | {"row": f"{made.stage.pipeline_id}-{made.stage.number}", "cell": "entered"}
    url = reverse("reports:analysis_rows", args=["funnel"])
    # With a reason only, and none was given: counted as in the list of deals, not named.
    answer = signed_in(cast.manager).get(url, asked)
    assert len(answer.context["rows"]) == 1 and "秘密项目" not in answer.text
    assert "秘密项目" in signed_in(cast.rep).get(url, asked).text


@pytest.mark.parametrize("key", PAGES)
def test_the_queries_do_not_grow_with_rows(cast, signed_in, key, django_assert_max_num_queries):
    def more():
        for owner in (cast.rep, cast.mate, cast.east_rep):
            made = deal(customer(owner, level="core"), owner)
            closing.lose_deal(deal_id=made.pk, reason=f"r{made.pk}", competitor="", by=owner, at=NOW)
            deal(customer(owner), owner)

    more()
    client, url = signed_in(cast.manager), reverse("reports:analysis_page", args=[key])
    client.get(url, DAYS)
    with django_assert_max_num_queries(60) as few:
        client.get(url, DAYS)
    for _ in range(4):
        more()
    with django_assert_max_num_queries(len(few)):
        client.get(url, DAYS)


@pytest.mark.parametrize("key", PAGES)
def test_the_workbook_has_the_numbers_of_the_page_and_is_audited(cast, signed_in, key):
    deal(customer(cast.rep), cast.rep)
    client = signed_in(cast.manager)
    answer = client.get(reverse("reports:analysis_sheet", args=[key]), DAYS)
    sheet = load_workbook(BytesIO(answer.content)).worksheets[0]
    shown = page(client, key).context["tables"][0]
    assert [cell.value for cell in sheet[1]] == shown.heads
    if shown.rows:
        assert [cell.value for cell in sheet[2]] == [shown.rows[0].label, *(one.value for one in shown.rows[0].cells)]
    entry = Entry.objects.get(action="analysis.exported")
    assert (entry.actor_id, entry.subject_id) == (cast.manager.pk, key)


@pytest.mark.parametrize(
    "asked",
    [
        {"since": "2026-03-31", "until": "2026-03-01"},
        {"since": "2020-01-01", "until": "2026-01-02"},
        {"person": "0"},
        {"department": "x"},
    ],
)
def test_what_cannot_be_meant_is_said(cast, signed_in, asked):
    assert page(signed_in(cast.manager), "flow", **asked).status_code == 422
    url = reverse("reports:analysis_rows", args=["flow"])
    assert signed_in(cast.manager).get(url, DAYS | asked).status_code == 404


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"row": "x", "cell": "claimed"},
        {"row": "all", "cell": "x"},
        {"row": "²", "cell": "lost"},
        {"row": "9" * 30, "cell": "lost", "part": "product"},
        {"row": "9" * 30, "cell": "lost", "part": "reason"},
        {"row": f"1-{'9' * 30}", "cell": "entered"},
        {"row": "9999-12", "cell": "entered"},
    ],
)
@pytest.mark.parametrize("key", PAGES)
def test_rows_that_no_number_names_are_none(cast, signed_in, key, asked):
    answer = signed_in(cast.manager).get(reverse("reports:analysis_rows", args=[key]), DAYS | asked)
    assert answer.status_code == 200 and not answer.context["rows"]


def test_one_day_alone_is_kept_and_the_other_is_usual_and_a_wrong_one_leaves_the_tabs(cast, signed_in):
    client, url = signed_in(cast.manager), reverse("reports:analysis_page", args=["flow"])
    today = NOW.date()
    for said, first, last in (
        ({"since": "2026-02-01"}, date(2026, 2, 1), today),
        ({"until": "2026-02-28"}, date(2025, 11, 30), date(2026, 2, 28)),
    ):
        asked = client.get(url, said).context["asked"]
        assert (asked.first, asked.last) == (first, last)
    wrong = client.get(url, {"since": "2026-03-31", "until": "2026-03-01"})
    assert len(wrong.context["tabs"]) == 5 and len(wrong.context["periods"]) == 6
    # What the page does not ask is not looked at; what it asks is shown as it was taken.
    assert client.get(url, {"days": "x"}).status_code == 200
    silent = client.get(reverse("reports:analysis_page", args=["not-seen"]), {"since": "x"})
    assert silent.status_code == 200 and 'value="30"' in silent.text
    too_few = client.get(reverse("reports:analysis_page", args=["not-seen"]), {"days": "0"})
    assert too_few.text.count("greater than or equal to 1") == 1


def test_an_analysis_that_does_not_exist_is_not_found(cast, signed_in):
    assert page(signed_in(cast.manager), "points").status_code == 404
    # HR reads no deals.
    assert page(signed_in(cast.hr), "funnel").status_code == 403
    assert signed_in(cast.hr).get(reverse("reports:analysis")).context["page"].key == "cohorts"
