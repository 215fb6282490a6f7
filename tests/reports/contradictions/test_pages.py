"""The pages of contradictions: shown with what contradicts and what puts it right, reviewed by month, rules with their forecast."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from reports.domain.contradictions import settling
from reports.models import Contradiction, ContradictionRules
from tests.cast import VALID, as_admin, moment
from tests.reports.pages import queue

from .contradicting import NIGHT, RULES, detected, held, one, ruled, spent, visited, was_out

pytestmark = [pytest.mark.django_db, pytest.mark.req("Nf9")]
MORNING = moment("2026-03-04 09:00")


@pytest.fixture(autouse=True)
def wednesday(clock, cast):
    clock.move_to(MORNING)


def typed(**changes):
    numbers = {name: str(value) for name, value in RULES.items() if not isinstance(value, bool)}
    return {"holds_from": "2026-03-09", **numbers, "answer_hours": "24", "points": "2", "visit": "on", **changes}


def test_the_rep_sees_it_on_the_home_page_and_puts_it_right(cast, signed_in):
    row, client = one(cast), signed_in(cast.rep)
    assert [item.key for item in queue(signed_in, cast.rep) if "contradiction" in item.key] == [
        f"contradiction-{row.pk}"
    ]
    assert "Field visit without a follow-up" in client.get("/contradictions/").text
    page = client.get(f"/contradictions/{row.pk}/")
    assert "You have until 2026-03-09 10:30" in page.text and row.customer.name in page.text
    (_label, write), *_more = page.context["ways"]
    known = parse_qs(urlsplit(write).query)
    assert known["occurred_at"] == ["2026-03-02T09:00"] and known["next"] == [f"/contradictions/{row.pk}/"]
    said = {"kind": "visit_out", "counterpart": "王经理", "content": VALID, "occurred_at": known["occurred_at"][0]}
    saved = client.post(write, {**said, "late_reason": "on the way"})
    assert saved.url == f"/contradictions/{row.pk}/"
    assert "no longer contradict" in client.get(saved.url).text
    row.refresh_from_db()
    assert row.state == "gone" and not [item for item in queue(signed_in, cast.rep) if "contradiction" in item.key]


def test_explained_reviewed_decided_appealed_on_the_pages(cast, signed_in):
    row = one(cast)
    url = f"/contradictions/{row.pk}/"
    assert signed_in(cast.manager).get(url).status_code == 404, "the rep has it first"
    assert signed_in(cast.rep).post(f"{url}explain/", {"explanation": " "}).status_code == 422
    signed_in(cast.rep).post(f"{url}explain/", {"explanation": "the gate was closed"})
    keys = [item.key for item in queue(signed_in, cast.manager)]
    assert "contradictions" in keys
    page = signed_in(cast.manager).get("/contradictions/review/").text
    assert "Rep" in page and "1 to decide" in page and "0 points deducted" in page
    assert "the gate was closed" in signed_in(cast.manager).get(url).text
    wrong = signed_in(cast.manager).post(f"{url}decide/", {"decision": "not_accepted", "reason": ""})
    assert wrong.status_code == 422 and 'value="not_accepted" ' in wrong.text
    signed_in(cast.manager).post(f"{url}decide/", {"decision": "not_accepted", "reason": "nobody saw you"})
    assert "2 points deducted" in signed_in(cast.manager).get("/contradictions/review/?month=2026-03").text
    page = signed_in(cast.rep).get(url).text
    assert "nobody saw you" in page and "Until 2026-03-11 23:59" in page
    signed_in(cast.rep).post(f"{url}appeal/", {"text": "the gate book has my name"})
    assert "contradictions" in [item.key for item in queue(signed_in, cast.director)]
    assert "contradictions" not in [item.key for item in queue(signed_in, cast.manager)]
    page = signed_in(cast.manager).post(f"{url}decide-finally/", {"decision": "accepted", "reason": "x"})
    assert "Somebody above" in page.text
    signed_in(cast.director).post(f"{url}decide-finally/", {"decision": "accepted", "reason": "so it is"})
    row.refresh_from_db()
    assert (row.state, row.counts) == ("final", False)
    assert "so it is" in signed_in(cast.rep).get(url).text
    assert "0 points deducted" in signed_in(cast.manager).get("/contradictions/review/").text


@pytest.mark.req("Nb3")
def test_others_see_nothing_and_customers_out_of_reach_stay_unnamed(cast, signed_in):
    row = one(cast)
    settling.pass_on(at=moment("2026-04-01 09:00"))
    for person in (cast.mate, cast.direct_manager, cast.hr, cast.clerk, cast.auditor):
        assert signed_in(person).get(f"/contradictions/{row.pk}/").status_code == 404, person
    for person, status in ((cast.rep, 403), (cast.hr, 403), (cast.manager, 200)):
        assert signed_in(person).get("/contradictions/review/").status_code == status
    assert row.customer.name not in signed_in(cast.direct_manager).get("/contradictions/review/").text


def test_rules_show_their_forecast_before_they_are_saved(cast, signed_in):
    for person in (cast.rep, cast.mate):
        visited(person, held(person), "2026-02-10 10:00")
    client, url = signed_in(as_admin(cast.hr)), "/contradictions/rules/new/"
    data = typed(department=cast.departments["sales"].pk)
    page = client.post(url, {**data, "preview": "1"}).text
    assert "2 contradictions, of 2 people" in page and not ContradictionRules.objects.exists()
    assert client.post(url, {**data, "burst_visits": "1"}).status_code == 422
    assert client.post(url, data).url == "/contradictions/rules/"
    rules = ContradictionRules.objects.get()
    assert (rules.visit, rules.burst, rules.answer_hours, rules.holds_from) == (True, False, 24, date(2026, 3, 9))
    assert "a visit takes a field visit to the customer" in client.get("/contradictions/rules/").text
    assert 'value="60"' in client.get(f"{url}?from={rules.pk}").text


def test_each_kind_says_what_does_not_go_together_in_both_languages(cast, signed_in):
    ruled(cast, burst_visits=2)
    row, other = held(cast.rep), held(cast.rep)
    for customer, at in ((row, "10:00"), (other, "10:05")):
        visited(cast.rep, customer, f"2026-02-20 {at}", "2026-02-28 10:00")
    was_out(cast.rep, row, "2026-02-24 10:00", "2026-02-24 11:00")
    spent(cast.rep, row, date(2026, 2, 25))
    client = signed_in(cast.rep)
    found = {one_.kind: one_ for one_ in detected()}
    assert set(found) == {"visit", "outing", "expense", "places", "burst"}
    for language in ("en", "zh-hans"):
        client.cookies["django_language"] = language
        for one_ in found.values():
            page = client.get(f"/contradictions/{one_.pk}/")
            assert page.status_code == 200 and page.context["evidence"], one_.kind
            assert "%(" not in page.context["sentence"] and (language == "en") == page.context["sentence"].isascii()


@pytest.mark.parametrize("number", [1, 6])
def test_pages_cost_the_same_for_one_and_for_many(cast, signed_in, queries, number):
    ruled(cast, "outing")
    for n in range(number):
        was_out(cast.rep, held(cast.rep), f"2026-03-02 {n + 8:02d}:00", f"2026-03-02 {n + 8:02d}:30")
    row = detected(NIGHT)[0]
    signed_in(cast.rep)
    assert queries("/contradictions/") <= 9
    assert queries(f"/contradictions/{row.pk}/") <= 24
    Contradiction.objects.update(state="review")
    signed_in(cast.manager)
    assert queries("/contradictions/review/") <= 12
