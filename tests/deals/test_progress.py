"""Progress that hangs together, the way through the stages, overdue updates (rows Na9, Ni17, Ni19, Ni20)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from crm_project.lib.refused import Refused
from crm_project.notices.models import Notice
from deals.domain import overdue, progress
from deals.domain.stages import CONDITIONS
from deals.models import Deal, Pipeline, Stage
from deals.models.choices import Condition
from tests.cast import NOW, customer, followup, moment
from tests.deals.world import CLOSE, deal, key_contact, product, stage

pytestmark = pytest.mark.django_db


def record(made, by, at=NOW, **fields):
    given = {"outline": "talked to the buyer", "next_step": "", "expected_close": CLOSE, **fields}
    return progress.record_progress(deal_id=made.pk, by=by, at=at, **given)


@pytest.mark.req("Ni19", "Ni20")
def test_a_record_answers_the_last_next_step_and_names_the_next(cast, clock):
    made = deal(customer(cast.rep), cast.rep, next_step="send the brochure")
    with pytest.raises(Refused) as refusal:
        record(made, cast.rep)
    assert (
        refusal.value.code == "answer" and "send the brochure" in refusal.value.sentence and made.progress.count() == 1
    )
    record(made, cast.rep, answer="sent on Monday", next_step="visit the plant", expected_close=date(2026, 6, 30))
    made.refresh_from_db()
    row = made.progress.first()
    assert (row.answer, made.next_step, made.expected_close) == ("sent on Monday", "visit the plant", date(2026, 6, 30))
    assert row.changes == {"expected_close": ["2026-04-30", "2026-06-30"]}


@pytest.mark.req("Ni20")
def test_the_page_shows_the_last_next_step_above_and_keeps_a_refused_text(cast, clock, signed_in):
    made = deal(customer(cast.rep), cast.rep, next_step="send the brochure")
    client = signed_in(cast.rep)
    assert "send the brochure" in client.get(f"/deals/{made.pk}/").text
    form = {"outline": "long talk", "next_step": "", "expected_close": "2026-04-30", "amount": "120000"}
    page = client.post(f"/deals/{made.pk}/progress/", form)
    assert page.status_code == 422 and "long talk" in page.text and "result of the last next step" in page.text
    assert client.post(f"/deals/{made.pk}/progress/", {**form, "answer": "done"}).status_code == 302
    assert "long talk" in client.get(f"/deals/{made.pk}/").text


@pytest.mark.parametrize(
    "field, value, code", [("outline", " ", "outline"), ("expected_close", date(2026, 3, 1), "past")]
)
def test_what_says_nothing_is_refused(cast, clock, field, value, code):
    made = deal(customer(cast.rep), cast.rep)
    with pytest.raises(Refused) as refusal:
        record(made, cast.rep, **{field: value})
    assert refusal.value.code == code


@pytest.mark.req("Na9", "Ni17")
def test_a_stage_is_entered_only_with_what_it_asks_for_and_says_what_is_missing(cast, clock):
    row = customer(cast.rep)
    made = deal(row, cast.rep)
    with pytest.raises(Refused) as refusal:
        progress.move_stage(deal_id=made.pk, stage_id=stage(3).pk, by=cast.rep, at=NOW)
    assert refusal.value.code == "missing" and refusal.value.details["missing"] == [
        "followup",
        "products",
        "key_contact",
    ]
    assert "A key contact" in refusal.value.sentence
    followup(row, cast.rep, NOW)
    key_contact(row)
    made.products.create(product=product(), quantity=1)
    progress.move_stage(deal_id=made.pk, stage_id=stage(3).pk, by=cast.rep, at=NOW)
    made.refresh_from_db()
    assert made.stage.number == 3 and made.progress.first().changes == {"stage": [0, 3]}


def test_a_follow_up_that_does_not_count_opens_no_stage(cast, clock):
    row = customer(cast.rep, since=NOW - timedelta(days=3))
    made = deal(row, cast.rep, at=NOW - timedelta(days=2))
    followup(row, cast.rep, NOW - timedelta(days=1), content="外出")
    followup(row, cast.mate, NOW - timedelta(days=1))
    assert not CONDITIONS["followup"](made, NOW)
    followup(row, cast.rep, NOW)
    assert CONDITIONS["followup"](made, NOW)


def test_every_condition_has_its_question(cast):
    assert set(CONDITIONS) == set(Condition.values)
    assert all(set(keys) <= set(CONDITIONS) for keys in Stage.objects.values_list("conditions", flat=True))


def test_the_way_back_is_always_open_and_the_last_stage_is_reached_by_winning(cast, clock):
    made = deal(customer(cast.rep), cast.rep)
    Deal.objects.filter(pk=made.pk).update(stage=stage(6))
    progress.move_stage(deal_id=made.pk, stage_id=stage(1).pk, by=cast.rep, at=NOW)
    with pytest.raises(Refused) as refusal:
        progress.move_stage(deal_id=made.pk, stage_id=stage(10).pk, by=cast.rep, at=NOW)
    assert refusal.value.code == "closing"
    with pytest.raises(Refused) as refusal:
        progress.move_stage(
            deal_id=made.pk, stage_id=Pipeline.objects.get(key="d7").stages.first().pk, by=cast.rep, at=NOW
        )
    assert refusal.value.code == "pipeline"


def test_the_board_moves_without_a_script_and_leads_to_winning(cast, clock, signed_in):
    row = customer(cast.rep)
    made = deal(row, cast.rep)
    followup(row, cast.rep, NOW)
    client = signed_in(cast.rep)
    answer = client.post(f"/deals/{made.pk}/move/", {"stage": stage(1).pk, "next": "/deals/"}, follow=True)
    assert answer.redirect_chain[-1][0] == "/deals/" and "is now in “1 First contact”" in answer.text
    lacking = client.post(f"/deals/{made.pk}/move/", {"stage": stage(2).pk, "next": "/deals/"}, follow=True)
    assert "still needs" in lacking.text
    assert client.post(f"/deals/{made.pk}/move/", {"stage": stage(10).pk}).url == f"/deals/{made.pk}/close/?result=won"


@pytest.mark.req("Ni19")
def test_an_overdue_update_is_told_once_per_due_date_and_later_to_the_manager(cast, clock):
    made = deal(customer(cast.rep), cast.rep)
    assert made.update_due == date(2026, 3, 16)

    def told():
        return list(
            Notice.objects.filter(kind__startswith="deal_").order_by("pk").values_list("user__username", "kind")
        )

    assert overdue.chase_overdue(at=moment("2026-03-16 08:30")) == 0 and told() == []
    for day in (17, 18):
        assert overdue.chase_overdue(at=moment(f"2026-03-{day} 08:30")) == 1
    assert told() == [("rep", "deal_update")]
    overdue.chase_overdue(at=moment("2026-03-19 08:30"))
    overdue.chase_overdue(at=moment("2026-03-20 08:30"))
    assert told() == [("rep", "deal_update"), ("manager", "deal_late")]
    record(made, cast.rep, at=moment("2026-03-20 09:00"))
    assert overdue.chase_overdue(at=moment("2026-03-21 08:30")) == 0


@pytest.mark.req("Ni19")
def test_an_overdue_update_is_shown_at_home_and_in_the_list(cast, clock, signed_in):
    made = deal(customer(cast.rep), cast.rep, name="Overdue project")
    clock.move_to(moment("2026-03-18 09:00"))
    for person in (cast.rep, cast.manager):
        assert "Overdue project" in signed_in(person).get("/home/side/").text
    assert "Overdue project" not in signed_in(cast.mate).get("/home/side/").text
    assert "update overdue" in signed_in(cast.rep).get("/deals/list/?late=on").text
    assert "update overdue" in signed_in(cast.rep).get("/deals/").text
    record(made, cast.rep, at=moment("2026-03-18 09:00"), amount=Decimal(5))
    assert "Overdue project" not in signed_in(cast.rep).get("/deals/list/?late=on").text
